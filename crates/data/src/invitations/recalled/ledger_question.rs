//! What a ledger is asked before invitations are made of data: it is asked of their accounts alone.

use super::memory::Recorded;
use crate::invitations::error::InvitationsError;
use crate::invitations::people::account_codes::AccountCodes;
use crate::invitations::people::changed_addresses;
use crate::invitations::settings::DerivationSettings;
use crate::invitations::typed::gather::{Gathered, Scan};
use crate::invitations::typed::sheet::Sheet;
use polars::prelude::{DataFrame, PolarsResult};
use std::collections::BTreeSet;

/// Whom a ledger is asked about, and what it remembers; nobody and nothing where there is none.
pub(in crate::invitations) fn recorded_of(
    gathered: &mut Gathered,
    scans: &[Scan],
    sheets: &mut [Sheet],
    settings: &DerivationSettings,
) -> Result<(BTreeSet<String>, Recorded), InvitationsError> {
    let (mut accounts, mut recorded) = (BTreeSet::new(), settings.memory.known_before());
    if let Some(ledger) = settings.memory.ledger() {
        accounts = accounts_of(gathered, scans, sheets)?;
        recorded = ledger.recorded(&accounts)?;
    }
    // Both are of the same people from then on.
    changed_addresses::tell(gathered, sheets, scans.is_empty(), &mut recorded, settings.as_of)?;
    Ok((accounts, recorded))
}

/// Every account that the data may be of.
fn accounts_of(
    gathered: &Gathered,
    scans: &[Scan],
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

pub(in crate::invitations) fn names_of_accounts(
    rows: &DataFrame,
) -> PolarsResult<BTreeSet<String>> {
    let mut codes = AccountCodes::default();
    codes.codes(&rows.column("account")?.str()?.drop_nulls());
    Ok(codes.names().iter().cloned().collect())
}
