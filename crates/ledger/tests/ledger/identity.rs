//! People whom one table knows by their address and another by less.

use crate::scratch_ledger::{ScratchLedger, record, taken_from, withdrawn};
use chrono::NaiveDate;
use proptest::prelude::*;
use rescind_ledger::{
    AccountRows, Action, ChangeKind, ComparisonOutcome, ImportContext, ImportedRow, KeyChanges,
    Ledger, NewEvent, Standings, compare,
};
use std::collections::BTreeMap;

/// A person of data: the key, and the name.
type Person = (&'static str, &'static str);

fn import(
    ledger: &mut Ledger,
    second: i64,
    people: &[Person],
    has_list: bool,
) -> ComparisonOutcome {
    let known = Standings::read(ledger, Some("anna")).unwrap();
    let by = if has_list { "listed" } else { "presumed" };
    let seen: Vec<ImportedRow> = people
        .iter()
        .map(|(person, name)| ImportedRow {
            person,
            state: "pending",
            known_by: by,
            name: Some(name),
            ..ImportedRow::default()
        })
        .collect();
    let taken_on = NaiveDate::from_ymd_opt(2026, 9, 1 + u32::try_from(second).unwrap()).unwrap();
    let listed_on = has_list.then_some(taken_on);
    let taken =
        ImportContext { listed_on, list_taken_on: listed_on, ..taken_from("anna", taken_on) };
    let compared = compare(
        &known,
        &KeyChanges::default(),
        taken,
        &AccountRows { invited: &seen, ..AccountRows::default() },
        &|name| Some(name.to_lowercase()),
    );
    record(ledger, second, compared.events.clone());
    compared
}

fn people(ledger: &mut Ledger) -> Vec<String> {
    let known = Standings::read(ledger, None).unwrap();
    known.iter().map(|(_, person, _)| person.to_owned()).collect()
}

#[test]
fn a_list_of_names_finds_whom_addresses_told() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    import(&mut ledger, 0, &[("in/ada", "Ada B"), ("in/ben", "Ben C"), ("in/cy", "Cy D")], false);
    let list = import(
        &mut ledger,
        1,
        &[("name:ada b", "Ada B"), ("urn:li:fsd_profile:ACoBen", "ben c")],
        true,
    );
    assert_eq!(list.counts, BTreeMap::from([(ChangeKind::Gone, 1)]));
    assert_eq!(list.events[0].person, "in/cy");
    assert_eq!(people(&mut ledger), ["in/ada", "in/ben", "in/cy"]);
}

#[test]
fn an_address_finds_whom_a_name_told() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    import(&mut ledger, 0, &[("name:ada b", "Ada B")], false);
    let known = import(&mut ledger, 1, &[("in/ada", "Ada B")], true);
    assert_eq!(known.counts, BTreeMap::from([(ChangeKind::Recognized, 1)]));
    let same = import(&mut ledger, 2, &[("in/ada", "Ada B")], true);
    assert_eq!(same, ComparisonOutcome::default());
    import(&mut ledger, 3, &[("in/ben", "Ben C")], true);
    let again = import(&mut ledger, 4, &[("in/ada", "Ada B"), ("in/ben", "Ben C")], true);
    assert_eq!(again.counts, BTreeMap::from([(ChangeKind::Otherwise, 1)]));
    assert_eq!(people(&mut ledger), ["in/ada", "in/ben"]);
    let keys = ledger.keys_of("in/ada").unwrap();
    let keys: Vec<&str> = keys.iter().map(|(_, key)| key.as_str()).collect();
    assert_eq!(keys, ["in/ada", "name:ada b"]);
    assert_eq!(ledger.keys_of("name:ada b").unwrap(), ledger.keys_of("in/ada").unwrap());
}

