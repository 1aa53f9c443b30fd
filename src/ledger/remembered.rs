//! What plans rest on: who was withdrawn, and what else somebody saw.

use super::events::EventRows;
use crate::account::among;
use crate::invitations::{Attempted, Recollection, Remembered};
use chrono::Days;
use polars::prelude::{DataFrame, PolarsError, PolarsResult};
use rescind_ledger::{Action, Ledger, LedgerError, Selection, Standing, Standings};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// A ledger that invitations ask.
pub struct Asked {
    ledger: Mutex<Ledger>,
    at_head: Option<u64>,
}

impl Asked {
    /// Asks this one, as it was when it ended with an event, or as it is.
    pub fn new(ledger: Ledger, at_head: Option<u64>) -> Self {
        Self { ledger: Mutex::new(ledger), at_head }
    }
}

impl Recollection for Asked {
    fn recorded(&self, accounts: &BTreeSet<String>) -> Result<Vec<Remembered>, LedgerError> {
        // Nothing of a ledger is left half done by whoever panicked.
        let mut ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        remembered_at(&mut ledger, accounts, self.at_head)
    }

    fn attempted(&self, accounts: &BTreeSet<String>) -> Result<Vec<Attempted>, LedgerError> {
        let mut ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        attempted_at(&mut ledger, accounts, self.at_head)
    }

    fn history(&self, accounts: &BTreeSet<String>) -> PolarsResult<DataFrame> {
        let mut ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        let events = events_until(&mut ledger, accounts, self.at_head);
        events.map_err(|error| PolarsError::ComputeError(error.to_string().into()))?.frame()
    }
}

/// What people recorded of accounts, by the names given here. Imports are left out: data speak for
/// themselves.
///
/// # Errors
/// A database that fails.
pub fn remembered(
    ledger: &mut Ledger,
    accounts: &BTreeSet<String>,
) -> Result<Vec<Remembered>, LedgerError> {
    remembered_at(ledger, accounts, None)
}

/// The same, as the ledger was when it ended with this event.
///
/// # Errors
/// A database that fails.
fn remembered_at(
    ledger: &mut Ledger,
    accounts: &BTreeSet<String>,
    at_head: Option<u64>,
) -> Result<Vec<Remembered>, LedgerError> {
    let known = standings_at(ledger, accounts, at_head, People::Witnessed)?;
    let people = known.iter().flat_map(|(account, standings)| {
        standings.iter().filter_map(|(_, person, one)| remembered_of(account, person, one))
    });
    Ok(people.collect())
}

/// Whom accounts invited and withdrew, as the ledger was when it ended with this event.
fn attempted_at(
    ledger: &mut Ledger,
    accounts: &BTreeSet<String>,
    at_head: Option<u64>,
) -> Result<Vec<Attempted>, LedgerError> {
    let known = standings_at(ledger, accounts, at_head, People::All)?;
    let people = known.into_iter().flat_map(|(account, standings)| {
        let people = standings.iter().map(|(_, person, one)| Attempted {
            account: account.clone(),
            person: person.into(),
            name: one.name.clone(),
            invited_on: one.invited_on.clone(),
            last_withdrawn_on: one.last_withdrawal().map(|withdrawal| withdrawal.on),
        });
        people.collect::<Vec<_>>()
    });
    Ok(people.collect())
}

/// Every event up to one, with accounts by the names given here.
fn events_until(
    ledger: &mut Ledger,
    accounts: &BTreeSet<String>,
    until: Option<u64>,
) -> Result<EventRows, LedgerError> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for spelled in ledger.accounts()? {
        if let Some(account) = among(&spelled, accounts.iter().map(String::as_str)) {
            names.insert(spelled, account.to_owned());
        }
    }
    let mut rows = EventRows::new();
    ledger.read(&Selection { until, ..Selection::default() }, |event| {
        rows.push(&event, names.get(&event.account).unwrap_or(&event.account));
        Ok(())
    })?;
    Ok(rows)
}

/// Of whom a ledger is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum People {
    /// Those of whom somebody recorded something.
    Witnessed,
    /// Those whom only data showed, too.
    All,
}

/// The standings of accounts, by the names given here.
fn standings_at(
    ledger: &mut Ledger,
    accounts: &BTreeSet<String>,
    at_head: Option<u64>,
    people: People,
) -> Result<Vec<(String, Standings)>, LedgerError> {
    let known = of_accounts(ledger, accounts, None, people)?;
    match at_head {
        Some(head) if ledger.head()?.number != head => {
            of_accounts(ledger, accounts, Some(head), people)
        }
        _ => Ok(known),
    }
}

fn of_accounts(
    ledger: &mut Ledger,
    accounts: &BTreeSet<String>,
    at_head: Option<u64>,
    people: People,
) -> Result<Vec<(String, Standings)>, LedgerError> {
    let mut known = vec![];
    for spelled in ledger.accounts()? {
        let Some(account) = among(&spelled, accounts.iter().map(String::as_str)) else { continue };
        let standings = match at_head {
            None if people == People::Witnessed => Standings::witnessed(ledger, &spelled)?,
            None => Standings::read(ledger, Some(&spelled))?,
            Some(_) => {
                let actions = Action::ALL.into_iter();
                let actions =
                    actions.filter(|action| people == People::All || action.is_witnessed());
                let (account, actions) = (Some(spelled.clone()), actions.collect());
                let selection = Selection { account, actions, at_head, ..Selection::default() };
                Standings::of_selection(ledger, selection)?
            }
        };
        known.push((account.to_owned(), standings));
    }
    Ok(known)
}

/// An account as the ledger spells it, else as it is written.
///
/// # Errors
/// A database that fails.
pub(super) fn spelled(ledger: &mut Ledger, written: &str) -> Result<String, LedgerError> {
    let known = ledger.accounts()?;
    let spelled = among(written, known.iter().map(String::as_str));
    Ok(spelled.unwrap_or(written).to_owned())
}

/// So long before a new invitation its predecessor was gone at least, where nothing else is known:
/// no zone makes that difference.
const DAYS_APART: Days = Days::new(3);

fn remembered_of(account: &str, person: &str, standing: &Standing) -> Option<Remembered> {
    let last = standing.witnessed.as_ref()?;
    let state = match last.action {
        Action::AlreadyAccepted => "accepted",
        Action::Declined => "declined",
        // Whatever it was that took it away, it is not there to be withdrawn.
        Action::Withdrawn | Action::NotFound | Action::InvitedAgain => "withdrawn",
        Action::Imported | Action::Planned | Action::Corrected => return None,
    };
    let again = (last.action == Action::InvitedAgain).then_some(last.on);
    // Data that do not have the new invitation yet go on to show the one before it.
    let gone_on = again.and_then(|again| match standing.last_withdrawal() {
        Some(withdrawal) => Some(withdrawal.on.min(again)),
        None => again.checked_sub_days(DAYS_APART),
    });
    Some(Remembered {
        account: account.into(),
        person: person.into(),
        name: standing.name.clone(),
        state,
        on: gone_on.unwrap_or(last.on),
        invited_again_on: again,
        withdrawn_on: standing.last_withdrawal().map(|own| own.on),
        reconnect_on: standing.reconnect_on.filter(|_| last.action == Action::Withdrawn),
        follow_up: standing.follow_up.clone(),
    })
}
