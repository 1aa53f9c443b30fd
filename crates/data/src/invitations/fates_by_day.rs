//! What a sheet says of each of several invitations of one person, by the day on which it was sent.
//!
//! Invariant: what a row says of the invitation of its own day is heard of that one and no other,
//! whatever the rows of the person's other invitations say.

use super::matching::{LEFT, RIGHT, keeping_order};
use super::precedence::{FATE, in_order_of_sending, is_over};
use super::sheet::beside;
use crate::query::Query;
use polars::prelude::{
    DataFrame, DataType, Expr, IntoLazy, JoinType, LazyFrame, PolarsResult, UnionArgs,
    UniqueKeepStrategy, col, concat, lit, when,
};

/// Whether a sheet knows of several days on which a person was invited.
const IS_INVITED_AGAIN: &str = "#is_invited_again";
const SENT_ON: &str = "#sent_on";

/// The same of the rows of a person.
pub(super) fn is_invited_again() -> Expr {
    let days = col("sent_at").cast(DataType::Date).drop_nulls().n_unique();
    days.gt(lit(1)).alias(IS_INVITED_AGAIN)
}

/// What became of the invitations of a sheet whose people were invited again: [`RIGHT`], the day,
/// and what is said of it. `rows` are those that were aggregated to `people`.
pub(super) fn of_people(rows: LazyFrame, people: &DataFrame) -> PolarsResult<Option<DataFrame>> {
    if people.column(IS_INVITED_AGAIN)?.bool()?.sum().unwrap_or_default() == 0 {
        return Ok(None);
    }
    let whom = ["account", "who"].map(col);
    let again = people.clone().lazy().with_row_index(RIGHT, None);
    let again = again.filter(col(IS_INVITED_AGAIN)).select(["account", "who", RIGHT].map(col));
    let sent_on = col("sent_at").cast(DataType::Date);
    // What a log tells of an earlier sending has another day.
    let is_of_its_day = sent_on.clone().eq(col(beside("stated_for"))).fill_null(lit(false));
    let of_day = in_order_of_sending(rows.filter(is_of_its_day.and(is_over(beside))));
    let fates = FATE.map(|name| col(beside(name)).last().alias(of_its_day(name)));
    of_day
        .with_column(sent_on.alias(SENT_ON))
        .join(again, whom.clone(), whom, keeping_order(JoinType::Inner))
        .group_by_stable([col(RIGHT), col(SENT_ON)])
        .agg(fates)
        .rows()
        .map(Some)
}

/// What is said of a person gives way to what is said of the invitation of that day, or of the day
/// before or after, which is the zones' doing. `told` has [`LEFT`], [`RIGHT`] and what is said.
pub(super) fn before_those_of_people(
    told: LazyFrame,
    rows: &DataFrame,
    fates: &DataFrame,
) -> PolarsResult<LazyFrame> {
    let days = rows.clone().lazy().select([col("sent_at").cast(DataType::Date).alias(SENT_ON)]);
    let days = days.with_row_index(LEFT, None);
    let shifted = [0, -1, 1].map(|days| {
        let day = col(SENT_ON).cast(DataType::Int32) + lit(days);
        fates.clone().lazy().with_column(day.cast(DataType::Date).alias(SENT_ON))
    });
    let keys = [col(RIGHT), col(SENT_ON)];
    let nearest = concat(shifted, UnionArgs::default())?
        .unique_stable_generic(Some(keys.to_vec()), UniqueKeepStrategy::First);
    let is_of_its_day = col(of_its_day("stated_for")).is_not_null();
    let settled = FATE.map(|name| {
        when(is_of_its_day.clone())
            .then(col(of_its_day(name)))
            .otherwise(col(beside(name)))
            .alias(beside(name))
    });
    Ok(told
        .join(days, [col(LEFT)], [col(LEFT)], keeping_order(JoinType::Left))
        .join(nearest, keys.clone(), keys, keeping_order(JoinType::Left))
        .with_columns(settled))
}

fn of_its_day(name: &str) -> String {
    format!("of_its_day:{name}")
}
