//! What a file came to: its table, its bad rows, and what there is to say of it.

use super::bad_row::{BadRow, Loss};
use super::table_builder::RawColumns;
use super::table_start::TableStart;
use super::understanding::TableProvenance;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::error::ImportError;
use crate::import::sources::unread_column::UnreadColumn;
use crate::import::table;
use crate::import::table::Table;

/// What a file came to.
pub(in crate::import) struct ParsedTable {
    pub(in crate::import) table: Table,
    pub(in crate::import) bad: Vec<BadRow>,
    pub(in crate::import) findings: Vec<Finding>,
}

/// The table that begins so and has these columns.
pub(in crate::import) fn assemble_table(
    file: &str,
    beginning: TableStart,
    filled: RawColumns,
) -> Result<ParsedTable, ImportError> {
    let TableStart { header, cells, delimiter, sample, .. } = beginning;
    let height = filled.frame.height();
    if height == 0 && filled.bad.is_empty() {
        return Err(ImportError::NoRows { file: file.into(), table: header.about });
    }
    let unread = header.columns.iter().zip(&cells).enumerate().filter(|(_, (name, spelling))| {
        let is_field = name.as_ref().is_some_and(|name| !name.starts_with(table::EXTRA));
        !is_field && !spelling.is_empty()
    });
    let unread =
        unread.map(|(at, (_, spelling))| UnreadColumn::of_column(spelling, &sample, at)).collect();
    let spelled = header.columns.into_iter().zip(cells);
    let spelled = spelled.filter_map(|(name, spelling)| Some((name?, spelling))).collect();
    let left_out = filled.bad.iter().filter(|bad| bad.loss == Loss::Row).count();
    let table = Table {
        columns: spelled,
        statuses: header.statuses,
        zone: header.zone,
        date_order: header.date_order,
        belongs_to: header.belongs_to,
        provenance: TableProvenance {
            source: header.source,
            origin: header.origin,
            why: header.why,
            encoding: Some(filled.encoding),
            delimiter: delimiter.map(char::from),
            header_row: filled.header_row,
            unread,
            guesses: header.guesses.clone(),
            rows: height + left_out,
            ..TableProvenance::default()
        },
        ..Table::new(header.kind, file, table::TableRows::Text(filled.frame))
    };
    let guesses = header.guesses.iter().map(|guess| guessed(file, guess));
    let findings = guesses.chain(filled.findings).collect();
    Ok(ParsedTable { table, bad: filled.bad, findings })
}

/// That the values of a column decided what it is.
pub(in crate::import) fn guessed(file: &str, guess: &str) -> Finding {
    Finding::new(FindingCode::GuessedColumn, Level::Note, format!("{file}: {guess}"))
        .help("rename the column if that is not meant; `docs/DATA.md` has the names that are known")
}
