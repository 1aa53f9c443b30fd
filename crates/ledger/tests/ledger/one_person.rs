//! The rule of who is who, tried on small histories: names, ids, addresses, and changed ones.

use crate::scratch_ledger::{ScratchLedger, record, taken_from};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::select;
use rescind_ledger::{
    AccountRows, ChangeKind, ComparisonOutcome, ImportedRow, KeyChanges, Ledger, Standings, compare,
};
use std::collections::BTreeMap;

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).unwrap().checked_add_days(Days::new(number)).unwrap()
}

/// What a table calls somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Name,
    Id,
    Address,
    /// The address that it was changed to.
    Changed,
}

/// A row: whom, as what, and the day of sending.
type PersonRow = (usize, Form, u64);

/// Two of three share a name.
const NAMES: [&str; 3] = ["only", "twin", "twin"];

fn key((who, form, _): PersonRow) -> String {
    match form {
        Form::Name => format!("name:{}", NAMES[who]),
        Form::Id => format!("urn:li:fsd_profile:AC{who}"),
        Form::Address => format!("in/{who}"),
        Form::Changed => format!("in/{who}-b"),
    }
}

/// A table has nobody twice but under a name, which then is several people's.
fn table() -> impl Strategy<Value = Vec<(PersonRow, bool)>> {
    let form = select(vec![Form::Name, Form::Id, Form::Address, Form::Changed]);
    let row = (0..3_usize, form, select(vec![5_u64, 6, 20, 40]));
    prop::collection::vec(row, 0..4).prop_map(|rows| {
        let mut table: BTreeMap<String, (PersonRow, bool)> = BTreeMap::new();
        for row in rows {
            let again = table.remove(&key(row)).is_some_and(|_| row.1 == Form::Name);
            table.insert(key(row), (row, again));
        }
        table.into_values().collect()
    })
}

fn import(
    ledger: &mut Ledger,
    second: i64,
    table: &[(PersonRow, bool)],
    is_named: bool,
) -> ComparisonOutcome {
    let known = Standings::read(ledger, Some("anna")).unwrap();
    let addresses = KeyChanges::read(ledger).unwrap();
    let keys: Vec<String> = table.iter().map(|(row, _)| key(*row)).collect();
    let rows = table.iter().zip(&keys);
    let seen = rows.map(|(((who, _, sent), is_several), key)| ImportedRow {
        person: key,
        state: "pending",
        known_by: "presumed",
        name: Some(if is_named { NAMES[*who] } else { key.strip_prefix("in/").unwrap_or(key) }),
        sent_on: Some(day(*sent)),
        is_several: *is_several,
        ..ImportedRow::default()
    });
    let seen: Vec<ImportedRow> = seen.collect();
    let taken = taken_from("anna", day(50));
    let shown = AccountRows { invited: &seen, ..AccountRows::default() };
    let compared = compare(&known, &addresses, taken, &shown, &|name| Some(name.to_lowercase()));
    record(ledger, second, compared.events.clone());
    compared
}

/// The keys of everybody, a changed address as the one before.
fn people(ledger: &mut Ledger) -> Vec<String> {
    let known = Standings::read(ledger, None).unwrap();
    let people = known.iter().map(|(_, person, _)| person.trim_end_matches("-b").to_owned());
    let mut people: Vec<String> = people.collect();
    people.sort();
    people
}

fn is_address(row: PersonRow) -> bool {
    matches!(row.1, Form::Address | Form::Changed)
}

/// Whether the rule joins a row of one table with one of another: the same name, borne once in
/// each, by keys of two sorts whose invitations agree, or by two addresses of one invitation.
fn are_joined(one: PersonRow, other: PersonRow) -> bool {
    let apart = one.2.abs_diff(other.2);
    if is_address(one) && is_address(other) {
        return apart == 0;
    }
    let is_of_sorts = one.1 != other.1;
    is_of_sorts && (apart <= 1 || apart > 20)
}

