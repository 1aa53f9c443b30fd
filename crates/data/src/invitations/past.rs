//! What a ledger knows of the invitations of data's accounts, read once, when the first row asks.

use super::memory::Memory;
use chrono::NaiveDate;
use polars::prelude::{PolarsError, PolarsResult};
use rescind_ledger::LedgerError;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// What a ledger knows of an account's invitations to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempted {
    /// The account.
    pub account: String,
    /// The person's key.
    pub person: String,
    /// The person's name.
    pub name: Option<String>,
    /// The days on which the account invited the person to connect.
    pub invited_on: BTreeSet<NaiveDate>,
    /// The last day on which it withdrew an invitation to the person.
    pub last_withdrawn_on: Option<NaiveDate>,
}

/// A ledger that is asked once.
#[derive(Clone, Default)]
pub(super) struct Past {
    memory: Memory,
    read: Arc<Mutex<Option<Answer>>>,
}

/// What a ledger said of some accounts.
struct Answer {
    accounts: BTreeSet<String>,
    attempted: Arc<[Attempted]>,
}

impl Past {
    pub(super) fn of(memory: &Memory) -> Self {
        Self { memory: memory.clone(), read: Arc::default() }
    }

    /// What it knows of these accounts, and perhaps others; nothing where there is none.
    pub(super) fn attempted(&self, accounts: &BTreeSet<String>) -> PolarsResult<Arc<[Attempted]>> {
        let Some(ledger) = self.memory.ledger() else { return Ok(Arc::default()) };
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = read.as_ref().filter(|answer| answer.accounts.is_superset(accounts)) {
            return Ok(answer.attempted.clone());
        }
        let failed = |error: LedgerError| PolarsError::ComputeError(error.to_string().into());
        let attempted: Arc<[Attempted]> = ledger.attempted(accounts).map_err(failed)?.into();
        *read = Some(Answer { accounts: accounts.clone(), attempted: attempted.clone() });
        Ok(attempted)
    }
}
