//! Aggregates of a whole frame are one row, whatever is asked of them next.
//!
//! Polars forgets this where none of their columns is needed, as in `len()`: it then counts the
//! rows that they were made of. So what makes one row is a step that keeps its columns.

use crate::query::Query;
use polars::prelude::{Expr, LazyFrame, OptFlags};

/// These aggregates of a frame, as one row.
pub fn one_row(frame: LazyFrame, values: &[Expr]) -> LazyFrame {
    frame.select(values).map(Ok, OptFlags::empty(), None, Some("one row"))
}

/// These values of a frame, the other being the same without rows: one row where all of them are
/// aggregates or constants.
pub(super) fn select_values(frame: LazyFrame, empty: LazyFrame, values: &[Expr]) -> LazyFrame {
    match empty.select(values).rows() {
        Ok(rows) if rows.height() > 0 => one_row(frame, values),
        _ => frame.select(values),
    }
}
