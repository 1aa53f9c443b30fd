//! How the people of a file were matched, counted for whoever looks at the data.

use crate::invitations::people::matching::{Matches, RIGHT};
use crate::invitations::row_tally::{RowTallies, count_by_file};
use crate::query::{Query, ordered_join};
use polars::prelude::{DataFrame, IntoLazy, JoinType, PolarsResult, UniqueKeepStrategy, col, lit};

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
