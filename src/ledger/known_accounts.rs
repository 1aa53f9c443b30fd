//! The accounts of a ledger: how it spells them, whose they are, and until when their data reach.

use crate::account::find_same;
use chrono::NaiveDate;
use rescind_ledger::{Action, EventFilter, Ledger, LedgerError, data_until, detail};
use std::collections::{BTreeMap, BTreeSet};

/// Every account of a ledger, with its owner as far as imports told; that is read only where one of
/// these is none of them.
pub(super) fn known_accounts(
    ledger: &mut Ledger,
    asked: &BTreeSet<String>,
    at_head: Option<u64>,
) -> Result<BTreeMap<String, Option<String>>, LedgerError> {
    let known = ledger.accounts()?;
    let is_known =
        |account: &String| find_same(account, known.iter().map(String::as_str)).is_some();
    let mut owners: BTreeMap<String, Option<String>> =
        known.iter().map(|account| (account.clone(), None)).collect();
    if asked.iter().all(is_known) {
        return Ok(owners);
    }
    for (account, owner) in &mut owners {
        ledger.read(&imports_of(account, at_head), |event| {
            if let Some(slug) = event.detail(detail::OWNER) {
                *owner = Some(slug.to_owned());
            }
            Ok(())
        })?;
    }
    Ok(owners)
}

/// The events about an account as a whole.
pub(super) fn imports_of(account: &str, at_head: Option<u64>) -> EventFilter {
    EventFilter {
        account: Some(account.to_owned()),
        // An account as a whole is nobody.
        person: Some(String::new()),
        actions: vec![Action::Imported],
        without_corrected: true,
        at_head,
        ..EventFilter::default()
    }
}

/// The day until which the newest data reach that were imported, by account.
pub(super) fn newest_data_days(
    ledger: &mut Ledger,
    accounts: &BTreeSet<String>,
    at_head: Option<u64>,
) -> Result<BTreeMap<String, NaiveDate>, LedgerError> {
    let mut taken_on: BTreeMap<String, NaiveDate> = BTreeMap::new();
    for spelled in ledger.accounts()? {
        let Some(account) = find_same(&spelled, accounts.iter().map(String::as_str)) else {
            continue;
        };
        ledger.read(&imports_of(&spelled, at_head), |event| {
            if let Some(day) = data_until(&event).or(event.day) {
                let last = taken_on.entry(account.to_owned()).or_insert(day);
                *last = day.max(*last);
            }
            Ok(())
        })?;
    }
    Ok(taken_on)
}

/// An account as the ledger spells it, else as it is written.
pub(super) fn ledger_spelling(ledger: &mut Ledger, written: &str) -> Result<String, LedgerError> {
    let known = ledger.accounts()?;
    let spelled = find_same(written, known.iter().map(String::as_str));
    Ok(spelled.unwrap_or(written).to_owned())
}
