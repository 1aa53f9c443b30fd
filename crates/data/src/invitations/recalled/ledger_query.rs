//! What a ledger is asked before invitations are made of data: it is asked of their accounts alone.

use super::changed_addresses;
use crate::invitations::error::InvitationsError;
use crate::invitations::ledger_access::LedgerRecords;
use crate::invitations::people::account_codes::names_of_accounts;
use crate::invitations::scanned::scanned_file::ScannedFile;
use crate::invitations::settings::DerivationSettings;
use crate::invitations::typed::sheet::Sheet;
use crate::invitations::typed_tables::TypedTables;
use polars::prelude::PolarsResult;
use std::collections::BTreeSet;

/// Whom a ledger is asked about, and what it remembers; nobody and nothing where there is none.
pub(in crate::invitations) fn query_ledger(
    gathered: &mut TypedTables,
    scans: &[ScannedFile],
    sheets: &mut [Sheet],
    settings: &DerivationSettings,
) -> Result<(BTreeSet<String>, LedgerRecords), InvitationsError> {
    let (mut accounts, mut recorded) = (BTreeSet::new(), settings.memory.known_before());
    if let Some(ledger) = settings.memory.ledger() {
        accounts = accounts_of(gathered, scans, sheets)?;
        recorded = ledger.recorded(&accounts)?;
    }
    // Both are of the same people from then on.
    changed_addresses::unify_addresses(
        gathered,
        sheets,
        scans.is_empty(),
        &mut recorded,
        settings.as_of,
    )?;
    Ok((accounts, recorded))
}

/// Every account that the data may be of.
fn accounts_of(
    gathered: &TypedTables,
    scans: &[ScannedFile],
    sheets: &[Sheet],
) -> PolarsResult<BTreeSet<String>> {
    let mut accounts = gathered.accounts.clone();
    let sheets = sheets.iter().map(|sheet| &sheet.rows);
    for rows in gathered.archives.iter().chain(&gathered.lists).chain(sheets) {
        accounts.extend(names_of_accounts(rows)?);
    }
    for scan in scans {
        accounts.extend(scan.names_of_accounts()?);
    }
    Ok(accounts)
}
