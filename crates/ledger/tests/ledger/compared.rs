//! What data change: the same twice nothing, older ones nothing that newer ones said.

use crate::scratch_ledger::{ScratchLedger, record, taken_from, withdrawn};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use rescind_ledger::{
    AccountRows, Action, ChangeKind, ComparisonOutcome, ImportContext, ImportedRow, KeyChanges,
    Ledger, NewEvent, Standings, compare,
};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 1).unwrap().checked_add_days(Days::new(number)).unwrap()
}

/// An invitation of data: whom, its state, how it is known, the day on which it was sent.
pub(crate) type Row = (usize, &'static str, &'static str, u64);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let states = prop::sample::select(vec![
        ("pending", "presumed"),
        ("pending", "listed"),
        ("accepted", "matched"),
        ("declined", "recorded"),
        ("withdrawn", "presumed"),
        ("expired", "presumed"),
    ]);
    let people = prop::collection::btree_map(0..6_usize, (states, 0..20_u64), 0..6);
    people.prop_map(|people| {
        people.into_iter().map(|(who, ((state, by), sent))| (who, state, by, sent)).collect()
    })
}

fn withdrawn_on(who: usize, on: u64) -> NewEvent {
    NewEvent { day: Some(day(on)), ..withdrawn("anna", &format!("in/{who}")) }
}