#[test]
fn who_was_known_by_a_name_keeps_what_was_recorded_of_it() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    import(&mut ledger, 0, &[("name:ada b", "Ada B")], false);
    record(&mut ledger, 1, vec![withdrawn("anna", "name:ada b")]);
    import(&mut ledger, 2, &[("urn:li:fsd_profile:ACoAda", "Ada B")], false);
    import(&mut ledger, 3, &[("in/ada", "Ada B")], false);
    record(&mut ledger, 4, vec![withdrawn("anna", "name:ada b"), withdrawn("anna", "in/ada")]);
    let asked = ["in/ada", "name:ada b", "urn:li:fsd_profile:ACoAda"].map(|key| ("anna", key));
    let known = Standings::of_people(&mut ledger, &asked).unwrap();
    for (_, key) in asked {
        let numbers: Vec<u64> = known
            .standing("anna", key)
            .unwrap()
            .withdrawals
            .iter()
            .map(|withdrawal| withdrawal.number)
            .collect();
        assert_eq!(numbers, [2, 5, 6], "{key}");
    }
    ledger.verify().unwrap();
    // What made one person of two can be taken back.
    let mut correction = NewEvent::new("anna", "name:ada b", Action::Corrected);
    correction.corrects = Some(3);
    record(&mut ledger, 5, vec![correction]);
    ledger.verify().unwrap();
    let known = Standings::read(&mut ledger, Some("anna")).unwrap();
    assert_eq!(known.standing("anna", "name:ada b").unwrap().withdrawals.len(), 2);
    assert_eq!(known.standing("anna", "in/ada").unwrap().withdrawals.len(), 1);
    let derived = known;
    ledger.derive_anew().unwrap();
    assert_eq!(Standings::read(&mut ledger, Some("anna")).unwrap(), derived);
}

/// Imports rows of an archive: key, day of September on which it was sent, note.
fn import_sent(
    ledger: &mut Ledger,
    second: i64,
    rows: &[(&str, u32, &str)],
    day: u32,
) -> ComparisonOutcome {
    let known = Standings::read(ledger, Some("anna")).unwrap();
    let on = |day| NaiveDate::from_ymd_opt(2026, 9, day);
    let seen: Vec<ImportedRow> = rows
        .iter()
        .map(|(person, sent, note)| ImportedRow {
            person,
            state: "pending",
            known_by: "presumed",
            name: Some("Ada B"),
            sent_on: on(*sent),
            note: Some(note),
            ..ImportedRow::default()
        })
        .collect();
    let taken = ImportContext { list_is_dated: false, ..taken_from("anna", on(day).unwrap()) };
    let shown = AccountRows { invited: &seen, ..AccountRows::default() };
    let compared =
        compare(&known, &KeyChanges::default(), taken, &shown, &|name| Some(name.to_lowercase()));
    record(ledger, second, compared.events.clone());
    compared
}

#[test]
fn an_address_that_was_changed_is_the_same_persons() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    import_sent(&mut ledger, 0, &[("in/ada", 5, "Hello")], 10);
    let moved = import_sent(&mut ledger, 1, &[("in/ada-phd", 5, "Hello")], 20);
    assert_eq!(moved.counts, BTreeMap::from([(ChangeKind::Recognized, 1)]));
    assert_eq!(people(&mut ledger), ["in/ada-phd"]);
    for (second, key) in [(2, "in/ada-phd"), (3, "in/ada")] {
        assert_eq!(import_sent(&mut ledger, second, &[(key, 5, "Hello")], 20).events, vec![]);
    }
    // Data that come late have the former one.
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    import_sent(&mut ledger, 0, &[("in/ada-phd", 5, "Hello")], 20);
    import_sent(&mut ledger, 1, &[("in/ada", 5, "Hello")], 10);
    assert_eq!(people(&mut ledger), ["in/ada-phd"]);
    assert_eq!(import_sent(&mut ledger, 2, &[("in/ada", 5, "Hello")], 10).events, vec![]);
}

#[test]
fn another_of_the_name_is_another() {
    let others: [&[(&str, u32, &str)]; 4] = [
        &[("in/ada-2", 6, "Hello")],
        &[("in/ada-2", 5, "Good day")],
        &[("in/ada-2", 5, "Hello"), ("in/ada", 5, "Hello")],
        &[("in/ada-2", 5, "Hello"), ("in/ada-3", 5, "Hello")],
    ];
    for rows in others {
        let scratch = ScratchLedger::file();
        let mut ledger = scratch.open();
        import_sent(&mut ledger, 0, &[("in/ada", 5, "Hello")], 10);
        let compared = import_sent(&mut ledger, 1, rows, 20);
        assert!(!compared.counts.contains_key(&ChangeKind::Recognized), "{rows:?}");
    }
}

