//! The cells of rows, however a file holds them.
//!
//! Invariant: every row is read exactly once, in the order of the file.

use super::links::CellLink;
use memchr::memchr;
use std::io;
use std::ops::{Range, RangeInclusive};

/// The cells of one row, as bytes without their quotes.
#[derive(Clone, Debug, Default)]
pub(in crate::import) struct RowBuffer {
    bytes: Vec<u8>,
    bounds: Vec<Range<usize>>,
}

/// The cells of one row, wherever their bytes are.
#[derive(Clone, Copy)]
pub(in crate::import) struct RowCells<'a> {
    bytes: &'a [u8],
    /// Where in the bytes each cell is.
    bounds: &'a [Range<usize>],
}

impl<'a> RowCells<'a> {
    pub(in crate::import) fn new(bytes: &'a [u8], bounds: &'a [Range<usize>]) -> Self {
        Self { bytes, bounds }
    }

    pub(in crate::import) fn len(self) -> usize {
        self.bounds.len()
    }

    pub(in crate::import) fn iter(self) -> impl Iterator<Item = &'a [u8]> + Clone {
        self.bounds.iter().map(move |bounds| self.bytes.get(bounds.clone()).unwrap_or_default())
    }

    /// Whether no cell holds anything: spreadsheets leave such rows behind.
    pub(in crate::import) fn is_blank(self) -> bool {
        self.iter().all(|cell| cell.iter().all(u8::is_ascii_whitespace))
    }

    /// Whether all cells are ASCII.
    pub(in crate::import) fn is_ascii(self) -> bool {
        self.bytes.is_ascii()
    }

    /// Whether a cell may hold more than one line.
    pub(in crate::import) fn has_line_break(self) -> bool {
        memchr(b'\n', self.bytes).is_some()
    }
}

impl RowBuffer {
    pub(in crate::import) fn view(&self) -> RowCells<'_> {
        RowCells::new(&self.bytes, &self.bounds)
    }

    pub(in crate::import) fn len(&self) -> usize {
        self.bounds.len()
    }

    pub(in crate::import) fn iter(&self) -> impl Iterator<Item = &[u8]> + Clone {
        self.view().iter()
    }

    pub(in crate::import) fn push_byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub(in crate::import) fn push_bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Adds a cell that holds this.
    pub(in crate::import) fn push(&mut self, cell: &[u8]) {
        self.bytes.extend_from_slice(cell);
        self.end_cell();
    }

    pub(in crate::import) fn clear(&mut self) {
        self.bytes.clear();
        self.bounds.clear();
    }

    /// Puts a value into a cell, if that is empty.
    pub(in crate::import) fn fill(&mut self, column: usize, value: &[u8]) {
        if self.iter().nth(column).is_some_and(|cell| !cell.trim_ascii().is_empty()) {
            return;
        }
        let before = std::mem::take(self);
        for at in 0..before.len().max(column + 1) {
            let present = before.iter().nth(at).unwrap_or_default();
            self.push(if at == column { value } else { present });
        }
    }

    pub(in crate::import) fn end_cell(&mut self) {
        let start = self.bounds.last().map_or(0, |before| before.end);
        self.bounds.push(start..self.bytes.len());
    }
}

/// What reading a row came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum RowOutcome {
    /// A row that begins on this line.
    Row(u64),
    /// A row that begins on this line opens a quote and never closes it.
    Unclosed(u64),
}

/// A row that is one line, with nothing in it that must be left out but quotes around cells.
pub(in crate::import) struct BorrowedRow<'a> {
    pub(in crate::import) line: u64,
    pub(in crate::import) cells: RowCells<'a>,
}

/// Reads rows of cells.
pub(in crate::import) trait RowStream {
    /// The next row, where it can be had without copying it; what is none may be one for
    /// [`RowStream::next_row`].
    fn plain_row(&mut self) -> io::Result<Option<BorrowedRow<'_>>> {
        Ok(None)
    }

    /// Reads the next row into `cells`; rows without any value are passed over. `None` is the end.
    fn next_row(&mut self, cells: &mut RowBuffer) -> io::Result<Option<RowOutcome>>;

    /// Takes note that the last row is no row of the table: what may have been swallowed by it is
    /// read again.
    fn give_back(&mut self);
}

