//! Columns that say whether an action of a log was carried out, which is nothing that became of an
//! invitation: `Done`, `Failed`.
//!
//! Invariant: a column is one only beside a column of what was done, and if each of its values is
//! such a word.

use super::field_assignment::FieldAssignment;
use super::sample::Sample;

/// Words for whether something was carried out.
const RESULTS: [&str; 18] = [
    "done",
    "failed",
    "failure",
    "fail",
    "success",
    "successful",
    "succeeded",
    "error",
    "errored",
    "ok",
    "completed",
    "complete",
    "finished",
    "executed",
    "skipped",
    "aborted",
    "not done",
    "timeout",
];

/// Takes such a column for that of what went wrong, if no other is.
pub(super) fn assign_error(settled: &mut FieldAssignment, cells: &[String], sample: &Sample) {
    if settled.column_of("event").is_none() || settled.column_of("error").is_some() {
        return;
    }
    let is_result = |value: &str| RESULTS.contains(&value.trim().to_lowercase().as_str());
    let are_results = |at: &usize| {
        let values = sample.cells(*at).filter(|value| !value.is_empty());
        let mut values = values.peekable();
        values.peek().is_some() && values.all(is_result)
    };
    let mut columns = settled.unassigned_columns();
    columns.extend(settled.column_of("status"));
    let Some(at) = columns.into_iter().find(are_results) else { return };
    settled.assign(at, "error");
    let column = cells.get(at).map_or("", String::as_str);
    settled.guesses.push(format!(
        "the column `{column}` is taken for whether what a row tells of was done: what failed did \
         not happen"
    ));
}
