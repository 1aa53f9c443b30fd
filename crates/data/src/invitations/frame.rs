//! The frame of invitations, and what may be asked of it.

use super::data_reach::SentListsByAccount;
use super::error::InvitationsError;
use super::ledger_access::RecordedOutcome;
use super::outcome::ranks;
use super::people::member_slugs::{MemberIds, MemberSlugs};
use super::recalled::attempts;
use super::recalled::past_contacts::PastContacts;
use super::scanned::named_people::POSITION;
use super::scanned::positions::RowSet;
use super::scanned::scan_findings::UnfilteredScan;
use crate::finding::Finding;
use crate::import::BadRow;
use crate::query;
use crate::query::Query;
use polars::prelude::{
    DataFrame, IdxSize, IntoColumn, IntoLazy, LazyFrame, NewChunkedArray, OptFlags, PolarsResult,
    SortMultipleOptions, StringChunked, UniqueKeepStrategy, col, lit,
};
use rescind_ledger::KeyChanges;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The typed frame and what there is to say of it.
pub struct Invitations {
    /// Every column of [`super::schema::COLUMNS`], in order, then the sheets' further columns.
    pub frame: LazyFrame,
    /// The same without what looks at other rows: the counts and ranks of accounts, and the columns
    /// [`super::ATTEMPT_COLUMNS`], which have what a file says there itself. What a filter leaves
    /// out need not be read.
    pub uncounted: LazyFrame,
    /// Of a scan, rows of the same: all those whose person another row names as well, in frames
    /// of their own; none where nobody looked.
    pub(super) alike: Option<Vec<LazyFrame>>,
    /// `account`, `person`, `name`, `profile_url`, `company`, `position` (str), `connected_on`
    /// (date), `email` (str), by account and day.
    pub connections: LazyFrame,
    /// What a ledger recorded, an event a row: the columns of [`super::HISTORY_COLUMNS`].
    pub history: LazyFrame,
    /// What there is to say of the data.
    pub findings: Vec<Finding>,
    /// Rows that were left out, by file and row.
    pub skipped: Vec<BadRow>,
    /// When the accounts' lists of the Sent page were taken.
    pub lists_taken: SentListsByAccount,
    /// The slug of each account's owner, where the data tell it.
    pub owners: BTreeMap<String, String>,
    /// What a ledger remembers, of these invitations and others.
    pub remembered: Arc<[RecordedOutcome]>,
    /// The addresses that became others, as a ledger knows.
    pub addresses: KeyChanges,
    /// The member ids of people; none where no ledger is asked.
    pub(super) members: MemberSlugs,
    /// Whom a sheet knows to have been withdrawn, and no account to have invited, or several times;
    /// two frames each sheet: `account`, `person`, `name` (str?), `withdrawn_on` (date), `company`,
    /// `note`, `follow_up` (str?).
    pub withdrawn_alone: Vec<DataFrame>,
    /// What a ledger knows of earlier invitations.
    pub(super) past: PastContacts,
    pub(super) scans: Vec<UnfilteredScan>,
    /// Whether all rows are those of one scanned file, as it is.
    pub(super) is_one_file: bool,
    /// All accounts, where the rows need not be asked for them.
    pub(super) known_accounts: Option<BTreeSet<String>>,
}

impl Invitations {
    /// Goes on with the rows of one account alone.
    ///
    /// # Errors
    /// As [`Invitations::of_account`].
    pub fn restrict_to_account(&mut self, account: &str) -> PolarsResult<()> {
        self.frame = self.of_account(account)?.lazy();
        self.known_accounts = None;
        let frames = [&mut self.uncounted, &mut self.connections, &mut self.history];
        for frame in frames.into_iter().chain(self.alike.iter_mut().flatten()) {
            *frame = frame.clone().filter(col("account").eq(lit(account)));
        }
        Ok(())
    }

