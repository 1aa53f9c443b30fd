//! Rows of cells → a raw table, straight into columns, however the cells were written.
//!
//! Invariant: every row is in the table or named as left out. A row that is ragged is left out; a
//! text that was not understood letter by letter is said.

use super::bad_row::{BadRow, Loss};
use super::cells::{CellFault, Cells, ReadRows, RowRead};
use super::csv_blocks;
use super::decode;
use super::decode::TextForm;
use super::error::ImportError;
use super::header::Beginning;
use super::no_people::{NoPeople, NoPerson};
use super::other_header::ColumnOrder;
use super::parsed::{Parsed, tabled};
use super::rows::RowReader;
use super::sections;
use super::suspect_cells::Suspects;
use super::swallowed_rows;
use super::table::{ROW, TableKind};
use super::text_columns::TextColumns;
use crate::deadline;
use crate::finding::Finding;
use polars::prelude::{
    Column, DataFrame, IntoColumn, IntoSeries, NamedFrom, PolarsResult, Series, StringChunked,
};
use std::borrow::Cow;
use std::io::BufRead;
use thiserror::Error;

/// A row of more or fewer cells than the header, of which nobody knows what they are.
#[derive(Debug, Error)]
#[error("a ragged row of {0} cells")]
struct RaggedRow(usize);

/// The rows of one table, as they are taken in.
pub(super) struct Filling<'a> {
    file: &'a str,
    names: &'a [String],
    columns: &'a [Option<String>],
    form: TextForm,
    /// Whether what short rows lack is empty.
    fills_up: bool,
    /// Whether rows may be headings of those below them.
    has_headings: bool,
    /// Whether rows may be sums of those above them.
    has_sums: bool,
    /// What is between the cells, where the file is a text.
    delimiter: Option<u8>,
    /// Where the columns stand below a header in another order.
    order: Option<ColumnOrder>,
    no_people: NoPeople,
    texts: TextColumns,
    /// What was read before on other threads, of those that are read.
    before: Vec<StringChunked>,
    lines: Vec<i64>,
    header_row: Option<u64>,
    bad: Vec<BadRow>,
    suspects: Suspects,
}

