//! From raw tables to the frame: the sources are gathered, merged, given a state, and completed.

use super::columns::concat_frames;
use super::columns::{AGE_SPAN, typed_null};
use super::error::InvitationsError;
use super::frame::Invitations;
use super::ledger_access::LedgerRecords;
use super::merge::collected_rows::{CollectedRows, collect_rows, find_repeated_people};
use super::merge::merge_sources::{ConnectionsKnown, SourcesToMerge};
use super::merge::tracking::TrackingSheets;
use super::merge::{connections, merge_findings};
use super::no_usable_row::{describe_table, no_rows, passed_over};
use super::outcome::{derived, ranks};
use super::recalled::ended_invitations::EndedInvitations;
use super::recalled::ledger_query::query_ledger;
use super::recalled::past_contacts::PastContacts;
use super::recalled::{attempts, history, ledger_sheet, unknown_accounts};
use super::scanned::canonical;
use super::scanned::scanned_file::ScannedFile;
use super::settings::DerivationSettings;
use super::typed::sheet::Sheet;
use super::typed_tables::{TypedTables, gather};
use crate::finding::Finding;
use crate::import::SourceTables;
use crate::query::Query;
use polars::prelude::{DataFrame, DataType, Expr, IntoLazy, LazyFrame, PolarsResult};
use std::collections::BTreeSet;

/// Makes the frame. Errors: no usable row; a column of a wrong type.
pub fn derive(
    tables: SourceTables,
    settings: &DerivationSettings,
) -> Result<Invitations, InvitationsError> {
    let described = tables.tables.iter().map(describe_table);
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

fn unique(names: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names.into_iter().filter(|name| seen.insert(name.clone())).collect()
}
