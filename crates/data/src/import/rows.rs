//! Text → rows of cells, with the line on which each begins.
//!
//! Splits CSV as RFC 4180 and spreadsheets write it. It differs from a plain CSV reader in what a
//! wrong row costs: a quote that is never closed would swallow every row below it, so such a row
//! can be given back except for its first line, and reading goes on with the second.
//!
//! Invariant: every line is consumed exactly once, and memory is bounded by one row.

use super::cells::{Cells, ReadRows, RowRead};
use memchr::memchr;
use std::collections::VecDeque;
use std::io::{self, BufRead};

/// A row longer than this has a quote that is not closed.
const ROW_BYTES_MAX: usize = 1 << 20;
/// A row of more lines than this has a quote that is not closed.
const ROW_LINES_MAX: usize = 2_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum CellState {
    CellStart,
    Plain,
    Quoted,
    QuoteInQuoted,
    RowEnd,
}

/// Reads rows from text.
pub(super) struct RowReader<R> {
    input: R,
    delimiter: u8,
    line: u64,
    ahead: VecDeque<Vec<u8>>,
    lines: Vec<Vec<u8>>,
    /// Lines that are used no more, to be filled again.
    spare: Vec<Vec<u8>>,
    has_left_open: bool,
}

impl<R: BufRead> RowReader<R> {
    /// Of text that begins on this line of its file.
    pub(super) fn new(input: R, delimiter: u8, line: u64) -> Self {
        let (ahead, lines, spare) = (VecDeque::new(), Vec::new(), Vec::new());
        Self { input, delimiter, line, ahead, lines, spare, has_left_open: false }
    }

    /// The next line and the delimiter, where reading could begin anew there.
    pub(super) fn begins_anew(&self) -> Option<(u64, u8)> {
        self.ahead.is_empty().then_some((self.line, self.delimiter))
    }

    /// What is still to be read.
    pub(super) fn into_input(self) -> R {
        self.input
    }

    /// Whether a row opened a quote and never closed it.
    pub(super) fn has_left_open(&self) -> bool {
        self.has_left_open
    }

    fn next_line(&mut self) -> io::Result<Vec<u8>> {
        let line = if let Some(line) = self.ahead.pop_front() {
            line
        } else {
            let mut line = self.spare.pop().unwrap_or_default();
            line.clear();
            self.input.read_until(b'\n', &mut line)?;
            line
        };
        self.line += u64::from(!line.is_empty());
        Ok(line)
    }

    fn unclosed(&mut self, first_line: u64) -> RowRead {
        self.has_left_open = true;
        self.give_back();
        RowRead::Unclosed(first_line)
    }

    /// Whether the last row spans several lines.
    fn is_multiline(&self) -> bool {
        self.lines.len() > 1
    }
}

impl<R: BufRead> ReadRows for RowReader<R> {
    fn next_row(&mut self, cells: &mut Cells) -> io::Result<Option<RowRead>> {
        loop {
            cells.clear();
            self.spare.append(&mut self.lines);
            let first_line = self.line;
            let mut state = CellState::CellStart;
            let (mut size, mut stray) = (0, false);
            while state != CellState::RowEnd {
                let too_long = size > ROW_BYTES_MAX || self.lines.len() > ROW_LINES_MAX;
                let line = if too_long { Vec::new() } else { self.next_line()? };
                if line.is_empty() {
                    if self.lines.is_empty() {
                        return Ok(None);
                    }
                    return Ok(Some(self.unclosed(first_line)));
                }
                size += line.len();
                (state, stray) = scan(&line, self.delimiter, state, stray, cells);
                self.lines.push(line);
            }
            if stray && self.is_multiline() {
                return Ok(Some(self.unclosed(first_line)));
            }
            if !cells.is_blank() {
                return Ok(Some(RowRead::Row(first_line)));
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

/// Splits one line, continuing in `state`. Returns the state after it and whether anything but a
/// delimiter has followed a closing quote in this row.
fn scan(
    line: &[u8],
    delimiter: u8,
    mut state: CellState,
    mut stray: bool,
    cells: &mut Cells,
) -> (CellState, bool) {
    let (content, newline) = match line {
        [content @ .., b'\r', b'\n'] | [content @ .., b'\n'] => (content, true),
        content => (content.strip_suffix(b"\r").unwrap_or(content), false),
    };
    let mut rest = content;
    while let Some((&byte, after)) = rest.split_first() {
        // What stands up to the next sign that means something is taken at once.
        let sign = match state {
            CellState::Quoted => memchr(b'"', rest),
            CellState::Plain => memchr(delimiter, rest),
            _ => Some(0),
        };
        let (plain, from_sign) = rest.split_at(sign.unwrap_or(rest.len()));
        if !plain.is_empty() {
            cells.push_bytes(plain);
            rest = from_sign;
            continue;
        }
        rest = after;
        state = match (state, byte) {
            (CellState::CellStart, b'"') => CellState::Quoted,
            (CellState::Quoted, _) => CellState::QuoteInQuoted,
            (CellState::QuoteInQuoted, b'"') => {
                cells.push_byte(b'"');
                CellState::Quoted
            }
            (_, byte) if byte == delimiter => {
                cells.end_cell();
                CellState::CellStart
            }
            (before, _) => {
                stray |= before == CellState::QuoteInQuoted;
                cells.push_byte(byte);
                CellState::Plain
            }
        };
    }
    if state == CellState::Quoted {
        if newline {
            cells.push_byte(b'\n');
        }
        return (CellState::Quoted, stray);
    }
    cells.end_cell();
    (CellState::RowEnd, stray)
}

#[cfg(test)]
mod tests {
    use super::{Cells, ReadRows, RowRead, RowReader};
    use proptest::prelude::*;

    fn split(text: &[u8], delimiter: u8) -> Vec<(RowRead, Vec<String>)> {
        let mut rows = RowReader::new(text, delimiter, 1);
        let (mut cells, mut steps) = (Cells::default(), Vec::new());
        while let Some(step) = rows.next_row(&mut cells).unwrap() {
            let texts = match step {
                RowRead::Row(_) => {
                    cells.iter().map(|cell| String::from_utf8_lossy(cell).into()).collect()
                }
                RowRead::Unclosed(_) => Vec::new(),
            };
            steps.push((step, texts));
        }
        steps
    }

    #[test]
    fn lines_are_numbered_as_an_editor_does() {
        let rows = split(b"a,b\r\n\r\n\"x\r\ny\",2\r\n,\n3,4", b',');
        let expected = [
            (RowRead::Row(1), vec!["a", "b"]),
            (RowRead::Row(3), vec!["x\ny", "2"]),
            (RowRead::Row(6), vec!["3", "4"]),
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
            assert_eq!(rows[1].0, RowRead::Unclosed(2), "{text}");
            assert_eq!(rows[2], (RowRead::Row(3), vec!["c".into(), "d".into()]), "{text}");
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
        fn every_line_of_any_bytes_is_accounted_for(bytes in prop::collection::vec(
            prop::sample::select(b"a\",\n\r;\xe9".to_vec()), 0..60)) {
            let steps = split(&bytes, b',');
            let start = |read: &RowRead| match read {
                RowRead::Row(line) | RowRead::Unclosed(line) => *line,
            };
            let starts: Vec<u64> = steps.iter().map(|(read, _)| start(read)).collect();
            prop_assert!(starts.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
