//! The invitations of all archives, each once, and which of them a later one supersedes.
//!
//! Invariant: the same invitation in several archives counts once; two rows of one name in one file
//! are two people.

use crate::import::table::ROW;
use crate::invitations::columns;
use crate::invitations::columns::typed_null;
use crate::invitations::people::key_hashes::{KeyHashes, hash_texts};
use crate::query::{Query, ordered_join};
use polars::prelude::{
    BooleanChunked, DataFrame, Expr, IntoLazy, JoinType, LazyFrame, NewChunkedArray, PlHashMap,
    PlHashSet, PolarsResult, SortMultipleOptions, UInt64Chunked, UnionArgs, UniqueKeepStrategy,
    col, concat, lit,
};

/// The invitations of all archives, each once.
pub(in crate::invitations) fn deduplicate(tables: Vec<DataFrame>) -> PolarsResult<DataFrame> {
    if tables.is_empty() {
        return columns::empty_frame(columns::sent_columns(|_| false));
    }
    let tables: Vec<_> = tables.into_iter().map(IntoLazy::lazy).collect();
    let rows = concat(tables, UnionArgs::default())?;
    // How good the key is by which a row names its person.
    let quality = polars::prelude::when(col("slug").is_not_null())
        .then(lit(0))
        .when(col("urn").is_not_null().or(col("member_id").is_not_null()))
        .then(lit(1))
        .otherwise(lit(2))
        .alias("quality");
    let rows = rows.with_column(quality).rows()?;
    let by_key = ["account", "slug", "urn", "member_id", "sent_at"].map(col).to_vec();
    let first = UniqueKeepStrategy::First;
    if rows.column("quality")?.i32()?.iter().all(|quality| quality == Some(0)) {
        // As every archive of today is.
        return in_order(first_of_each(rows, &by_key)?.lazy());
    }
    let same_name = ["account", "name_key", "sent_at", "file", "quality"].map(col);
    let nth = col("who").cum_count(false).over(same_name)?.alias("nth");
    let rows = rows.lazy().with_column(nth).rows()?;
    let of_quality = |quality: i32| rows.clone().lazy().filter(col("quality").eq(lit(quality)));
    let by_name = ["account", "name_key", "sent_at", "nth"].map(col).to_vec();
    let slugs = of_quality(0).unique_stable_generic(Some(by_key.clone()), first).rows()?;
    let urns = of_quality(1).unique_stable_generic(Some(by_key), first);
    let names = of_quality(2).unique_stable_generic(Some(by_name.clone()), first);
    let urns = drop_rows_of_other_files(urns.rows()?, &slugs, &by_name)?;
    let keyed = concat([slugs.lazy(), urns.lazy()], UnionArgs::default())?.rows()?;
    let names = drop_rows_of_other_files(names.rows()?, &keyed, &by_name)?;
    in_order(concat([keyed.lazy(), names.lazy()], UnionArgs::default())?)
}

/// The rows without those that have the same keys as one before them.
fn first_of_each(rows: DataFrame, by_key: &[Expr]) -> PolarsResult<DataFrame> {
    let [accounts, people] =
        ["account", "who"].map(|name| hash_texts(&columns::text_column(&rows, name)));
    let whom: UInt64Chunked = accounts
        .iter()
        .zip(people.iter())
        .map(|(account, person)| Some(account?.rotate_left(1) ^ person?))
        .collect();
    // Most people stand in one row of their account: nobody else is compared.
    let repeated = KeyHashes::repeated(&whom);
    let is_asked: BooleanChunked = whom.iter().map(|key| Some(repeated.has(key))).collect();
    if !is_asked.any() {
        return Ok(rows);
    }
    let asked = rows.clone().lazy().select(by_key).with_row_index("#n", None);
    let asked = asked.rows()?.filter(&is_asked)?.lazy();
    let first = asked.unique_stable_generic(Some(by_key.to_vec()), UniqueKeepStrategy::First);
    let first = first.rows()?;
    let mut is_kept: Vec<bool> = is_asked.iter().map(|is_asked| is_asked == Some(false)).collect();
    for row in first.column("#n")?.idx()?.iter().flatten() {
        if let Some(is_kept) = is_kept.get_mut(row as usize) {
            *is_kept = true;
        }
    }
    rows.filter(&BooleanChunked::from_slice("kept".into(), &is_kept))
}

