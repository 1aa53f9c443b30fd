//! The day in a table that is called after a state: that of sending in a sheet `Sent` with a column
//! `Date`, that of the withdrawal in `Withdrawn`.
//!
//! Invariant: only the one column of days in a table that is plainly called so is taken, where no
//! other column is the day sent and none tells of outcomes; it is said.

use super::raw_tables::parsed_table::ParsedTable;
use super::raw_tables::state_of_table::has_no_outcome;
use super::sources::outcome_fields::OutcomeField;
use super::sources::sent_column::is_any_day;
use super::table::{EXTRA, Table, TableKind, TableRows};
use super::words::state_in_name;
use super::words::state_in_name::NameReading;
use super::words::status::Status;
use crate::finding::{Finding, FindingCode, Level};
use polars::prelude::PolarsResult;

/// Takes such a column for that day.
pub(super) fn assign_day_by_table_name(parsed: &mut ParsedTable) -> PolarsResult<()> {
    let table = &mut parsed.table;
    let state = state_in_table_name(table).filter(|_| has_no_outcome(table));
    let (field, what) = match (state, state.and_then(OutcomeField::of_status)) {
        (Some(Status::Pending), _) => ("sent", "the day sent"),
        (_, Some(outcome)) => (outcome.day, outcome.meaning),
        _ => return Ok(()),
    };
    let Some(column) = day_of_anything(table) else { return Ok(()) };
    let TableRows::Text(frame) = &mut table.rows else { return Ok(()) };
    let Some((name, _)) = table.columns.iter_mut().find(|(_, spelling)| *spelling == column) else {
        return Ok(());
    };
    frame.rename(name, field.into())?;
    field.clone_into(name);
    table.kind = TableKind::Sheet { tracking: true };
    table.provenance.unread.retain(|unread| unread.column != column);
    let message = format!(
        "{}: the column `{column}` is taken for {what}: the table is called after that, and no \
         other column says when",
        table.file
    );
    let help = "rename the column if that is not meant";
    parsed.findings.push(Finding::new(FindingCode::GuessedColumn, Level::Note, message).help(help));
    Ok(())
}

/// The only column of days of which nobody knows what they are, where none is the day sent.
pub(super) fn day_of_anything(table: &Table) -> Option<String> {
    let is_sheet = matches!(table.kind, TableKind::Sheet { .. });
    if !is_sheet || table.columns.iter().any(|(name, _)| name == "sent") {
        return None;
    }
    let unread = table.provenance.unread.iter().filter(|unread| unread.could_be.contains(&"sent"));
    let mut unread = unread.map(|unread| unread.column.clone());
    let only = unread.next().filter(|_| unread.next().is_none())?;
    let is_extra = |(name, spelling): &(String, String)| {
        name.starts_with(EXTRA) && *spelling == only && is_any_day(spelling)
    };
    table.columns.iter().any(is_extra).then_some(only)
}

/// The state after which a table is plainly called, by its sheet, else by its file.
pub(crate) fn state_in_table_name(table: &Table) -> Option<Status> {
    let stem = table.stem();
    let sheet = table.provenance.sheet.as_deref();
    let names = [sheet.unwrap_or_default(), stem.as_str()];
    names.into_iter().filter(|name| !name.is_empty()).find_map(|name| {
        match state_in_name::read_file_name(name, &table.statuses) {
            NameReading::State(status) => Some(status),
            _ => None,
        }
    })
}
