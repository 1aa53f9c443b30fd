//! Which values the columns of invitations can have where a rule is asked: those of the table of
//! columns, of an invitation that is pending.
//!
//! Invariant: whoever brings other values is refused or corrected while the data are read.

use super::possible::{Known, Possible};
use super::ranges::Ranges;
use std::collections::BTreeSet;

/// Columns of texts with all that a pending invitation can have.
const TEXTS: [(&str, &[&str]); 3] = [
    ("state", &["pending"]),
    ("kind", &["connection", "inmail"]),
    ("known_by", &["listed", "matched", "recorded", "presumed"]),
];

/// Columns of numbers that count something.
const COUNTS: [&str; 5] =
    ["messages", "note_length", "account_pending", "oldest_rank", "newest_rank"];

/// What a column can be, of what its type allows.
pub(super) fn narrowed(column: &str, all: Possible) -> Possible {
    let known = match texts(column) {
        Some(texts) => Known::Texts(texts.iter().map(|text| (*text).to_owned()).collect()),
        None if COUNTS.contains(&column) => Known::Places(Ranges::between(0, i64::MAX)),
        None => return all,
    };
    Possible { known: all.known.intersection(&known), ..all }
}

/// All texts that a column can have, if they are known.
fn texts(column: &str) -> Option<&'static [&'static str]> {
    TEXTS.iter().find(|(name, _)| *name == column).map(|(_, texts)| *texts)
}

/// What to say of columns of which a condition may ask for a value that they never have.
pub(super) fn advice(columns: &BTreeSet<String>) -> Option<String> {
    let said = columns.iter().filter_map(|name| {
        let texts = texts(name)?.join("`, `");
        Some(match name.as_str() {
            "state" => {
                "rules are asked of pending invitations only, so `state` is `pending`".into()
            }
            _ => format!("`{name}` is one of `{texts}`"),
        })
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join("; "))
}
