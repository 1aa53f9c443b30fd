//! Member ids beside addresses, tried on small histories of two accounts.

use crate::scratch_ledger::{ScratchLedger, record, taken_from};
use chrono::NaiveDate;
use proptest::prelude::*;
use rescind_ledger::{AccountRows, ImportedRow, KeyChanges, Ledger, NewEvent, Standings, compare};
use std::collections::BTreeSet;

/// What a table has of somebody.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Keys {
    Id,
    Address,
    Both,
}

/// A table: whose it is, and of each of three people what it has, if anything.
type Table = (bool, [Option<Keys>; 3]);

fn id(who: usize) -> String {
    format!("urn:li:fsd_profile:ACoAA{who}")
}

fn address(who: usize) -> String {
    format!("in/{who}")
}

fn account(is_first: bool) -> &'static str {
    if is_first { "anna" } else { "ben" }
}

fn table() -> impl Strategy<Value = Table> {
    let keys = prop_oneof![Just(Keys::Id), Just(Keys::Address), Just(Keys::Both)];
    (any::<bool>(), prop::array::uniform3(prop::option::of(keys)))
}

fn import(ledger: &mut Ledger, second: i64, (is_first, people): Table) -> Vec<NewEvent> {
    let account = account(is_first);
    let known = Standings::read(ledger, Some(account)).unwrap();
    let addresses = KeyChanges::read(ledger).unwrap();
    let rows = people.iter().enumerate().filter_map(|(who, keys)| Some((who, (*keys)?)));
    let rows: Vec<(String, Vec<String>)> = rows
        .map(|(who, keys)| match keys {
            Keys::Id => (id(who), vec![]),
            Keys::Address => (address(who), vec![]),
            Keys::Both => (address(who), vec![id(who)]),
        })
        .collect();
    let seen = rows.iter().map(|(person, member_ids)| ImportedRow {
        person,
        member_ids,
        state: "pending",
        known_by: "presumed",
        ..ImportedRow::default()
    });
    let seen: Vec<ImportedRow> = seen.collect();
    let taken = taken_from(account, NaiveDate::from_ymd_opt(2026, 7, 1).unwrap());
    let shown = AccountRows { invited: &seen, ..AccountRows::default() };
    let compared = compare(&known, &addresses, taken, &shown, &|name| Some(name.to_lowercase()));
    let mut events = compared.events;
    events.extend(ledger.told_to_others(&events).unwrap());
    record(ledger, second, events.clone());
    events
}

/// Who is whom in an account: by person, the people of the tables who are taken for them.
fn taken_for(ledger: &mut Ledger, account: &str, who: usize) -> BTreeSet<String> {
    let known = Standings::read(ledger, Some(account)).unwrap();
    let keys = [id(who), address(who)];
    let keys = keys.iter().filter(|key| known.standing(account, key).is_some());
    keys.map(|key| known.key_of(account, key).to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whoever_has_both_keys_is_one_in_any_order_and_nobody_is_another(
        tables in prop::collection::vec(table(), 1..6),
    ) {
        let scratch = ScratchLedger::file();
        let mut ledger = scratch.open();
        for (second, table) in (0..).zip(&tables) {
            import(&mut ledger, second, *table);
        }
        for who in 0..3 {
            let is_told = tables.iter().any(|(_, people)| people[who] == Some(Keys::Both));
            for account in [true, false].map(account) {
                let people = taken_for(&mut ledger, account, who);
                prop_assert!(!is_told || people.len() <= 1, "{account} {who}: {people:?}");
                let is_own = |key: &String| *key == id(who) || *key == address(who);
                prop_assert!(people.iter().all(is_own), "{account} {who}: {people:?}");
            }
        }
        for (second, table) in (10..).zip(&tables) {
            let again = import(&mut ledger, second, *table);
            let again: Vec<_> = again.iter().filter(|event| event.moved().is_empty()).collect();
            prop_assert!(again.is_empty(), "{again:?}");
        }
        ledger.verify().unwrap();
    }
}
