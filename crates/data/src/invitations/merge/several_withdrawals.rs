//! People of whom one sheet has several withdrawals, each of another invitation: their row of the
//! data shows one of them.
//!
//! Invariant: two sheets tell nothing together: the one may have corrected the day of the other.

use crate::invitations::typed::sheet::{Sheet, sheet_column};
use crate::query::Query;
use polars::prelude::{
    DataFrame, DataType, IntoLazy, NULL, PolarsResult, UniqueKeepStrategy, coalesce, col, lit,
};

/// Every withdrawal of those people, with the columns of [`super::uninvited_people::withdrawn`]. A
/// row without an account is of the only one.
pub(in crate::invitations) fn of_sheet(
    sheet: &Sheet,
    accounts: &[String],
) -> PolarsResult<DataFrame> {
    let only = match accounts {
        [only] => lit(only.as_str()).cast(DataType::String),
        _ => lit(NULL).cast(DataType::String),
    };
    let account = coalesce(&[col("account"), only]).alias("account");
    let person = coalesce(&[col("slug"), col("urn"), col("member_id")]).alias("person");
    let told = ["withdrawn_on", "company", "note", "follow_up"];
    let told = told.map(|name| col(sheet_column(name)).alias(name));
    let whom = [col("account"), col("person")];
    let each = ["account", "person", "withdrawn_on"].map(col);
    let days = col("withdrawn_on").n_unique().over(whom)?;
    sheet
        .rows
        .clone()
        .lazy()
        .select([account, person, col("name")].into_iter().chain(told).collect::<Vec<_>>())
        .filter(each.clone().into_iter().fold(lit(true), |is, one| is.and(one.is_not_null())))
        .filter(days.gt(lit(1)))
        .unique_stable_generic(Some(each.to_vec()), UniqueKeepStrategy::First)
        .rows()
}
