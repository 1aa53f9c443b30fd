//! Text → rows of cells, with the line on which each begins.
//!
//! Splits CSV as RFC 4180 and spreadsheets write it. It differs from a plain CSV reader in what a
//! wrong row costs: a quote that is never closed would swallow every row below it, so such a row
//! can be given back except for its first line, and reading goes on with the second.
//!
//! Invariant: every line is consumed exactly once, and memory is bounded by one row.

use super::cells::{BorrowedRow, RowBuffer, RowCells, RowOutcome, RowStream};
use super::line_cells::{SplitState, cut_plainly, split_line};
use memchr::memchr;
use std::collections::VecDeque;
use std::io::{self, BufRead};
use std::ops::Range;

/// A row longer than this has a quote that is not closed.
const ROW_BYTES_MAX: usize = 1 << 20;
/// A row of more lines than this has a quote that is not closed.
const ROW_LINES_MAX: usize = 2_000;

/// Reads rows from text.
pub(in crate::import) struct RowReader<R> {
    input: R,
    delimiter: u8,
    line: u64,
    ahead: VecDeque<Vec<u8>>,
    lines: Vec<Vec<u8>>,
    /// Lines that are used no more, to be filled again.
    spare: Vec<Vec<u8>>,
    has_left_open: bool,
    /// How many bytes of the input the last plain row had: they are still there.
    plain_bytes: usize,
    /// Where its cells are.
    plain_bounds: Vec<Range<usize>>,
}

impl<R: BufRead> RowReader<R> {
    /// Of text that begins on this line of its file.
    pub(in crate::import) fn new(input: R, delimiter: u8, line: u64) -> Self {
        Self {
            input,
            delimiter,
            line,
            ahead: VecDeque::new(),
            lines: Vec::new(),
            spare: Vec::new(),
            has_left_open: false,
            plain_bytes: 0,
            plain_bounds: Vec::new(),
        }
    }

    /// The next line and the delimiter, where reading could begin anew there.
    pub(in crate::import) fn fresh_position(&self) -> Option<(u64, u8)> {
        self.ahead.is_empty().then_some((self.line, self.delimiter))
    }

    /// What is still to be read.
    pub(in crate::import) fn into_input(mut self) -> R {
        self.input.consume(self.plain_bytes);
        self.input
    }

    /// Whether a row opened a quote and never closed it.
    pub(in crate::import) fn has_left_open(&self) -> bool {
        self.has_left_open
    }

    fn next_line(&mut self) -> io::Result<Vec<u8>> {
        let line = if let Some(line) = self.ahead.pop_front() {
            line
        } else {
            let mut line = self.spare.pop().unwrap_or_default();
            line.clear();
            self.input.consume(std::mem::take(&mut self.plain_bytes));
            self.input.read_until(b'\n', &mut line)?;
            line
        };
        self.line += u64::from(!line.is_empty());
        Ok(line)
    }

    fn unclosed(&mut self, first_line: u64) -> RowOutcome {
        self.has_left_open = true;
        self.give_back();
        RowOutcome::Unclosed(first_line)
    }

    /// Whether the last row spans several lines.
    fn is_multiline(&self) -> bool {
        self.lines.len() > 1
    }
}

