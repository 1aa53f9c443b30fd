//! The rows of data that are compared with a ledger, by account.

use super::compared_columns::IS_SEVERAL;
use crate::account::find_same;
use crate::error::Error;
use crate::finding::{Finding, FindingCode, Level};
use crate::invitations::{AGE_SPAN, Invitations};
use crate::query::Query;
use polars::prelude::{
    DataFrame, DataType, LazyFrame, SortMultipleOptions, UniqueKeepStrategy, col, lit,
};
use rescind_ledger::detail;
use std::collections::{BTreeMap, BTreeSet};

/// The columns of which a comparison is made.
const COLUMNS: [&str; 15] = [
    "account",
    "person",
    "state",
    "known_by",
    "kind",
    "sent_at",
    "age_days",
    AGE_SPAN,
    "connected_on",
    "withdrawn_on",
    "name",
    "profile_url",
    "company",
    "note",
    "follow_up",
];

/// Whether a row is of an invitation to connect.
const CONNECTS: &str = "connects";

/// Rows of sheets about people whom nobody has invited, by account.
pub(super) fn withdrawn_alone(
    invitations: &Invitations,
) -> Result<BTreeMap<String, Vec<DataFrame>>, Error> {
    let mut alone = BTreeMap::new();
    for sheet in &invitations.withdrawn_alone {
        for (account, withdrawn) in split_by_account(sheet)? {
            alone.entry(account).or_insert_with(Vec::new).push(withdrawn);
        }
    }
    Ok(alone)
}

/// The accounts with those that the ledger has and of which the data have nothing but connections;
/// what there is to say of the others. Fails where there are only others.
pub(super) fn with_connected(
    mut accounts: BTreeSet<String>,
    connections: &BTreeMap<String, DataFrame>,
    known: &BTreeMap<String, Option<String>>,
) -> Result<(BTreeSet<String>, Vec<Finding>), Error> {
    let is_known = |name: &&String| find_same(name, known.keys().map(String::as_str)).is_some();
    let further = connections.keys().filter(|name| !accounts.contains(*name));
    let (of_ledger, others): (Vec<&String>, Vec<&String>) = further.partition(is_known);
    let names: Vec<&str> = known.keys().map(String::as_str).collect();
    let has = if names.is_empty() { "none at all".into() } else { names.join(", ") };
    let lack = "it has connections and no invitation, and the ledger has no such account";
    let help = format!("name the account as the ledger does: --account NAME=PATH; it has {has}");
    if let (true, true, Some(other)) = (accounts.is_empty(), of_ledger.is_empty(), others.first()) {
        let message = format!("{other}: {lack}, so that nobody's acceptance can be told");
        return Err(Error::misused(message, help));
    }
    let finding = |other: &String| {
        let finding = Finding::new(FindingCode::ConnectionsAlone, Level::Warn, lack);
        finding.of_account(other).help(help.clone())
    };
    let findings = others.into_iter().map(finding).collect();
    accounts.extend(of_ledger.into_iter().cloned());
    Ok((accounts, findings))
}

/// The rows of each account, in their order.
pub(super) fn split_by_account(rows: &DataFrame) -> Result<BTreeMap<String, DataFrame>, Error> {
    if rows.height() == 0 {
        return Ok(BTreeMap::new());
    }
    let parts = rows.partition_by_stable(["account"], true)?;
    let named = parts.into_iter().map(|rows| {
        let account = rows.column("account")?.str()?.get(0).unwrap_or_default().to_owned();
        Ok((account, rows))
    });
    named.collect()
}

/// One row a person, the last invitation to them, in order of account and person. InMail speaks
/// only where there is no invitation to connect. Of several who are pending under one name nobody
/// knows who is who.
pub(super) fn last_invitations(invitations: &LazyFrame) -> Result<DataFrame, Error> {
    let order = ["account", "person", CONNECTS, "sent_at", "id"];
    let connects = col("kind").neq_missing(lit(detail::INMAIL)).alias(CONNECTS);
    let is_named = col("person").str().starts_with(lit("name:"));
    let is_pending = col("state").eq(lit("pending")).and(col(CONNECTS)).and(is_named);
    let pending = is_pending.cast(DataType::UInt32).sum();
    let is_several = pending.over([col("account"), col("person")])?.gt(lit(1)).alias(IS_SEVERAL);
    let rows = invitations
        .clone()
        .select([COLUMNS.map(col).to_vec(), vec![col("id"), connects]].concat())
        .with_column(is_several)
        .sort(order, SortMultipleOptions::default())
        .unique_stable_generic(Some(vec![col("account"), col("person")]), UniqueKeepStrategy::Last)
        .with_column(col("sent_at").cast(DataType::Date).alias("sent_on"))
        .filter(col("person").neq(lit("")))
        .rows()?;
    Ok(rows)
}

/// Whom the accounts are connected to, as invitations that were accepted.
pub(super) fn connections(invitations: &Invitations) -> Result<DataFrame, Error> {
    let shown = ["account", "person", "name", "profile_url", "company", "connected_on"].map(col);
    let accepted = [lit("accepted").alias("state"), lit("matched").alias("known_by")];
    let rows = invitations.connections.clone();
    let rows = rows.select([shown.to_vec(), accepted.to_vec()].concat());
    Ok(rows.filter(col("person").neq(lit(""))).rows()?)
}