    /// The rows of one account, with every column of the frame. Of a scanned file no other row is
    /// held for them.
    ///
    /// # Errors
    /// What Polars says against the query.
    pub fn of_account(&self, account: &str) -> PolarsResult<DataFrame> {
        let is_of_account = col("account").eq(lit(account));
        if !self.has_places() {
            return self.frame.clone().filter(is_of_account).rows();
        }
        let columns = query::columns(self.frame.clone()).result()?;
        let rows = self.uncounted.clone().filter(is_of_account).streamed()?;
        // What is counted is counted within an account.
        let counted = ranks::with_ranks(attempts::with_attempts(rows.lazy(), &self.past))?;
        counted
            .select(columns.iter_names().map(|name| col(name.clone())).collect::<Vec<_>>())
            .rows()
    }

    /// The pending ones; with the columns [`super::RANK_COLUMNS`] and [`super::ATTEMPT_COLUMNS`]
    /// only where they are asked for. The former are of pending rows alone, so no other row is kept
    /// for them.
    pub fn pending(&self, names_any: impl Fn(&[&str]) -> bool) -> PolarsResult<LazyFrame> {
        let mut rows = self.uncounted.clone();
        if names_any(&attempts::ATTEMPT_COLUMNS) {
            rows = attempts::with_attempts(rows, &self.past);
        }
        let pending = rows.filter(col("state").eq(lit("pending")));
        if names_any(&ranks::RANK_COLUMNS) { ranks::with_ranks(pending) } else { Ok(pending) }
    }

    /// The accounts, by name. Reads the column `account` of every invitation.
    pub fn accounts(&self) -> Result<Vec<String>, InvitationsError> {
        if let Some(known) = &self.known_accounts {
            return Ok(known.iter().cloned().collect());
        }
        let names = self
            .frame
            .clone()
            .select([col("account")])
            .unique(None, UniqueKeepStrategy::Any)
            .sort(["account"], SortMultipleOptions::default())
            .streamed()?;
        Ok(names.column("account")?.str()?.iter().flatten().map(String::from).collect())
    }

    /// What is wrong with the rows of scanned files, counted by file: those that are left out, and
    /// values that are taken as missing. Reads those columns of which a file does not say itself
    /// that nothing is wrong.
    pub fn scan_findings(&self) -> Result<Vec<Finding>, InvitationsError> {
        let mut findings = Vec::new();
        for scanned in &self.scans {
            findings.extend(scanned.findings()?);
        }
        Ok(findings)
    }

    /// Whether [`POSITION`] tells all rows apart: they are those of one scanned file.
    pub fn has_places(&self) -> bool {
        self.is_one_file
    }

    /// Goes on as if nothing told the rows apart: then all columns are read of all of them.
    pub fn forget_places(&mut self) {
        self.is_one_file = false;
    }

    /// Whether there is no such column in the file that all rows are of.
    pub fn lacks(&self, name: &str) -> bool {
        self.is_one_file && self.scans.iter().all(|scan| !scan.columns.has(name))
    }

    /// These columns of the rows at these places, after the place of each, in the file's order.
    pub fn rows_at(&self, places: impl Iterator<Item = IdxSize>, columns: &[&str]) -> LazyFrame {
        let asked = [POSITION].iter().chain(columns).map(|name| col(*name));
        let rows = self.uncounted.clone().filter(RowSet::of_rows(places).has_row());
        let rows = rows.select(asked.collect::<Vec<_>>());
        rows.map(without_others_texts, OptFlags::STREAMING, None, Some("rows at places"))
    }

    /// The member ids that the data have beside people's addresses; none where no ledger is asked.
    pub fn member_ids(&self) -> MemberIds {
        self.members.member_ids()
    }
}

/// The same frame, its texts in memory of their own: a text that Polars has read keeps all those
/// that were read with it.
fn without_others_texts(frame: DataFrame) -> PolarsResult<DataFrame> {
    let height = frame.height();
    let columns = frame.into_columns().into_iter().map(|column| match column.str() {
        Ok(texts) => {
            let copied = StringChunked::from_iter_options(column.name().clone(), texts.iter());
            copied.into_column()
        }
        Err(_) => column,
    });
    DataFrame::new(height, columns.collect())
}
