//! A header within a table that has the columns in another order, or others: what stands below it
//! is read by the names that both have.

use crate::import::file_formats::cells::{RowBuffer, RowCells};

/// Where each column of the first header stands below another one.
pub(in crate::import) struct ReorderedHeader {
    places: Vec<Option<usize>>,
    /// How many cells a row below it has.
    width: usize,
    /// The columns that the first header does not have.
    others: Vec<String>,
}

impl ReorderedHeader {
    /// That of a row which is a header; `names` are the cells of the first one.
    pub(in crate::import) fn of_header(cells: RowCells, names: &[String]) -> Self {
        let text = |cell: &[u8]| String::from_utf8_lossy(cell).trim().to_owned();
        let headings: Vec<String> = cells.iter().map(text).collect();
        let is_name = |heading: &String, name: &String| heading.eq_ignore_ascii_case(name.trim());
        let at = |name: &String| headings.iter().position(|heading| is_name(heading, name));
        let places = names.iter().map(|name| at(name).filter(|_| !name.trim().is_empty()));
        let is_other = |heading: &&String| {
            !heading.is_empty() && !names.iter().any(|name| is_name(heading, name))
        };
        let others = headings.iter().filter(is_other).cloned().collect();
        Self { places: places.collect(), width: cells.len(), others }
    }

    /// The cells of a row below it, in the order of the first header; those of a ragged row as they
    /// are.
    pub(in crate::import) fn reorder(&self, row: RowCells) -> RowBuffer {
        let mut ordered = RowBuffer::default();
        if row.len() != self.width {
            row.iter().for_each(|cell| ordered.push(cell));
            return ordered;
        }
        for at in &self.places {
            ordered.push(at.and_then(|at| row.iter().nth(at)).unwrap_or_default());
        }
        ordered
    }

    pub(in crate::import) fn problem(&self) -> String {
        if self.others.is_empty() {
            return "the header once more, in another order: the rows below it are read by it"
                .into();
        }
        format!(
            "the header once more, with other columns: the rows below it are read by those that \
             both have, and what stands in `{}` is not read",
            self.others.join("`, `")
        )
    }
}
