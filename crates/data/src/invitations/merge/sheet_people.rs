//! The rows of sheets as people: one row for each, with what was said last of them.

use super::precedence::{aggregate_last, in_order_of_sending};
use super::scanned_people::ScannedPeople;
use super::tracking::InvitingAccounts;
use super::{other_days, outcomes_by_day};
use crate::import::raw_tables::column_types::InferredType;
use crate::import::table::{EXTRA, ROW};
use crate::invitations::schema;
use crate::invitations::typed::sheet::{SHEET_VALUES, Sheet, sheet_column};
use crate::query::Query;
use polars::prelude::{
    DataFrame, DataType, Expr, IntoLazy, LazyFrame, PolarsResult, UnionArgs, col, concat, lit,
};

/// The name in the frame: without the mark, and apart from the frame's own columns.
pub(in crate::invitations) fn final_name(
    raw: &str,
    others: &[(String, String, InferredType)],
    taken: &[String],
) -> String {
    let name = raw.strip_prefix(EXTRA).unwrap_or(raw);
    let clashes = schema::column(name).is_some() || taken.iter().any(|other| other == name);
    let base = if clashes { format!("sheet_{name}") } else { name.to_owned() };
    let mut name = base.clone();
    let mut number = 1;
    while others.iter().any(|(_, other, _)| *other == name) {
        number += 1;
        name = format!("{base}_{number}");
    }
    name
}

/// The rows of one sheet, each with the account of which it speaks: those without one speak for
/// all.
pub(in crate::invitations) fn rows_by_account(
    sheet: &Sheet,
    accounts: &InvitingAccounts,
    scanned: &ScannedPeople,
) -> PolarsResult<LazyFrame> {
    let account_rows = sheet.rows.clone().lazy().filter(col("account").is_not_null());
    let shared = sheet.rows.clone().lazy().filter(col("account").is_null()).rows()?;
    let rows_of_account = |account: &String| {
        let account = lit(account.as_str()).cast(DataType::String).alias("account");
        shared.clone().lazy().with_column(account)
    };
    let mut parts = vec![account_rows];
    match accounts.only() {
        Some(only) => parts.push(rows_of_account(only)),
        None => {
            parts.extend(accounts.of_sources.iter().map(rows_of_account));
            parts.extend(scanned.for_each_account(&shared)?.into_iter().map(IntoLazy::lazy));
            // Whoever is of no account is counted all the same.
            parts.push(shared.clone().lazy());
        }
    }
    concat(parts, UnionArgs::default())
}

/// The people of such rows, each once an account: what is said last counts.
pub(in crate::invitations) fn aggregate_people(
    rows: LazyFrame,
    extras: &[String],
) -> PolarsResult<DataFrame> {
    let firsts =
        ["slug", "urn", "member_id", "name", "name_key"].map(|key| col(key).drop_nulls().first());
    let places = vec![
        col(ROW).last(),
        col("file").first(),
        other_days::last_sent_on(),
        outcomes_by_day::has_several_days(),
    ];
    let aggregations = [firsts.to_vec(), places, aggregate_last(&passing(extras))].concat();
    let keys = [col("account"), col("who")];
    in_order_of_sending(rows).group_by_stable(keys).agg(aggregations).rows()
}

/// The sheet's columns under the names by which they pass through a join.
pub(in crate::invitations) fn passing(extras: &[String]) -> Vec<String> {
    let values = SHEET_VALUES.iter().map(|name| sheet_column(name));
    values.chain(extras.iter().map(|raw| sheet_column(raw))).collect()
}

pub(in crate::invitations) fn values(extras: &[String]) -> Vec<Expr> {
    passing(extras).iter().map(|name| col(name.as_str())).collect()
}