fn shown<'a>(invited: &'a [ImportedRow<'a>], withdrawn: &'a [ImportedRow<'a>]) -> AccountRows<'a> {
    AccountRows { invited, withdrawn, connected: &[] }
}

pub(crate) fn compared_with(
    known: &Standings,
    taken: ImportContext,
    invited: &[ImportedRow],
    withdrawn: &[ImportedRow],
) -> ComparisonOutcome {
    compare(known, &KeyChanges::default(), taken, &shown(invited, withdrawn), &|_| None)
}

/// Imports rows; those of a sheet say on which day each was withdrawn.
pub(crate) fn import_of(
    ledger: &mut Ledger,
    second: i64,
    rows: &[Row],
    taken: u64,
    sheet: bool,
) -> ComparisonOutcome {
    let known = Standings::read(ledger, Some("anna")).unwrap();
    let has_list = rows.iter().any(|(_, _, by, _)| *by == "listed");
    let people: Vec<String> = rows.iter().map(|(who, ..)| format!("in/{who}")).collect();
    let seen: Vec<ImportedRow> = rows
        .iter()
        .zip(&people)
        .map(|((_, state, known_by, sent), person)| ImportedRow {
            person,
            state,
            known_by,
            sent_on: Some(day(*sent)),
            withdrawn_on: (sheet && *state == "withdrawn").then(|| day(45)),
            ..ImportedRow::default()
        })
        .collect();
    let taken = ImportContext {
        taken_on: day(taken),
        listed_on: has_list.then(|| day(taken)),
        ..taken_from("anna", day(0))
    };
    let compared = compared_with(&known, taken, &seen, &[]);
    record(ledger, second, compared.events.clone());
    compared
}

pub(crate) fn import(
    ledger: &mut Ledger,
    second: i64,
    rows: &[Row],
    taken: u64,
) -> ComparisonOutcome {
    import_of(ledger, second, rows, taken, false)
}

/// The states that the ledger has, by person.
pub(crate) fn states(ledger: &mut Ledger) -> BTreeMap<String, String> {
    let known = Standings::read(ledger, None).unwrap();
    let observed = known.iter().filter_map(|(_, person, standing)| {
        Some((person.to_owned(), standing.observed.as_ref()?.state.clone()))
    });
    observed.collect()
}

/// How an outcome is known that somebody told.
const OUTCOMES: [&str; 2] = ["matched", "recorded"];

/// The people of whom the ledger has no more than a presumption.
fn presumed(ledger: &mut Ledger) -> BTreeSet<String> {
    let known = Standings::read(ledger, None).unwrap();
    let observed = known.iter().filter_map(|(_, person, standing)| {
        let is_told = standing.observed.as_ref()?.is_told;
        (!is_told).then(|| person.to_owned())
    });
    observed.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_same_twice_changes_nothing_and_older_data_undo_nothing(
        newer in rows(),
        older in rows(),
        withdrawals in prop::collection::vec(0..6_usize, 0..3),
        on in prop::sample::select(vec![40_u64, 49, 50]),
        sheet in any::<bool>(),
        late in any::<bool>(),
    ) {
        let scratch = ScratchLedger::file();
        let mut ledger = scratch.open();
        let events = withdrawals.iter().map(|who| withdrawn_on(*who, on));
        record(&mut ledger, 0, events.collect());
        import_of(&mut ledger, 1, &newer, 50, sheet);
        let head = ledger.head().unwrap();
        let again = import_of(&mut ledger, 2, &newer, 50, sheet);
        prop_assert_eq!(again, ComparisonOutcome::default());
        prop_assert_eq!(&ledger.head().unwrap(), &head);
        let before = states(&mut ledger);
        let presumed = presumed(&mut ledger);
        for (who, state, by, _) in &newer {
            // What was withdrawn goes on to stand in an archive.
            let is_withdrawn = withdrawals.contains(who) && *state == "pending";
            let is_silent = is_withdrawn && (*by == "presumed" || on == 50);
            let person = format!("in/{who}");
            prop_assert!(is_silent || before[&person] == *state);
        }
        import_of(&mut ledger, 3, &older, 30, late);
        prop_assert_eq!(import_of(&mut ledger, 3, &older, 30, late).events, vec![]);
        let after = states(&mut ledger);
        for (person, state) in &before {
            let told = older.iter().find(|(who, ..)| format!("in/{who}") == *person);
            // What was only presumed, they may tell.
            let is_told_late = told.is_some_and(|(_, told, by, _)| {
                *told == after[person] && OUTCOMES.contains(by) && presumed.contains(person)
            });
            // Whom an older list lacks was gone by then.
            let is_list = older.iter().any(|(_, _, by, _)| *by == "listed");
            let is_lacking = is_list && told.is_none() && presumed.contains(person);
            let is_gone = is_lacking && *state == "pending" && after[person] == "withdrawn";
            let is_as_before = after[person] == *state;
            prop_assert!(is_as_before || is_told_late || is_gone, "{person}: {}", after[person]);
        }
        for (who, state, _, _) in &older {
            let person = format!("in/{who}");
            let is_known = before.contains_key(&person) || withdrawals.contains(who);
            prop_assert!(is_known || after[&person] == *state);
        }
        // Whom the older data added, a newer list may lack.
        import_of(&mut ledger, 4, &newer, 50, sheet);
        prop_assert_eq!(import_of(&mut ledger, 5, &newer, 50, sheet), ComparisonOutcome::default());
    }
}

#[test]
fn every_change_has_its_word() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    let first: [Row; 6] = [
        (0, "pending", "presumed", 1),
        (1, "pending", "presumed", 2),
        (2, "pending", "presumed", 3),
        (3, "accepted", "matched", 4),
        (4, "pending", "presumed", 5),
        (5, "pending", "presumed", 6),
    ];
    let counts = import(&mut ledger, 0, &first, 10).counts;
    let expected = BTreeMap::from([(ChangeKind::NewlyPending, 5), (ChangeKind::NewlyAccepted, 1)]);
    assert_eq!(counts, expected);
    record(&mut ledger, 1, [1, 4].map(|who| withdrawn_on(who, 40)).to_vec());
    // A list of the Sent page, later: one accepted, one withdrawn and gone, one gone by itself, one
    // withdrawn and still there, one invited once more.
    let second: [Row; 4] = [
        (0, "accepted", "matched", 1),
        (3, "pending", "listed", 20),
        (4, "pending", "listed", 5),
        (5, "pending", "listed", 6),
    ];
    let counts = import(&mut ledger, 2, &second, 120).counts;
    let expected = BTreeMap::from([
        (ChangeKind::NewlyAccepted, 1),
        (ChangeKind::Confirmed, 1),
        (ChangeKind::Gone, 1),
        (ChangeKind::InvitedAgain, 1),
        (ChangeKind::Contradicted, 1),
    ]);
    assert_eq!(counts, expected);
}

#[test]
fn a_sheet_of_withdrawals_is_heard_once_and_undoes_nothing() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    let archive: [Row; 2] = [(0, "pending", "presumed", 1), (1, "accepted", "matched", 2)];
    import(&mut ledger, 0, &archive, 50);
    let sheet = |ledger: &mut Ledger| {
        let known = Standings::read(ledger, Some("anna")).unwrap();
        let people = [0, 1, 2].map(|who| format!("in/{who}"));
        let told = people.each_ref().map(|person| ImportedRow {
            person,
            state: "withdrawn",
            withdrawn_on: Some(day(10)),
            ..ImportedRow::default()
        });
        let taken =
            ImportContext { taken_on: day(20), list_is_dated: false, ..taken_from("anna", day(0)) };
        let compared = compared_with(&known, taken, &[], &told);
        record(ledger, 1, compared.events.clone());
        compared
    };
    let before = states(&mut ledger);
    let compared = sheet(&mut ledger);
    assert_eq!(compared.counts, BTreeMap::from([(ChangeKind::Withdrawn, 2)]));
    assert_eq!(compared.left_as_is, 1, "who has accepted was not withdrawn");
    assert_eq!(sheet(&mut ledger).events, vec![]);
    assert_eq!(states(&mut ledger), before);
    let known = Standings::read(&mut ledger, None).unwrap();
    assert_eq!(known.standing("anna", "in/2").unwrap().due_on(21), Some(day(31)));
    assert_eq!(import(&mut ledger, 2, &archive, 50), ComparisonOutcome::default());
}

