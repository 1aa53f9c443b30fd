//! Rows of several sources that tell of one invitation, made one row.

use super::scanned_people::SOURCE;
use crate::invitations::people::keys;
use crate::invitations::scanned::named_people::POSITION;
use crate::query::Query;
use polars::prelude::{
    DataFrame, Expr, IntoColumn, IntoLazy, IntoSeries, ListBuilderTrait, ListStringChunkedBuilder,
    PlSmallStr, PolarsResult, SortMultipleOptions, by_name, coalesce, col, lit, when,
};

/// The columns of a row on its way through this module.
pub(in crate::invitations) const INVITATION: &str = "#invitation";

pub(in crate::invitations) const AUTHORITY: &str = "#standing";

pub(in crate::invitations) const DAYS_UNTIL_NEXT: &str = "#days until next";

/// The place of a row's state among those that are told of one invitation: whatever is over comes
/// before what is pending, but that a list of the Sent page outweighs what is only presumed.
pub(in crate::invitations) fn state_authority() -> Expr {
    let state = |name: &str| col("state").eq(lit(name));
    let known = |name: &str| col("known_by").eq(lit(name));
    let is_listed = state("pending").and(known("listed"));
    when(is_listed.clone().and(col(SOURCE).eq(lit(0_u32))))
        .then(lit(5))
        .when(is_listed)
        .then(lit(7))
        .when(state("pending").and(known("recorded")))
        .then(lit(8))
        .when(state("pending"))
        .then(lit(9))
        .when(known("presumed"))
        .then(lit(6))
        .when(state("accepted").and(known("matched")))
        .then(lit(0))
        .when(state("accepted"))
        .then(lit(1))
        .when(state("declined"))
        .then(lit(2))
        .when(state("withdrawn"))
        .then(lit(3))
        .otherwise(lit(4))
}

/// One row of those of each invitation: what decides comes first, and what it lacks the others
/// have.
pub(in crate::invitations) fn merge_rows(
    rows: DataFrame,
    expiry_days: i64,
) -> PolarsResult<DataFrame> {
    let names = rows.get_column_names_owned();
    let is_own = |name: &&PlSmallStr| name.starts_with('#');
    let values = names.iter().filter(|name| !is_own(name)).map(|name| value(name));
    let values: Vec<Expr> = values.chain([col(DAYS_UNTIL_NEXT).first()]).collect();
    let order = [INVITATION, AUTHORITY, SOURCE, POSITION];
    let is_over = col("state").eq(lit("pending")).and(col(DAYS_UNTIL_NEXT).is_not_null());
    let over = when(col(DAYS_UNTIL_NEXT).gt(lit(expiry_days)))
        .then(lit("expired"))
        .otherwise(lit("withdrawn"));
    let decided = |value: Expr, name: &str| {
        when(is_over.clone()).then(value).otherwise(col(name)).alias(name)
    };
    rows.lazy()
        .sort(order, SortMultipleOptions::default())
        .group_by_stable([col(INVITATION)])
        .agg(values)
        .with_columns([decided(over, "state"), decided(lit("presumed"), "known_by")])
        .drop(by_name([INVITATION, DAYS_UNTIL_NEXT], true, false))
        .rows()
        .and_then(with_tags_of_all)
}

/// The value of a column, from the rows of one invitation in their order.
fn value(name: &str) -> Expr {
    let values = col(name);
    let first = values.clone().drop_nulls().first();
    let of_dated = values.clone().filter(col("sent_at").is_not_null());
    let value = match name {
        "state" | "known_by" => values.first(),
        "connected_on" | "withdrawn_on" | "reconnect_on" | "days_to_accept" => {
            values.filter(col("state").eq(col("state").first())).drop_nulls().first()
        }
        // The least of those that number rows of one file, too.
        "id" => coalesce(&[of_dated.min(), values.min()]),
        // Of one day the latest time counts, whichever source comes first: the younger goes later.
        "sent_at" => values.max(),
        "age_days" => coalesce(&[of_dated.min(), values.max()]),
        "messages" | "attempts" | "last_withdrawn_on" | "last_message_at" | "note_length" => {
            values.max()
        }
        "has_note" => when(values.any(true)).then(lit(true)).otherwise(first),
        "note" => coalesce(&[values.clone().filter(values.neq(lit(""))).first(), first]),
        "name" => {
            let is_key = values
                .clone()
                .eq(col("person"))
                .or(values.clone().eq(keys::person_without_prefix()));
            coalesce(&[values.filter(is_key.not()).first(), first])
        }
        "tags" => values,
        _ => first,
    };
    value.alias(name)
}

/// The tags of all rows of each invitation, each once.
fn with_tags_of_all(mut rows: DataFrame) -> PolarsResult<DataFrame> {
    let several = rows.column("tags")?.list()?;
    let mut tags = ListStringChunkedBuilder::new("tags".into(), rows.height(), rows.height());
    for at in 0..rows.height() {
        let lists = several.get_as_series(at).unwrap_or_default();
        let mut known: Vec<String> = Vec::new();
        for at in 0..lists.len() {
            let list = lists.list()?.get_as_series(at).unwrap_or_default();
            let texts = list.str().map(|texts| texts.iter().flatten().map(String::from));
            for tag in texts.into_iter().flatten() {
                if !known.contains(&tag) {
                    known.push(tag);
                }
            }
        }
        tags.append_values_iter(known.iter().map(String::as_str));
    }
    rows.with_column(tags.finish().into_series().into_column())?;
    Ok(rows)
}
