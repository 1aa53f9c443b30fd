//! Rows of cells → a raw table, straight into columns, however the cells were written.
//!
//! Invariant: every row is in the table or named as left out. A row that is ragged is left out; a
//! text that was not understood letter by letter is said.

use super::bad_row::{BadRow, Loss};
use super::cells::{CellFault, Cells, ReadRows, Step};
use super::decode;
use super::error::ImportError;
use super::header::Beginning;
use super::no_people::{NoPeople, NoPerson};
use super::other_header::ColumnOrder;
use super::parsed::{Parsed, tabled};
use super::sections;
use super::swallowed_rows;
use super::table::{ROW, TableKind};
use crate::deadline;
use crate::finding::{Finding, FindingCode, Level};
use encoding_rs::Encoding;
use polars::prelude::{
    Column, DataFrame, IntoColumn, IntoSeries, NamedFrom, PolarsResult, Series,
    StringChunkedBuilder,
};
use std::borrow::Cow;

/// How the texts of a file are written.
#[derive(Clone, Copy)]
pub(super) struct TextForm {
    /// The encoding of the whole, which is decoded already; none where it is UTF-8 or read cell by
    /// cell.
    pub(super) decoded: Option<&'static Encoding>,
    /// What a cell is written in that is not UTF-8.
    pub(super) otherwise: &'static Encoding,
}

impl TextForm {
    /// Of texts that are UTF-8.
    pub(super) const UTF8: Self = Self { decoded: None, otherwise: encoding_rs::WINDOWS_1252 };
}

/// Cells whose bytes say that something is amiss, counted.
#[derive(Default)]
struct SuspectCells {
    count: usize,
    first_row: u64,
}

impl SuspectCells {
    fn add(&mut self, row: u64) {
        if self.count == 0 {
            self.first_row = row;
        }
        self.count += 1;
    }
}

