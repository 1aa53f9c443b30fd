//! Who can be asked what a ledger knows; `invitations` ask of the accounts that they have.

use super::ended::Ended;
use super::past::Attempted;
use super::remembered::Remembered;
use chrono::NaiveDate;
use polars::prelude::{DataFrame, PolarsResult};
use rescind_ledger::LedgerError;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// What a ledger has of accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// What people recorded.
    pub remembered: Vec<Remembered>,
    /// Invitations that are over, as data showed that were imported.
    pub ended: Vec<Ended>,
    /// The day until which the newest data reach that were imported, by account.
    pub taken_on: BTreeMap<String, NaiveDate>,
    /// Every account that the ledger has, with the slug of its owner where that is known.
    pub accounts: BTreeMap<String, Option<String>>,
}

/// A ledger, as far as invitations ask it.
pub trait Recollection: Send + Sync {
    /// What was recorded of these accounts, by the names given here, however the ledger spells
    /// them. Whatever else the ledger has is not read.
    ///
    /// # Errors
    /// A database that fails.
    fn recorded(&self, accounts: &BTreeSet<String>) -> Result<Recorded, LedgerError>;

    /// Whom these accounts invited, and withdrew, by data that were imported and by what people
    /// recorded; names as above.
    ///
    /// # Errors
    /// A database that fails.
    fn attempted(&self, accounts: &BTreeSet<String>) -> Result<Vec<Attempted>, LedgerError>;

    /// Every event, of whatever account, with the columns of [`super::HISTORY`]; names as above.
    ///
    /// # Errors
    /// A database that fails.
    fn history(&self, accounts: &BTreeSet<String>) -> PolarsResult<DataFrame>;
}

/// What is asked, if there is anything to ask.
#[derive(Clone, Default)]
pub struct Memory {
    ledger: Option<Arc<dyn Recollection>>,
    is_asked_later: bool,
}

impl Memory {
    /// Of this ledger.
    pub fn of(recollection: impl Recollection + 'static) -> Self {
        Self { ledger: Some(Arc::new(recollection)), is_asked_later: false }
    }

    /// Nothing yet: what data show is compared with a ledger afterwards, and connections without
    /// any invitation are enough for that.
    pub fn asked_later() -> Self {
        Self { ledger: None, is_asked_later: true }
    }

    /// Whether connections without any invitation are enough.
    pub(super) fn is_asked_later(&self) -> bool {
        self.is_asked_later
    }

    /// The ledger, where there is one.
    pub(super) fn ledger(&self) -> Option<&Arc<dyn Recollection>> {
        self.ledger.as_ref()
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.ledger.is_some() { "Memory(a ledger)" } else { "Memory(none)" })
    }
}
