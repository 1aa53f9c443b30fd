//! Who can be asked what a ledger knows, and what it then tells; `invitations` ask of the accounts
//! that they have.

use chrono::{DateTime, NaiveDate, Utc};
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

    /// Every event, of whatever account, with the columns of
    /// [`crate::invitations::HISTORY_COLUMNS`]; names as above.
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
        formatter.write_str(if self.ledger.is_some() {
            "LedgerAccess(a ledger)"
        } else {
            "LedgerAccess(none)"
        })
    }
}

/// What a ledger knows of an invitation that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndedInvitation {
    pub account: String,
    /// The person's key.
    pub person: String,
    /// The number of the event that says so.
    pub number: u64,
    /// The person's name.
    pub name: Option<String>,
    /// `accepted`, `declined`, `withdrawn` or `expired`.
    pub state: String,
    /// The first day on which it may have been sent.
    pub sent_from: Option<NaiveDate>,
    pub note: Option<String>,
    /// The last day on which it may have been sent.
    pub sent_until: Option<NaiveDate>,
    /// The day on which it ended, where that is known.
    pub ended_on: Option<NaiveDate>,
    /// The day until which the data reach that showed it.
    pub taken_on: NaiveDate,
    /// The instant until which they do, where they said so.
    pub taken_at: Option<DateTime<Utc>>,
}

/// What a ledger knows of an account's invitations to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerContact {
    pub account: String,
    /// The person, as the ledger knows them.
    pub known: KnownPerson,
}

/// What somebody recorded of an account and a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedOutcome {
    pub account: String,
    /// The person's key.
    pub person: String,
    /// The person's name.
    pub name: Option<String>,
    /// What became of the invitation: `accepted`, `declined` or `withdrawn`.
    pub state: &'static str,
    /// The day on which that was so.
    pub on: NaiveDate,
    /// The day on which the person was invited again, where that is what happened last.
    pub invited_again_on: Option<NaiveDate>,
    /// The day of the withdrawal, where there was one.
    pub withdrawn_on: Option<NaiveDate>,
    /// The first day on which the person may be invited again, where that was recorded.
    pub reconnect_on: Option<NaiveDate>,
    /// What to do next.
    pub follow_up: Option<String>,
}

/// What the sheet is called that no file is.
pub(in crate::invitations) const LEDGER: &str = "the ledger";