impl<R: BufRead> RowStream for RowReader<R> {
    fn plain_row(&mut self) -> io::Result<Option<BorrowedRow<'_>>> {
        self.spare.append(&mut self.lines);
        if !self.ahead.is_empty() {
            return Ok(None);
        }
        let length = loop {
            self.input.consume(std::mem::take(&mut self.plain_bytes));
            let bytes = match self.input.fill_buf() {
                // Whoever reads line by line tries again.
                Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(None),
                ready => ready?,
            };
            let end = memchr(b'\n', bytes);
            let Some(line) = end.and_then(|end| bytes.get(..end)) else { return Ok(None) };
            let bytes = line.len() + 1;
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if !cut_plainly(line, self.delimiter, &mut self.plain_bounds) {
                return Ok(None);
            }
            self.plain_bytes = bytes;
            self.line += 1;
            if !RowCells::new(line, &self.plain_bounds).is_blank() {
                break line.len();
            }
        };
        let line = self.input.fill_buf()?.get(..length).unwrap_or_default();
        let cells = RowCells::new(line, &self.plain_bounds);
        Ok(Some(BorrowedRow { line: self.line - 1, cells }))
    }

    fn next_row(&mut self, cells: &mut RowBuffer) -> io::Result<Option<RowOutcome>> {
        loop {
            cells.clear();
            self.spare.append(&mut self.lines);
            let first_line = self.line;
            let mut state = SplitState::CellStart;
            let (mut size, mut stray) = (0, false);
            while state != SplitState::RowEnd {
                let too_long = size > ROW_BYTES_MAX || self.lines.len() > ROW_LINES_MAX;
                let line = if too_long { Vec::new() } else { self.next_line()? };
                if line.is_empty() {
                    if self.lines.is_empty() {
                        return Ok(None);
                    }
                    return Ok(Some(self.unclosed(first_line)));
                }
                size += line.len();
                (state, stray) = split_line(&line, self.delimiter, state, stray, cells);
                self.lines.push(line);
            }
            if stray && self.is_multiline() {
                return Ok(Some(self.unclosed(first_line)));
            }
            if !cells.view().is_blank() {
                return Ok(Some(RowOutcome::Row(first_line)));
            }
        }
    }

    /// Puts all lines of the last row but the first back, to be read again as rows of their own.
    fn give_back(&mut self) {
        for line in self.lines.drain(1..).rev() {
            self.line -= 1;
            self.ahead.push_front(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BorrowedRow, RowBuffer, RowCells, RowOutcome, RowReader, RowStream};
    use proptest::prelude::*;
    use std::io::BufReader;

    fn split(text: &[u8], delimiter: u8) -> Vec<(RowOutcome, Vec<String>)> {
        let mut rows = RowReader::new(text, delimiter, 1);
        let (mut cells, mut steps) = (RowBuffer::default(), Vec::new());
        while let Some(step) = rows.next_row(&mut cells).unwrap() {
            let texts = match step {
                RowOutcome::Row(_) => {
                    cells.iter().map(|cell| String::from_utf8_lossy(cell).into()).collect()
                }
                RowOutcome::Unclosed(_) => Vec::new(),
            };
            steps.push((step, texts));
        }
        steps
    }

    /// The same, lines at a time wherever that can be.
    fn split_plainly(text: &[u8], delimiter: u8) -> Vec<(RowOutcome, Vec<String>)> {
        let texts = |cells: RowCells| {
            cells.iter().map(|cell| String::from_utf8_lossy(cell).into()).collect()
        };
        // Less than a row is in the buffer now and then.
        let mut rows = RowReader::new(BufReader::with_capacity(7, text), delimiter, 1);
        let (mut cells, mut steps) = (RowBuffer::default(), Vec::new());
        loop {
            if let Some(BorrowedRow { line, cells }) = rows.plain_row().unwrap() {
                steps.push((RowOutcome::Row(line), texts(cells)));
                continue;
            }
            match rows.next_row(&mut cells).unwrap() {
                Some(step @ RowOutcome::Row(_)) => steps.push((step, texts(cells.view()))),
                Some(step) => steps.push((step, Vec::new())),
                None => return steps,
            }
        }
    }

    #[test]
    fn lines_are_numbered_as_an_editor_does() {
        let rows = split(b"a,b\r\n\r\n\"x\r\ny\",2\r\n,\n3,4", b',');
        let expected = [
            (RowOutcome::Row(1), vec!["a", "b"]),
            (RowOutcome::Row(3), vec!["x\ny", "2"]),
            (RowOutcome::Row(6), vec!["3", "4"]),
        ];
        assert_eq!(rows, expected.map(|(s, c)| (s, c.into_iter().map(String::from).collect())));
    }

    #[test]
    fn a_quote_inside_a_plain_cell_is_a_character() {
        assert_eq!(split(b"5\" pipe,\"\"\"q\"\"\"\n", b',')[0].1, ["5\" pipe", "\"q\""]);
    }

    #[test]
    fn a_quote_that_is_not_closed_costs_one_row() {
        for text in ["a,b\n\"x,1\nc,d\n", "a,b\n\"x,1\nc,\"d\"\n"] {
            let rows = split(text.as_bytes(), b',');
            assert_eq!(rows[1].0, RowOutcome::Unclosed(2), "{text}");
            assert_eq!(rows[2], (RowOutcome::Row(3), vec!["c".into(), "d".into()]), "{text}");
        }
    }

    proptest! {
        #[test]
        fn well_formed_csv_is_split_as_the_csv_crate_splits_it(
            rows in prop::collection::vec(prop::collection::vec("[a\"\n,; é]{0,6}", 3), 1..8),
        ) {
            let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = writer.into_inner().unwrap();
            let ours: Vec<_> = split(&text, b',').into_iter().map(|(_, cells)| cells).collect();
            let theirs: Vec<_> =
                rows.into_iter().filter(|row| !row.concat().trim().is_empty()).collect();
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn rows_are_the_same_where_they_are_not_copied(
            bytes in prop::collection::vec(
                prop::sample::select(b"aaa\",,\n\n\r \xe9".to_vec()), 0..80,
            ),
            lines in prop::collection::vec(
                prop::sample::select(vec!["a,b\n", "\"a,b\",\"\"\r\n", "\"a\"b\n", ",\n", "\"\n"]),
                0..6,
            ),
        ) {
            let text = [bytes, lines.concat().into_bytes()].concat();
            prop_assert_eq!(split_plainly(&text, b','), split(&text, b','));
        }

        #[test]
        fn every_line_of_any_bytes_is_accounted_for(bytes in prop::collection::vec(
            prop::sample::select(b"a\",\n\r;\xe9".to_vec()), 0..60)) {
            let steps = split(&bytes, b',');
            let start = |read: &RowOutcome| match read {
                RowOutcome::Row(line) | RowOutcome::Unclosed(line) => *line,
            };
            let starts: Vec<u64> = steps.iter().map(|(read, _)| start(read)).collect();
            prop_assert!(starts.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
