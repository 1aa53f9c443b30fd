//! From raw tables to the frame: the sources are gathered, merged, given a state, and completed.

use super::columns::{AGE_SPAN, typed_null};
use super::data_reach::SentListsByAccount;
use super::error::InvitationsError;
use super::merge::collected_rows::{CollectedRows, collect_rows, find_repeated_people};
use super::merge::merge_findings;
use super::merge::merge_sources::{ConnectionsKnown, SourcesToMerge};
use super::merge::tracking::TrackingSheets;
use super::no_usable_row::{no_rows, passed_over};
use super::outcome::known_state::KnownState;
use super::outcome::{attempts, derived, ranks};
use super::people::member_slugs::MemberSlugs;
use super::recalled::ended_invitations::EndedInvitations;
use super::recalled::ledger_query::query_ledger;
use super::recalled::ledger_sheet::RecordedOutcome;
use super::recalled::memory::LedgerRecords;
use super::recalled::past_contacts::PastContacts;
use super::recalled::{history, ledger_sheet, unknown_accounts};
use super::scanned::canonical;
use super::scanned::scan_findings::UnfilteredScan;
use super::settings::DerivationSettings;
use super::typed::connections;
use super::typed::gather::{ScannedFile, TypedTables, gather};
use super::typed::sheet::Sheet;
use crate::finding::Finding;
use crate::import::table::Table;
use crate::import::{BadRow, SourceTables};
use crate::query::{self, Query};
use polars::prelude::{
    DataFrame, DataType, Expr, IntoLazy, LazyFrame, PolarsResult, SortMultipleOptions, UnionArgs,
    coalesce, col, concat_lf_diagonal, lit, when,
};
use rescind_ledger::KeyChanges;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The typed frame and what there is to say of it.
pub struct Invitations {
    /// Every column of [`super::schema::COLUMNS`], in order, then the sheets' further columns.
    pub frame: LazyFrame,
    /// The same without what looks at other rows: the counts and ranks of accounts, and the columns
    /// [`super::ATTEMPT_COLUMNS`], which have what a file says there itself. What a filter leaves out
    /// need not be read.
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

    /// The pending ones; with the columns [`super::RANK_COLUMNS`] and [`super::ATTEMPT_COLUMNS`] only where they
    /// are asked for. The former are of pending rows alone, so no other row is kept for them.
    pub fn pending(&self, names_any: impl Fn(&[&str]) -> bool) -> PolarsResult<LazyFrame> {
        let mut rows = self.uncounted.clone();
        if names_any(&attempts::ATTEMPT_COLUMNS) {
            rows = attempts::with_attempts(rows, &self.past);
        }
        let pending = rows.filter(col("state").eq(lit("pending")));
        if names_any(&ranks::RANK_COLUMNS) { ranks::with_ranks(pending) } else { Ok(pending) }
    }
}

/// Makes the frame. Errors: no usable row; a column of a wrong type.
pub fn derive(
    tables: SourceTables,
    settings: &DerivationSettings,
) -> Result<Invitations, InvitationsError> {
    let described = tables.tables.iter().map(Table::describe);
    let understood: Vec<String> = described.chain(passed_over(&tables.passed_over)).collect();
    finish(&mut gather(tables, settings)?, &understood, settings)
}

