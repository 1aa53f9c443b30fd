//! States that a table has beside its columns: its file or sheet is called `Accepted`, or rows with
//! nothing but such a word stand above those of which it holds; `Received` says as well that its
//! rows were not sent. All are guesses, and said.
//!
//! Invariant: what a name or a heading may mean otherwise gives no row a state. A row with one cell
//! that is not understood ends the group above it.

use super::parsed_table::ParsedTable;
use super::state_of_table::{ImpliedState, StateFromName, state_from_table_name};
use crate::finding::{Finding, FindingCode, Level};
use crate::import::error::ImportError;
use crate::import::table::{ROW, Table, TableKind, TableRows};
use crate::import::words::state_in_name;
use crate::import::words::state_in_name::NameReading;
use polars::prelude::{
    BooleanChunked, DataFrame, IntoColumn, NewChunkedArray, PolarsResult, StringChunked,
};
use std::io;

/// How many rows a finding names.
const ROWS_NAMED: usize = 5;

/// A row with nothing but one cell.
struct SectionHeading {
    /// Its place among the rows.
    index: usize,
    /// The line on which it begins.
    row: i64,
    word: String,
    /// What it is a word for, if it is.
    pub(in crate::import) says: Option<ImpliedState>,
    /// Whether it has such a word, and may mean otherwise.
    is_unclear: bool,
}

/// Whether the cells of a row are such a heading.
pub(in crate::import) fn is_heading<'a>(cells: impl Iterator<Item = &'a [u8]>) -> bool {
    let mut filled = cells.filter(|cell| !cell.trim_ascii().is_empty());
    let first = filled.next().and_then(|cell| std::str::from_utf8(cell).ok());
    filled.next().is_none()
        && first.is_some_and(|word| {
            !matches!(state_in_name::read_heading(word, &[]), NameReading::NoState)
        })
}

/// Gives the rows of a sheet the state that its name or the rows above them say, where they say
/// nothing themselves.
pub(in crate::import) fn apply_implied_states(parsed: &mut ParsedTable) -> Result<(), ImportError> {
    let file = parsed.table.file.clone();
    let failed = |error| ImportError::io(&file, io::Error::other(error));
    let named = state_from_table_name(&parsed.table);
    if parsed.table.kind == TableKind::SentList {
        let is_received =
            named.as_ref().is_some_and(|named| named.implied == Some(ImpliedState::Received));
        let is_over =
            named.as_ref().is_some_and(|named| !named.is_of_file && named.implied.is_some());
        if !(is_over || is_received) || parsed.table.provenance.source != "sent-list" {
            // Whatever a file is called: what is on such a list is pending.
            parsed.findings.extend(named.map(|named| unclear(&file, &named)));
            return Ok(());
        }
        // What is over is on no list of what is pending.
        parsed.table.kind = TableKind::Sheet { tracking: true };
    }
    let TableKind::Sheet { .. } = parsed.table.kind else { return Ok(()) };
    let TableRows::Text(frame) = &parsed.table.rows else { return Ok(()) };
    let headings = headings(frame, &parsed.table).map_err(failed)?;
    if headings.is_empty() && named.is_none() {
        return Ok(());
    }
    let count = headings.iter().filter(|heading| heading.says.is_some()).count();
    let state = named.as_ref().and_then(|named| named.implied);
    let frame = with_states(frame, &headings, state).map_err(failed)?;
    say(&file, &headings, named.as_ref(), frame.height(), &mut parsed.findings);
    let table = &mut parsed.table;
    table.provenance.rows = table.provenance.rows.saturating_sub(count);
    if count > 0 || state.is_some() {
        table.kind = TableKind::Sheet { tracking: true };
    }
    table.rows = TableRows::Text(frame);
    Ok(())
}

/// The headings of a table, and the rows with one cell that end a group; of those none but what has
/// a word for a state where no heading is understood, or most rows have one cell.
fn headings(frame: &DataFrame, table: &Table) -> PolarsResult<Vec<SectionHeading>> {
    let mut filled = vec![0_u8; frame.height()];
    let texts: Vec<(&str, &StringChunked)> = frame
        .columns()
        .iter()
        .filter_map(|column| Some((column.name().as_str(), column.str().ok()?)))
        .collect();
    for (_, texts) in &texts {
        for (count, is) in filled.iter_mut().zip(texts.is_not_null().iter()) {
            *count = count.saturating_add(u8::from(is == Some(true)));
        }
    }
    let rows = frame.column(ROW)?.i64()?;
    let alone = filled.iter().enumerate().filter(|(_, count)| **count == 1);
    let heading = |index: usize| {
        let (name, word) = texts
            .iter()
            .find_map(|(name, column_texts)| Some((*name, column_texts.get(index)?)))?;
        // A state by itself is that of nobody.
        if name == "status" {
            return None;
        }
        let called = state_in_name::read_heading(word, &table.statuses);
        let says = ImpliedState::from_called(&called);
        let is_unclear = matches!(called, NameReading::Unclear);
        let (row, word) = (rows.get(index)?, word.trim().to_owned());
        Some(SectionHeading { index, row, word, says, is_unclear })
    };
    let mut headings: Vec<SectionHeading> = alone.filter_map(|(index, _)| heading(index)).collect();
    let understood = headings.iter().filter(|heading| heading.says.is_some()).count();
    // People of whom nothing but the name is known are no headings.
    let are_names = (headings.len() - understood) * 2 > frame.height() - understood;
    headings.retain(|heading| {
        heading.is_unclear || understood > 0 && (heading.says.is_some() || !are_names)
    });
    Ok(headings)
}

