//! What a ledger knows of the invitations of data's accounts, read once, when the first row asks.

use crate::invitations::ledger_access::{LedgerAccess, LedgerContact};
use chrono::{DateTime, Utc};
use polars::prelude::{PolarsError, PolarsResult};
use rescind_ledger::LedgerError;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// A ledger that is asked once.
#[derive(Clone, Default)]
pub(in crate::invitations) struct PastContacts {
    memory: LedgerAccess,
    as_of: DateTime<Utc>,
    read: Arc<Mutex<Option<LedgerAnswer>>>,
}

/// What a ledger said of some accounts.
struct LedgerAnswer {
    accounts: BTreeSet<String>,
    attempted: Arc<[LedgerContact]>,
}

impl PastContacts {
    pub(in crate::invitations) fn of_memory(memory: &LedgerAccess, as_of: DateTime<Utc>) -> Self {
        Self { memory: memory.clone(), as_of, read: Arc::default() }
    }

    /// The instant at which ages are measured.
    pub(in crate::invitations) fn as_of(&self) -> DateTime<Utc> {
        self.as_of
    }

    /// What it knows of these accounts, and perhaps others; nothing where there is none.
    pub(in crate::invitations) fn attempted(
        &self,
        accounts: &BTreeSet<String>,
    ) -> PolarsResult<Arc<[LedgerContact]>> {
        let Some(ledger) = self.memory.ledger() else { return Ok(Arc::default()) };
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = read.as_ref().filter(|answer| answer.accounts.is_superset(accounts)) {
            return Ok(answer.attempted.clone());
        }
        let failed = |error: LedgerError| PolarsError::ComputeError(error.to_string().into());
        let attempted: Arc<[LedgerContact]> = ledger.attempted(accounts).map_err(failed)?.into();
        *read = Some(LedgerAnswer { accounts: accounts.clone(), attempted: attempted.clone() });
        Ok(attempted)
    }
}