#[test]
fn inmail_and_an_invitation_to_the_same_person_are_two() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    let sent = |is_inmail, known_by, on| ImportedRow {
        person: "in/ada",
        state: "pending",
        known_by,
        is_inmail,
        sent_on: Some(day(on)),
        ..ImportedRow::default()
    };
    let import = |ledger: &mut Ledger, second, seen: &[ImportedRow], has_list: bool| {
        let known = Standings::read(ledger, Some("anna")).unwrap();
        let taken = ImportContext {
            taken_on: day(20),
            listed_on: has_list.then(|| day(20)),
            ..taken_from("anna", day(0))
        };
        let compared = compared_with(&known, taken, seen, &[]);
        record(ledger, second, compared.events.clone());
        compared.counts.into_keys().collect::<Vec<_>>()
    };
    let inmail = sent(true, "presumed", 1);
    assert_eq!(import(&mut ledger, 0, &[inmail], false), [ChangeKind::NewlyPending]);
    assert_eq!(import(&mut ledger, 1, &[], true), [], "no list of the Sent page has it");
    let invitation = sent(false, "listed", 9);
    assert_eq!(import(&mut ledger, 2, &[invitation], true), [ChangeKind::NewlyPending]);
    assert_eq!(import(&mut ledger, 3, &[inmail], false), [], "it says nothing of the invitation");
    let known = Standings::read(&mut ledger, None).unwrap();
    let days: Vec<_> = known.standing("anna", "in/ada").unwrap().invited_on.iter().collect();
    assert_eq!(days, [&day(9)]);
}

#[test]
fn no_withdrawal_of_a_sheet_is_lost() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    let archive: [Row; 2] = [(0, "pending", "presumed", 1), (1, "pending", "presumed", 2)];
    import(&mut ledger, 0, &archive, 30);
    // A list shows that it is gone, and the sheet tells later when.
    let list: [Row; 1] = [(1, "pending", "listed", 2)];
    assert_eq!(import(&mut ledger, 1, &list, 46).counts[&ChangeKind::Gone], 1);
    let sheet: [Row; 1] = [(0, "withdrawn", "recorded", 1)];
    let told = import_of(&mut ledger, 2, &sheet, 47, true);
    assert_eq!(told.counts, BTreeMap::from([(ChangeKind::Withdrawn, 1)]));
    assert_eq!(import_of(&mut ledger, 3, &sheet, 47, true), ComparisonOutcome::default());
    // Invited again, and withdrawn once more before any data showed the invitation.
    let again =
        NewEvent { day: Some(day(70)), ..NewEvent::new("anna", "in/0", Action::InvitedAgain) };
    record(&mut ledger, 4, vec![again]);
    let seen = ImportedRow {
        person: "in/0",
        state: "withdrawn",
        known_by: "recorded",
        sent_on: Some(day(70)),
        withdrawn_on: Some(day(90)),
        ..ImportedRow::default()
    };
    let known = Standings::read(&mut ledger, None).unwrap();
    let taken =
        ImportContext { taken_on: day(91), list_is_dated: false, ..taken_from("anna", day(0)) };
    let compared = compared_with(&known, taken, &[seen], &[]);
    assert_eq!(compared.counts, BTreeMap::from([(ChangeKind::Withdrawn, 1)]));
    record(&mut ledger, 5, compared.events);
    let known = Standings::read(&mut ledger, None).unwrap();
    let standing = known.standing("anna", "in/0").unwrap();
    assert_eq!(
        standing.withdrawals.iter().map(|one| one.on).collect::<Vec<_>>(),
        [day(45), day(90)]
    );
    assert_eq!(standing.due_on(21), Some(day(111)));
    assert_eq!(compared_with(&known, taken, &[seen], &[]), ComparisonOutcome::default());
    // A row without a day of sending speaks of the invitation that was withdrawn that day.
    let again =
        NewEvent { day: Some(day(120)), ..NewEvent::new("anna", "in/0", Action::InvitedAgain) };
    record(&mut ledger, 6, vec![again]);
    let known = Standings::read(&mut ledger, None).unwrap();
    let undated = ImportedRow { sent_on: None, ..seen };
    assert_eq!(compared_with(&known, taken, &[undated], &[]), ComparisonOutcome::default());
}
