//! Which row is about whom: by `who` (the slug, else the member, else the member id, else the row
//! itself), else by member, else by member id or the slug that a former address became, else by
//! name.
//!
//! Invariant: two people who share a name are never merged. A name decides only where, in the
//! account, exactly one person on either side bears it, and where no better key tells them apart.

use super::keys;
use crate::import::person::slug_of_former;
use crate::query::Query;
use polars::prelude::{
    DataFrame, Expr, IntoLazy, JoinArgs, JoinType, LazyFrame, MaintainOrderJoin, PolarsResult,
    UnionArgs, col, concat, lit,
};

/// The row number on the left.
pub(super) const LEFT: &str = "#left";
/// The row number on the right.
pub(super) const RIGHT: &str = "#right";

pub(super) struct Matches {
    /// [`LEFT`], [`RIGHT`] (u32), `by_name` (bool): pairs of rows.
    pub(super) pairs: DataFrame,
    /// `account`, `name` (str): names on both sides that several people bear.
    pub(super) ambiguous: DataFrame,
}

/// A left join's arguments that keep the left order, so that the same input gives the same bytes.
pub(super) fn keeping_order(how: JoinType) -> JoinArgs {
    JoinArgs { maintain_order: MaintainOrderJoin::LeftRight, ..JoinArgs::new(how) }
}

/// Matches rows that have `account`, `slug`, `urn`, `member_id`, `name_key`, `name` and `who`. On
/// the right, a person occurs once; on the left, several rows may be about one person.
pub(super) fn match_people(left: &DataFrame, right: &DataFrame) -> PolarsResult<Matches> {
    let keys = ["account", "slug", "urn", "name_key", "name", "who"].map(col);
    // Programs lower whole addresses, and an id with them.
    let id = col("member_id").str().to_lowercase();
    let keys: Vec<Expr> = keys.into_iter().chain([id]).collect();
    let bearers = col("who").n_unique().over([col("account"), col("name_key")])?;
    let side = |frame: &DataFrame, row: &str| {
        let ids = keys::text(frame, "member_id");
        let former = keys::map(&ids, "former_slug", slug_of_former);
        let keyed = frame.clone().lazy().select(keys.clone());
        let mut keyed = keyed.rows()?;
        keyed.with_column(former)?;
        let keyed = keyed.lazy();
        keyed.with_column(bearers.clone().alias("bearers")).with_row_index(row, None).rows()
    };
    let (left, right) = (side(left, LEFT)?, side(right, RIGHT)?);
    let by_who = pairs(&left, &right, &["account", "who"])?;
    let (left, right) = (without(&left, &by_who, LEFT)?, without(&right, &by_who, RIGHT)?);
    let by_urn = pairs(&left, &right, &["account", "urn"])?;
    let (left, right) = (without(&left, &by_urn, LEFT)?, without(&right, &by_urn, RIGHT)?);
    let by_id = pairs(&left, &right, &["account", "member_id"])?;
    let (left, right) = (without(&left, &by_id, LEFT)?, without(&right, &by_id, RIGHT)?);
    let by_former = joined(&left, &right, &["account", "slug"], &["account", "former_slug"])?;
    let (left, right) = (without(&left, &by_former, LEFT)?, without(&right, &by_former, RIGHT)?);
    let of_former = joined(&left, &right, &["account", "former_slug"], &["account", "slug"])?;
    let (left, right) = (without(&left, &of_former, LEFT)?, without(&right, &of_former, RIGHT)?);
    let ambiguous = ambiguous(&left, &right)?;
    let alone = || col("bearers").eq(lit(1)).and(col("name_key").is_not_null());
    let tells_apart = |key: &str| {
        let other = format!("{key}_right");
        col(key).is_not_null().and(col(other.as_str()).is_not_null())
    };
    let by_name = left
        .lazy()
        .filter(alone())
        .join(
            right.lazy().filter(alone()),
            name_keys(),
            name_keys(),
            keeping_order(JoinType::Inner),
        )
        .filter(tells_apart("slug").or(tells_apart("urn")).or(tells_apart("member_id")).not())
        .with_column(lit(true).alias("by_name"))
        .select(pair_columns());
    let sure = [by_who, by_urn, by_id, by_former, of_former].map(IntoLazy::lazy);
    let pairs: Vec<LazyFrame> = sure.into_iter().chain([by_name]).collect();
    Ok(Matches { pairs: concat(pairs, UnionArgs::default())?.rows()?, ambiguous })
}

/// The names on both sides that several people bear on either, unless slugs tell all of them apart.
/// Counted by name, never pair by pair: a thousand people of one name make a million pairs.
fn ambiguous(left: &DataFrame, right: &DataFrame) -> PolarsResult<DataFrame> {
    let by_name = |frame: &DataFrame| {
        let named = frame.clone().lazy().filter(col("name_key").is_not_null());
        named.group_by_stable(name_keys()).agg([
            col("name").first(),
            col("bearers").max(),
            col("slug").is_null().any(true).alias("unclear"),
        ])
    };
    let several = col("bearers").gt(lit(1)).or(col("bearers_right").gt(lit(1)));
    by_name(left)
        .join(by_name(right), name_keys(), name_keys(), keeping_order(JoinType::Inner))
        .filter(several.and(col("unclear").or(col("unclear_right"))))
        .select([col("account"), col("name")])
        .rows()
}

fn name_keys() -> [Expr; 2] {
    [col("account"), col("name_key")]
}

fn pair_columns() -> [Expr; 3] {
    [col(LEFT), col(RIGHT), col("by_name")]
}

fn pairs(left: &DataFrame, right: &DataFrame, on: &[&str]) -> PolarsResult<DataFrame> {
    joined(left, right, on, on)
}

/// Pairs of rows whose values of these columns are the same.
fn joined(
    left: &DataFrame,
    right: &DataFrame,
    left_on: &[&str],
    right_on: &[&str],
) -> PolarsResult<DataFrame> {
    let [left_on, right_on] = [left_on, right_on].map(|on| on.iter().map(|key| col(*key)));
    let (left_on, right_on) = (left_on.collect::<Vec<_>>(), right_on.collect::<Vec<_>>());
    let right = right.clone().lazy();
    let joined = left.clone().lazy().join(right, left_on, right_on, keeping_order(JoinType::Inner));
    joined.with_column(lit(false).alias("by_name")).select(pair_columns()).rows()
}

/// The rows that no pair has taken yet.
fn without(frame: &DataFrame, pairs: &DataFrame, row: &str) -> PolarsResult<DataFrame> {
    let taken: LazyFrame = pairs.clone().lazy().select([col(row)]);
    let rest = frame.clone().lazy();
    rest.join(taken, [col(row)], [col(row)], keeping_order(JoinType::Anti)).rows()
}