/// Makes the frame of what was gathered; `understood` is a line for each table.
pub(super) fn finish(
    gathered: &mut TypedTables,
    understood: &[String],
    settings: &DerivationSettings,
) -> Result<Invitations, InvitationsError> {
    let settings = &settings.spelled(&gathered.spellings);
    let scans = std::mem::take(&mut gathered.scans);
    let taken: Vec<String> = scans.iter().flat_map(|scan| scan.further.clone()).collect();
    let mut sheets = std::mem::take(&mut gathered.sheets);
    let (accounts, recorded) = query_ledger(gathered, &scans, &mut sheets, settings)?;
    let owners = unknown_accounts::owners(&gathered.messages.1)?;
    let mut tracking = tracking_sheets(sheets, &recorded, &taken)?;
    let CollectedRows { rows, connections, connected, scanned } =
        collect_rows(gathered, &mut tracking, settings, &scans)?;
    let is_enough = settings.memory.is_asked_later() && connections.height() > 0;
    if !is_enough && rows.height() == 0 && scans.is_empty() {
        return Err(no_rows(&gathered.remarks, understood).into());
    }
    let read = scans.iter().map(|scan| scan.rows.clone()).chain([rows.clone().lazy()]);
    let endings =
        EndedInvitations::of_records(&recorded, &gathered.lists_taken, read, settings.as_of)?;
    gathered.remarks.findings.extend(endings.older(&recorded));
    gathered.remarks.findings.extend(endings.strangers(&accounts, &owners, &recorded));
    let named = tracking.named_extras();
    let is_one_file = scans.len() == 1 && rows.height() == 0;
    let alike = find_repeated_people(&scans, &rows, &connections, &scanned)?;
    let sheets_say =
        |scan: &ScannedFile, rows| with_sheets(rows, scan, &tracking, &named, settings);
    let complete = |scan: &ScannedFile, rows| endings.apply_to(sheets_say(scan, rows));
    for scan in &scans {
        endings
            .report_applied(sheets_say(scan, scan.rows.clone()), &mut gathered.remarks.findings)?;
    }
    let rows = known_to_be_over(rows, &endings, &mut gathered.remarks.findings)?;
    let rows = rows.with_columns(named.clone()).rows()?;
    let sources = SourcesToMerge {
        scans: &scans,
        repeated_people: &alike,
        rows,
        better_known: &scanned.better_known,
        connections_known: ConnectionsKnown { connections: &connections, of_scans: &connected },
        expiry_days: settings.expiry_days,
    };
    let told = sources.merge(&complete, &mut gathered.remarks.findings)?;
    let off_list = merge_findings::off_list(&scans, &told.merged_rows, &gathered.lists_taken)?;
    gathered.remarks.findings.extend(off_list);
    let known_accounts =
        scans.first().filter(|_| is_one_file).and_then(|scan| scan.accounts.clone());
    let is_one_file =
        is_one_file && told.is_untouched() && !tracking.has_sheets() && endings.is_empty();
    let [frames, among_alike] = told.frames(&scans, &alike, &complete)?;
    let extras = tracking.extras.iter().map(|(_, name, _)| name.clone());
    let further: Vec<String> = extras.chain(unique(taken)).collect();
    let uncounted = concat_frames(frames)?;
    let past = PastContacts::of_memory(&settings.memory, settings.as_of);
    let frame = ranks::with_ranks(attempts::with_attempts(uncounted.clone(), &past))?;
    Ok(Invitations {
        frame: frame.select(derived::in_order(&further)),
        uncounted,
        alike: if scans.is_empty() { None } else { Some(among_alike) },
        connections: connections::connections_frame(connections),
        history: history::history(&settings.memory, accounts),
        findings: std::mem::take(&mut gathered.remarks.findings),
        skipped: gathered.remarks.skipped_in_order(),
        lists_taken: std::mem::take(&mut gathered.lists_taken),
        owners,
        remembered: recorded.remembered.into(),
        addresses: recorded.addresses,
        members: settings.memory.keep_if_any(std::mem::take(&mut gathered.members)),
        withdrawn_alone: std::mem::take(&mut gathered.remarks.uninvited_withdrawals),
        is_one_file,
        past,
        scans: scans.into_iter().map(|scan| scan.as_it_is).collect(),
        known_accounts,
    })
}

/// The sheets, typed together; what somebody recorded is heard last, and so decides.
fn tracking_sheets(
    mut sheets: Vec<Sheet>,
    recorded: &LedgerRecords,
    taken: &[String],
) -> Result<TrackingSheets, InvitationsError> {
    if !recorded.remembered.is_empty() {
        sheets.push(ledger_sheet::sheet(&recorded.remembered)?);
    }
    Ok(TrackingSheets::new(sheets, taken)?)
}

