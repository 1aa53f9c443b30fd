//! LinkedIn's Invitations.csv with columns that somebody added → the archive, and a sheet beside it
//! that holds the same people and what was added.
//!
//! Invariant: the archive is read as if nothing had been added, and what was added as if it stood
//! in a file of its own.

use super::owners::is_outgoing;
use crate::import::sources::archive_additions::{ADDED, field_of_sheet};
use crate::import::table::{ROW, Table, TableKind, TableRows};
use polars::prelude::{BooleanChunked, Column, DataFrame, PolarsResult};

/// The columns of an archive that say who a row of the sheet is about, and of which invitation.
const SHARED: [&str; 4] = ["to", "profile_url", "urn", "sent"];

/// Takes the added columns out of a table; gives the sheet that they make, if there are any.
pub(in crate::import) fn split_added_columns(table: &mut Table) -> PolarsResult<Option<Table>> {
    let is_added = |name: &str| name.starts_with(ADDED);
    let TableRows::Text(frame) = &table.rows else { return Ok(None) };
    if table.kind != TableKind::Invitations || !frame.get_column_names().iter().any(|n| is_added(n))
    {
        return Ok(None);
    }
    let (mut archive, mut sheet) = (Vec::new(), Vec::new());
    for column in frame.columns() {
        let name = column.name().as_str();
        match name.strip_prefix(ADDED) {
            Some(added) => sheet.push(column.clone().with_name(added.into())),
            None => {
                if SHARED.contains(&name) {
                    sheet.push(column.clone().with_name(field_of_sheet(name).into()));
                } else if name == ROW {
                    sheet.push(column.clone());
                }
                archive.push(column.clone());
            }
        }
    }
    let height = frame.height();
    let sheet = DataFrame::new(height, sheet)?.filter(&outgoing(frame)?)?;
    let archive = DataFrame::new(height, archive)?;
    let (added, described): (Vec<_>, Vec<_>) =
        table.columns.drain(..).partition(|(name, _)| is_added(name));
    let added = added.into_iter().map(|(name, cell)| (name.replacen(ADDED, "", 1), cell));
    let shared = described.iter().filter(|(name, _)| SHARED.contains(&name.as_str()));
    let shared = shared.map(|(name, cell)| (field_of_sheet(name).to_owned(), cell.clone()));
    let spelled = shared.chain(added).collect();
    table.columns = described;
    let understood = table.provenance.clone();
    let sheet = Table {
        kind: TableKind::Sheet { tracking: true },
        rows: TableRows::Text(sheet),
        columns: spelled,
        provenance: understood,
        has_times_of_archive: true,
        ..table.clone()
    };
    table.rows = TableRows::Text(archive);
    Ok(Some(sheet))
}

/// The rows of invitations that the account sent.
fn outgoing(frame: &DataFrame) -> PolarsResult<BooleanChunked> {
    let directions = frame.column("direction").and_then(Column::str)?;
    Ok(directions.iter().map(|text| Some(text.is_some_and(is_outgoing))).collect())
}
