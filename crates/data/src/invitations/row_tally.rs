//! What became of the rows of each file, counted for whoever looks at the data.
//!
//! Invariant: the rows of a file are those that are invitations, those that tell more of one, those
//! about people without one, and those that were left out: no row is in none of them or in two.

use crate::query::Query;
use polars::prelude::{DataFrame, DataType, Expr, IntoLazy, PolarsResult, col, len};
use serde::Serialize;
use std::collections::BTreeMap;

/// What became of the rows of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RowTally {
    /// Rows that are invitations.
    pub invitations: usize,
    /// Rows that tell more of an invitation that another row is, or tell of it once more.
    pub joined: usize,
    /// Rows about people without an invitation.
    pub unmatched: usize,
    /// Rows that were left out, by reason.
    pub left_out: BTreeMap<String, usize>,
    /// The people of the file, matched with the invitations of the other files.
    pub people: Option<PeopleCounts>,
}

/// How people were matched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PeopleCounts {
    /// Found among the invitations.
    pub matched: usize,
    /// Of those, by their name alone.
    pub by_name: usize,
    /// Not matched since several people bear the name.
    pub ambiguous: usize,
    /// Not found.
    pub unmatched: usize,
}

/// The fates of the rows of all files, by their places.
pub(super) type RowTallies = BTreeMap<i64, RowTally>;

/// Counts rows of a frame by `file`.
pub(super) fn count_by_file(
    rows: &DataFrame,
    condition: &Expr,
) -> PolarsResult<BTreeMap<i64, usize>> {
    let counted = rows.clone().lazy().filter(condition.clone());
    let counted = counted.group_by([col("file")]).agg([len().cast(DataType::Int64)]).rows()?;
    let files = counted.column("file")?.i64()?.iter();
    let pairs = files.zip(counted.column("len")?.i64()?.iter());
    Ok(pairs
        .filter_map(|(file, count)| Some((file?, usize::try_from(count?).unwrap_or_default())))
        .collect())
}

impl RowTally {
    /// Adds rows that were left out for a reason.
    pub(super) fn leave_out(&mut self, reason: &str, count: usize) {
        if count > 0 {
            *self.left_out.entry(reason.to_owned()).or_default() += count;
        }
    }

    pub fn total(&self) -> usize {
        let left_out: usize = self.left_out.values().sum();
        self.invitations + self.joined + self.unmatched + left_out
    }
}
