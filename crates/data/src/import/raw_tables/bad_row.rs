//! A row or a cell that cannot be used: where it is, what is wrong and what was expected.
//!
//! Invariant: every row of a recognised file is either in the frame or in this list, and so is
//! every cell that was to be read.

use serde::Serialize;
use std::fmt;

/// What a fault costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Loss {
    /// The whole row: nobody is named in it, or it cannot be taken apart.
    Row,
    /// Only this cell, which is unknown; all else of the row stays.
    Cell,
}

/// One row that was left out, or one cell of a row that stays.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct BadRow {
    /// The file, as it was given; a member of a zip after the zip's name.
    pub file: String,
    /// The line on which the row begins, from 1, as an editor shows it.
    pub row: u64,
    /// The column, as the file spells it; none where the row as a whole is wrong.
    pub column: Option<String>,
    /// What is wrong, with the value.
    pub problem: String,
    pub expected: String,
    pub loss: Loss,
}

impl fmt::Display for BadRow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}, row {}", self.file, self.row)?;
        if let Some(column) = &self.column {
            write!(formatter, ", column `{column}`")?;
        }
        write!(formatter, ": {}; expected {}", self.problem, self.expected)
    }
}
