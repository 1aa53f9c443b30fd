//! What is recorded is there, once, and can be read and moved.

use crate::scratch_ledger::{
    ScratchLedger, occasion, on_each_database, record, try_record, withdrawn,
};
use proptest::prelude::*;
use rescind_ledger::{
    Action, Document, EventFilter, LedgerError, NewEvent, NewRecords, prove_lines,
};

on_each_database!(
    what_is_recorded_is_read_again_and_proven,
    a_decision_that_fails_records_nothing,
    selections_are_what_a_filter_over_every_event_is,
);

fn what_is_recorded_is_read_again_and_proven(scratch: &ScratchLedger) {
    let mut ledger = scratch.open();
    let mut first = withdrawn("anna\0", "in/ada");
    first.details.insert("reason".into(), "four months, \u{1f600} 'quoted'\0".into());
    first.details.insert("rank".into(), 1.into());
    let written = record(&mut ledger, 0, vec![first, withdrawn("ben", "in/ada")]);
    drop(ledger);
    let mut ledger = scratch.open();
    assert_eq!(ledger.events(&EventFilter::default()).unwrap(), written);
    assert_eq!(ledger.verify().unwrap(), ledger.head().unwrap());
    let mistake =
        NewEvent { corrects: Some(1), ..NewEvent::new("anna", "in/ada", Action::Corrected) };
    record(&mut ledger, 1, vec![mistake.clone()]);
    let actions = vec![Action::Withdrawn];
    let standing = EventFilter { without_corrected: true, actions, ..EventFilter::default() };
    assert_eq!(ledger.events(&standing).unwrap(), written[1..]);
    let twice = try_record(&mut ledger, 2, vec![withdrawn("ben", "in/eve"), mistake]);
    assert!(twice.is_err(), "an event is taken back once");
    assert_eq!(ledger.head().unwrap().number, 3);
}

fn a_decision_that_fails_records_nothing(scratch: &ScratchLedger) {
    let mut ledger = scratch.open();
    let refused = ledger
        .record::<(), LedgerError>(&occasion(0), |_| Err(LedgerError::Refused("no".into(), None)));
    assert!(refused.is_err());
    assert_eq!(record(&mut ledger, 0, vec![withdrawn("anna", "in/ada")])[0].number, 1);
}

