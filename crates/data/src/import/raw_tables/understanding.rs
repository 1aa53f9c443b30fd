//! What was understood of a file before any of its values was read.

use crate::import::sources::description::DescriptionOrigin;
use crate::import::sources::unread_column::UnreadColumn;

/// How a file was taken apart, and why it is taken for what it is.
#[derive(Clone, Debug, Default)]
pub struct TableProvenance {
    /// The description by which it is read.
    pub source: String,
    pub origin: DescriptionOrigin,
    pub why: String,
    /// Why it is of its account; none where it is of none.
    pub account_why: Option<String>,
    /// The format of the file; none where it is CSV.
    pub format: Option<String>,
    pub sheet: Option<String>,
    /// Whether that is the only one, so that the file's name is the table's, too.
    pub is_only_sheet: bool,
    /// How its text is encoded; none where it is no text.
    pub encoding: Option<&'static str>,
    /// What is between its cells.
    pub delimiter: Option<char>,
    pub header_row: Option<u64>,
    /// The columns that fill no field.
    pub unread: Vec<UnreadColumn>,
    /// What values decided about columns.
    pub guesses: Vec<String>,
    /// The rows below the header, those that could not be taken apart among them.
    pub rows: usize,
}
