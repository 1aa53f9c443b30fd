//! Who can be asked what a ledger knows; `invitations` ask of the accounts that they have.

use super::ended_invitations::EndedInvitation;
use super::ledger_sheet::RecordedOutcome;
use super::past_contacts::LedgerContact;
use chrono::NaiveDate;
use polars::prelude::{DataFrame, PolarsResult};
use rescind_ledger::{KeyChanges, KnownPerson, LedgerError, is_name};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// What a ledger has of accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerRecords {
    /// What people recorded.
    pub remembered: Vec<RecordedOutcome>,
    /// Invitations that are over, as data showed that were imported.
    pub ended: Vec<EndedInvitation>,
    /// The day until which the newest data reach that were imported, by account.
    pub taken_on: BTreeMap<String, NaiveDate>,
    /// The people of whom it tells, as it knows them.
    pub people: Vec<KnownPerson>,
    /// The addresses that became others, of whichever account.
    pub addresses: KeyChanges,
    /// Every account that the ledger has, with the slug of its owner where that is known.
    pub accounts: BTreeMap<String, Option<String>>,
}

impl LedgerRecords {
    /// Calls somebody by another key.
    pub(in crate::invitations) fn rename(&mut self, account: &str, former: &str, now: &str) {
        let keys = self.remembered.iter_mut().map(|one| (&one.account, &mut one.person));
        let keys = keys.chain(self.ended.iter_mut().map(|one| (&one.account, &mut one.person)));
        let keys = keys.chain(self.people.iter_mut().map(|one| (&one.account, &mut one.key)));
        for (of_account, key) in keys {
            if of_account == account && key == former {
                now.clone_into(key);
            }
        }
    }

    /// Calls those who are known by a member id alone by the address that data have beside it.
    pub(in crate::invitations) fn rename_ids<'a>(
        &mut self,
        slug: impl Fn(&str) -> Option<&'a str>,
    ) {
        let keys = self.remembered.iter_mut().map(|one| &mut one.person);
        let keys = keys.chain(self.ended.iter_mut().map(|one| &mut one.person));
        for key in keys.chain(self.people.iter_mut().map(|one| &mut one.key)) {
            if let Some(slug) = slug(key) {
                slug.clone_into(key);
            }
        }
    }

    /// Tells nothing of whoever has this key.
    pub(in crate::invitations) fn forget(&mut self, account: &str, key: &str) {
        self.remembered.retain(|one| one.account != account || one.person != key);
        self.ended.retain(|one| one.account != account || one.person != key);
    }

    /// Tells nobody by the name of somebody alone.
    pub(in crate::invitations) fn forget_name(&mut self, account: &str, person: &str) {
        let is_it = |of_account: &str, key: &str| of_account == account && key == person;
        if is_name(person) {
            self.remembered.retain(|one| !is_it(&one.account, &one.person));
            self.ended.retain(|one| !is_it(&one.account, &one.person));
        }
        let names =
            self.remembered.iter_mut().map(|one| (&one.account, &one.person, &mut one.name));
        let ended = self.ended.iter_mut().map(|one| (&one.account, &one.person, &mut one.name));
        for (of_account, key, name) in names.chain(ended) {
            if is_it(of_account, key) {
                *name = None;
            }
        }
    }
}

/// A ledger, as far as invitations ask it.
pub trait LedgerReader: Send + Sync {
    /// What was recorded of these accounts, by the names given here, however the ledger spells
    /// them. Whatever else the ledger has is not read.
    fn recorded(&self, accounts: &BTreeSet<String>) -> Result<LedgerRecords, LedgerError>;

    /// Whom these accounts invited, and withdrew, by data that were imported and by what people
    /// recorded; names as above.
    fn attempted(&self, accounts: &BTreeSet<String>) -> Result<Vec<LedgerContact>, LedgerError>;

    /// Every event, of whatever account, with the columns of [`crate::invitations::HISTORY_COLUMNS`]; names
    /// as above.
    fn history(&self, accounts: &BTreeSet<String>) -> PolarsResult<DataFrame>;
}

/// What is asked, if there is anything to ask.
#[derive(Clone, Default)]
pub struct LedgerAccess {
    ledger: Option<Arc<dyn LedgerReader>>,
    /// The addresses that became others, where it is asked for the rest later.
    asked_later: Option<KeyChanges>,
}

impl LedgerAccess {
    pub fn of_ledger(recollection: impl LedgerReader + 'static) -> Self {
        Self { ledger: Some(Arc::new(recollection)), asked_later: None }
    }

    /// Nothing yet but which addresses became others: what data show is compared with a ledger
    /// afterwards, and connections without any invitation are enough for that.
    pub fn for_import(addresses: KeyChanges) -> Self {
        Self { ledger: None, asked_later: Some(addresses) }
    }

    /// Whether connections without any invitation are enough.
    pub(in crate::invitations) fn is_asked_later(&self) -> bool {
        self.asked_later.is_some()
    }

    /// What data tell that only a ledger takes; nothing where there is none.
    pub(in crate::invitations) fn keep_if_any<T: Default>(&self, told: T) -> T {
        let is_any = self.ledger.is_some() || self.asked_later.is_some();
        if is_any { told } else { T::default() }
    }

    /// What is known before the ledger is asked.
    pub(in crate::invitations) fn known_before(&self) -> LedgerRecords {
        let addresses = self.asked_later.clone().unwrap_or_default();
        LedgerRecords { addresses, ..LedgerRecords::default() }
    }

    pub(in crate::invitations) fn ledger(&self) -> Option<&Arc<dyn LedgerReader>> {
        self.ledger.as_ref()
    }
}

impl fmt::Debug for LedgerAccess {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.ledger.is_some() { "Memory(a ledger)" } else { "Memory(none)" })
    }
}
