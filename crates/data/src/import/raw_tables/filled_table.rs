//! Rows of cells, behind the beginning of a table → what its file came to.

use super::filling::Filling;
use super::header::Beginning;
use super::parsed::{Parsed, tabled};
use crate::import::error::ImportError;
use crate::import::file_formats::cells::{CellFault, ReadRows};
use crate::import::file_formats::csv_blocks;
use crate::import::file_formats::decode::TextForm;
use crate::import::file_formats::rows::RowReader;
use crate::import::table::TableKind;
use std::io::{self, BufRead};

/// Takes in the table that begins so. `faults` are cells without a value.
pub(in crate::import) fn fill(
    file: &str,
    beginning: Beginning,
    rows: &mut dyn ReadRows,
    faults: &[CellFault],
    form: TextForm,
) -> Result<Parsed, ImportError> {
    filled(file, beginning, form, |filling, rows_before| {
        filling.read(rows, rows_before)?;
        filling.note_faults(faults);
        Ok(())
    })
}

/// Takes in the table that begins so, of text.
pub(in crate::import) fn fill_from_text(
    file: &str,
    beginning: Beginning,
    mut rows: RowReader<impl BufRead>,
    form: TextForm,
) -> Result<Parsed, ImportError> {
    filled(file, beginning, form, |filling, rows_before| {
        filling.read_header(&mut rows, rows_before)?;
        csv_blocks::take_in(filling, rows, csv_blocks::BLOCK_BYTES)
    })
}

fn filled(
    file: &str,
    beginning: Beginning,
    form: TextForm,
    read: impl FnOnce(&mut Filling, usize) -> io::Result<()>,
) -> Result<Parsed, ImportError> {
    let failed = |source| ImportError::io(file, source);
    let mut filling = Filling::new(file, &beginning.cells, &beginning.header.columns, form)
        .cut_at(beginning.delimiter);
    filling.has_headings = matches!(beginning.header.kind, TableKind::Sheet { .. });
    filling.has_sums = filling.has_headings || beginning.header.kind == TableKind::Listed;
    read(&mut filling, beginning.rows_before).map_err(failed)?;
    let filled = filling.finish().map_err(|error| failed(io::Error::other(error)))?;
    tabled(file, beginning, filled)
}