/// What the columns of a table came to.
pub(super) struct FilledColumns {
    /// [`ROW`] and the columns that are read.
    pub(super) frame: DataFrame,
    pub(super) header_row: Option<u64>,
    pub(super) bad: Vec<BadRow>,
    pub(super) encoding: &'static str,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Filling<'a> {
    /// `names` are the cells of the header, `columns` what each is called in the table, if it is
    /// read.
    pub(super) fn new(
        file: &'a str,
        names: &'a [String],
        columns: &'a [Option<String>],
        form: TextForm,
    ) -> Self {
        Self {
            file,
            names,
            columns,
            form,
            fills_up: false,
            has_headings: false,
            has_sums: false,
            delimiter: None,
            order: None,
            no_people: NoPeople::default(),
            texts: TextColumns::new(columns.iter().map(Option::as_deref), 0),
            before: Vec::new(),
            lines: Vec::new(),
            header_row: None,
            bad: Vec::new(),
            suspects: Suspects::default(),
        }
    }

    /// The same, where what a row lacks that is shorter than the header is empty.
    pub(super) fn filling_up(self) -> Self {
        Self { fills_up: true, ..self }
    }

    /// The same, of a text with this between the cells.
    pub(super) fn cut_at(self, delimiter: Option<u8>) -> Self {
        Self { delimiter, ..self }
    }

    /// One without rows, with room for so many of the same table.
    pub(super) fn beside(&self, rows: usize) -> Self {
        Self {
            texts: TextColumns::new(self.columns.iter().map(Option::as_deref), rows),
            lines: Vec::with_capacity(rows),
            fills_up: self.fills_up,
            has_headings: self.has_headings,
            has_sums: self.has_sums,
            delimiter: self.delimiter,
            ..Self::new(self.file, self.names, self.columns, self.form)
        }
    }

    /// Takes in what was read of the rows that follow; no row was taken in one by one before.
    pub(super) fn append(&mut self, further: Self) -> PolarsResult<()> {
        let columns = further.texts.finish()?;
        if self.before.is_empty() {
            self.before = columns;
        } else {
            for (column, further) in self.before.iter_mut().zip(columns) {
                column.append_owned(further)?;
            }
        }
        self.lines.extend(further.lines);
        self.bad.extend(further.bad);
        self.no_people.append(further.no_people);
        self.suspects.append(&further.suspects);
        Ok(())
    }

    /// Takes all rows in that follow so many and the header.
    pub(super) fn read(
        &mut self,
        rows: &mut dyn ReadRows,
        rows_before: usize,
    ) -> std::io::Result<()> {
        self.read_header(rows, rows_before)?;
        self.read_rows(rows)
    }

    /// Passes over the header and so many rows before it.
    fn read_header(&mut self, rows: &mut dyn ReadRows, rows_before: usize) -> std::io::Result<()> {
        let mut cells = Cells::default();
        for _ in 0..=rows_before {
            if let Some(RowRead::Row(line)) = rows.next_row(&mut cells)? {
                self.header_row = Some(line);
            }
        }
        Ok(())
    }

    /// Takes all rows in that are left.
    pub(super) fn read_rows(&mut self, rows: &mut dyn ReadRows) -> std::io::Result<()> {
        let mut cells = Cells::default();
        for step in 0.. {
            deadline::go_on_at(step)?;
            let Some(step) = rows.next_row(&mut cells)? else { break };
            match step {
                RowRead::Unclosed(line) => {
                    self.reject(line, "a quote that is never closed".into(), "`\"` in pairs");
                }
                RowRead::Row(line) => {
                    if self.is_of_nobody(line, &cells) {
                        continue;
                    }
                    if let Some(column) = self.swallowing_cell(&cells) {
                        rows.give_back();
                        self.reject_swallowing(line, column);
                        continue;
                    }
                    let ordered = self.order.as_ref().map(|order| order.cells(&cells));
                    let cells = ordered.as_ref().unwrap_or(&cells);
                    if let Err(ragged) = self.push(line, cells) {
                        rows.give_back();
                        let expected = format!("{} cells", self.texts.width());
                        self.reject(line, ragged.to_string(), &expected);
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether what follows is below a header in another order.
    pub(super) fn is_in_other_order(&self) -> bool {
        self.order.is_some()
    }

    /// Whether a row is the header once more, or a sum. What stands below a header in another order
    /// is read by it; what other columns hold is not, and said.
    fn is_of_nobody(&mut self, line: u64, cells: &Cells) -> bool {
        let Some(what) = NoPerson::of_row(cells, self.names, self.has_sums) else {
            return false;
        };
        match what {
            NoPerson::OtherHeader => {
                let order = ColumnOrder::of_header(cells, self.names);
                let problem = order.problem();
                self.order = Some(order);
                self.reject(line, problem, "one header, or a table of its own");
            }
            NoPerson::Header => {
                self.order = None;
                self.no_people.note(line, what);
            }
            NoPerson::Sum | NoPerson::Rule => self.no_people.note(line, what),
        }
        true
    }

    /// Takes a row in, or says how it is ragged.
    fn push(&mut self, line: u64, cells: &Cells) -> Result<(), RaggedRow> {
        let width = self.texts.width();
        let surplus = cells.iter().skip(width).any(|cell| !cell.trim_ascii().is_empty());
        let is_short = cells.len() < width && !self.fills_up;
        // Whoever writes by hand puts a heading alone on its line.
        let is_heading = || self.has_headings && sections::is_heading(cells.iter());
        if surplus || (is_short && !is_heading()) {
            return Err(RaggedRow(cells.len()));
        }
        let filled = cells.iter().chain(std::iter::repeat(&b""[..]));
        for (at, cell) in filled.take(width).enumerate() {
            if !self.texts.is_read(at) {
                continue;
            }
            if cell.is_ascii() {
                self.texts.push(at, Some(cell).filter(|cell| !is_blank(cell)));
                continue;
            }
            let text = match std::str::from_utf8(cell) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => Cow::Owned(decode::cell(cell, self.form.otherwise)),
            };
            self.suspects.note(line, &text, matches!(text, Cow::Borrowed(_)));
            let filled = Some(&*text).filter(|text| !text.trim().is_empty());
            self.texts.push(at, filled.map(str::as_bytes));
        }
        self.lines.push(i64::try_from(line).unwrap_or(i64::MAX));
        Ok(())
    }

    /// The cell that holds the end of its row and the beginning of a later one.
    fn swallowing_cell(&self, cells: &Cells) -> Option<usize> {
        swallowed_rows::swallowing_cell(cells, self.delimiter?, self.texts.width())
    }

    fn reject_swallowing(&mut self, row: u64, column: usize) {
        let problem = "a quote that is opened here and closed in a later row".into();
        self.reject(row, problem, "`\"` in pairs within a row");
        if let Some(bad) = self.bad.last_mut() {
            bad.column = self.names.get(column).cloned();
        }
    }

    fn reject(&mut self, row: u64, problem: String, expected: &str) {
        let (file, expected) = (self.file.to_owned(), expected.to_owned());
        let bad = BadRow { file, row, column: None, problem, expected, loss: Loss::Row };
        self.bad.push(bad);
    }

    /// Says which cells hold no value but a fault, below the header.
    pub(super) fn note_faults(&mut self, faults: &[CellFault]) {
        let header_row = self.header_row.unwrap_or(0);
        for fault in faults.iter().filter(|fault| fault.row > header_row) {
            if !self.texts.is_read(fault.column) {
                continue;
            }
            self.bad.push(BadRow {
                file: self.file.to_owned(),
                row: fault.row,
                column: self.names.get(fault.column).cloned(),
                problem: fault.problem.clone(),
                expected: "a value".into(),
                loss: Loss::Cell,
            });
        }
    }

    /// The columns, with what there is to say of them.
    pub(super) fn finish(self) -> PolarsResult<FilledColumns> {
        let encoding = self.suspects.encoding(self.form);
        let mut findings = self.suspects.findings(self.file, self.form);
        findings.extend(self.no_people.findings(self.file));
        let height = self.lines.len();
        let mut columns: Vec<Column> = vec![Series::new(ROW.into(), self.lines).into_column()];
        let mut before = self.before.into_iter();
        for mut texts in self.texts.finish()? {
            if let Some(mut before) = before.next() {
                before.append_owned(texts)?;
                texts = before;
            }
            columns.push(texts.into_series().into_column());
        }
        let frame = DataFrame::new(height, columns)?;
        Ok(FilledColumns { frame, header_row: self.header_row, bad: self.bad, encoding, findings })
    }
}

/// Whether ASCII holds nothing but what [`str::trim`] takes off.
fn is_blank(cell: &[u8]) -> bool {
    cell.iter().all(|byte| char::from(*byte).is_whitespace())
}

/// Takes in the table that begins so. `faults` are cells without a value.
pub(super) fn fill(
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
pub(super) fn fill_from_text(
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
    read: impl FnOnce(&mut Filling, usize) -> std::io::Result<()>,
) -> Result<Parsed, ImportError> {
    let io = |source| ImportError::io(file, source);
    let mut filling = Filling::new(file, &beginning.cells, &beginning.header.columns, form)
        .cut_at(beginning.delimiter);
    filling.has_headings = matches!(beginning.header.kind, TableKind::Sheet { .. });
    filling.has_sums = filling.has_headings || beginning.header.kind == TableKind::Listed;
    read(&mut filling, beginning.rows_before).map_err(io)?;
    let filled = filling.finish().map_err(|error| io(std::io::Error::other(error)))?;
    tabled(file, beginning, filled)
}
