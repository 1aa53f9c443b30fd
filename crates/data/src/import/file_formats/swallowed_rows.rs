//! A quote that is opened in one row and closed in a later one: the cell between them holds the end
//! of the one row and the beginning of the other.
//!
//! Invariant: a text of several lines is a cell unless its lines are cut as rows of the table are,
//! and hold somebody's profile or a day by itself.

use super::cells::RowCells;
use crate::import::dates::date_text::parse_date;
use crate::import::people_keys::person;

/// The place of the cell that holds parts of rows, in a table of so many columns.
pub(in crate::import) fn swallowing_cell(
    cells: RowCells,
    delimiter: u8,
    width: usize,
) -> Option<usize> {
    /// In fewer columns a text is cut like rows by chance.
    const COLUMNS_MIN: usize = 3;
    if width < COLUMNS_MIN || !cells.has_line_break() {
        return None;
    }
    cells.iter().enumerate().position(|(at, cell)| holds_rows(cell, at, delimiter, width))
}

/// Whether the first line of a cell ends its row, the last one leads up to its place in another,
/// and those between are whole rows.
fn holds_rows(cell: &[u8], at: usize, delimiter: u8, width: usize) -> bool {
    let Ok(text) = std::str::from_utf8(cell) else { return false };
    let Some((first, rest)) = text.split_once('\n') else { return false };
    let pieces = |line: &str| line.matches(char::from(delimiter)).count() + 1;
    let mut lines = rest.rsplit('\n');
    let last = lines.next().unwrap_or_default();
    let is_cut = pieces(first) + at == width
        && pieces(last) == at + 1
        && lines.all(|line| pieces(line) == width);
    is_cut && text.split([char::from(delimiter), '\n']).any(is_cell_of_a_row)
}

/// Whether a piece of a text is a profile or a day, and nothing else.
fn is_cell_of_a_row(piece: &str) -> bool {
    let piece = piece.trim();
    let is_address = || piece.contains("/in/") && !piece.contains(' ');
    let is_day = || piece.len() < 40 && parse_date(piece).is_some();
    !piece.is_empty() && ((is_address() && person::has_slug(piece)) || is_day())
}

#[cfg(test)]
mod tests {
    use super::swallowing_cell;
    use crate::import::file_formats::cells::RowBuffer;
    use proptest::prelude::*;

    fn swallowing(row: &[String], width: usize) -> Option<usize> {
        let mut cells = RowBuffer::default();
        for cell in row {
            cells.push(cell.as_bytes());
        }
        swallowing_cell(cells.view(), b',', width)
    }

    #[test]
    fn a_cell_that_ends_one_row_and_begins_another_is_known() {
        let swallowed = "Hi,pending\nhttps://www.linkedin.com/in/ben,Hello";
        let cells = ["in/ada", swallowed, "pending"].map(String::from);
        assert_eq!(swallowing(&cells, 3), Some(1));
    }

    proptest! {
        #[test]
        fn a_text_of_several_lines_is_a_cell_in_rows_of_any_width(
            row in prop::collection::vec("[a,\n]{0,6}", 0..9), width in 0_usize..6,
        ) {
            prop_assert_eq!(swallowing(&row, width), None);
        }
    }
}