/// The rows of one table, as they are taken in.
pub(super) struct Filling<'a> {
    file: &'a str,
    names: &'a [String],
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
    /// The builder of each cell that is read, by its place in the row.
    builders: Vec<Option<StringChunkedBuilder>>,
    lines: Vec<i64>,
    header_row: Option<u64>,
    bad: Vec<BadRow>,
    utf8: SuspectCells,
    otherwise: SuspectCells,
    lost: SuspectCells,
    /// Cells that look as if UTF-8 had been read as another encoding and saved so.
    twice_encoded: SuspectCells,
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
        columns: &[Option<String>],
        form: TextForm,
    ) -> Self {
        let builder = |name: &String| StringChunkedBuilder::new(name.as_str().into(), 0);
        Self {
            file,
            names,
            form,
            fills_up: false,
            has_headings: false,
            has_sums: false,
            delimiter: None,
            order: None,
            no_people: NoPeople::default(),
            builders: columns.iter().map(|name| name.as_ref().map(builder)).collect(),
            lines: Vec::new(),
            header_row: None,
            bad: Vec::new(),
            utf8: SuspectCells::default(),
            otherwise: SuspectCells::default(),
            lost: SuspectCells::default(),
            twice_encoded: SuspectCells::default(),
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

    /// Takes all rows in that follow so many and the header.
    pub(super) fn read(
        &mut self,
        rows: &mut dyn ReadRows,
        rows_before: usize,
    ) -> std::io::Result<()> {
        let mut cells = Cells::default();
        for _ in 0..=rows_before {
            if let Some(Step::Row(line)) = rows.next_row(&mut cells)? {
                self.header_row = Some(line);
            }
        }
        for step in 0.. {
            deadline::go_on_at(step)?;
            let Some(step) = rows.next_row(&mut cells)? else { break };
            match step {
                Step::Unclosed(line) => {
                    self.reject(line, "a quote that is never closed".into(), "`\"` in pairs");
                }
                Step::Row(line) => {
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
                        let expected = format!("{} cells", self.builders.len());
                        self.reject(line, ragged, &expected);
                    }
                }
            }
        }
        Ok(())
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
    fn push(&mut self, line: u64, cells: &Cells) -> Result<(), String> {
        let width = self.builders.len();
        let surplus = cells.iter().skip(width).any(|cell| !cell.trim_ascii().is_empty());
        let is_short = cells.len() < width && !self.fills_up;
        // Whoever writes by hand puts a heading alone on its line.
        let is_heading = || self.has_headings && sections::is_heading(cells.iter());
        if surplus || (is_short && !is_heading()) {
            return Err(format!("a ragged row of {} cells", cells.len()));
        }
        let filled = cells.iter().chain(std::iter::repeat(&b""[..]));
        for (cell, builder) in filled.zip(&mut self.builders) {
            let Some(builder) = builder else { continue };
            let text = if let Ok(text) = std::str::from_utf8(cell) {
                if !cell.is_ascii() {
                    self.utf8.add(line);
                }
                Cow::Borrowed(text)
            } else {
                self.otherwise.add(line);
                Cow::Owned(decode::cell(cell, self.form.otherwise))
            };
            if !cell.is_ascii() && text.contains(char::REPLACEMENT_CHARACTER) {
                self.lost.add(line);
            }
            if !cell.is_ascii() && decode::is_twice_encoded(&text) {
                self.twice_encoded.add(line);
            }
            builder.append_option(Some(text).filter(|text| !text.trim().is_empty()));
        }
        self.lines.push(i64::try_from(line).unwrap_or(i64::MAX));
        Ok(())
    }

    /// The cell that holds the end of its row and the beginning of a later one.
    fn swallowing_cell(&self, cells: &Cells) -> Option<usize> {
        swallowed_rows::swallowing_cell(cells, self.delimiter?, self.builders.len())
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
            if !matches!(self.builders.get(fault.column), Some(Some(_))) {
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
        let encoding = match self.form.decoded {
            Some(encoding) => encoding.name(),
            None if self.otherwise.count > self.utf8.count => self.form.otherwise.name(),
            None => "UTF-8",
        };
        let mut findings = self.findings();
        findings.extend(self.no_people.findings(self.file));
        let height = self.lines.len();
        let mut columns: Vec<Column> = vec![Series::new(ROW.into(), self.lines).into_column()];
        for builder in self.builders.into_iter().flatten() {
            columns.push(builder.finish().into_series().into_column());
        }
        let frame = DataFrame::new(height, columns)?;
        Ok(FilledColumns { frame, header_row: self.header_row, bad: self.bad, encoding, findings })
    }

    fn findings(&self) -> Vec<Finding> {
        let (file, name) = (self.file, self.form.otherwise.name());
        let mut messages = Vec::new();
        if let Some(encoding) = self.form.decoded {
            let name = encoding.name();
            messages.push(format!("{file}: its text is not UTF-8; its bytes are read as {name}"));
        } else if self.otherwise.count > 0 && self.utf8.count == 0 {
            messages.push(format!("{file}: its text is not UTF-8; its bytes are read as {name}"));
        } else if self.otherwise.count > 0 {
            let SuspectCells { count, first_row } = self.otherwise;
            messages.push(format!(
                "{file}: {count} cell(s), the first in row {first_row}, are not UTF-8 as the \
                 others are; their bytes are read as {name}"
            ));
        }
        let notes = messages.into_iter().map(|message| {
            Finding::new(FindingCode::Encoding, Level::Note, message)
                .help("save it as UTF-8 if letters are wrong")
        });
        let lost = (self.lost.count > 0).then(|| {
            let SuspectCells { count, first_row } = self.lost;
            let message = format!(
                "{file}: letters of {count} cell(s) are lost, the first in row {first_row}: they \
                 hold the sign for what could not be decoded"
            );
            Finding::new(FindingCode::Encoding, Level::Warn, message)
                .help("export it again as UTF-8")
        });
        let twice = (self.twice_encoded.count > 0).then(|| {
            let SuspectCells { count, first_row } = self.twice_encoded;
            let message = format!(
                "{file}: {count} cell(s), the first in row {first_row}, look as if UTF-8 had been \
                 read in another encoding and saved (`Ã©` for `é`)"
            );
            let help = "export it again, and open it as UTF-8: names are compared as they stand";
            Finding::new(FindingCode::Encoding, Level::Warn, message).help(help)
        });
        notes.chain(lost).chain(twice).collect()
    }
}

/// Takes in the table that begins so. `faults` are cells without a value.
pub(super) fn fill(
    file: &str,
    beginning: Beginning,
    rows: &mut dyn ReadRows,
    faults: &[CellFault],
    form: TextForm,
) -> Result<Parsed, ImportError> {
    let io = |source| ImportError::io(file, source);
    let mut filling = Filling::new(file, &beginning.cells, &beginning.header.columns, form)
        .cut_at(beginning.delimiter);
    filling.has_headings = matches!(beginning.header.kind, TableKind::Sheet { .. });
    filling.has_sums = filling.has_headings || beginning.header.kind == TableKind::Listed;
    filling.read(rows, beginning.rows_before).map_err(io)?;
    filling.note_faults(faults);
    let filled = filling.finish().map_err(|error| io(std::io::Error::other(error)))?;
    tabled(file, beginning, filled)
}
