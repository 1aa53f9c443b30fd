//! What the program writes itself: plans, histories, lists of who is due, audits, limits. They
//! speak of invitations in words that data have, too, and lie beside the data wherever somebody
//! keeps them there.
//!
//! Invariant: a result is never read as data unless somebody says what it is. Rows of `invitations`
//! that a script wrote are data, whatever further columns they have.

use super::error::ImportError;
use super::file_formats::json_parts::entries;
use super::sources::column_names::normalise;

/// A result in its tables and in JSON.
struct OwnResult {
    /// What to call it.
    what: &'static str,
    /// Columns that such a table has, whatever somebody added to it since.
    columns: &'static [&'static str],
    /// Keys that such a document has.
    keys: &'static [&'static str],
}

const OWN_RESULTS: &[OwnResult] = &[
    OwnResult {
        what: "a plan",
        columns: &["person", "date", "rank", "priority", "reason"],
        keys: &["version", "strategy", "verdict", "actions"],
    },
    OwnResult {
        what: "a list of `rescind due`",
        columns: &["invite_on", "due_on", "account", "person"],
        keys: &[],
    },
    OwnResult {
        what: "a history of the ledger",
        columns: &["number", "recorded_at", "actor", "account", "person", "action"],
        keys: &[],
    },
    OwnResult {
        what: "an audit or another report",
        columns: &["section", "account", "pending", "growth_a_week", "weeks_left"],
        keys: &["version", "title", "as_of", "sections"],
    },
    OwnResult {
        what: "the limits",
        columns: &["account", "limit", "unit", "figure", "level"],
        keys: &["limits", "headroom", "findings"],
    },
    OwnResult {
        what: "the frame `connections` of a script",
        columns: &["account", "person", "name", "company", "position", "connected_on", "email"],
        keys: &[],
    },
    OwnResult {
        what: "what `rescind why` says",
        columns: &[],
        keys: &["candidate", "decided_by", "flips", "invitation"],
    },
    OwnResult {
        what: "what `rescind test` says",
        columns: &[],
        keys: &["version", "passed", "files", "coverage"],
    },
    OwnResult {
        what: "what `rescind inspect` says",
        columns: &[],
        keys: &["version", "files", "refused", "passed_over"],
    },
];

/// The section of an audit that names people, as it is written by itself.
const COOLING_OFF: &[&str] = &["account", "name", "withdrawn_on", "reconnect_on", "follow_up"];

/// Columns that rows of `invitations` have, and no result.
const OF_ROWS: &[&str] = &["state", "sent_at"];

pub(super) fn of_header(cells: &[String]) -> Option<&'static str> {
    if cells == COOLING_OFF {
        return Some("a section of an audit");
    }
    let names: Vec<String> = cells.iter().map(|cell| normalise(cell)).collect();
    let has = |name: &str| names.contains(&normalise(name));
    if OF_ROWS.iter().any(|name| has(name)) {
        return None;
    }
    let is_it =
        |result: &&OwnResult| !result.columns.is_empty() && result.columns.iter().all(|c| has(c));
    OWN_RESULTS.iter().find(is_it).map(|result| result.what)
}

/// Fails where a file is a document of JSON that is a result; those are in UTF-8.
pub(super) fn refuse_document(file: &str, bytes: &[u8]) -> Result<(), ImportError> {
    let text = std::str::from_utf8(bytes).unwrap_or_default().trim();
    if !text.starts_with('{') {
        return Ok(());
    }
    let Ok(entries) = entries(text) else { return Ok(()) };
    let has = |key: &str| entries.contains_key(key);
    let is_it =
        |result: &&OwnResult| !result.keys.is_empty() && result.keys.iter().all(|key| has(key));
    match OWN_RESULTS.iter().find(is_it) {
        Some(result) => Err(ImportError::OwnResult { file: file.into(), what: result.what }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::of_header;

    fn what(header: &str) -> Option<&'static str> {
        of_header(&header.split(',').map(String::from).collect::<Vec<_>>())
    }

    #[test]
    fn results_are_known_and_rows_of_invitations_are_data() {
        let plan = "id,account,person,name,profile_url,date,rank,age_days,priority,reason,\
                    reconnect_on,follow_up";
        assert_eq!(what(plan), Some("a plan"));
        assert_eq!(what(&format!("{plan},Done?")), Some("a plan"));
        assert_eq!(what(&format!("{plan},state")), None);
        let section = "account,name,withdrawn_on,reconnect_on,follow_up";
        assert_eq!(what(section), Some("a section of an audit"));
        for data in [
            "id,account,person,name,state,sent_at,rank,priority,reason,date",
            "account,person,name,state",
            "person,age_days",
            "Account,Name,Withdrawn on,Reconnect on,Follow up",
            "Name,Priority,Reason,Date,Rank",
        ] {
            assert_eq!(what(data), None, "{data}");
        }
    }
}
