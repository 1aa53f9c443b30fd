//! A workbook (XLSX) for spreadsheet programs: typed cells, one sheet for each part of what is
//! written, a header that stays in view and filters.
//!
//! Written by `rust_xlsxwriter`, which brings nothing that the reading of archives has not brought
//! already.
//!
//! Invariant: the same input gives the same bytes: the date on which the document was made is the
//! instant at which it holds. Nothing in it is computed: every cell is a value, and no text of the
//! data is a formula, whatever it begins with, nor becomes one where somebody edits it.

mod book_contents;
mod cell;
mod sheet;
mod sheet_names;
#[cfg(test)]
mod tests;
mod workbook_builder;
mod xlsx;

use workbook_builder::WorkbookBuilder;
pub(super) use xlsx::Xlsx;