#[test]
fn a_name_that_several_bear_stays_apart_and_is_said() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    import(&mut ledger, 0, &[("name:ada b", "Ada B")], false);
    let two = [("in/ada", "Ada B"), ("in/ada-2", "Ada B")];
    let apart = import(&mut ledger, 1, &two, false);
    assert_eq!((apart.apart, apart.counts), (1, BTreeMap::from([(ChangeKind::NewlyPending, 2)])));
    assert_eq!(people(&mut ledger), ["in/ada", "in/ada-2", "name:ada b"]);
    // Nor does a name that was one person's speak of two.
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    import(&mut ledger, 0, &[("name:ada b", "Ada B")], false);
    import(&mut ledger, 1, &[("in/ada", "Ada B")], false);
    import(&mut ledger, 2, &two, false);
    let unclear = import(&mut ledger, 3, &[("name:ada b", "Ada B")], true);
    assert_eq!((unclear.undecided, unclear.events), (2, vec![]));
}

#[test]
fn a_member_id_and_a_number_may_be_one_person() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    import(&mut ledger, 0, &[("urn:li:fsd_profile:ACoAda", "Ada B")], false);
    let same = import(&mut ledger, 1, &[("urn:li:member:100", "Ada B")], true);
    assert_eq!(same, ComparisonOutcome::default());
    assert_eq!(people(&mut ledger), ["urn:li:fsd_profile:ACoAda"]);
}

#[test]
fn whoever_shares_a_name_is_neither_taken_for_the_other_nor_gone() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    import(&mut ledger, 0, &[("in/ada", "Ada B"), ("in/ada-2", "Ada B")], false);
    let list = import(&mut ledger, 1, &[("name:ada b", "Ada B")], true);
    assert_eq!(list.undecided, 2);
    assert_eq!(list.counts, BTreeMap::from([(ChangeKind::NewlyPending, 1)]));
    // Another address is another person, who says nothing of the first.
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    import(&mut ledger, 0, &[("in/ada", "Ada B")], false);
    let list = import(&mut ledger, 1, &[("in/ada-2", "Ada B")], true);
    assert_eq!(list.undecided, 0);
    assert_eq!(list.counts, BTreeMap::from([(ChangeKind::NewlyPending, 1), (ChangeKind::Gone, 1)]));
}

/// Of six people, two of whom share a name, what a table may call them.
fn called() -> impl Strategy<Value = Vec<Person>> {
    let sorts = prop::collection::vec(0..5_usize, 6);
    sorts.prop_map(|sorts| {
        let keys: [[&str; 4]; 6] = [
            ["in/0", "urn:li:fsd_profile:AC0", "urn:li:member:0", "name:n0"],
            ["in/1", "urn:li:fsd_profile:AC1", "urn:li:member:1", "name:n1"],
            ["in/2", "urn:li:fsd_profile:AC2", "urn:li:member:2", "name:n2"],
            ["in/3", "urn:li:fsd_profile:AC3", "urn:li:member:3", "name:n3"],
            ["in/4", "urn:li:fsd_profile:AC4", "urn:li:member:4", "name:twin"],
            ["in/5", "urn:li:fsd_profile:AC5", "urn:li:member:5", "name:twin"],
        ];
        let names = ["n0", "n1", "n2", "n3", "twin", "twin"];
        let mut people: Vec<Person> = vec![];
        for (at, sort) in sorts.into_iter().enumerate() {
            // The fifth is nobody; a name by itself stands for one row.
            if let Some(key) =
                keys[at].get(sort).filter(|key| !people.iter().any(|(p, _)| p == *key))
            {
                people.push((key, names[at]));
            }
        }
        people
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever tables call people: nobody who is on the list is gone, nobody becomes another, and
    /// the same list twice changes nothing.
    #[test]
    fn nobody_is_lost_or_taken_for_another(tables in prop::collection::vec(called(), 1..5)) {
        let scratch = ScratchLedger::file();
        let mut ledger = scratch.open();
        for (second, table) in (0..).zip(&tables) {
            let compared = import(&mut ledger, second * 2, table, true);
            let is_on_list = |name: &str| table.iter().any(|(_, on_it)| *on_it == name);
            for event in &compared.events {
                let is_gone = event.details.get("change") == Some(&ChangeKind::Gone.name().into());
                let digit = event.person.chars().last().unwrap();
                let name = if "45n".contains(digit) { "twin".into() } else { format!("n{digit}") };
                prop_assert!(!is_gone || name == "twin" || !is_on_list(&name), "{event:?}");
            }
            prop_assert_eq!(import(&mut ledger, second * 2 + 1, table, true).events, vec![]);
        }
        // One key for each whose name is nobody else's.
        let known = people(&mut ledger);
        for who in ["0", "1", "2", "3"] {
            let keys = known.iter().filter(|key| key.ends_with(who)).count();
            prop_assert!(keys <= 1, "{:?}", known);
        }
    }
}
