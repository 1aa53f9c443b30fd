//! The accounts that the rows of a scanned file name, each spelled as whoever names it first.
//!
//! Invariant: of a scanned file only the different names are looked at, and none where the file
//! says itself that there is but one.

use super::scanned_columns::ScannedColumns;
use crate::account::{AccountSpellings, fold_name, trim_name};
use crate::invitations::columns;
use crate::query::Query;
use polars::prelude::{
    Column, DataFrame, DataType, Expr, IntoColumn, LazyFrame, NewChunkedArray, OptFlags,
    PolarsResult, StringChunked, UniqueKeepStrategy, col, lit,
};
use std::collections::{BTreeMap, BTreeSet, HashSet};

pub(in crate::invitations) struct ScannedAccounts {
    /// That of every row.
    pub(in crate::invitations) of_row: Expr,
    /// All of them, where every row names one.
    pub(in crate::invitations) names: Option<BTreeSet<String>>,
}

/// The account of every row of a scanned file; `whole` is whose the file is where a row says
/// nothing, `seen` are the different names, where they were seen already.
pub(in crate::invitations) fn spell_accounts_of_scan(
    rows: &LazyFrame,
    columns: &ScannedColumns,
    seen: Option<BTreeSet<String>>,
    whole: &str,
    spellings: &mut AccountSpellings,
) -> PolarsResult<ScannedAccounts> {
    if !columns.has("account") {
        return Ok(ScannedAccounts { of_row: lit(spellings.spell(whole)), names: None });
    }
    let names = names(rows, columns, seen)?;
    let is_named = |name: &String| !trim_name(name).is_empty();
    let is_full = columns.is_full("account") && names.iter().all(is_named);
    let whole = if is_full { String::new() } else { spellings.spell(whole) };
    let (mut other, mut spelled_names) = (BTreeMap::new(), BTreeSet::new());
    for name in names {
        let spelled = if is_named(&name) { spellings.spell(&name) } else { whole.clone() };
        spelled_names.insert(spelled.clone());
        if spelled != name {
            other.insert(name, spelled);
        }
    }
    let account = if other.is_empty() { col("account") } else { replaced(other) };
    if is_full {
        return Ok(ScannedAccounts { of_row: account, names: Some(spelled_names) });
    }
    Ok(ScannedAccounts { of_row: account.fill_null(lit(whole)), names: None })
}

/// The different names, in the order of the rows wherever that says how one is spelled.
fn names(
    rows: &LazyFrame,
    columns: &ScannedColumns,
    seen: Option<BTreeSet<String>>,
) -> PolarsResult<Vec<String>> {
    if let Some(only) = columns.only_text("account") {
        return Ok(vec![only.to_owned()]);
    }
    let column = rows.clone().select([col("account")]);
    let names = match seen {
        Some(seen) => seen,
        None => {
            let read = column.clone().select([col("account").cast(DataType::String)]);
            let different = |rows| different(&rows);
            let what = Some("different accounts");
            let read = read.map(different, OptFlags::STREAMING, None, what);
            texts(&read.streamed()?)?.into_iter().collect()
        }
    };
    let different: BTreeSet<String> = names.iter().map(|name| fold_name(name)).collect();
    if different.len() == names.len() {
        return Ok(names.into_iter().collect());
    }
    texts(&column.unique_stable(None, UniqueKeepStrategy::First).rows()?)
}

/// The different names of a part of the rows: far fewer, as a rule, than have to be compared.
fn different(rows: &DataFrame) -> PolarsResult<DataFrame> {
    let names = rows.column("account")?.str()?;
    let mut met = HashSet::new();
    let new = names.iter().filter(|name| met.insert(*name));
    let new = StringChunked::from_iter_options("account".into(), new);
    DataFrame::new(new.len(), vec![new.into_column()])
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
        Ok(columns::map_to_column(names.str()?, names.name(), spelled).into_column())
    };
    col("account").map(run, |_, field| Ok(field.clone()))
}
