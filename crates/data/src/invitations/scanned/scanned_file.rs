//! A file whose rows are in the frame's columns already.

use super::named_people::ScannedPersonKeys;
use super::scan_findings::UnfilteredScan;
use crate::invitations::people::account_codes::names_of_accounts;
use crate::query::Query;
use polars::prelude::{LazyFrame, PolarsResult, UniqueKeepStrategy, col};
use std::collections::BTreeSet;

/// Rows that are in the frame's columns already.
pub(in crate::invitations) struct ScannedFile {
    pub(in crate::invitations) rows: LazyFrame,
    /// The same with everything in it, to be looked over when somebody asks.
    pub(in crate::invitations) as_it_is: UnfilteredScan,
    /// The names of its further columns.
    pub(in crate::invitations) further: Vec<String>,
    /// Whom its rows name.
    pub(in crate::invitations) people: ScannedPersonKeys,
    /// Its accounts, where no row is left out and every one names one.
    pub(in crate::invitations) accounts: Option<BTreeSet<String>>,
    /// Its place among all tables.
    pub(in crate::invitations) table_index: i64,
}

impl ScannedFile {
    /// The accounts that its rows name; read only where they are not known yet.
    pub(in crate::invitations) fn names_of_accounts(&self) -> PolarsResult<BTreeSet<String>> {
        if let Some(known) = &self.accounts {
            return Ok(known.clone());
        }
        let names = self.rows.clone().select([col("account")]);
        names_of_accounts(&names.unique(None, UniqueKeepStrategy::Any).streamed()?)
    }
}