/// A cell that holds no value but a fault.
#[derive(Clone, Debug)]
pub(in crate::import) struct CellFault {
    /// The row, from 1.
    pub(in crate::import) row: u64,
    /// The column, from 0.
    pub(in crate::import) column: usize,
    /// What is wrong with it.
    pub(in crate::import) problem: String,
}

/// What a file itself says of the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum CellTypeHint {
    /// That all are texts, whatever they look like.
    Texts,
    /// That all are lists, which are one text here, with [`LIST_SEPARATOR`] between.
    Lists,
    /// Nothing that holds of all.
    Unknown,
}

/// What is between the parts of a list.
pub(in crate::import) const LIST_SEPARATOR: &str = ", ";

/// Rows that are in memory, of a file that cannot be read piece by piece.
#[derive(Clone, Debug, Default)]
pub(in crate::import) struct BufferedRows {
    /// The rows with where each begins, from 1.
    pub(in crate::import) rows: Vec<(u64, RowBuffer)>,
    /// The number of cells of the widest row: shorter ones are filled up.
    pub(in crate::import) width: usize,
    /// Cells whose values are unknown.
    pub(in crate::import) faults: Vec<CellFault>,
    /// The addresses of profiles behind its cells.
    pub(in crate::import) links: Vec<CellLink>,
    /// What the file says of the columns; nothing of those beyond.
    pub(in crate::import) type_hints: Vec<CellTypeHint>,
    /// How many rows were read.
    taken: usize,
}

impl BufferedRows {
    /// Adds a row, unless it is blank.
    pub(in crate::import) fn push(&mut self, at: u64, cells: RowBuffer) {
        let filled = cells.iter().enumerate().filter(|(_, cell)| !cell.trim_ascii().is_empty());
        let Some((last, _)) = filled.last() else { return };
        self.width = self.width.max(last + 1);
        self.rows.push((at, cells));
    }

    /// Repeats the first cell of a column in the rows of these places where it is empty and another
    /// is not; gives how many cells were looked at.
    pub(in crate::import) fn fill_down(
        &mut self,
        places: RangeInclusive<u64>,
        column: usize,
    ) -> usize {
        let first = self.rows.partition_point(|(at, _)| at < places.start());
        let within = self.rows.iter_mut().skip(first).take_while(|(at, _)| places.contains(at));
        let (mut value, mut count) = (None, 0);
        for (at, cells) in within {
            count += cells.len() + 1;
            match &value {
                None if *at != *places.start() => return count,
                None => value = cells.iter().nth(column).map(<[u8]>::to_vec),
                Some(value) => cells.fill(column, value),
            }
        }
        count
    }

    /// The first rows as texts.
    pub(in crate::import) fn texts(&self, most: usize) -> Vec<Vec<String>> {
        let text = |cell: &[u8]| String::from_utf8_lossy(cell).trim().to_owned();
        let row = |cells: &RowBuffer| {
            let filled = cells.iter().map(text).chain(std::iter::repeat(String::new()));
            filled.take(self.width).collect()
        };
        self.rows.iter().take(most).map(|(_, cells)| row(cells)).collect()
    }
}

impl RowStream for BufferedRows {
    fn next_row(&mut self, cells: &mut RowBuffer) -> io::Result<Option<RowOutcome>> {
        let Some((at, row)) = self.rows.get(self.taken) else { return Ok(None) };
        self.taken += 1;
        cells.clear();
        let filled = row.iter().chain(std::iter::repeat(&b""[..]));
        filled.take(self.width).for_each(|cell| cells.push(cell));
        Ok(Some(RowOutcome::Row(*at)))
    }

    fn give_back(&mut self) {}
}
