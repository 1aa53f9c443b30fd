//! Findings about the data: counts by account, and the first few names.

use super::columns;
use super::columns::PROFILE_KEYS;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::table::Table;
use crate::query::Query;
use polars::prelude::{
    DataFrame, Expr, IntoLazy, PolarsResult, SortMultipleOptions, StringChunked, col, len,
};
use std::collections::BTreeMap;

/// How many names a finding shows.
const NAMES_SHOWN: usize = 5;

/// How many rows of each account fulfil a condition; accounts without any are not in it.
pub(super) fn count_by_account(
    rows: &DataFrame,
    condition: &Expr,
) -> PolarsResult<Vec<(String, i64)>> {
    let counted = rows
        .clone()
        .lazy()
        .filter(condition.clone())
        .group_by([col("account")])
        .agg([len().cast(polars::prelude::DataType::Int64).alias("count")])
        .sort(["account"], SortMultipleOptions::default())
        .rows()?;
    let accounts = counted.column("account")?.str()?.iter();
    let pairs = accounts.zip(counted.column("count")?.i64()?.iter());
    Ok(pairs.map(|(name, n)| (name.unwrap_or_default().to_owned(), n.unwrap_or(0))).collect())
}

/// The first few of these, sorted, and how many more there are.
pub fn first_few(mut names: Vec<String>) -> String {
    names.sort();
    names.dedup();
    let more = names.len().saturating_sub(NAMES_SHOWN);
    names.truncate(NAMES_SHOWN);
    let shown = names.join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// What is told of each row, by its account.
pub(super) fn group_by_account(
    accounts: &StringChunked,
    told: impl Iterator<Item = String>,
) -> BTreeMap<&str, Vec<String>> {
    let mut by_account: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (account, told) in accounts.iter().zip(told) {
        by_account.entry(account.unwrap_or_default()).or_default().push(told);
    }
    by_account
}

/// One finding an account, with the names (`account`, `name`) that several people bear.
pub(super) fn report_ambiguous_names(
    names: &DataFrame,
    with: &str,
    findings: &mut Vec<Finding>,
) -> PolarsResult<()> {
    let accounts = names.column("account")?.str()?;
    let names = names.column("name")?.str()?.iter().map(|name| name.unwrap_or_default().to_owned());
    for (account, names) in group_by_account(accounts, names) {
        let message = format!(
            "{} name(s) that several people bear were not matched with {with}: {}",
            names.len(),
            first_few(names)
        );
        let finding =
            Finding::new(FindingCode::AmbiguousName, Level::Warn, message).of_account(account);
        findings.push(finding.help("profile URLs tell them apart: a newer archive has them"));
    }
    Ok(())
}

/// That a table has no profiles, and of all people one word alone: a first name tells nobody apart.
/// In scripts that put no blank between names, one word is the whole name.
pub(super) fn first_names(rows: &DataFrame, table: &Table, findings: &mut Vec<Finding>) {
    let is_keyed = PROFILE_KEYS.iter().any(|key| {
        let keys = columns::text_column(rows, key);
        keys.null_count() < keys.len()
    });
    let names = columns::text_column(rows, "name");
    let people: Vec<&str> = names.iter().flatten().map(str::trim).collect();
    let is_one_word = |name: &&str| {
        !name.contains(char::is_whitespace) && name.chars().all(|c| u32::from(c) < 0x2E80)
    };
    if is_keyed || people.len() < 2 || !people.iter().all(is_one_word) {
        return;
    }
    let column = ["name", "first_name", "last_name"]
        .into_iter()
        .find(|field| rows.column(field).is_ok_and(|column| column.null_count() < column.len()));
    let spelled = table.spelling(column.unwrap_or("name"));
    let message = format!(
        "{}, column `{spelled}`: all {} name(s) are one word, as where first names stand alone: \
         people of one first name are taken for one",
        table.file,
        people.len()
    );
    let help = "name the column with the last names `last_name`, or add their profiles";
    findings.push(Finding::new(FindingCode::FirstNames, Level::Warn, message).help(help));
}