/// The rows without headings, with what those say, and else the name, where `status` is empty.
fn with_states(
    frame: &DataFrame,
    headings: &[SectionHeading],
    named: Option<ImpliedState>,
) -> PolarsResult<DataFrame> {
    let texts_of =
        |name: &str| frame.column(name).ok().and_then(|column| column.str().ok()).cloned();
    let (statuses, directions) = (texts_of("status"), texts_of("direction"));
    let mut next = headings.iter().peekable();
    let (mut above, mut stays) = (named, vec![true; frame.height()]);
    let said_above: Vec<Option<ImpliedState>> = stays
        .iter_mut()
        .enumerate()
        .map(|(index, stays)| {
            if let Some(heading) = next.next_if(|heading| heading.index == index) {
                above = heading.says;
                *stays = heading.says.is_none();
            }
            above
        })
        .collect();
    let filled = |name: &str,
                  texts: Option<StringChunked>,
                  value_of: fn(ImpliedState) -> Option<&'static str>| {
        let values = said_above.iter().enumerate().map(|(index, says)| {
            texts.as_ref().and_then(|texts| texts.get(index)).or(says.and_then(value_of))
        });
        StringChunked::from_iter_options(name.into(), values)
    };
    let mut with = frame.clone();
    with.with_column(filled("status", statuses, ImpliedState::state).into_column())?;
    if said_above.contains(&Some(ImpliedState::Received)) {
        with.with_column(filled("direction", directions, ImpliedState::direction).into_column())?;
    }
    with.filter(&BooleanChunked::from_slice("stays".into(), &stays))
}

fn say(
    file: &str,
    headings: &[SectionHeading],
    named: Option<&StateFromName>,
    rows: usize,
    findings: &mut Vec<Finding>,
) {
    let help = |word: &str| {
        format!(
            "if that is not meant, add a column `Status`, or say `statuses = {{ \"{word}\" = \
             \"pending\" }}` in its table in `[sources]` of rescind.toml"
        )
    };
    let code = FindingCode::GuessedState;
    findings
        .extend(named.filter(|named| named.implied.is_none()).map(|named| unclear(file, named)));
    if let Some(StateFromName { name, implied: Some(says), .. }) = named {
        let (state, is_itself) = (says.name(), name.eq_ignore_ascii_case(says.name()));
        let taken = if is_itself { String::new() } else { format!(" (`{state}`)") };
        let message = format!(
            "{file}: its {rows} row(s) are taken for `{name}`{taken}, as it is called, since no \
             column tells of states"
        );
        findings.push(Finding::new(code, Level::Note, message).help(help(name)));
    }
    let (heard, ends): (Vec<&SectionHeading>, Vec<&SectionHeading>) =
        headings.iter().partition(|heading| heading.says.is_some());
    if let Some(first) = heard.first() {
        let heard = listed(&heard);
        let message =
            format!("{file}: {heard}: a state alone, taken for that of the rows below it");
        findings.push(Finding::new(code, Level::Note, message).help(help(&first.word)));
    }
    if ends.is_empty() {
        return;
    }
    let message = format!(
        "{file}: {}: alone in its row and plainly no word for a state: the rows below have none \
         from a heading",
        listed(&ends)
    );
    let help = "if these are people, give the rows of the table a column `Status`";
    findings.push(Finding::new(FindingCode::UnheardState, Level::Warn, message).help(help));
}

fn listed(headings: &[&SectionHeading]) -> String {
    let shown = headings.iter().take(ROWS_NAMED);
    let shown: Vec<String> = shown.map(|one| format!("row {} `{}`", one.row, one.word)).collect();
    let more = headings.len().saturating_sub(ROWS_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    [shown.join(", "), more].concat()
}

/// That a table's name has a word for a state, and does not decide.
fn unclear(file: &str, named: &StateFromName) -> Finding {
    let message = format!(
        "{file}: its name has a word for a state, and is not heard: `{}` may mean otherwise",
        named.name
    );
    let help = "call it after the state alone, as in `accepted.csv`, or add a column `Status`, if \
                its rows are of that state";
    Finding::new(FindingCode::UnheardState, Level::Warn, message).help(help)
}