fn selections_are_what_a_filter_over_every_event_is(scratch: &ScratchLedger) {
    let mut ledger = scratch.open();
    let people = ["in/ada", "in/ben", "in/Ada", "name:ada b"];
    for second in 0..40_u32 {
        let at = usize::try_from(second).unwrap();
        let action = Action::ALL[at % 7];
        let account = ["anna", "ben"][at / 3 % 2];
        let corrects = (second % 5 == 4).then_some(u64::from(second));
        let event = NewEvent::new(account, people[at % 4], action);
        record(&mut ledger, i64::from(second), vec![NewEvent { corrects, ..event }]);
    }
    let every = ledger.events(&EventFilter::default()).unwrap();
    for number in 0..256 {
        let on = |bit: u32| number >> bit & 1 == 1;
        let selection = EventFilter {
            account: on(0).then(|| "anna".into()),
            person: on(1).then(|| "in/ada".into()),
            actions: if on(2) { vec![Action::Withdrawn, Action::Planned] } else { vec![] },
            since: on(3).then(|| occasion(20).at),
            after: if on(4) { 10 } else { 0 },
            until: on(6).then_some(30),
            without_corrected: on(5),
            at_head: on(7).then_some(25),
        };
        let of_then = every.iter().filter(|event| !on(7) || event.number <= 25);
        let taken_back: Vec<u64> = of_then.filter_map(|event| event.corrects).collect();
        let expected = every.iter().filter(|event| {
            (!on(0) || event.account == "anna")
                && (!on(1) || event.person == "in/ada")
                && (!on(2) || [Action::Withdrawn, Action::Planned].contains(&event.action))
                && (!on(3) || event.recorded_at >= occasion(20).at)
                && (!on(4) || event.number > 10)
                && (!on(6) || event.number <= 30)
                && (!on(7) || event.number <= 25)
                && (!on(5) || !taken_back.contains(&event.number))
        });
        let expected: Vec<_> = expected.cloned().collect();
        assert_eq!(ledger.events(&selection).unwrap(), expected, "{selection:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Lines of one ledger make another with the same hashes, in however many steps they come.
    #[test]
    fn lines_round_trip(
        people in prop::collection::vec("\\PC{0,8}", 0..20),
        cut in 0..20_usize,
    ) {
        let (from, to) = (ScratchLedger::file(), ScratchLedger::file());
        lines_go(&from, &to, &people, cut);
    }
}

#[test]
#[ignore = "needs PostgreSQL"]
fn lines_go_to_a_server_and_back() {
    let people: Vec<String> = (0..50).map(|number| format!("in/{number}\u{e9}")).collect();
    lines_go(&ScratchLedger::file(), &ScratchLedger::server(), &people, 20);
    lines_go(&ScratchLedger::server(), &ScratchLedger::file(), &people, 0);
}

fn lines_go(from: &ScratchLedger, to: &ScratchLedger, people: &[String], cut: usize) {
    let (mut ledger, mut other) = (from.open(), to.open());
    let mut lines = vec![];
    for (second, person) in (0..).zip(people) {
        if second == i64::try_from(cut).unwrap() {
            ledger.write_lines(&mut lines).unwrap();
            other.read_lines("a", &lines[..]).unwrap();
        }
        record(&mut ledger, second, vec![withdrawn("anna", person)]);
    }
    let cut = if lines.is_empty() { 0 } else { cut };
    let mut lines = vec![];
    ledger.write_lines(&mut lines).unwrap();
    let taken = other.read_lines("a", &lines[..]).unwrap();
    assert_eq!(usize::try_from(taken).unwrap(), people.len().saturating_sub(cut));
    assert_eq!(other.verify().unwrap(), ledger.head().unwrap());
    let mut again = vec![];
    other.write_lines(&mut again).unwrap();
    assert_eq!(again, lines);
}

#[test]
fn lines_that_lack_some_are_not_taken() {
    let (from, to) = (ScratchLedger::file(), ScratchLedger::file());
    let (mut ledger, mut other) = (from.open(), to.open());
    record(&mut ledger, 0, vec![withdrawn("anna", "in/ada"), withdrawn("anna", "in/ben")]);
    let documents = vec![Document::new("a plan".into())];
    let decided = NewRecords { documents, ..NewRecords::default() };
    ledger.record::<(), LedgerError>(&occasion(1), |_| Ok(decided)).unwrap();
    let mut lines = vec![];
    ledger.write_lines(&mut lines).unwrap();
    let text = String::from_utf8(lines).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    prove_lines("a", text.as_bytes()).unwrap();
    for without in 0..lines.len() {
        let mut rest = lines.clone();
        rest.remove(without);
        let [rest, cut] = [rest.concat(), lines[..without].concat()];
        for damaged in [rest, cut] {
            assert!(prove_lines("a", damaged.as_bytes()).is_err(), "{without}: {damaged}");
            assert!(other.read_lines("a", damaged.as_bytes()).is_err(), "{without}");
        }
    }
    assert_eq!(other.head().unwrap().number, 0);
    let twice = text.repeat(2);
    let error = other.read_lines("a", twice.as_bytes()).unwrap_err().to_string();
    assert!(error.contains("it comes after the last one"), "{error}");
    let error = other.read_lines("a", &b"\xff\xfe\n"[..]).unwrap_err().to_string();
    assert!(error.contains("line 1: it is neither"), "{error}");
}

#[test]
fn lines_that_went_apart_change_nothing() {
    let (from, to) = (ScratchLedger::file(), ScratchLedger::file());
    let (mut ledger, mut other) = (from.open(), to.open());
    record(&mut ledger, 0, vec![withdrawn("anna", "in/ada"), withdrawn("anna", "in/ben")]);
    record(&mut other, 0, vec![withdrawn("anna", "in/eve")]);
    let mut lines = vec![];
    ledger.write_lines(&mut lines).unwrap();
    let error = other.read_lines("a", &lines[..]).unwrap_err().to_string();
    assert_eq!(error, "a, line 1: the ledger has another event 1: the two went apart");
    let mut lines = vec![];
    other.write_lines(&mut lines).unwrap();
    let error = ledger.read_lines("b", &lines[..]).unwrap_err().to_string();
    assert!(error.contains("it ends at event 1"), "{error}");
    let error = ledger.read_lines("c", &b"{\"number\": 1}\n"[..]).unwrap_err().to_string();
    assert!(error.starts_with("c, line 1: it is neither"), "{error}");
    assert_eq!((ledger.head().unwrap().number, other.head().unwrap().number), (2, 1));
}
