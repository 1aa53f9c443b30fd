//! Who may be invited again, by the ledger, the limits and the project's list.
//!
//! Invariant: whoever is on the list is never due, and neither is whom another account has invited
//! meanwhile; how many were left out is told.

use super::sent::invitations_sent;
use crate::invitations::DoNotContact;
use crate::limits::{LimitCode, Limits};
use chrono::NaiveDate;
use rescind_ledger::{DuePerson, DueTerms, KeyChanges, Ledger, LedgerError, Standings, due_people};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Who may be invited again.
#[derive(Clone, Debug, Default)]
pub struct DueList<'a> {
    /// By account, then in the order in which they may.
    pub due: Vec<DuePerson<'a>>,
    /// Who is on the list of people whom nobody may contact: account and person.
    pub barred: BTreeSet<(String, String)>,
    /// Whom another account has invited meanwhile: account and person.
    pub invited: BTreeSet<(String, String)>,
}

impl<'a> DueList<'a> {
    /// Reads what is known of those who are due.
    pub fn read_standings(&self, ledger: &mut Ledger) -> Result<Standings, LedgerError> {
        let people: Vec<_> = self.due.iter().map(|one| (one.account, one.person)).collect();
        Standings::of_people(ledger, &people)
    }

    /// Tells of each what is known of them.
    pub fn fill_standings(&mut self, details: &'a Standings) {
        for one in &mut self.due {
            if let Some(standing) = details.standing(one.account, one.person) {
                one.standing = standing;
            }
        }
    }

    /// Goes on with one account alone.
    pub fn keep_account(&mut self, account: &str) {
        self.due.retain(|one| one.account == account);
        for left_out in [&mut self.barred, &mut self.invited] {
            left_out.retain(|(left_out_account, _)| left_out_account == account);
        }
    }
}

/// Who waits to be invited again. More than since when is known of them only where a list bars
/// people, who may be on it by their name.
pub struct WaitingPeople {
    standings: Standings,
    /// The people with an open invitation of an account, and whose it is.
    inviters: BTreeMap<String, String>,
    /// Who may not be contacted, by whichever of their addresses.
    list: DoNotContact,
    /// How many invitations each account sent lately.
    sent: BTreeMap<String, BTreeMap<NaiveDate, usize>>,
}

impl WaitingPeople {
    /// Reads whoever waits on a day.
    pub fn read(
        ledger: &mut Ledger,
        list: &DoNotContact,
        today: NaiveDate,
    ) -> Result<Self, LedgerError> {
        let mut standings = Standings::waiting(ledger)?;
        if !list.is_empty() {
            let people: Vec<_> =
                standings.iter().map(|(account, person, _)| (account, person)).collect();
            standings = Standings::of_people(ledger, &people)?;
        }
        let elsewhere = Standings::elsewhere(ledger)?;
        let invited = elsewhere.iter().filter(|(.., standing)| standing.has_open_invitation());
        let inviters =
            invited.map(|(account, person, _)| (person.to_owned(), account.to_owned())).collect();
        let sent = invitations_sent(ledger, today)?;
        let mut list = list.clone();
        list.whichever_address(&KeyChanges::read(ledger)?);
        Ok(Self { standings, inviters, list, sent })
    }
}

/// Who may be invited again from `today` until a day.
pub fn due_list<'a>(
    waiting: &'a WaitingPeople,
    limits: &Limits,
    today: NaiveDate,
    until: NaiveDate,
) -> DueList<'a> {
    let WaitingPeople { standings, inviters, list, sent } = waiting;
    let (barred, invited) = (RefCell::default(), RefCell::default());
    let figure = |code, account: &str| limits.figure(code, account);
    let terms = DueTerms {
        today,
        cooling_off_days: &|account| {
            u64::try_from(figure(LimitCode::CoolingOff, account)).unwrap_or(0)
        },
        per_week: &|account| {
            usize::try_from(figure(LimitCode::InvitationsPerWeek, account)).unwrap_or(0)
        },
        sent,
        is_barred: &|account, person| {
            let known = standings.standing(account, person);
            let name = known.and_then(|known| known.name.as_deref());
            let url = known.and_then(|known| known.profile_url.as_deref());
            let note = |set: &RefCell<BTreeSet<(String, String)>>| {
                set.borrow_mut().insert((account.to_owned(), person.to_owned()))
            };
            if list.bars(account, person, name, url) {
                note(&barred);
                return true;
            }
            let is_invited = inviters.get(person).is_some_and(|other| *other != account);
            if is_invited {
                note(&invited);
            }
            is_invited
        },
    };
    let due = due_people(standings, &terms, until);
    DueList { due, barred: barred.into_inner(), invited: invited.into_inner() }
}
