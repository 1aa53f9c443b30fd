//! States that a table has beside its columns: its file or sheet is called `Accepted`, or rows with
//! nothing but such a word stand above those of which it holds. Both are guesses, and said.

use super::error::ImportError;
use super::filling::Parsed;
use super::status::Status;
use super::table::{Kind, ROW, Rows, Table};
use crate::finding::{Finding, Level};
use polars::prelude::{
    BooleanChunked, DataFrame, IntoColumn, NewChunkedArray, PolarsResult, StringChunked,
};
use std::io;

/// The fields that tell of outcomes: a table that has one is not all of one state.
const OUTCOMES: [&str; 9] = [
    "status",
    "other_status",
    "event",
    "withdrawn",
    "accepted_on",
    "declined",
    "is_withdrawn",
    "is_accepted",
    "is_declined",
];

/// How many rows a finding names.
const ROWS_NAMED: usize = 5;

/// A row with nothing but a word for a state.
struct Heading {
    /// Its place among the rows.
    place: usize,
    /// The line on which it begins.
    row: i64,
    word: String,
    status: Status,
}

/// What a table is called, and the state that this means.
struct Named {
    name: String,
    status: Status,
}

/// Whether the cells of a row are such a heading.
pub(super) fn is_heading<'a>(cells: impl Iterator<Item = &'a [u8]>) -> bool {
    let mut filled = cells.filter(|cell| !cell.trim_ascii().is_empty());
    let first = filled.next().and_then(|cell| std::str::from_utf8(cell).ok());
    filled.next().is_none() && first.is_some_and(|word| state_of(word, &[]).is_some())
}

/// The state of what is called so: by a word for it, alone or among others.
fn state_of(name: &str, own: &[(String, Status)]) -> Option<Status> {
    Status::named_after(name, own).or_else(|| Status::outcome_within(name))
}

/// What a sheet or a list is called: the whole name, and of a path within JSON each part from its
/// end.
fn names_of(name: &str) -> impl Iterator<Item = &str> {
    let parts = name.rsplit('.').filter(|_| name.contains('.'));
    std::iter::once(name).chain(parts)
}

/// Whether what a sheet or a list is called is no word for a state, pending ones included.
pub(super) fn tells_nothing(name: &str, own: &[(String, Status)]) -> bool {
    names_of(name).all(|name| state_of(name, own).is_none())
}

/// Whether no column of a table tells of outcomes.
pub(super) fn has_no_outcome(table: &Table) -> bool {
    !table.spelled.iter().any(|(field, _)| OUTCOMES.contains(&field.as_str()))
}

/// Gives the rows of a sheet the state that its name or the rows above them say, where they say
/// nothing themselves.
pub(super) fn settle(parsed: &mut Parsed) -> Result<(), ImportError> {
    let file = parsed.table.file.clone();
    let failed = |error| ImportError::io(&file, io::Error::other(error));
    let named = called(&parsed.table);
    let is_list =
        parsed.table.kind == Kind::Listed && parsed.table.understood.source == "sent-list";
    if is_list && named.is_some() {
        // What is over is on no list of what is pending.
        parsed.table.kind = Kind::Sheet { tracking: true };
    }
    let Kind::Sheet { .. } = parsed.table.kind else { return Ok(()) };
    let Rows::Text(frame) = &parsed.table.rows else { return Ok(()) };
    let headings = headings(frame, &parsed.table).map_err(failed)?;
    if headings.is_empty() && named.is_none() {
        return Ok(());
    }
    let count = headings.len();
    let frame =
        with_states(frame, &headings, named.as_ref().map(|named| named.status)).map_err(failed)?;
    say(&file, &headings, named.as_ref(), frame.height(), &mut parsed.findings);
    let table = &mut parsed.table;
    table.understood.rows = table.understood.rows.saturating_sub(count);
    table.kind = Kind::Sheet { tracking: true };
    table.rows = Rows::Text(frame);
    Ok(())
}

/// The word for a state other than a pending one that a table's sheet or file is called, where no
/// column tells of one.
fn called(table: &Table) -> Option<Named> {
    if !has_no_outcome(table) {
        return None;
    }
    // A sheet's own name is more than the file's.
    let own = table.understood.sheet.iter().flat_map(|sheet| names_of(sheet));
    let mut names = own.map(String::from).chain([table.stem()]);
    let (status, name) = names.find_map(|name| Some((state_of(&name, &table.statuses)?, name)))?;
    (status != Status::Pending).then_some(Named { name, status })
}

fn headings(frame: &DataFrame, table: &Table) -> PolarsResult<Vec<Heading>> {
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
    let heading = |place: usize| {
        let (name, word) = texts.iter().find_map(|(name, own)| Some((*name, own.get(place)?)))?;
        // A state by itself is that of nobody.
        let status = state_of(word, &table.statuses).filter(|_| name != "status")?;
        Some(Heading { place, row: rows.get(place)?, word: word.trim().to_owned(), status })
    };
    Ok(alone.filter_map(|(place, _)| heading(place)).collect())
}

/// The rows without headings, with what those say, and else the name, where `status` is empty.
fn with_states(
    frame: &DataFrame,
    headings: &[Heading],
    named: Option<Status>,
) -> PolarsResult<DataFrame> {
    let own = frame.column("status").ok().and_then(|own| own.str().ok()).cloned();
    let mut next = headings.iter().peekable();
    let (mut above, mut stays) = (named.map(Status::name), vec![true; frame.height()]);
    let statuses: Vec<Option<&str>> = stays
        .iter_mut()
        .enumerate()
        .map(|(place, stays)| {
            if let Some(heading) = next.next_if(|heading| heading.place == place) {
                above = Some(heading.status.name());
                *stays = false;
            }
            own.as_ref().and_then(|own| own.get(place)).or(above)
        })
        .collect();
    let statuses = StringChunked::from_iter_options("status".into(), statuses.into_iter());
    let mut frame = frame.clone();
    frame.with_column(statuses.into_column())?;
    frame.filter(&BooleanChunked::from_slice("stays".into(), &stays))
}

fn say(
    file: &str,
    headings: &[Heading],
    named: Option<&Named>,
    rows: usize,
    findings: &mut Vec<Finding>,
) {
    let help = |word: &str| {
        format!(
            "if that is not meant, add a column `Status`, or say `statuses = {{ \"{word}\" = \
             \"pending\" }}` in its table in `[sources]` of rescind.toml"
        )
    };
    let code = "guessed-state";
    if let Some(Named { name, status }) = named {
        let (state, is_itself) = (status.name(), name.eq_ignore_ascii_case(status.name()));
        let taken = if is_itself { String::new() } else { format!(" (`{state}`)") };
        let message = format!(
            "{file}: its {rows} row(s) are taken for `{name}`{taken}, as it is called, since no \
             column tells of states"
        );
        findings.push(Finding::new(code, Level::Note, message).help(help(name)));
    }
    let Some(first) = headings.first() else { return };
    let shown = headings.iter().take(ROWS_NAMED);
    let shown = shown.map(|one| format!("row {} `{}`", one.row, one.word)).collect::<Vec<_>>();
    let more = headings.len().saturating_sub(ROWS_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!(
        "{file}: {}{more}: a state alone, taken for that of the rows below it",
        shown.join(", ")
    );
    findings.push(Finding::new(code, Level::Note, message).help(help(&first.word)));
}
