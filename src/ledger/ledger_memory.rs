//! What plans rest on: who was withdrawn, and what else somebody saw.

use super::history_frame::HistoryBuilder;
use super::known_accounts::{known_accounts, newest_data_days};
use crate::account::find_same;
use crate::invitations::{
    EndedInvitation, LedgerContact, LedgerReader, LedgerRecords, RecordedOutcome,
};
use chrono::{Days, NaiveDate};
use polars::prelude::{DataFrame, PolarsError, PolarsResult};
use rescind_ledger::{
    Action, EventFilter, KeyChanges, KnownPerson, Ledger, LedgerError, ObservedState, Standing,
    Standings, is_name,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

pub struct LedgerRecollection {
    ledger: Mutex<Ledger>,
    at_head: Option<u64>,
}

impl LedgerRecollection {
    /// Asks this one, as it was when it ended with an event, or as it is.
    pub fn new(ledger: Ledger, at_head: Option<u64>) -> Self {
        Self { ledger: Mutex::new(ledger), at_head }
    }
}

impl LedgerReader for LedgerRecollection {
    fn recorded(&self, accounts: &BTreeSet<String>) -> Result<LedgerRecords, LedgerError> {
        // Nothing of a ledger is left half done by whoever panicked.
        let mut ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        recorded_at(&mut ledger, accounts, self.at_head)
    }

    fn attempted(&self, accounts: &BTreeSet<String>) -> Result<Vec<LedgerContact>, LedgerError> {
        let mut ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        attempted_at(&mut ledger, accounts, self.at_head)
    }

    fn history(&self, accounts: &BTreeSet<String>) -> PolarsResult<DataFrame> {
        let mut ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        let events = events_until(&mut ledger, accounts, self.at_head);
        events.map_err(|error| PolarsError::ComputeError(error.to_string().into()))?.frame()
    }
}

/// What was recorded of accounts, by the names given here, as the ledger was when it ended with
/// this event.
fn recorded_at(
    ledger: &mut Ledger,
    accounts: &BTreeSet<String>,
    at_head: Option<u64>,
) -> Result<LedgerRecords, LedgerError> {
    let mut recorded = LedgerRecords::default();
    let known = standings_at(ledger, accounts, at_head, PeopleSelection::RelevantToPlans)?;
    recorded.addresses = addresses_at(ledger, &known, at_head)?;
    for (account, standings) in known {
        for (_, person, one) in standings.iter() {
            let (remembered, ended) =
                (remembered_of(&account, person, one), ended_of(&account, person, one));
            // Files that are read as they are have former addresses; a name leads to that of today.
            for former in one.formerly.iter().filter(|key| !is_name(key)) {
                let (person, name) = (former.clone(), None);
                recorded.remembered.extend(remembered.clone().map(|current| RecordedOutcome {
                    person,
                    name,
                    ..current
                }));
                let (person, name) = (former.clone(), None);
                recorded.ended.extend(ended.clone().map(|current| EndedInvitation {
                    person,
                    name,
                    ..current
                }));
            }
            recorded.remembered.extend(remembered);
            recorded.ended.extend(ended);
        }
        let people = standings.into_people().filter(|one| one.standing.concerns_plans());
        recorded.people.extend(people.map(|one| KnownPerson { account: account.clone(), ..one }));
    }
    recorded.taken_on = newest_data_days(ledger, accounts, at_head)?;
    recorded.accounts = known_accounts(ledger, accounts, at_head)?;
    Ok(recorded)
}

/// The addresses that became others, as the ledger was when it ended with this event.
fn addresses_at(
    ledger: &mut Ledger,
    known: &[(String, Standings)],
    at_head: Option<u64>,
) -> Result<KeyChanges, LedgerError> {
    match at_head {
        // What other accounts know was told to each that knew the person.
        Some(head) if ledger.head()?.number != head => {
            let mut addresses = KeyChanges::default();
            for (_, standings) in known {
                addresses.add(KeyChanges::of_standings(standings));
            }
            Ok(addresses)
        }
        _ => KeyChanges::read(ledger),
    }
}

/// Whom accounts invited and withdrew, as the ledger was when it ended with this event.
fn attempted_at(
    ledger: &mut Ledger,
    accounts: &BTreeSet<String>,
    at_head: Option<u64>,
) -> Result<Vec<LedgerContact>, LedgerError> {
    let known = standings_at(ledger, accounts, at_head, PeopleSelection::All)?;
    let people = known.into_iter().flat_map(|(account, standings)| {
        standings.into_people().map(move |one| {
            let known = KnownPerson { account: account.clone(), ..one };
            LedgerContact { account: account.clone(), known }
        })
    });
    Ok(people.collect())
}

/// Every event up to one, with accounts by the names given here.
fn events_until(
    ledger: &mut Ledger,
    accounts: &BTreeSet<String>,
    until: Option<u64>,
) -> Result<HistoryBuilder, LedgerError> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for spelled in ledger.accounts()? {
        if let Some(account) = find_same(&spelled, accounts.iter().map(String::as_str)) {
            names.insert(spelled, account.to_owned());
        }
    }
    let mut rows = HistoryBuilder::new();
    ledger.read(&EventFilter { until, ..EventFilter::default() }, |event| {
        rows.push(&event, names.get(&event.account).unwrap_or(&event.account));
        Ok(())
    })?;
    Ok(rows)
}

