//! LinkedIn's Invitations.csv → the invitations that the account sent.

use super::row_people;
use super::table_cleaner::{TableAuthor, TableCleaner};
use crate::import::table::Table;
use crate::invitations::columns;
use crate::invitations::remarks::Remarks;
use crate::invitations::settings::DerivationSettings;
use polars::prelude::{
    BooleanChunked, ChunkFilter, ChunkFull, DataFrame, IntoColumn, NewChunkedArray, PolarsResult,
    StringChunked,
};

/// What `Sent At` looks like.
const SENT_AT: &str = "a date such as `1/29/26, 2:37 PM`";

/// The outgoing rows of one table, with the bad ones taken out.
pub(in crate::invitations) fn type_archive(
    table: &Table,
    frame: &DataFrame,
    file: i64,
    settings: &DerivationSettings,
    remarks: &mut Remarks,
) -> PolarsResult<DataFrame> {
    let directions = columns::text_column(frame, "direction");
    let is = |wanted: &str| -> BooleanChunked {
        let rows = directions.iter();
        rows.map(|d| Some(d.is_some_and(|d| d.trim().eq_ignore_ascii_case(wanted)))).collect()
    };
    let (outgoing, incoming) = match frame.column("direction") {
        Ok(_) => (is("OUTGOING"), is("INCOMING")),
        // A table of somebody's own that has no directions is one of what was sent.
        Err(_) => (BooleanChunked::full("direction".into(), true, frame.height()), is("INCOMING")),
    };
    let mut sift =
        TableCleaner { table, frame: frame.clone(), writer: TableAuthor::Program, remarks };
    let unknown = !(&outgoing | &incoming);
    sift.drop_bad_rows(&unknown, "direction", "is no direction", "`OUTGOING` or `INCOMING`")?;
    let is_outgoing = outgoing.filter(&!unknown)?;
    let incoming = is_outgoing.len() - is_outgoing.sum().unwrap_or_default() as usize;
    sift.remarks.leave_out("incoming", incoming);
    sift.frame = sift.frame.filter(&is_outgoing)?;
    let zone = table.zone.unwrap_or(settings.sent_at_zone);
    sift.parse_instants("sent", "sent_at", zone, settings.as_of, SENT_AT)?;
    sift.frame.rename("to", "name".into())?;
    row_people::add_keys_and_drop_nameless(&mut sift, table.account.as_deref(), file, "to")?;
    let mut rows = sift.frame;
    if rows.column("note").is_ok() {
        let notes = columns::text_column(&rows, "note");
        let notes = || notes.iter().map(|note| note.filter(|note| !note.trim().is_empty()));
        let written: BooleanChunked = notes().map(|note| Some(note.is_some())).collect();
        let texts = notes().map(|note| Some(note.unwrap_or_default()));
        let texts = StringChunked::from_iter_options("note".into(), texts);
        rows.with_column(texts.into_column())?;
        rows.with_column(written.with_name("has_note".into()).into_column())?;
    }
    let height = rows.height();
    rows.with_column(StringChunked::full("kind".into(), "connection", height).into_column())?;
    for mark in ["recorded", "listed"] {
        rows.with_column(BooleanChunked::full(mark.into(), false, height).into_column())?;
    }
    Ok(rows)
}