/// Rows with what a ledger knows to be over.
fn known_to_be_over(
    rows: DataFrame,
    endings: &EndedInvitations,
    findings: &mut Vec<Finding>,
) -> PolarsResult<LazyFrame> {
    if rows.height() == 0 {
        return Ok(rows.lazy());
    }
    let known = endings.clone().with_people_of(&rows)?;
    known.report_applied(rows.clone().lazy(), findings)?;
    known.apply_to(rows.lazy())
}

/// Rows of a scan with what sheets say of them.
fn with_sheets(
    mut rows: LazyFrame,
    scan: &ScannedFile,
    tracking: &TrackingSheets,
    named: &[Expr],
    settings: &DerivationSettings,
) -> LazyFrame {
    // A file's ages are what they were at some other instant.
    rows = rows.with_column(typed_null(DataType::Int64).alias(AGE_SPAN));
    if tracking.has_sheets() {
        rows = canonical::apply_sheet_outcomes(tracking.attach_lazy(rows, settings.as_of));
    }
    let mut days = ["withdrawn_on", "reconnect_on"].into_iter();
    if tracking.has_sheets() || days.any(|day| scan.as_it_is.columns.has(day)) {
        let reconnect_on = derived::reconnect_on(settings).alias("reconnect_on");
        rows = rows.with_column(reconnect_on);
    }
    rows.with_columns(named)
}

/// The columns, with their types, that sheets bring beside those of invitations.
///
/// # Errors
/// A column of a wrong type.
pub fn further_columns(
    tables: SourceTables,
    settings: &DerivationSettings,
) -> Result<Vec<(String, DataType)>, InvitationsError> {
    let tracking = TrackingSheets::new(gather(tables, settings)?.sheets, &[])?;
    let extras = tracking.extras.into_iter();
    Ok(extras.map(|(_, name, column_type)| (name, column_type.dtype())).collect())
}

/// Adds what follows from other columns, except the account's counts and ranks.
pub(super) fn complete(rows: LazyFrame, settings: &DerivationSettings) -> LazyFrame {
    let theirs = |column: &str| -> Expr {
        let accepted = when(KnownState::AcceptedBySlug.is_in_row())
            .then(col(format!("slug_{column}").as_str()))
            .when(KnownState::AcceptedByName.is_in_row())
            .then(col(format!("name_{column}").as_str()))
            .otherwise(typed_null(DataType::String));
        coalesce(&[col(column), accepted]).alias(column)
    };
    let order = ["account", "sent_at", "person", "file", crate::import::table::ROW];
    let noted = when(col("note").is_null())
        .then(col("has_note"))
        .otherwise(col("note").str().strip_chars(lit(polars::prelude::NULL)).neq(lit("")));
    rows.with_column(derived::person().alias("person"))
        .with_columns([
            derived::name().alias("name"),
            theirs("company"),
            theirs("position"),
            derived::reconnect_on(settings).alias("reconnect_on"),
            noted.alias("has_note"),
            col("note").str().len_chars().cast(DataType::Int64).alias("note_length"),
            derived::tags(),
            typed_null(DataType::Int64).alias("attempts"),
            typed_null(DataType::Date).alias("last_withdrawn_on"),
        ])
        .sort(order, SortMultipleOptions::default().with_nulls_last(true))
        .with_column(derived::id().alias("id"))
}

fn unique(names: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names.into_iter().filter(|name| seen.insert(name.clone())).collect()
}

/// One frame of several; a single one stays as it is.
pub(super) fn concat_frames(mut frames: Vec<LazyFrame>) -> PolarsResult<LazyFrame> {
    match (frames.len(), frames.pop()) {
        (1, Some(only)) => Ok(only),
        (_, last) => {
            frames.extend(last);
            let options = UnionArgs { to_supertypes: true, ..UnionArgs::default() };
            concat_lf_diagonal(frames, options)
        }
    }
}
