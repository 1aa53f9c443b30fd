//! Sheets that know one person by a slug, and by a member's number or id: a name joins them, as it
//! joins a sheet with an archive.
//!
//! Invariant: a name decides only where it is that of one slug and of one member, in different
//! files, and nothing says that they are two people.

use crate::invitations::columns::has_key;
use crate::query::{Query, ordered_join};
use polars::prelude::{
    DataFrame, Expr, IntoLazy, JoinType, LazyFrame, PolarsResult, UnionArgs, col, concat, lit, when,
};

/// The slug that rows of a name have, and its address.
const KNOWN: [(&str, &str); 2] = [("slug", "#known_slug"), ("profile_url", "#known_profile_url")];

/// The rows of sheets, those without a slug under the one that another sheet has of their person.
pub(in crate::invitations) fn fill_slugs_by_name(
    frames: Vec<DataFrame>,
) -> PolarsResult<Vec<DataFrame>> {
    let mut has_others = false;
    for frame in &frames {
        has_others |= (frame.column("slug")?.is_null()
            & (frame.column("urn")?.is_not_null() | frame.column("member_id")?.is_not_null()))
        .any();
    }
    if frames.len() < 2 || !has_others {
        return Ok(frames);
    }
    let known = known_slugs(&frames)?;
    let name = ["account", "name_key"].map(col);
    let under_slug = |frame: DataFrame| {
        let names = frame.get_column_names_owned();
        let order: Vec<Expr> = names.into_iter().map(col).collect();
        let is_known = is_without_slug().and(col("#known_slug").is_not_null());
        let put = |column: &str, value: &str| {
            when(is_known.clone()).then(col(value)).otherwise(col(column)).alias(column)
        };
        let [slug, address] = KNOWN.map(|(column, value)| put(column, value));
        frame
            .lazy()
            .join(known.clone(), name.clone(), name.clone(), ordered_join(JoinType::Left))
            .with_columns([slug, address, put("who", "#known_slug")])
            .select(order)
            .rows()
    };
    frames.into_iter().map(under_slug).collect()
}

fn is_without_slug() -> Expr {
    col("slug").is_null().and(has_key())
}

/// `account`, `name_key` and [`KNOWN`] of each name that one slug and one member bear.
fn known_slugs(frames: &[DataFrame]) -> PolarsResult<LazyFrame> {
    let columns = ["account", "name_key", "who", "slug", "urn", "member_id", "profile_url", "file"];
    let rows = frames.iter().map(|frame| frame.clone().lazy().select(columns.map(col)));
    let rows = concat(rows.collect::<Vec<_>>(), UnionArgs::default())?
        .filter(col("name_key").is_not_null().and(has_key()))
        .with_column(col("member_id").str().to_lowercase());
    let name = ["account", "name_key"].map(col);
    let is_one = |key: &str| col(key).drop_nulls().n_unique().lt_eq(lit(1));
    let with_slug = col("slug").is_not_null();
    let known =
        KNOWN.map(|(column, value)| col(column).filter(with_slug.clone()).first().alias(value));
    let counts = [
        col("slug").drop_nulls().n_unique().alias("slugs"),
        col("who").filter(with_slug.clone().not()).n_unique().alias("others"),
        is_one("urn").and(is_one("member_id")).alias("agree"),
        col("file").n_unique().alias("files"),
        col("file").filter(with_slug.clone()).n_unique().alias("files_of_slug"),
        col("file").filter(with_slug.clone().not()).n_unique().alias("files_of_others"),
    ];
    let is_apart = (col("files_of_slug") + col("files_of_others")).eq(col("files"));
    let is_clear = col("slugs").eq(lit(1)).and(col("others").eq(lit(1))).and(col("agree"));
    let known_columns = KNOWN.map(|(_, value)| value);
    let kept = ["account", "name_key"].into_iter().chain(known_columns).map(col);
    Ok(rows
        .group_by_stable(name)
        .agg([counts.to_vec(), known.to_vec()].concat())
        .filter(is_clear.and(is_apart))
        .select(kept.collect::<Vec<_>>()))
}
