//! What only a pass over the data can tell. Each method here runs a query of its own, over the few
//! columns that it needs; [`super::derive`] runs none over scanned files.

use super::derive::Invitations;
use super::error::InvitationsError;
use super::{canonical, schema, state};
use crate::finding::{Finding, Level};
use chrono::{DateTime, Utc};
use polars::prelude::{
    DataType, Expr, LazyFrame, PolarsResult, SortMultipleOptions, UniqueKeepStrategy, col, lit,
};
use std::collections::BTreeSet;

/// A scanned file, before any row is left out.
pub(super) struct Scanned {
    pub(super) file: String,
    pub(super) rows: LazyFrame,
    pub(super) as_of: DateTime<Utc>,
    /// The columns of which the file says that no value is missing.
    pub(super) never_missing: BTreeSet<String>,
}

impl Invitations {
    /// The accounts, by name. Reads the column `account` of every invitation.
    pub fn accounts(&self) -> Result<Vec<String>, InvitationsError> {
        let names = self
            .frame
            .clone()
            .select([col("account")])
            .unique(None, UniqueKeepStrategy::Any)
            .sort(["account"], SortMultipleOptions::default())
            .collect()?;
        Ok(names.column("account")?.str()?.iter().flatten().map(String::from).collect())
    }

    /// Rows of scanned files that are left out, since nobody is named, their date lies in the
    /// future or their `id` is missing, counted by file. Reads up to four columns of each file.
    pub fn scan_findings(&self) -> Result<Vec<Finding>, InvitationsError> {
        let mut findings = Vec::new();
        for scanned in &self.scans {
            for (what, count) in scanned.left_out()? {
                let message = format!("{}: {count} row(s) {what} were left out", scanned.file);
                findings.push(Finding::new("bad-rows", Level::Warn, message));
            }
        }
        Ok(findings)
    }
}

impl Scanned {
    fn left_out(&self) -> PolarsResult<Vec<(&'static str, i64)>> {
        let mut rows = self.rows.clone();
        let known = rows.collect_schema()?;
        let mut conditions: Vec<(&'static str, Expr)> = Vec::new();
        if let Some(sent_at) = schema::column("sent_at").filter(|c| known.contains(c.name)) {
            let late = canonical::typed(sent_at, &known).gt(state::instant(self.as_of));
            conditions.push(("sent in the future", late));
        }
        let full = |name: &str| self.never_missing.contains(name);
        if known.contains("id") && !full("id") {
            conditions.push(("without an `id`", col("id").is_null()));
        }
        let keys = ["person", "profile_url", "name"].into_iter().filter(|key| known.contains(key));
        if !keys.clone().any(full) {
            let nobody = keys.fold(lit(true), |all, key| all.and(col(key).is_null()));
            conditions.push(("that name nobody", nobody));
        }
        if conditions.is_empty() {
            return Ok(Vec::new());
        }
        let count = |(name, is): &(&'static str, Expr)| {
            is.clone().fill_null(lit(false)).sum().cast(DataType::Int64).alias(*name)
        };
        let counts = rows.select(conditions.iter().map(count).collect::<Vec<_>>()).collect()?;
        let mut found = Vec::new();
        for (name, _) in conditions {
            let count = counts.column(name)?.i64()?.get(0).unwrap_or(0);
            if count > 0 {
                found.push((name, count));
            }
        }
        Ok(found)
    }
}
