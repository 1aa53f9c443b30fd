//! Rows of cells → a raw table, straight into columns, however the cells were written.
//!
//! Invariant: every row is in the table or named as left out. A row that is ragged is left out; a
//! text that was not understood letter by letter is said.

use super::bad_row::{BadRow, Loss};
use super::non_person_rows::{NonPersonRow, NonPersonRows};
use super::other_header::ReorderedHeader;
use super::sections;
use super::text_columns::{TextColumns, TextRoom};
use crate::deadline;
use crate::finding::Finding;
use crate::import::file_formats::cells::{
    BorrowedRow, CellFault, RowBuffer, RowCells, RowOutcome, RowStream,
};
use crate::import::file_formats::suspect_cells::EncodingTally;
use crate::import::file_formats::swallowed_rows;
use crate::import::file_formats::text_encoding;
use crate::import::file_formats::text_encoding::TextEncoding;
use crate::import::table::ROW;
use polars::prelude::{
    Column, DataFrame, IntoColumn, IntoSeries, NamedFrom, PolarsResult, Series, StringChunked,
};
use std::borrow::Cow;
use thiserror::Error;

/// A row of more or fewer cells than the header, of which nobody knows what they are.
#[derive(Debug, Error)]
#[error("a ragged row of {0} cells")]
struct RaggedRow(usize);

/// The rows of one table, as they are taken in.
pub(in crate::import) struct TableBuilder<'a> {
    file: &'a str,
    names: &'a [String],
    /// The same without blanks around them.
    headings: Vec<&'a str>,
    columns: &'a [Option<String>],
    form: TextEncoding,
    /// Whether what short rows lack is empty.
    fills_up: bool,
    /// Whether rows may be headings of those below them.
    pub(in crate::import) has_headings: bool,
    /// Whether rows may be sums of those above them.
    pub(in crate::import) has_sums: bool,
    /// What is between the cells, where the file is a text.
    delimiter: Option<u8>,
    /// Where the columns stand below a header in another order.
    order: Option<ReorderedHeader>,
    no_people: NonPersonRows,
    texts: TextColumns,
    /// The columns that are read, of the rows before those of `texts`.
    finished: Vec<StringChunked>,
    lines: Vec<i64>,
    header_row: Option<u64>,
    bad: Vec<BadRow>,
    suspects: EncodingTally,
}

/// What the columns of a table came to.
pub(in crate::import) struct RawColumns {
    /// [`ROW`] and the columns that are read.
    pub(in crate::import) frame: DataFrame,
    pub(in crate::import) header_row: Option<u64>,
    pub(in crate::import) bad: Vec<BadRow>,
    pub(in crate::import) encoding: &'static str,
    pub(in crate::import) findings: Vec<Finding>,
}

impl<'a> TableBuilder<'a> {
    /// `names` are the cells of the header, `columns` what each is called in the table, if it is
    /// read.
    pub(in crate::import) fn new(
        file: &'a str,
        names: &'a [String],
        columns: &'a [Option<String>],
        form: TextEncoding,
    ) -> Self {
        Self {
            file,
            names,
            headings: names.iter().map(|name| name.trim()).collect(),
            columns,
            form,
            fills_up: false,
            has_headings: false,
            has_sums: false,
            delimiter: None,
            order: None,
            no_people: NonPersonRows::default(),
            texts: TextColumns::new(columns, &TextRoom::default()),
            finished: Vec::new(),
            lines: Vec::new(),
            header_row: None,
            bad: Vec::new(),
            suspects: EncodingTally::default(),
        }
    }

    /// The same, where what a row lacks that is shorter than the header is empty.
    pub(in crate::import) fn with_padded_rows(self) -> Self {
        Self { fills_up: true, ..self }
    }

    /// The same, of a text with this between the cells.
    pub(in crate::import) fn with_delimiter(self, delimiter: Option<u8>) -> Self {
        Self { delimiter, ..self }
    }

    /// One without rows, of the same table, with some room.
    pub(in crate::import) fn empty_copy(&self, room: &TextRoom) -> Self {
        Self {
            texts: TextColumns::new(self.columns, room),
            lines: Vec::with_capacity(room.rows),
            fills_up: self.fills_up,
            has_headings: self.has_headings,
            has_sums: self.has_sums,
            delimiter: self.delimiter,
            ..Self::new(self.file, self.names, self.columns, self.form)
        }
    }

    /// Makes columns of the texts that were taken in; gives how much room they took.
    pub(in crate::import) fn finish_texts(&mut self) -> PolarsResult<TextRoom> {
        let room = self.texts.room();
        let empty = TextColumns::new(self.columns, &TextRoom::default());
        let finished = std::mem::replace(&mut self.texts, empty).finish()?;
        self.append_columns(finished)?;
        Ok(room)
    }

    fn append_columns(&mut self, further: Vec<StringChunked>) -> PolarsResult<()> {
        if self.finished.is_empty() {
            self.finished = further;
            return Ok(());
        }
        let mut columns = self.finished.iter_mut().zip(further);
        columns.try_for_each(|(column, further)| column.append_owned(further))
    }

    /// Takes in what was read of the rows that follow, whose texts are columns already.
    pub(in crate::import) fn append(&mut self, further: Self) -> PolarsResult<()> {
        self.append_columns(further.finished)?;
        self.lines.extend(further.lines);
        self.bad.extend(further.bad);
        self.no_people.append(further.no_people);
        self.suspects.append(&further.suspects);
        Ok(())
    }

