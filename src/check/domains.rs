//! Which values the columns of invitations can have where a rule is asked: those of the table of
//! columns, of an invitation that is pending.
//!
//! Invariant: whoever brings other values is refused or corrected while the data are read.

use super::interval_set::IntervalSet;
use super::possible_values::{PossibleValues, ValueSet};
use crate::invitations::schema;
use std::collections::BTreeSet;

/// The states in which an invitation can be that a rule is asked of.
const ASKED_STATES: &[&str] = &["pending"];

/// What a column can be, of what its type allows.
pub(super) fn narrowed(column: &str, possible: PossibleValues) -> PossibleValues {
    let range = schema::column(column).and_then(|column| column.range);
    let known = match (texts(column), range) {
        (Some(texts), _) => ValueSet::Texts(texts.iter().map(|text| (*text).to_owned()).collect()),
        (None, Some((least, most))) => ValueSet::Ordinals(IntervalSet::between(least, most)),
        (None, None) => return possible,
    };
    PossibleValues { known: possible.known.intersection(&known), ..possible }
}

/// All texts that a column can have, if they are known.
fn texts(column: &str) -> Option<&'static [&'static str]> {
    if column == "state" {
        return Some(ASKED_STATES);
    }
    schema::column(column).map(|column| column.values).filter(|values| !values.is_empty())
}

/// What to say of columns of which a condition may ask for a value that they never have.
pub(super) fn advice(columns: &BTreeSet<String>) -> Option<String> {
    let advice = columns.iter().filter_map(|name| {
        let texts = texts(name)?.join("`, `");
        Some(match name.as_str() {
            "state" => {
                "rules are asked of pending invitations only, so `state` is `pending`".into()
            }
            _ => format!("`{name}` is one of `{texts}`"),
        })
    });
    let advice: Vec<String> = advice.collect();
    (!advice.is_empty()).then(|| advice.join("; "))
}