/// Of whom a ledger is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PeopleSelection {
    /// Those of whom a plan has to hear.
    RelevantToPlans,
    /// All others, too.
    All,
}

/// The standings of accounts, by the names given here.
fn standings_at(
    ledger: &mut Ledger,
    accounts: &BTreeSet<String>,
    at_head: Option<u64>,
    people: PeopleSelection,
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
    people: PeopleSelection,
) -> Result<Vec<(String, Standings)>, LedgerError> {
    let mut known = vec![];
    for spelled in ledger.accounts()? {
        let Some(account) = find_same(&spelled, accounts.iter().map(String::as_str)) else {
            continue;
        };
        let standings = match at_head {
            None if people == PeopleSelection::RelevantToPlans => {
                Standings::heard(ledger, &spelled)?
            }
            None => Standings::read(ledger, Some(&spelled))?,
            Some(_) => {
                let account = Some(spelled.clone());
                let selection = EventFilter { account, at_head, ..EventFilter::default() };
                Standings::of_selection(ledger, selection)?
            }
        };
        known.push((account.to_owned(), standings));
    }
    Ok(known)
}

/// So long before a new invitation its predecessor was gone at least, where nothing else is known:
/// no zone makes that difference.
const DAYS_APART: Days = Days::new(3);

/// So long before a withdrawal an invitation may seem to be sent, by its age alone, that came after
/// it, when LinkedIn allowed one again: an age of months leaves a month open.
const DAYS_OPEN: Days = Days::new(17);

/// The day after which nothing was sent that a withdrawal on this day took away, where data showed
/// a later invitation: that was sent after the former one, whatever its age leaves open.
fn last_sent_before(withdrawn_on: NaiveDate, standing: &Standing) -> Option<NaiveDate> {
    let is_later = |shown: &ObservedState| {
        shown.state == "pending" && !shown.is_inmail && shown.is_sent_after(withdrawn_on)
    };
    standing.observed.as_ref().filter(|shown| is_later(shown))?;
    let sent_on = standing.invited_on.range(..=withdrawn_on).next_back().copied();
    // One that was withdrawn before is not it, which then is known by its age alone.
    let is_before = |sent: &NaiveDate| {
        standing.withdrawals.iter().any(|other| (*sent..withdrawn_on).contains(&other.on))
    };
    sent_on.filter(|sent| !is_before(sent)).or(withdrawn_on.checked_sub_days(DAYS_OPEN))
}

fn remembered_of(account: &str, person: &str, standing: &Standing) -> Option<RecordedOutcome> {
    let last = standing.witnessed.as_ref().filter(|_| !standing.is_listed_again())?;
    let state = match last.action {
        Action::AlreadyAccepted => "accepted",
        Action::Declined => "declined",
        // Whatever it was that took it away, it is not there to be withdrawn.
        Action::Withdrawn | Action::NotFound | Action::InvitedAgain => "withdrawn",
        Action::Imported | Action::Planned | Action::Corrected => return None,
    };
    let is_over = standing.is_reinvitation_over();
    let again = (last.action == Action::InvitedAgain && !is_over).then_some(last.on);
    // Data that do not have the new invitation yet go on to show the one before it.
    let gone_on = again.and_then(|again| match standing.last_withdrawal() {
        Some(withdrawal) => Some(withdrawal.on.min(again)),
        None => again.checked_sub_days(DAYS_APART),
    });
    let sent_before = last_sent_before(last.on, standing).filter(|_| again.is_none());
    Some(RecordedOutcome {
        account: account.into(),
        person: person.into(),
        name: standing.name.clone(),
        state,
        on: gone_on.or(sent_before).unwrap_or(last.on),
        invited_again_on: again,
        // Of an invitation that was sent after it, and is gone as well, it says nothing.
        withdrawn_on: standing
            .last_withdrawal()
            .map(|withdrawal| withdrawal.on)
            .filter(|_| !is_over),
        reconnect_on: standing.reconnect_on.filter(|_| last.action == Action::Withdrawn),
        follow_up: standing.follow_up.clone(),
    })
}

/// What data showed to be over, if that is the last that is known: whatever somebody recorded later
/// says more.
fn ended_of(account: &str, person: &str, standing: &Standing) -> Option<EndedInvitation> {
    let shown = standing.observed.as_ref().filter(|shown| shown.is_over() && !shown.is_inmail);
    // Data that are older have the earlier invitation, which is over whatever came after it.
    let shown = shown.or(standing.ended.as_ref())?;
    let is_last = standing.witnessed.as_ref().is_none_or(|last| last.number < shown.number);
    is_last.then(|| EndedInvitation {
        account: account.into(),
        person: person.into(),
        number: shown.number,
        name: standing.name.clone(),
        state: shown.state.clone(),
        sent_from: shown.sent_on.or(shown.sent_from),
        note: standing.note.clone(),
        sent_until: shown.sent_at_the_latest(),
        ended_on: shown.ended_on,
        taken_on: shown.taken_on,
        taken_at: shown.taken_at,
    })
}
