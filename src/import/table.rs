//! A raw table: columns of text as a file holds them, under the names that the rest works with.
//!
//! Invariant: every column but [`ROW`] is text; an empty cell is null.

use polars::prelude::{DataFrame, LazyFrame};
use std::collections::BTreeSet;

/// The column with the line on which each row begins, from 1 (64-bit integer).
pub const ROW: &str = "#row";
/// What the names of a sheet's further columns begin with, so that none clashes with a known one.
pub const EXTRA: &str = "+";

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// LinkedIn's Invitations.csv: `from`, `to`, `sent`, `note`, `direction`, `urn`,
    /// `profile_url`, `inviter_urn`, `inviter_url`.
    Invitations,
    /// LinkedIn's Connections.csv: `first_name`, `last_name`, `profile_url`, `email`, `company`,
    /// `position`, `connected_on`.
    Connections,
    /// LinkedIn's messages.csv: `conversation`, `from`, `from_url`, `to`, `to_urls`, `at`,
    /// `draft`, `conversation_draft`.
    Messages,
    /// LinkedIn's Profile.csv: `first_name`, `last_name` of the owner.
    Profile,
    /// A tool's list of what is sent and still pending: `profile_url`, `member`, `name`,
    /// `first_name`, `last_name`, `position`, `sent`, `months`, `observed_at`.
    Listed,
    /// Somebody's own sheet: known columns under their names, the others after [`EXTRA`].
    Sheet {
        /// Whether it has a column that only somebody who tracks invitations has.
        tracking: bool,
    },
    /// Rows in the columns of `invitations` themselves.
    Canonical,
}

impl Kind {
    /// Whether such a table brings invitations by itself.
    pub fn brings_invitations(self) -> bool {
        matches!(self, Self::Invitations | Self::Listed | Self::Canonical)
    }
}

/// One raw table.
#[derive(Clone)]
pub struct Table {
    /// What it holds.
    pub kind: Kind,
    /// Whose it is; none where all accounts share it, or its rows say.
    pub account: Option<String>,
    /// The file, as given; a member of a zip after the zip's name.
    pub file: String,
    /// Its rows, from CSV; lazily scanned, from Parquet.
    pub rows: Rows,
    /// How the file spells its columns: the name here and there.
    pub spelled: Vec<(String, String)>,
}

/// The rows of a table.
#[derive(Clone)]
pub enum Rows {
    /// Read from CSV.
    Text(DataFrame),
    /// To be scanned: never collected here.
    Scan(Box<ScanRows>),
}

/// A file that is scanned.
#[derive(Clone, Default)]
pub struct ScanRows {
    /// Its rows.
    pub rows: LazyFrame,
    /// The columns of which the file itself says that no value is missing: they need no check,
    /// which would have to read them.
    pub never_missing: BTreeSet<String>,
}

impl Table {
    /// How the file spells the column of that name.
    pub fn spelling<'a>(&'a self, column: &'a str) -> &'a str {
        self.spelled.iter().find(|(name, _)| name == column).map_or(column, |(_, own)| own)
    }
}