/// The people whom two tables come to by the rule, in the order in which they come.
fn expected(one: &[(PersonRow, bool)], other: &[(PersonRow, bool)]) -> Vec<String> {
    let mut by_key: BTreeMap<String, PersonRow> = BTreeMap::new();
    by_key.extend(one.iter().chain(other).map(|(row, _)| (key(*row), *row)));
    for name in ["only", "twin"] {
        let bearers = |table: &[(PersonRow, bool)]| -> Vec<(PersonRow, bool)> {
            table.iter().filter(|((who, ..), _)| NAMES[*who] == name).copied().collect()
        };
        if let ([(mine, false)], [(theirs, false)]) = (&bearers(one)[..], &bearers(other)[..])
            && key(*mine) != key(*theirs)
            && are_joined(*mine, *theirs)
        {
            // Of two addresses the one that was told last is the person's.
            let is_told_first = is_address(*mine) && is_address(*theirs);
            let worse = if is_told_first || mine.1 < theirs.1 { mine } else { theirs };
            by_key.remove(&key(*worse));
        }
    }
    let mut people: Vec<String> =
        by_key.keys().map(|person| person.trim_end_matches("-b").to_owned()).collect();
    people.sort();
    people
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whoever comes first: joined are those of whom the rule says so, and nobody else.
    #[test]
    fn two_tables_of_one_moment_come_to_the_people_of_the_rule(one in table(), other in table()) {
        for tables in [[&one, &other], [&other, &one]] {
            let scratch = ScratchLedger::file();
            let mut ledger = scratch.open();
            for (second, table) in (0..).zip(tables) {
                import(&mut ledger, second, table, true);
            }
            prop_assert_eq!(people(&mut ledger), expected(tables[0], tables[1]));
            prop_assert_eq!(import(&mut ledger, 2, tables[1], true).events, vec![]);
            ledger.verify().unwrap();
        }
    }
}

/// Four tables of the same two people, of one moment: addresses without names, names, ids, and
/// addresses with names.
fn tables() -> [(Vec<(PersonRow, bool)>, bool); 4] {
    let of = |form| vec![((0, form, 5), false), ((1, form, 5), false)];
    [
        (of(Form::Address), false),
        (of(Form::Name), true),
        (of(Form::Id), true),
        (of(Form::Address), true),
    ]
}

#[test]
fn in_whatever_order_tables_come_everybody_is_one_once_an_address_has_a_name() {
    let orders = (0..256).map(|number: usize| [0, 2, 4, 6].map(|shift| (number >> shift) & 3));
    for order in orders.filter(|order| (0..4).all(|at| order.contains(&at))) {
        let scratch = ScratchLedger::file();
        let mut ledger = scratch.open();
        for (second, at) in (0..).zip(order) {
            let (table, is_named) = &tables()[at];
            import(&mut ledger, second, table, *is_named);
        }
        // Names and ids that came before any address had a name are found by the next table.
        let (table, _) = &tables()[3];
        let last = import(&mut ledger, 9, table, true);
        assert!(!last.counts.contains_key(&ChangeKind::NewlyPending), "{order:?}");
        assert_eq!(people(&mut ledger), ["in/0", "in/1"], "{order:?}");
    }
}

#[test]
fn a_name_is_learnt_where_an_address_was_known_alone() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    let [(nameless, _), (names, _), _, (both, _)] = tables();
    import(&mut ledger, 0, &nameless, false);
    let learnt = import(&mut ledger, 1, &both, true);
    assert_eq!(learnt.counts, BTreeMap::from([(ChangeKind::Named, 2)]));
    assert_eq!(import(&mut ledger, 2, &nameless, false).events, vec![]);
    assert_eq!(import(&mut ledger, 3, &names, true).events, vec![]);
    let known = Standings::read(&mut ledger, None).unwrap();
    assert_eq!(known.standing("anna", "in/0").unwrap().name.as_deref(), Some("only"));
}

#[test]
fn a_row_of_another_invitation_is_another_and_that_is_said() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    import(&mut ledger, 0, &[((0, Form::Name, 5), false)], true);
    let apart = import(&mut ledger, 1, &[((0, Form::Address, 20), false)], true);
    assert_eq!(apart.ambiguous.iter().collect::<Vec<_>>(), ["only"]);
    assert_eq!(people(&mut ledger), ["in/0", "name:only"]);
}
