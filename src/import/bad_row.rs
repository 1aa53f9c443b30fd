//! A row that cannot be used: what it is, where it is and what was expected.
//!
//! Invariant: every row of a recognised file is either in the frame or in this list.

use serde::Serialize;
use std::fmt;

/// One row that was left out.
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
    /// What was expected.
    pub expected: String,
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, row {}", self.file, self.row)?;
        if let Some(column) = &self.column {
            write!(f, ", column `{column}`")?;
        }
        write!(f, ": {}; expected {}", self.problem, self.expected)
    }
}
