//! Data that are older than others: what they tell, and what they do not undo.

use crate::compared::{Row, compared_with, day, import, import_of, states};
use crate::scratch_ledger::{ScratchLedger, taken_from};
use rescind_ledger::{ChangeKind, ComparisonOutcome, ImportContext, ImportedRow, Standings};
use std::collections::BTreeMap;

#[test]
fn an_archive_brings_nothing_back_that_better_data_told() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    let archive: [Row; 3] = [
        (0, "pending", "presumed", 1),
        (1, "pending", "presumed", 2),
        (2, "pending", "presumed", 3),
    ];
    import(&mut ledger, 0, &archive, 50);
    let told: [Row; 2] = [(0, "withdrawn", "recorded", 1), (1, "accepted", "matched", 2)];
    assert_eq!(import_of(&mut ledger, 1, &told, 51, true).events.len(), 2);
    let list: [Row; 1] = [(9, "pending", "listed", 4)];
    assert_eq!(import(&mut ledger, 2, &list, 52).counts[&ChangeKind::Gone], 1);
    let before = states(&mut ledger);
    for second in 3..5 {
        assert_eq!(import(&mut ledger, second, &archive, 53), ComparisonOutcome::default());
        assert_eq!(import_of(&mut ledger, second, &told, 53, true), ComparisonOutcome::default());
    }
    assert_eq!(states(&mut ledger), before);
}

#[test]
fn older_data_tell_what_newer_ones_only_presumed() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    let newer: [Row; 5] = [
        (0, "pending", "presumed", 1),
        (1, "pending", "presumed", 2),
        (2, "withdrawn", "presumed", 3),
        (3, "pending", "listed", 4),
        // Whoever accepted an invitation of the second day was invited again.
        (4, "pending", "presumed", 18),
    ];
    import(&mut ledger, 0, &newer, 50);
    let older: [Row; 5] = [
        (0, "accepted", "matched", 1),
        (1, "declined", "recorded", 2),
        (2, "accepted", "matched", 3),
        (3, "accepted", "matched", 4),
        (4, "accepted", "matched", 2),
    ];
    let late = import(&mut ledger, 1, &older, 30);
    let expected = BTreeMap::from([(ChangeKind::NewlyAccepted, 2), (ChangeKind::NewlyDeclined, 1)]);
    assert_eq!((late.counts, late.left_as_is), (expected, 2));
    let told = states(&mut ledger);
    let states_told: Vec<&str> = told.values().map(String::as_str).collect();
    assert_eq!(states_told, ["accepted", "declined", "accepted", "pending", "pending"]);
    // Neither says anything new, however often they take turns.
    for second in 2..4 {
        assert_eq!(import(&mut ledger, second, &newer, 50), ComparisonOutcome::default());
        assert_eq!(import(&mut ledger, second, &older, 30).events, vec![]);
    }
    assert_eq!(states(&mut ledger), told);
}

#[test]
fn data_of_a_day_to_come_make_no_others_older() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    let rows: [Row; 2] = [(0, "pending", "listed", 1), (1, "pending", "listed", 2)];
    import(&mut ledger, 0, &rows, 10);
    // By a clock that was ahead, or as of a day that lies ahead, somebody is gone.
    import(&mut ledger, 1, &rows[1..], 400);
    assert_eq!(states(&mut ledger)["in/0"], "withdrawn");
    let known = Standings::read(&mut ledger, Some("anna")).unwrap();
    let seen = ["in/0", "in/1"].map(|person| ImportedRow {
        person,
        state: "pending",
        known_by: "listed",
        sent_on: Some(day(1)),
        ..ImportedRow::default()
    });
    let taken = ImportContext {
        taken_on: day(20),
        latest: day(21),
        listed_on: Some(day(20)),
        ..taken_from("anna", day(0))
    };
    let compared = compared_with(&known, taken, &seen, &[]);
    assert_eq!(compared.counts, BTreeMap::from([(ChangeKind::Otherwise, 1)]));
    assert_eq!(compared.left_as_is, 0);
    let reached = known.standing("anna", "in/0").unwrap().observed.as_ref().unwrap().taken_on;
    assert!(reached < day(400), "no data reach further than the day on which they were recorded");
}
