//! What is known of the columns that a formula asks, whatever a row holds.

/// What holds of a column's value in every row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnFacts {
    /// Whether a value may be missing.
    pub nullable: bool,
    /// The least and the greatest whole number that it can be; none where it may be any.
    pub range: Option<(i64, i64)>,
}

/// Tells what is known of a column by its name; nothing of one that nobody described.
pub type ColumnFactsLookup = fn(&str) -> Option<ColumnFacts>;

/// Of columns of which nothing is known.
pub fn nothing_known(_: &str) -> Option<ColumnFacts> {
    None
}
