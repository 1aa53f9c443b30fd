//! A raw table: columns of text as a file holds them, under the names that the rest works with.
//!
//! Invariant: every column but [`ROW`] is text; an empty cell is null.

use super::dates::form::{DateOrder, OrderEvidence};
use super::raw_tables::column_statistics::ColumnStatistics;
use super::raw_tables::understanding::TableProvenance;
use super::sources::role::Role;
use super::words::status::Status;
use crate::account::composed;
use chrono_tz::Tz;
use polars::prelude::{DataFrame, LazyFrame};
use std::collections::BTreeMap;
use std::path::Path;

/// The column with the line on which each row begins, from 1 (64-bit integer).
pub const ROW: &str = "#row";
/// What the names of a sheet's further columns begin with, so that none clashes with a known one.
pub const EXTRA: &str = "+";

/// What the names of columns begin with that the program adds to rows, such as [`ROW`]: a column of
/// a file that is called so is not read.
pub const INTERNAL: char = '#';

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
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
    SentList,
    /// Somebody's own sheet: known columns under their names, the others after [`EXTRA`].
    Sheet {
        /// Whether it has a column that only somebody who tracks invitations has.
        tracking: bool,
    },
    /// Rows in the columns of `invitations` themselves.
    Canonical,
}

impl TableKind {
    pub fn role(self) -> Role {
        match self {
            Self::Invitations => Role::Invitations,
            Self::Connections => Role::Connections,
            Self::Messages => Role::Messages,
            Self::Profile => Role::Profile,
            Self::SentList => Role::SentList,
            Self::Sheet { .. } => Role::Sheet,
            Self::Canonical => Role::Rows,
        }
    }

    /// Whether such a table brings invitations by itself.
    pub fn brings_invitations(self) -> bool {
        matches!(self, Self::Invitations | Self::SentList | Self::Canonical)
    }
}

#[derive(Clone)]
pub struct Table {
    pub kind: TableKind,
    /// Whose it is; none where all accounts share it, or its rows say.
    pub account: Option<String>,
    /// The file, as given; a member of a zip after the zip's name.
    pub file: String,
    /// Its rows, from CSV; lazily scanned, from Parquet.
    pub rows: TableRows,
    /// How the file spells its columns: the name here and there.
    pub columns: Vec<(String, String)>,
    /// What words of its own column of statuses mean, beside those that everybody uses.
    pub statuses: Vec<(String, Status)>,
    /// The zone of its local times, where it has one of its own.
    pub zone: Option<Tz>,
    /// What comes first in its numeric dates, where that is said.
    pub date_order: Option<DateOrder>,
    /// What comes first in them as other columns and files show, and how they do.
    pub order_shown: Option<(DateOrder, OrderEvidence)>,
    /// Whether its local times are those of LinkedIn's Invitations.csv, beside which it stands.
    pub has_times_of_archive: bool,
    /// The account that its description says it belongs to.
    pub belongs_to: Option<String>,
    /// How it was taken apart, and why so.
    pub provenance: TableProvenance,
}

#[derive(Clone)]
pub enum TableRows {
    /// Read from CSV.
    Text(DataFrame),
    /// To be scanned: never collected here.
    Scan(Box<ScanRows>),
}

#[derive(Clone, Default)]
pub struct ScanRows {
    pub rows: LazyFrame,
    /// What the file itself says of its columns: that needs no check, which would have to read
    /// them.
    pub known: BTreeMap<String, ColumnStatistics>,
}

impl Table {
    /// A table that belongs to nobody yet, and spells its columns as they are named here.
    pub fn new(table_kind: TableKind, file: &str, rows: TableRows) -> Self {
        Self {
            kind: table_kind,
            account: None,
            file: file.to_owned(),
            rows,
            columns: Vec::new(),
            statuses: Vec::new(),
            zone: None,
            date_order: None,
            order_shown: None,
            has_times_of_archive: false,
            belongs_to: None,
            provenance: TableProvenance::default(),
        }
    }

    /// Its file without the sheet: what can be named on the command line.
    pub fn path(&self) -> &str {
        let sheet = self.provenance.sheet.as_ref().map(|sheet| format!("/{sheet}"));
        let file = sheet.and_then(|sheet| self.file.strip_suffix(sheet.as_str()));
        file.unwrap_or(&self.file)
    }

    /// The name of its file, without folder, extension and sheet.
    pub fn stem(&self) -> String {
        let stem = Path::new(self.path()).file_stem();
        stem.map_or_else(|| composed(&self.file), |stem| composed(&stem.to_string_lossy()))
    }

    /// How the file spells the column of that name.
    pub fn spelling<'a>(&'a self, column: &'a str) -> &'a str {
        self.columns
            .iter()
            .find(|(name, _)| name == column)
            .map_or(column, |(_, spelling)| spelling)
    }
}