    /// Takes all rows in that follow so many and the header.
    pub(in crate::import) fn read(
        &mut self,
        rows: &mut dyn RowStream,
        rows_before: usize,
    ) -> std::io::Result<()> {
        self.read_header(rows, rows_before)?;
        self.read_rows(rows)
    }

    /// Passes over the header and so many rows before it.
    pub(in crate::import) fn read_header(
        &mut self,
        rows: &mut dyn RowStream,
        rows_before: usize,
    ) -> std::io::Result<()> {
        let mut cells = RowBuffer::default();
        for _ in 0..=rows_before {
            if let Some(RowOutcome::Row(line)) = rows.next_row(&mut cells)? {
                self.header_row = Some(line);
            }
        }
        Ok(())
    }

    /// Takes all rows in that are left.
    pub(in crate::import) fn read_rows(&mut self, rows: &mut dyn RowStream) -> std::io::Result<()> {
        let mut cells = RowBuffer::default();
        for step in 0.. {
            deadline::check_interrupted_at_step(step)?;
            if let Some(BorrowedRow { line, cells }) = rows.plain_row()? {
                self.push_row(line, cells);
                continue;
            }
            match rows.next_row(&mut cells)? {
                Some(RowOutcome::Row(line)) => {
                    if !self.push_row(line, cells.view()) {
                        rows.give_back();
                    }
                }
                Some(RowOutcome::Unclosed(line)) => {
                    self.reject(line, "a quote that is never closed".into(), "`\"` in pairs");
                }
                None => break,
            }
        }
        Ok(())
    }

    /// Takes a row in, or says why not; whether all its lines are its own.
    fn push_row(&mut self, line: u64, cells: RowCells) -> bool {
        if self.pass_over_non_person(line, cells) {
            return true;
        }
        if let Some(column) = self.swallowing_cell(cells) {
            self.reject_swallowing(line, column);
            return false;
        }
        let ordered = self.order.as_ref().map(|order| order.reorder(cells));
        let cells = ordered.as_ref().map_or(cells, RowBuffer::view);
        if let Err(ragged) = self.push(line, cells) {
            let expected = format!("{} cells", self.texts.width());
            self.reject(line, ragged.to_string(), &expected);
            return false;
        }
        true
    }

    /// Whether what follows is below a header in another order.
    pub(in crate::import) fn is_in_other_order(&self) -> bool {
        self.order.is_some()
    }

    /// Whether a row is the header once more, or a sum. What stands below a header in another order
    /// is read by it; what other columns hold is not, and said.
    fn pass_over_non_person(&mut self, line: u64, cells: RowCells) -> bool {
        let Some(what) = NonPersonRow::of_row(cells, &self.headings, self.has_sums) else {
            return false;
        };
        match what {
            NonPersonRow::OtherHeader => {
                let order = ReorderedHeader::of_header(cells, self.names);
                let problem = order.problem();
                self.order = Some(order);
                self.reject(line, problem, "one header, or a table of its own");
            }
            NonPersonRow::Header => {
                self.order = None;
                self.no_people.note(line, what);
            }
            NonPersonRow::Sum | NonPersonRow::Rule => self.no_people.note(line, what),
        }
        true
    }

    /// Takes a row in, or says how it is ragged.
    fn push(&mut self, line: u64, cells: RowCells) -> Result<(), RaggedRow> {
        let width = self.texts.width();
        let is_ascii = cells.is_ascii();
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
            if is_ascii || cell.is_ascii() {
                self.texts.push(at, Some(cell).filter(|cell| !is_blank(cell)));
                continue;
            }
            let text = match std::str::from_utf8(cell) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => Cow::Owned(text_encoding::decode_cell(cell, self.form.fallback)),
            };
            self.suspects.note(line, &text, matches!(text, Cow::Borrowed(_)));
            let filled = Some(&*text).filter(|text| !text.trim().is_empty());
            self.texts.push(at, filled.map(str::as_bytes));
        }
        self.lines.push(i64::try_from(line).unwrap_or(i64::MAX));
        Ok(())
    }

    /// The cell that holds the end of its row and the beginning of a later one.
    fn swallowing_cell(&self, cells: RowCells) -> Option<usize> {
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
    pub(in crate::import) fn note_faults(&mut self, faults: &[CellFault]) {
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
    pub(in crate::import) fn finish(mut self) -> PolarsResult<RawColumns> {
        self.finish_texts()?;
        let encoding = self.suspects.encoding(self.form);
        let mut findings = self.suspects.findings(self.file, self.form);
        findings.extend(self.no_people.findings(self.file));
        let height = self.lines.len();
        let mut columns: Vec<Column> = vec![Series::new(ROW.into(), self.lines).into_column()];
        columns.extend(self.finished.into_iter().map(|texts| texts.into_series().into_column()));
        let frame = DataFrame::new(height, columns)?;
        Ok(RawColumns { frame, header_row: self.header_row, bad: self.bad, encoding, findings })
    }
}

/// Whether ASCII holds nothing but what [`str::trim`] takes off.
fn is_blank(cell: &[u8]) -> bool {
    cell.iter().all(|byte| char::from(*byte).is_whitespace())
}
