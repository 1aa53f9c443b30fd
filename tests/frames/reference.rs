//! The reference: every example runs, and says what is so.

use crate::harness::{holds, value};
use rescind::reference::{self, Kind};
use rescind::script::function::Receiver;
use std::collections::BTreeSet;

#[test]
fn every_example_is_true() {
    for entry in reference::entries() {
        let Some(example) = &entry.example else { continue };
        match entry.kind {
            Kind::Name | Kind::Function | Kind::Limit | Kind::Method => holds(example),
            Kind::Window => holds(&format!("pending.filter(|i| {example}).len() >= 0")),
            Kind::Verb => drop(value(example)),
            // Rhai's own: some of them show how a function fails.
            Kind::Column | Kind::Standard => {}
        }
    }
}

#[test]
fn every_entry_is_there_once_and_says_something() {
    let mut known = BTreeSet::new();
    for entry in reference::entries() {
        assert!(known.insert((entry.receiver, &entry.name)), "{} twice", entry.name);
        assert!(entry.signature.contains(&entry.name), "{}", entry.signature);
        if entry.kind != Kind::Standard {
            assert!(!entry.doc.is_empty() && !entry.doc.ends_with('.'), "{}", entry.name);
            assert!(entry.kind == Kind::Column || entry.example.is_some(), "{}", entry.name);
        }
    }
}

#[test]
fn a_name_and_a_receiver_lead_to_their_entries() {
    let signatures: Vec<_> = reference::find("join").map(|e| e.signature.as_str()).collect();
    assert_eq!(signatures, ["frame.join(other, on, [how])", "expression.list.join(separator)"]);
    assert!(reference::of(Some(Receiver::Frame)).any(|entry| entry.name == "filter"));
    assert!(reference::of(None).any(|entry| entry.name == "pending"));
    assert!(reference::of(None).all(|entry| entry.kind != Kind::Column));
}
