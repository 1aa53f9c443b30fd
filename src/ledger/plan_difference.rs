//! A plan that was made again, beside the one that was saved.
//!
//! Invariant: nothing differs exactly where the bytes are the same.

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;

/// A row of either plan that is not the same in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedRow {
    pub account: String,
    /// The rank within it.
    pub rank: u64,
    /// The row of the saved plan, in words.
    pub then: Option<String>,
    /// The row of the one that was made again.
    pub now: Option<String>,
}

impl fmt::Display for ChangedRow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { account, rank, then, now } = self;
        write!(formatter, "{account} {rank}: ")?;
        match (then, now) {
            (Some(then), Some(now)) => write!(formatter, "was {then}; is {now}"),
            (Some(then), None) => write!(formatter, "was {then}; is not there"),
            (None, Some(now)) => write!(formatter, "was not there; is {now}"),
            (None, None) => Ok(()),
        }
    }
}

/// What differs between two plans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanDifference {
    /// The rows, by account and rank.
    pub rows: Vec<ChangedRow>,
    /// What else differs: the names of the parts of the document.
    pub parts: Vec<String>,
}

/// Compares the document of a saved plan with that of the same plan made again; none where they
/// are the same, byte for byte.
///
/// # Errors
/// A text that is no plan.
pub fn compare_documents(
    then: &str,
    now: &str,
) -> Result<Option<PlanDifference>, serde_json::Error> {
    if then == now {
        return Ok(None);
    }
    let [then, now]: [Map<String, Value>; 2] =
        [serde_json::from_str(then)?, serde_json::from_str(now)?];
    let [old_rows, new_rows] = [rows(&then), rows(&now)];
    let mut places: Vec<&(String, u64)> = old_rows.keys().chain(new_rows.keys()).collect();
    places.sort_unstable();
    places.dedup();
    let changed = places.into_iter().filter_map(|row| {
        let (old, new) = (old_rows.get(row), new_rows.get(row));
        let (account, rank) = row;
        (old != new).then(|| changed_row(account, *rank, old.copied(), new.copied()))
    });
    let mut parts: Vec<&String> = then.keys().chain(now.keys()).collect();
    parts.sort_unstable();
    parts.dedup();
    let differs = |part: &&String| part.as_str() != ACTIONS && then.get(*part) != now.get(*part);
    let parts = parts.into_iter().filter(differs).cloned().collect();
    Ok(Some(PlanDifference { rows: changed.collect(), parts }))
}

/// The part of a plan that has its rows.
const ACTIONS: &str = "actions";

fn rows(plan: &Map<String, Value>) -> BTreeMap<(String, u64), &Value> {
    let rows = plan.get(ACTIONS).and_then(Value::as_array).into_iter().flatten();
    let placed = rows.filter_map(|row| {
        let account = row.get("account")?.as_str()?.to_owned();
        Some(((account, row.get("rank")?.as_u64()?), row))
    });
    placed.collect()
}

/// Two rows in the same words are told apart by what differs.
fn changed_row(account: &str, rank: u64, then: Option<&Value>, now: Option<&Value>) -> ChangedRow {
    let differing = |row: &Value, other: Option<&Value>| -> String {
        let fields = row.as_object().into_iter().flatten().filter(|(name, value)| {
            let other = other.and_then(|other| other.get(name));
            other.is_some_and(|other| other != *value) && !NAMED.contains(&name.as_str())
        });
        let fields = fields.map(|(name, value)| [", ", name, " ", &shown(value)].concat());
        fields.collect()
    };
    let words = |row: &Value, other: Option<&Value>| {
        let name =
            row.get("name").filter(|name| name.as_str().is_some_and(|text| !text.is_empty()));
        let name = name.or_else(|| row.get("person")).map(shown).unwrap_or_default();
        let date = row.get("date").map(shown).unwrap_or_default();
        let is_same = |field: &str| other.is_none_or(|other| other.get(field) == row.get(field));
        let more = if is_same("person") { differing(row, other) } else { String::new() };
        format!("{name} on {date}{more}")
    };
    ChangedRow {
        account: account.to_owned(),
        rank,
        then: then.map(|row| words(row, now)),
        now: now.map(|row| words(row, then)),
    }
}

/// The fields that every row is told by.
const NAMED: [&str; 2] = ["name", "date"];

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: &str = r#"{"account":"anna","rank":1,"person":"in/ada","name":"Ada",
        "date":"2026-11-23","reason":"old"}"#;

    fn plan(verdict: &str, rows: &[&str]) -> String {
        format!(r#"{{"verdict":"{verdict}","actions":[{}]}}"#, rows.join(","))
    }

    fn told(then: &str, now: &str) -> (Vec<String>, Vec<String>) {
        let replayed = compare_documents(then, now).unwrap().unwrap();
        (replayed.rows.iter().map(ToString::to_string).collect(), replayed.parts)
    }

    #[test]
    fn the_same_bytes_are_no_difference() {
        assert_eq!(compare_documents(&plan("ok", &[ADA]), &plan("ok", &[ADA])).unwrap(), None);
        assert!(compare_documents("{}", "no plan").is_err());
    }

    #[test]
    fn rows_are_told_rank_by_rank() {
        let other = ADA.replace("Ada", "Ben").replace("in/ada", "in/ben");
        let later = ADA.replace("old", "older");
        let (rows, parts) = told(&plan("ok", &[ADA]), &plan("warned", &[&other]));
        assert_eq!(rows, ["anna 1: was Ada on 2026-11-23; is Ben on 2026-11-23"]);
        assert_eq!(parts, ["verdict"]);
        let (rows, _) = told(&plan("ok", &[ADA]), &plan("ok", &[&later]));
        assert_eq!(
            rows,
            ["anna 1: was Ada on 2026-11-23, reason old; is Ada on 2026-11-23, reason older"]
        );
        let (rows, _) = told(&plan("ok", &[ADA]), &plan("ok", &[]));
        assert_eq!(rows, ["anna 1: was Ada on 2026-11-23; is not there"]);
        let (rows, _) = told(&plan("ok", &[]), &plan("ok", &[ADA]));
        assert_eq!(rows, ["anna 1: was not there; is Ada on 2026-11-23"]);
        let (rows, parts) = told(&plan("ok", &[ADA]), &(plan("ok", &[ADA]) + "\n"));
        assert!(rows.is_empty() && parts.is_empty(), "white space alone");
    }
}
