//! The accounts that rows name, each spelled as whoever names it first.
//!
//! Invariant: of a scanned file only the different names are looked at, and none where the file
//! says itself that there is but one.

use super::keys;
use super::values::Columns;
use crate::account::{Spellings, folded, trimmed};
use crate::finding::{Finding, Level};
use crate::query::Query;
use polars::prelude::{
    Column, DataFrame, DataType, Expr, IntoColumn, LazyFrame, PolarsResult, UniqueKeepStrategy,
    col, lit,
};
use std::collections::{BTreeMap, BTreeSet};

/// The account of every row of a scanned file; `whole` is whose the file is where a row says
/// nothing.
pub(super) fn spelled(
    rows: &LazyFrame,
    columns: &Columns,
    whole: &str,
    spellings: &mut Spellings,
) -> PolarsResult<Expr> {
    if !columns.has("account") {
        return Ok(lit(spellings.spelled(whole)));
    }
    let names = names(rows, columns)?;
    let is_named = |name: &String| !trimmed(name).is_empty();
    let is_full = columns.is_full("account") && names.iter().all(is_named);
    let whole = if is_full { String::new() } else { spellings.spelled(whole) };
    let other = names.into_iter().filter_map(|name| {
        let spelled = if is_named(&name) { spellings.spelled(&name) } else { whole.clone() };
        (spelled != name).then_some((name, spelled))
    });
    let other: BTreeMap<String, String> = other.collect();
    let account = if other.is_empty() { col("account") } else { replaced(other) };
    Ok(if is_full { account } else { account.fill_null(lit(whole)) })
}

/// The different names, in the order of the rows wherever that says how one is spelled.
fn names(rows: &LazyFrame, columns: &Columns) -> PolarsResult<Vec<String>> {
    let known = columns.known.get("account").and_then(|known| known.texts.clone());
    if let Some((first, last)) = known
        && first == last
    {
        return Ok(vec![first]);
    }
    let column = rows.clone().select([col("account")]);
    let names = texts(&column.clone().unique(None, UniqueKeepStrategy::Any).rows()?)?;
    let different: BTreeSet<String> = names.iter().map(|name| folded(name)).collect();
    if different.len() == names.len() {
        return Ok(names);
    }
    texts(&column.unique_stable(None, UniqueKeepStrategy::First).rows()?)
}

fn texts(names: &DataFrame) -> PolarsResult<Vec<String>> {
    let names = names.column("account")?.cast(&DataType::String)?;
    Ok(names.str()?.iter().flatten().map(String::from).collect())
}

/// The column with these names in place of those.
fn replaced(other: BTreeMap<String, String>) -> Expr {
    let run = move |names: Column| -> PolarsResult<Column> {
        let spelled =
            |name: &str| Some(other.get(name).cloned().unwrap_or_else(|| name.to_owned()));
        Ok(keys::map(names.str()?, names.name(), spelled).into_column())
    };
    col("account").map(run, |_, field| Ok(field.clone()))
}

/// The accounts that a sheet's rows name; blanks name none.
pub(super) fn of_sheet(rows: &mut DataFrame, spellings: &mut Spellings) -> PolarsResult<()> {
    let names = keys::text(rows, "account");
    let spelled = keys::map(&names, "account", |name| {
        (!trimmed(name).is_empty()).then(|| spellings.spelled(name))
    });
    rows.with_column(spelled)?;
    Ok(())
}

/// Says which spellings are taken for one account.
pub(super) fn merged(spellings: &Spellings) -> Vec<Finding> {
    let merged = spellings.merged().map(|(account, others)| {
        let others: Vec<String> = others.iter().map(|other| format!("`{other}`")).collect();
        let message = format!("spelled {} elsewhere: taken for one account", others.join(", "));
        Finding::new("account-spellings", Level::Note, message)
            .of_account(account)
            .help("names that differ in case or in blanks around them are one account")
    });
    merged.collect()
}
