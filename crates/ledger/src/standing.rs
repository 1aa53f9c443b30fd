//! What the events about a person come to, account by account.
//!
//! Invariant: it is derived from the standing events in their order, and from nothing else: the same
//! events give the same standings, wherever and whenever they are read.

use crate::action::Action;
use crate::detail;
use crate::error::LedgerError;
use crate::event::Event;
use crate::ledger::Ledger;
use crate::store::Selection;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What an account and a person have been through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The person's name, profile, company, the note and the follow-up: what was said last.
    pub name: Option<String>,
    /// The address of the profile.
    pub profile_url: Option<String>,
    /// The company.
    pub company: Option<String>,
    /// The note of the last invitation.
    pub note: Option<String>,
    /// What to do next.
    pub follow_up: Option<String>,
    /// The account's withdrawals of invitations to the person, in the order in which they were
    /// recorded.
    pub withdrawals: Vec<Withdrawal>,
    /// The first day on which the person may be invited again, as it was recorded.
    pub reconnect_on: Option<NaiveDate>,
    /// What somebody last said who was there.
    pub witnessed: Option<Witnessed>,
    /// What data last showed.
    pub observed: Option<Observed>,
}

/// A withdrawal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// The number of the event.
    pub number: u64,
    /// The day on which it was done.
    pub on: NaiveDate,
}

/// What somebody said who was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessed {
    /// The number of the event.
    pub number: u64,
    /// What happened.
    pub action: Action,
    /// The day on which it did.
    pub on: NaiveDate,
}

/// What data showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// The number of the event.
    pub number: u64,
    /// The state, as in `invitations`.
    pub state: String,
    /// The day on which the invitation was sent, if that is known.
    pub sent_on: Option<NaiveDate>,
    /// The day until which the data reach.
    pub taken_on: NaiveDate,
}

/// The standings of accounts and persons, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standings(BTreeMap<String, BTreeMap<String, Standing>>);

impl Standings {
    /// Reads those of an account, or of every one; of the events in which these happened, where not
    /// every event is asked for.
    ///
    /// # Errors
    /// A database that fails.
    pub fn read(
        ledger: &mut Ledger,
        account: Option<&str>,
        actions: &[Action],
    ) -> Result<Self, LedgerError> {
        let selection = Selection {
            account: account.map(String::from),
            actions: actions.to_vec(),
            is_standing: true,
            ..Selection::default()
        };
        let mut standings = Self::default();
        ledger.read(&selection, |event| {
            standings.take(&event);
            Ok(())
        })?;
        Ok(standings)
    }

    /// Takes the next standing event.
    pub fn take(&mut self, event: &Event) {
        if event.person.is_empty() || event.action == Action::Corrected {
            return;
        }
        let account = self.0.entry(event.account.clone()).or_default();
        account.entry(event.person.clone()).or_default().take(event);
    }

    /// Takes those of accounts that it does not have.
    pub fn merge(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// The standing of a person with an account.
    pub fn of(&self, account: &str, person: &str) -> Option<&Standing> {
        self.0.get(account)?.get(person)
    }

    /// Every person of an account, in order.
    pub fn of_account(&self, account: &str) -> impl Iterator<Item = (&str, &Standing)> {
        let people = self.0.get(account).into_iter().flatten();
        people.map(|(person, standing)| (person.as_str(), standing))
    }

    /// Every account with every person, in order: account, person, standing.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &Standing)> {
        self.0.iter().flat_map(|(account, people)| {
            people.iter().map(|(person, standing)| (account.as_str(), person.as_str(), standing))
        })
    }
}

impl Standing {
    fn take(&mut self, event: &Event) {
        let said = [
            (&mut self.name, detail::NAME),
            (&mut self.profile_url, detail::PROFILE_URL),
            (&mut self.company, detail::COMPANY),
            (&mut self.note, detail::NOTE),
            (&mut self.follow_up, detail::FOLLOW_UP),
        ];
        for (known, name) in said {
            if let Some(text) = event.detail(name) {
                *known = Some(text.to_owned());
            }
        }
        let day_of = |name: &str| event.detail(name).and_then(|text| text.parse().ok());
        // Whoever recorded it without a day did it then.
        let on = event.day.unwrap_or_else(|| event.recorded_at.date_naive());
        let number = event.number;
        if let Some(state) = event.detail(detail::STATE) {
            let taken_on = day_of(detail::TAKEN_ON).unwrap_or(on);
            let (state, sent_on) = (state.to_owned(), day_of(detail::SENT_ON));
            self.observed = Some(Observed { number, state, sent_on, taken_on });
        }
        if event.action == Action::Withdrawn {
            self.withdrawals.push(Withdrawal { number, on });
            self.reconnect_on = day_of(detail::RECONNECT_ON);
        }
        if event.action.is_witnessed() {
            self.witnessed = Some(Witnessed { number, action: event.action, on });
        }
    }

    /// The last withdrawal.
    pub fn last_withdrawal(&self) -> Option<&Withdrawal> {
        self.withdrawals.iter().max_by_key(|withdrawal| (withdrawal.on, withdrawal.number))
    }

    /// The day until which the person is not invited again, where the last that happened is a
    /// withdrawal; the account's cooling-off decides where nothing else was recorded.
    pub fn due_on(&self, cooling_off_days: u64) -> Option<NaiveDate> {
        let last = self.witnessed.as_ref().filter(|last| last.action == Action::Withdrawn)?;
        let after = last.on.checked_add_days(chrono::Days::new(cooling_off_days));
        self.reconnect_on.or(after)
    }
}
