//! Who may be invited again: dates by arithmetic of the test's own.

use crate::scratch_ledger::{ScratchLedger, record, withdrawn};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use rescind_ledger::{Action, DueTerms, NewEvent, Standings, due_people};
use std::collections::{BTreeMap, BTreeSet};

const ACCOUNTS: [&str; 2] = ["anna", "ben"];

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 1).unwrap().checked_add_days(Days::new(number)).unwrap()
}

fn withdrawal() -> impl Strategy<Value = (usize, usize, u64)> {
    (0..2_usize, 0..12_usize, 0..60_u64)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_week_is_overfull_and_nobody_is_too_early(
        withdrawals in prop::collection::vec(withdrawal(), 0..30),
        again in prop::collection::vec((0..2_usize, 0..12_usize), 0..4),
        sent in prop::collection::vec((0..2_usize, 50..60_u64, 1..4_usize), 0..6),
        quota in 0..4_usize,
        cooling in 0..30_u64,
    ) {
        let scratch = ScratchLedger::file();
        let mut ledger = scratch.open();
        let person = |number: usize| format!("in/{number:02}");
        let mut events: Vec<NewEvent> = vec![];
        for (account, who, on) in &withdrawals {
            let event = withdrawn(ACCOUNTS[*account], &person(*who));
            events.push(NewEvent { day: Some(day(*on)), ..event });
        }
        for (account, who) in &again {
            events.push(NewEvent::new(ACCOUNTS[*account], &person(*who), Action::InvitedAgain));
        }
        record(&mut ledger, 0, events);
        let standings = Standings::waiting(&mut ledger).unwrap();
        let mut loads: BTreeMap<String, BTreeMap<NaiveDate, usize>> = BTreeMap::new();
        for (account, on, count) in &sent {
            let of_account = loads.entry(ACCOUNTS[*account].into()).or_default();
            *of_account.entry(day(*on)).or_default() += count;
        }
        let today = day(60);
        let cooling_of = |account: &str| if account == "anna" { cooling } else { cooling + 5 };
        let terms = DueTerms {
            today,
            cooling_off_days: &cooling_of,
            per_week: &|_| quota,
            sent: &loads,
            is_barred: &|account, person| account == "ben" && person == "in/03",
        };
        let due_now = due_people(&standings, &terms, day(200));

        // What the last withdrawals are, from the list itself.
        let mut last: BTreeMap<(usize, usize), u64> = BTreeMap::new();
        for (account, who, on) in &withdrawals {
            last.insert((*account, *who), *on);
        }
        for key in &again {
            last.remove(key);
        }
        let wanted = last.keys().filter(|key| **key != (1, 3)).count();
        prop_assert_eq!(due_now.len(), wanted);
        let mut invited = loads.clone();
        for one in &due_now {
            let who: usize = one.person[3..].parse().unwrap();
            let over = [(0, cooling), (1, cooling + 5)].into_iter().filter_map(|(account, days)| {
                last.get(&(account, who)).map(|on| day(on + days))
            });
            prop_assert_eq!(Some(one.due_on), over.max());
            let Some(on) = one.invite_on else { continue };
            prop_assert!(on >= one.due_on && on >= today);
            *invited.entry(one.account.into()).or_default().entry(on).or_default() += 1;
        }
        for (account, days) in &invited {
            for end in 60..260 {
                let window = days.range(day(end - 6)..=day(end));
                let count: usize = window.map(|(_, count)| count).sum();
                let was = loads.get(account).map_or(0, |days| {
                    days.range(day(end - 6)..=day(end)).map(|(_, count)| count).sum()
                });
                prop_assert!(count <= quota || count == was, "{account}, until {}", day(end));
            }
        }
        let dated = due_now.iter().filter(|one| one.invite_on.is_some());
        let alone: Vec<&str> = dated.map(|one| one.person).collect();
        let mut once = alone.clone();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), alone.len(), "nobody is invited by two accounts");
        if quota > 0 {
            let people: BTreeSet<&str> = due_now.iter().map(|one| one.person).collect();
            prop_assert_eq!(once.len(), people.len(), "everybody has a day");
        }
    }
}