/// The columns of invitations, in the order in which they stand in the files.
fn in_order(rows: LazyFrame) -> PolarsResult<DataFrame> {
    let rows = rows.select(columns::sent_columns(|_| true)).rows()?;
    let (files, lines) = (rows.column("file")?.i64()?, rows.column(ROW)?.i64()?);
    if files.iter().zip(lines.iter()).is_sorted() {
        return Ok(rows);
    }
    rows.lazy().sort(["file", ROW], SortMultipleOptions::default()).rows()
}

/// The rows that no row of another file repeats under a better key.
pub(in crate::invitations) fn drop_rows_of_other_files(
    rows: DataFrame,
    better: &DataFrame,
    on: &[Expr],
) -> PolarsResult<DataFrame> {
    if rows.height() == 0 || better.height() == 0 {
        return Ok(rows);
    }
    let numbered = rows.lazy().with_row_index("#n", None);
    let elsewhere = better
        .clone()
        .lazy()
        .select(on.iter().cloned().chain([col("file").alias("other_file")]).collect::<Vec<_>>());
    let repeated = numbered
        .clone()
        .join(elsewhere, on, on, ordered_join(JoinType::Inner))
        .filter(col("file").neq(col("other_file")))
        .select([col("#n")])
        .unique(None, UniqueKeepStrategy::Any);
    numbered
        .join(repeated, [col("#n")], [col("#n")], ordered_join(JoinType::Anti))
        .drop(polars::prelude::by_name(["#n"], true, false))
        .rows()
}

/// The rows with a day sent of whoever was invited on several.
fn invited_again(sent: &DataFrame) -> PolarsResult<BooleanChunked> {
    let [accounts, people] = ["account", "who"].map(|name| columns::text_column(sent, name));
    let instants = sent.column("sent_at")?.datetime()?.physical();
    let rows = || accounts.iter().zip(people.iter()).zip(instants.iter());
    let (mut first, mut again) = (PlHashMap::default(), PlHashSet::default());
    // Most people stand in one row, and nobody else is looked up.
    let keys = hash_texts(&people);
    let repeated = KeyHashes::repeated(&keys);
    for ((whom, instant), key) in rows().zip(keys.iter()) {
        let Some(instant) = instant.filter(|_| repeated.has(key)) else { continue };
        if *first.entry(whom).or_insert(instant) != instant {
            again.insert(whom);
        }
    }
    Ok(rows().map(|(whom, instant)| Some(instant.is_some() && again.contains(&whom))).collect())
}

/// `superseded_at`: when the same person was invited next, by slug, member, or a log's name.
pub(in crate::invitations) fn with_superseded(sent: DataFrame) -> PolarsResult<DataFrame> {
    let whom = ["account", "who"].map(col);
    let again = sent.filter(&invited_again(&sent)?)?.lazy();
    let keys = whom.iter().cloned().chain([col("sent_at")]).collect::<Vec<_>>();
    let next = again
        .select(keys.clone())
        .unique(None, UniqueKeepStrategy::Any)
        .sort(["account", "who", "sent_at"], SortMultipleOptions::default())
        .with_column(col("sent_at").shift(lit(-1)).over(whom)?.alias("superseded_at"))
        .rows()?;
    if next.height() == 0 {
        let never = typed_null(sent.column("sent_at")?.dtype().clone()).alias("superseded_at");
        return sent.lazy().with_column(never).rows();
    }
    let next = next.lazy();
    sent.lazy().join(next, keys.clone(), keys, ordered_join(JoinType::Left)).rows()
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::{IntoColumn, StringChunked};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_of_each_is_kept(
            texts in prop::collection::vec(("[ab]", "[a-d]", prop::option::of("[xy]")), 0..30),
        ) {
            let column = |name: &str, texts: Vec<Option<&str>>| {
                StringChunked::from_iter_options(name.into(), texts.into_iter()).into_column()
            };
            let columns = vec![
                column("account", texts.iter().map(|row| Some(&*row.0)).collect()),
                column("who", texts.iter().map(|row| Some(&*row.1)).collect()),
                column("day", texts.iter().map(|row| row.2.as_deref()).collect()),
            ];
            let rows = DataFrame::new(texts.len(), columns).unwrap();
            let by_key = ["account", "who", "day"].map(col).to_vec();
            let kept = first_of_each(rows.clone(), &by_key).unwrap();
            let first = UniqueKeepStrategy::First;
            let expected = rows.lazy().unique_stable_generic(Some(by_key), first).rows().unwrap();
            prop_assert_eq!(kept, expected);
        }
    }
}
