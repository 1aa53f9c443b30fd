//! The reference: every example runs, and says what is so.

use crate::harness::{holds, value};
use rescind::reference::{self, ReferenceKind};
use rhai_polars::script::function::Receiver;
use std::collections::BTreeSet;
use std::fmt::Write;

#[test]
fn every_example_is_true() {
    for entry in reference::entries() {
        let Some(example) = &entry.example else { continue };
        match entry.kind {
            ReferenceKind::Variable
            | ReferenceKind::Function
            | ReferenceKind::Limit
            | ReferenceKind::Method => {
                holds(example);
            }
            ReferenceKind::Window => holds(&format!("pending.filter(|i| {example}).len() >= 0")),
            ReferenceKind::Verb => drop(value(example)),
            // Rhai's own: some of them show how a function fails.
            ReferenceKind::Column | ReferenceKind::RhaiBuiltIn => {}
        }
    }
}

/// What an example asks of its frame, if nothing were known in its columns but this.
fn emptied(example: &str, cell: &str) -> Option<String> {
    let (columns, rest) = example.strip_prefix("frame(#{ ")?.split_once(" })")?;
    let names = columns.split(", ").filter_map(|part| part.split_once(": ")).map(|(name, _)| name);
    let columns: Vec<_> = names.map(|name| format!("{name}: [{cell}]")).collect();
    let asked = rest.rsplit_once(" == ").map_or(rest, |(asked, _)| asked);
    let asked = asked.split_once(".value(").map_or(asked, |(asked, _)| asked);
    let asked = asked.split_once(".rows()").map_or(asked, |(asked, _)| asked);
    Some(format!("frame(#{{ {} }}){}", columns.join(", "), asked.replace(".item()", "")))
}

/// What does not go without a value that is known.
const NEEDS_A_VALUE: [&str; 2] = [".explode(", "map_rows(\"twice\""];

#[test]
fn every_example_can_be_asked_where_nothing_is_known() {
    let mut script = "let failed = [];\n".to_owned();
    for entry in reference::entries() {
        let Some(example) = &entry.example else { continue };
        for cell in ["()", "(), (), ()", "[], []"] {
            if cell.starts_with('[') && entry.receiver != Some(Receiver::Lists) {
                continue;
            }
            let Some(asked) = emptied(example, cell) else { continue };
            if !NEEDS_A_VALUE.iter().any(|part| asked.contains(part)) {
                let noted = format!("failed.push({asked:?} + \": \" + why);");
                writeln!(script, "try {{ {asked}; }} catch (why) {{ {noted} }}").unwrap();
            }
        }
    }
    assert!(script.lines().count() > 200, "{script}");
    assert_eq!(value(&format!("{script}failed")).to_string(), "[]");
}

#[test]
fn every_entry_is_there_once_and_says_something() {
    let mut known = BTreeSet::new();
    for entry in reference::entries() {
        assert!(known.insert((entry.receiver, &entry.name)), "{} twice", entry.name);
        assert!(entry.signature.contains(&entry.name), "{}", entry.signature);
        if entry.kind != ReferenceKind::RhaiBuiltIn {
            assert!(!entry.doc.is_empty() && !entry.doc.ends_with('.'), "{}", entry.name);
            assert!(
                entry.kind == ReferenceKind::Column || entry.example.is_some(),
                "{}",
                entry.name
            );
        }
    }
}

#[test]
fn a_name_and_a_receiver_lead_to_their_entries() {
    let signatures: Vec<_> = reference::find("join").map(|e| e.signature.as_str()).collect();
    assert_eq!(signatures, ["frame.join(other, on, [how])", "expression.list.join(separator)"]);
    assert!(reference::entries_of(Some(Receiver::Frame)).any(|entry| entry.name == "filter"));
    assert!(reference::entries_of(None).any(|entry| entry.name == "pending"));
    assert!(reference::entries_of(None).all(|entry| entry.kind != ReferenceKind::Column));
}
