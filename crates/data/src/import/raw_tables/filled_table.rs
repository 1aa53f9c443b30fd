//! Rows of cells, behind the beginning of a table → what its file came to.

use super::parsed_table::{ParsedTable, assemble_table};
use super::table_builder::TableBuilder;
use super::table_start::TableStart;
use crate::import::error::ImportError;
use crate::import::file_formats::cells::{CellFault, RowStream};
use crate::import::file_formats::csv_blocks;
use crate::import::file_formats::rows::RowReader;
use crate::import::file_formats::text_encoding::TextEncoding;
use crate::import::table::TableKind;
use std::io::{self, BufRead};

/// Takes in the table that begins so. `faults` are cells without a value.
pub(in crate::import) fn fill(
    file: &str,
    beginning: TableStart,
    rows: &mut dyn RowStream,
    faults: &[CellFault],
    form: TextEncoding,
) -> Result<ParsedTable, ImportError> {
    build_table(file, beginning, form, |filling, rows_before| {
        filling.read(rows, rows_before)?;
        filling.note_faults(faults);
        Ok(())
    })
}

/// Takes in the table that begins so, of text.
pub(in crate::import) fn fill_from_text(
    file: &str,
    beginning: TableStart,
    mut rows: RowReader<impl BufRead>,
    form: TextEncoding,
) -> Result<ParsedTable, ImportError> {
    build_table(file, beginning, form, |filling, rows_before| {
        filling.read_header(&mut rows, rows_before)?;
        csv_blocks::read_in_blocks(filling, rows, csv_blocks::BLOCK_BYTES)
    })
}

fn build_table(
    file: &str,
    beginning: TableStart,
    form: TextEncoding,
    read: impl FnOnce(&mut TableBuilder, usize) -> io::Result<()>,
) -> Result<ParsedTable, ImportError> {
    let failed = |source| ImportError::io(file, source);
    let mut filling = TableBuilder::new(file, &beginning.cells, &beginning.header.columns, form)
        .with_delimiter(beginning.delimiter);
    filling.has_headings = matches!(beginning.header.kind, TableKind::Sheet { .. });
    filling.has_sums = filling.has_headings || beginning.header.kind == TableKind::SentList;
    read(&mut filling, beginning.rows_before).map_err(failed)?;
    let filled = filling.finish().map_err(|error| failed(io::Error::other(error)))?;
    assemble_table(file, beginning, filled)
}
