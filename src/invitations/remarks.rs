//! What there is to say of the tables while they are typed.

use crate::finding::Finding;
use crate::import::BadRow;
use serde::Serialize;

/// What there is to say of all tables.
#[derive(Default)]
pub(super) struct Remarks {
    /// Rows that were left out and cells that are unknown.
    pub(super) skipped: Vec<BadRow>,
    /// What concerns a whole column, file or account.
    pub(super) findings: Vec<Finding>,
    /// How each column of dates or words was read.
    pub(super) readings: Vec<Reading>,
}

/// How the values of one column were read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// The file.
    pub file: String,
    /// The column, as the file spells it.
    pub column: String,
    /// What its values are, in words.
    pub form: String,
    /// How many values were understood.
    pub understood: usize,
    /// How many values there are.
    pub values: usize,
    /// One of those that were understood, or else of the others.
    pub example: Option<String>,
}
