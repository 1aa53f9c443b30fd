//! Several at once: nobody's events are lost or doubled.

use crate::scratch_ledger::{ScratchLedger, occasion, on_each_database, withdrawn};
use rescind_ledger::{EventFilter, LedgerError, NewRecords};
use std::thread;

on_each_database!(
    whoever_decides_sees_what_the_others_recorded,
    whoever_comes_first_makes_the_ledger,
);

/// Eight at once want the same twenty recorded, each person once.
fn whoever_decides_sees_what_the_others_recorded(scratch: &ScratchLedger) {
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let mut ledger = scratch.open();
                for person in 0..20 {
                    let person = format!("in/{person}");
                    let recorded = ledger.record::<(), LedgerError>(&occasion(0), |ledger| {
                        let person = person.clone();
                        let of_thread =
                            EventFilter { person: Some(person.clone()), ..EventFilter::default() };
                        let is_there = !ledger.events(&of_thread)?.is_empty();
                        let new = (!is_there).then(|| withdrawn("anna", &person));
                        Ok(NewRecords {
                            events: new.into_iter().collect(),
                            ..NewRecords::default()
                        })
                    });
                    recorded.unwrap();
                }
            });
        }
    });
    let mut ledger = scratch.open();
    assert_eq!(ledger.verify().unwrap().number, 20);
}

/// Each sees no ledger yet, or a whole one.
fn whoever_comes_first_makes_the_ledger(first: &ScratchLedger) {
    let further: Vec<ScratchLedger> = (0..20).map(|_| first.another()).collect();
    for scratch in further.iter().chain([first]) {
        thread::scope(|scope| {
            let opening = (0..8).map(|_| scope.spawn(|| scratch.try_open().map(drop)));
            let opening: Vec<_> = opening.collect();
            for opened in opening {
                opened.join().unwrap().unwrap();
            }
        });
    }
}
