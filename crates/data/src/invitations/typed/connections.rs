//! LinkedIn's Connections.csv → whom an account is connected to.
//!
//! Members who hid themselves appear as a date and nothing else; they are counted, never matched.

use super::row_people;
use super::table_cleaner::{TableAuthor, TableCleaner};
use crate::import::table::{ROW, Table};
use crate::invitations::columns::typed_null;
use crate::invitations::remarks::Remarks;
use crate::invitations::schema::CONNECTIONS;
use crate::invitations::settings::DerivationSettings;
use crate::query::Query;
use polars::prelude::{DataFrame, DataType, Expr, IntoLazy, PolarsResult, col};

/// What `Connected On` looks like.
const CONNECTED_ON: &str = "a date such as `08 Feb 2026`";

/// The connections of one table that name somebody, and how many do not.
pub(in crate::invitations) fn type_connections(
    table: &Table,
    frame: &DataFrame,
    file: i64,
    settings: &DerivationSettings,
    remarks: &mut Remarks,
) -> PolarsResult<(DataFrame, usize)> {
    let mut sift =
        TableCleaner { table, frame: frame.clone(), writer: TableAuthor::Program, remarks };
    sift.parse_dates("connected_on", "connected_on", Some(settings.as_of), CONNECTED_ON)?;
    row_people::add(&mut sift, table.account.as_deref(), file)?;
    let keyed = sift.frame;
    let named = keyed.column("slug")?.is_not_null()
        | keyed.column("member_id")?.is_not_null()
        | keyed.column("name")?.is_not_null();
    let hidden = keyed.height() - named.sum().unwrap_or_default() as usize;
    remarks.leave_out("members who hid themselves", hidden);
    let has = |name: &str| keyed.column(name).is_ok();
    Ok((keyed.filter(&named)?.lazy().select(connection_columns(has)).rows()?, hidden))
}

/// The columns of a connection with those by which people are matched; missing ones are null.
pub(in crate::invitations) fn connection_columns(has: impl Fn(&str) -> bool) -> Vec<Expr> {
    let key_columns =
        ["slug", "urn", "member_id", "name_key", "who"].map(|name| (name, DataType::String));
    let places = [("file", DataType::Int64), (ROW, DataType::Int64)];
    let shown = CONNECTIONS.iter().filter(|(name, _)| *name != "person");
    let shown = shown.map(|(name, column_type)| (*name, column_type.dtype()));
    let column = |(name, dtype): (&str, DataType)| {
        if has(name) { col(name) } else { typed_null(dtype).alias(name) }
    };
    shown.chain(key_columns).chain(places).map(column).collect()
}
