//! Standings as a ledger has them ready: of an account, of those who wait, of single people.

use crate::derived::{self, DerivedFilter, searched};
use crate::detail;
use crate::error::LedgerError;
use crate::event::{KeyChange, NewEvent};
use crate::imported_row::{ChangeKind, ImportedRow};
use crate::ledger::Ledger;
use crate::record_identities::key_change_event;
use crate::standings::Standings;
use crate::store::EventFilter;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// How many people are asked for at once.
const PEOPLE_AT_ONCE: usize = 10_000;

impl Standings {
    /// Derives those of a selection from its standing events, whatever is known of others.
    pub fn of_selection(ledger: &mut Ledger, selection: EventFilter) -> Result<Self, LedgerError> {
        let mut standings = Self::default();
        ledger.read(&EventFilter { without_corrected: true, ..selection }, |event| {
            standings.apply(&event);
            Ok(())
        })?;
        Ok(standings)
    }

    /// Reads those of an account, or of every one.
    pub fn read(ledger: &mut Ledger, account: Option<&str>) -> Result<Self, LedgerError> {
        derived::read(ledger.store(), &DerivedFilter::Account(account))
    }

    /// Reads those of the people of an account of whom a plan has to hear: somebody recorded
    /// something, or data showed that the invitation is over.
    pub fn heard(ledger: &mut Ledger, account: &str) -> Result<Self, LedgerError> {
        derived::read(ledger.store(), &DerivedFilter::RelevantToPlans(account))
    }

    /// Reads who of every account was withdrawn without anything that was recorded since; only
    /// since when, and until when they wait.
    pub fn waiting(ledger: &mut Ledger) -> Result<Self, LedgerError> {
        derived::read(ledger.store(), &DerivedFilter::Waiting)
    }

    /// Reads those who do not wait with an account of theirs, but with another.
    pub fn elsewhere(ledger: &mut Ledger) -> Result<Self, LedgerError> {
        derived::read(ledger.store(), &DerivedFilter::WaitingElsewhere)
    }

    /// Reads those of single people, by account and any of their keys.
    pub fn of_people(ledger: &mut Ledger, people: &[(&str, &str)]) -> Result<Self, LedgerError> {
        let mut standings = Self::default();
        for people in people.chunks(PEOPLE_AT_ONCE) {
            standings.merge(derived::read_people(ledger.store(), people)?);
        }
        Ok(standings)
    }
}

impl Ledger {
    /// Every account of which something was recorded, in order.
    pub fn accounts(&mut self) -> Result<BTreeSet<String>, LedgerError> {
        let accounts = self.store().accounts()?;
        // Saved plans are events of no account.
        Ok(accounts.into_iter().filter(|account| !account.is_empty()).collect())
    }

    /// What is to be recorded of other accounts where events say that somebody's address is another
    /// now: whoever they knew by the former one moved.
    pub fn told_to_others(&mut self, events: &[NewEvent]) -> Result<Vec<NewEvent>, LedgerError> {
        let mut told = vec![];
        let moved = events
            .iter()
            .flat_map(|event| event.moved().into_iter().map(move |moved| (event, moved)));
        for (event, KeyChange { account, former, now }) in moved {
            let known = derived::read(self.store(), &DerivedFilter::Person(&former))?;
            let others = known.iter().map(|(other, ..)| other).filter(|other| *other != account);
            told.extend(others.map(|other| {
                if event.person == former {
                    return NewEvent { account: other.into(), ..event.clone() };
                }
                let seen = ImportedRow { person: &now, ..ImportedRow::default() };
                let mut event = key_change_event(other, &former, &seen);
                event.details.insert(detail::CHANGE.into(), ChangeKind::Recognized.name().into());
                event
            }));
        }
        Ok(told)
    }

    /// The keys of the people whose name this is, in whatever letters, in order.
    pub fn people_named(&mut self, name: &str) -> Result<Vec<String>, LedgerError> {
        let standings = derived::read(self.store(), &DerivedFilter::Named(&searched(name)))?;
        let mut people: Vec<String> =
            standings.iter().map(|(_, person, _)| person.to_owned()).collect();
        people.sort_unstable();
        people.dedup();
        Ok(people)
    }

    /// Every key of a person, by account, under which something may be recorded.
    pub fn keys_of(&mut self, person: &str) -> Result<BTreeSet<(String, String)>, LedgerError> {
        let known = derived::read(self.store(), &DerivedFilter::Person(person))?;
        let accounts: BTreeSet<&str> = known
            .iter()
            .map(|(account, ..)| account)
            .chain(known.former().map(|(account, ..)| account))
            .collect();
        let asked: Vec<(&str, &str)> = accounts.iter().map(|account| (*account, person)).collect();
        let of_people = Standings::of_people(self, &asked)?;
        let keys = accounts.iter().flat_map(|account| {
            let keys = of_people.keys_of(account, person).into_iter();
            keys.map(|key| ((*account).to_owned(), key))
        });
        Ok(keys.collect())
    }

    /// How many people each account invited last on which day, from a day up to another.
    pub fn invited(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<BTreeMap<String, BTreeMap<NaiveDate, usize>>, LedgerError> {
        let mut days: BTreeMap<String, BTreeMap<NaiveDate, usize>> = BTreeMap::new();
        for invited in self.store().invited(&from.to_string(), &to.to_string())? {
            let count = usize::try_from(invited.count).unwrap_or(0);
            if let Ok(day) = invited.day.parse() {
                days.entry(invited.account).or_default().insert(day, count);
            }
        }
        Ok(days)
    }
}
