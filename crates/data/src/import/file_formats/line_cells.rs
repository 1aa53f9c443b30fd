//! A line of CSV → its cells: where they are in it, or what they hold once their quotes are off.
//!
//! Invariant: where both can tell, both tell the same.

use super::cells::RowBuffer;
use memchr::{memchr, memchr_iter};
use std::ops::Range;

/// Where in a row the sign before stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum SplitState {
    CellStart,
    Plain,
    Quoted,
    QuoteInQuoted,
    RowEnd,
}

/// Finds where the cells of a line are, unless quotes stand elsewhere than around whole cells.
pub(in crate::import) fn cut_plainly(
    line: &[u8],
    delimiter: u8,
    bounds: &mut Vec<Range<usize>>,
) -> bool {
    bounds.clear();
    let mut start = 0;
    if memchr(b'"', line).is_none() {
        for end in memchr_iter(delimiter, line) {
            bounds.push(start..end);
            start = end + 1;
        }
        bounds.push(start..line.len());
        return true;
    }
    loop {
        let rest = line.get(start..).unwrap_or_default();
        let (cell, end) = match rest.strip_prefix(b"\"") {
            Some(quoted) => {
                let Some(length) = memchr(b'"', quoted) else { return false };
                (start + 1..start + 1 + length, start + length + 2)
            }
            None => {
                let end = start + memchr(delimiter, rest).unwrap_or(rest.len());
                (start..end, end)
            }
        };
        bounds.push(cell);
        match line.get(end) {
            Some(byte) if *byte == delimiter => start = end + 1,
            Some(_) => return false,
            None => return true,
        }
    }
}

/// Splits one line, continuing in `state`. Returns the state after it and whether anything but a
/// delimiter has followed a closing quote in this row.
pub(in crate::import) fn split_line(
    line: &[u8],
    delimiter: u8,
    mut state: SplitState,
    mut stray: bool,
    cells: &mut RowBuffer,
) -> (SplitState, bool) {
    let (content, newline) = match line {
        [content @ .., b'\r', b'\n'] | [content @ .., b'\n'] => (content, true),
        content => (content.strip_suffix(b"\r").unwrap_or(content), false),
    };
    let mut rest = content;
    while let Some((&byte, after)) = rest.split_first() {
        // What stands up to the next sign that means something is taken at once.
        let sign = match state {
            SplitState::Quoted => memchr(b'"', rest),
            SplitState::Plain => memchr(delimiter, rest),
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
            (SplitState::CellStart, b'"') => SplitState::Quoted,
            (SplitState::Quoted, _) => SplitState::QuoteInQuoted,
            (SplitState::QuoteInQuoted, b'"') => {
                cells.push_byte(b'"');
                SplitState::Quoted
            }
            (_, byte) if byte == delimiter => {
                cells.end_cell();
                SplitState::CellStart
            }
            (before, _) => {
                stray |= before == SplitState::QuoteInQuoted;
                cells.push_byte(byte);
                SplitState::Plain
            }
        };
    }
    if state == SplitState::Quoted {
        if newline {
            cells.push_byte(b'\n');
        }
        return (SplitState::Quoted, stray);
    }
    cells.end_cell();
    (SplitState::RowEnd, stray)
}
