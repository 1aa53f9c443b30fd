//! Rows of a tool of which its column `error` says that nothing was sent.
//!
//! Invariant: an error takes no outcome away: what became of an invitation shows that it was sent.

use super::stated_outcome::drop_rows;
use super::table_cleaner::TableCleaner;
use crate::import::sources::outcome_fields::{OUTCOME_FIELDS, OutcomeField, REPLIED};
use crate::import::words::answers::{Answer, answer, yes_or_no};
use crate::import::words::status::Status;
use crate::invitations::columns;
use polars::prelude::{
    BooleanChunked, ChunkFilter, DataFrame, IntoColumn, PolarsResult, StringChunked,
};

/// Words of programs for no error.
const FINE: [&str; 6] = ["ok", "success", "successful", "done", "0", "no error"];

/// Whether a row says that something went wrong: a list may have been cut short there.
pub(in crate::invitations) fn has_failures(frame: &DataFrame) -> bool {
    columns::text_column(frame, "error").iter().flatten().any(is_failure)
}

/// Takes the rows out whose sending failed, and says so. An error that is a word for a state, such
/// as `Already connected`, is the status where there is none.
pub(in crate::invitations) fn drop_failed_rows(sift: &mut TableCleaner) -> PolarsResult<()> {
    let errors = columns::text_column(&sift.frame, "error");
    if errors.null_count() == errors.len() {
        return Ok(());
    }
    let statuses = columns::text_column(&sift.frame, "status");
    let status_of =
        |text: Option<&str>| text.and_then(|text| Status::from_text(text, &sift.table.statuses));
    let told: StringChunked = statuses
        .iter()
        .zip(errors.iter())
        .map(|(status, error)| status.or(error.filter(|error| is_told(error))))
        .collect();
    let mut failed: Vec<bool> = statuses
        .iter()
        .zip(errors.iter())
        .map(|(status, error)| {
            error.is_some_and(is_failure) && !status_of(status).is_some_and(Status::is_over)
        })
        .collect();
    let outcomes = OUTCOME_FIELDS.iter().chain([&REPLIED]);
    for column in outcomes.flat_map(OutcomeField::columns) {
        let texts = columns::text_column(&sift.frame, column);
        for (failed, text) in failed.iter_mut().zip(texts.iter()) {
            let is_outcome = |text| !matches!(answer(text), Some(Answer::No | Answer::Nothing));
            *failed &= !text.is_some_and(|text| is_outcome(text) && yes_or_no(text) != Some(false));
        }
    }
    let failed: BooleanChunked = failed.into_iter().map(Some).collect();
    if told.null_count() < told.len() {
        sift.frame.with_column(told.with_name("status".into()).into_column())?;
    }
    if !failed.any() {
        return Ok(());
    }
    let words = errors.filter(&failed)?;
    let is_log = columns::text_column(&sift.frame, "event").iter().flatten().next().is_some();
    let what = if is_log {
        "of an action that failed, and so changed nothing"
    } else {
        "of a sending that failed, so that no invitation is pending"
    };
    drop_rows(sift, &failed, what, words.iter().flatten())
}

/// Whether an error says what became of the invitation, or that it was sent before.
fn is_told(error: &str) -> bool {
    Status::from_text(error, &[]).is_some_and(|status| status != Status::Unsent)
}

/// Whether an error says that something went wrong.
fn is_failure(error: &str) -> bool {
    let is_none = matches!(answer(error), Some(Answer::No | Answer::Nothing));
    !is_none && !FINE.contains(&error.trim().to_lowercase().as_str()) && !is_told(error)
}
