//! What became of the rows of each file, counted for whoever looks at the data.
//!
//! Invariant: the rows of a file are those that are invitations, those that tell more of one, those
//! about people without one, and those that were left out: no row is in none of them or in two.

use super::people::matching::{Matches, RIGHT};
use crate::query::{Query, ordered_join};
use polars::prelude::{
    DataFrame, DataType, Expr, IntoLazy, JoinType, PolarsResult, UniqueKeepStrategy, col, len, lit,
};
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

/// Notes how the people on the right side of a match came out. They have `file`, `account`, `name`
/// and `who`; one who was looked for in several accounts counts once. Gives them back, with `fate`.
pub(super) fn tally_people(
    fates: &mut RowTallies,
    people: &DataFrame,
    pairing: &Matches,
) -> PolarsResult<DataFrame> {
    let matched = pairing.pairs.clone().lazy().group_by([col(RIGHT)]);
    let matched = matched.agg([col("by_name").min().alias("by_name")]);
    let ambiguous = pairing.ambiguous.clone().lazy().with_column(lit(true).alias("is_ambiguous"));
    let ambiguous = ambiguous.unique(None, UniqueKeepStrategy::Any);
    let on = [col("account"), col("name")];
    let fate = polars::prelude::when(col("by_name").eq(lit(false)))
        .then(lit(0))
        .when(col("by_name").eq(lit(true)))
        .then(lit(1))
        .when(col("is_ambiguous"))
        .then(lit(2))
        .otherwise(lit(3));
    let told = people
        .clone()
        .lazy()
        .select([col("file"), col("account"), col("name"), col("who")])
        .with_row_index(RIGHT, None)
        .join(matched, [col(RIGHT)], [col(RIGHT)], ordered_join(JoinType::Left))
        .join(ambiguous, on.clone(), on, ordered_join(JoinType::Left))
        .group_by([col("file"), col("who")])
        .agg([fate.min().alias("fate")])
        .rows()?;
    for (fate, count) in [0, 1, 2, 3].map(|n| (n, count_by_file(&told, &col("fate").eq(lit(n))))) {
        for (file, count) in count? {
            let people = fates.entry(file).or_default().people.get_or_insert_default();
            match fate {
                0 => people.matched += count,
                1 => {
                    people.matched += count;
                    people.by_name += count;
                }
                2 => people.ambiguous += count,
                _ => people.unmatched += count,
            }
        }
    }
    Ok(told)
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
