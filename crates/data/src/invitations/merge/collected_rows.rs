//! Typed rows of all tables → the invitations of all sources but scanned files, complete up to the
//! ranks: archives, to which lists of the Sent page, connections, sheets and messages are told.

use super::scanned_people::ScannedPeople;
use super::tracking::{InvitingAccounts, TrackingSheets};
use super::{archives, connections, list_digests, listed_ends, messages, newest_list};
use crate::invitations::columns::PROFILE_KEYS;
use crate::invitations::outcome::derived::complete;
use crate::invitations::outcome::state;
use crate::invitations::people::account_codes::names_of_accounts;
use crate::invitations::people::key_hashes::KeyHashes;
use crate::invitations::scanned::positions::RowSet;
use crate::invitations::scanned::scanned_file::ScannedFile;
use crate::invitations::settings::DerivationSettings;
use crate::invitations::typed_tables::TypedTables;
use crate::invitations::{data_reach, row_tally};
use crate::query::Query;
use polars::prelude::{DataFrame, IntoLazy, PolarsResult, UnionArgs, concat, lit};
use std::collections::BTreeSet;

/// The rows of each scan whose person another row names as well, or may, or a connection.
pub(in crate::invitations) fn find_repeated_people(
    scans: &[ScannedFile],
    rows: &DataFrame,
    connections: &DataFrame,
    scanned: &ScannedPeople,
) -> PolarsResult<Vec<RowSet>> {
    if let ([scan], 0, 0) = (scans, rows.height(), connections.height()) {
        return Ok(vec![scan.people.alike.clone()]);
    }
    let others = PROFILE_KEYS.iter().map(|key| (connections, *key)).chain([(rows, "person")]);
    let others = others.map(|(rows, key)| rows.column(key).and_then(|keys| keys.str().cloned()));
    let others = others.collect::<PolarsResult<Vec<_>>>()?;
    let repeated = KeyHashes::among(scans.iter().map(|scan| &scan.people.keys), &others)?;
    let alike = scans.iter().zip(&scanned.rows);
    Ok(alike.map(|(scan, asked)| scan.people.with(&repeated).union(asked)).collect())
}

/// What is known of everything but the rows of scanned files.
pub(in crate::invitations) struct CollectedRows {
    /// The invitations: collected once, sorted, complete up to the ranks.
    pub(in crate::invitations) rows: DataFrame,
    pub(in crate::invitations) connections: DataFrame,
    /// The connections among the scanned people: `account`, `person` (str), `connected_on` (date).
    pub(in crate::invitations) connected: DataFrame,
    pub(in crate::invitations) scanned: ScannedPeople,
}

pub(in crate::invitations) fn collect_rows(
    gathered: &mut TypedTables,
    tracking: &mut TrackingSheets,
    settings: &DerivationSettings,
    scans: &[ScannedFile],
) -> PolarsResult<CollectedRows> {
    let remarks = &mut gathered.remarks;
    let connections = connections::deduplicate(std::mem::take(&mut gathered.connections))?;
    let list = newest_list::keep_newest_lists(
        std::mem::take(&mut gathered.lists),
        settings.as_of,
        remarks,
    )?;
    let taken = list.as_ref().map(data_reach::lists_taken).transpose()?;
    gathered.lists_taken = taken.unwrap_or_default();
    // Only what is compared with a ledger afterwards asks whether a list is one of before.
    if let Some(list) = list.as_ref().filter(|_| settings.memory.is_asked_later()) {
        list_digests::note(list, &mut gathered.lists_taken)?;
    }
    let archives = archives::deduplicate(std::mem::take(&mut gathered.archives))?;
    let mut with_source = names_of_accounts(&archives)?;
    if let Some(list) = &list {
        with_source.extend(names_of_accounts(list)?);
    }
    let mut of_scans = BTreeSet::new();
    for scan in scans.iter().filter(|_| tracking.has_sheets()) {
        of_scans.extend(scan.names_of_accounts()?);
    }
    let accounts = accounts(&with_source, of_scans, tracking, &gathered.accounts)?;
    tracking.resolve_accounts(&accounts.names(), remarks)?;
    with_source.extend(accounts.of_scans.iter().cloned());
    let sources =
        [archives].into_iter().chain(tracking.invitations_of_sheets_alone(&with_source, remarks)?);
    let sources: Vec<_> = sources.map(IntoLazy::lazy).collect();
    let sent = concat(sources, UnionArgs::default())?.rows()?;
    let sent = newest_list::merge(archives::with_superseded(sent)?, list, settings.as_of, remarks)?;
    let others = tracking.people().chain([&connections]).collect::<Vec<_>>();
    let scanned = ScannedPeople::of_scans(scans, &sent, &others, &mut remarks.findings)?;
    let (sent, connected) = connections::attach(sent, &connections, &scanned, remarks)?;
    let sent = tracking.attach(sent, &accounts, &scanned, settings.as_of, remarks)?;
    // Whom a ledger has invited may be among them.
    if scans.is_empty() && !settings.memory.is_asked_later() {
        remarks.findings.extend(connections::accounts_without_invitations(
            &connections,
            &names_of_accounts(&sent)?,
        )?);
    }
    let (sides, owners) = std::mem::take(&mut gathered.messages);
    let sent = messages::attach(sent, sides, owners, remarks)?;
    let rows = complete(state::with_state(sent.lazy(), settings), settings).rows()?;
    newest_list::say_off_list(&rows, &mut remarks.findings)?;
    listed_ends::report_listed_ends(&rows, &mut remarks.findings)?;
    messages::say_written_since(&rows, &mut remarks.findings)?;
    if let Some(fates) = &mut remarks.fates {
        for (file, count) in row_tally::count_by_file(&rows, &lit(true))? {
            fates.entry(file).or_default().invitations = count;
        }
    }
    Ok(CollectedRows { rows, connections, connected, scanned })
}

/// All accounts: those with a source, and those about which only a sheet speaks. A sheet's column
/// names accounts only where nothing else does, lest a slip of the pen becomes one.
fn accounts(
    with_source: &BTreeSet<String>,
    of_scans: BTreeSet<String>,
    tracking: &TrackingSheets,
    named: &BTreeSet<String>,
) -> PolarsResult<InvitingAccounts> {
    let sheet_accounts = tracking.accounts()?;
    let alone = with_source.is_empty() && of_scans.is_empty();
    let sheet_accounts = sheet_accounts.into_iter().filter(|name| alone || named.contains(name));
    let of_sources = with_source.iter().cloned().chain(sheet_accounts).collect();
    Ok(InvitingAccounts { of_sources, of_scans })
}
