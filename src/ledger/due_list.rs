//! Who may be invited again, by the ledger, the limits and the project's list.
//!
//! Invariant: whoever is on the list is never due, and neither is whom another account has invited
//! meanwhile; how many were left out is told.

use super::sent::invitations_sent;
use crate::invitations::DoNotContact;
use crate::limits::{Code, Limits};
use chrono::NaiveDate;
use rescind_ledger::{Action, Due, Ledger, LedgerError, Standing, Standings, Terms, due};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Who may be invited again.
#[derive(Clone, Debug, Default)]
pub struct DueList<'a> {
    /// By account, then in the order in which they may.
    pub due: Vec<Due<'a>>,
    /// Who is on the list of people whom nobody may contact: account and person.
    pub barred: BTreeSet<(String, String)>,
    /// Whom another account has invited meanwhile: account and person.
    pub invited: BTreeSet<(String, String)>,
}

impl DueList<'_> {
    /// Goes on with one account alone.
    pub fn keep_account(&mut self, account: &str) {
        self.due.retain(|one| one.account == account);
        for left_out in [&mut self.barred, &mut self.invited] {
            left_out.retain(|(own, _)| own == account);
        }
    }
}

/// Who waits to be invited again, and what else is known of them.
pub struct Waiting {
    standings: Standings,
    /// The people with an open invitation of an account, and whose it is.
    inviters: BTreeMap<String, String>,
    /// How many invitations each account sent lately.
    sent: BTreeMap<String, BTreeMap<NaiveDate, usize>>,
}

impl Waiting {
    /// Reads whoever waits on a day.
    ///
    /// # Errors
    /// A database that fails.
    pub fn read(ledger: &mut Ledger, today: NaiveDate) -> Result<Self, LedgerError> {
        let waiting = Standings::waiting(ledger)?;
        let pairs: Vec<(&str, &str)> =
            waiting.iter().map(|(account, person, _)| (account, person)).collect();
        let standings = Standings::of_people(ledger, &pairs)?;
        let mut inviters = BTreeMap::new();
        let people: BTreeSet<&str> = pairs.iter().map(|(_, person)| *person).collect();
        let accounts = ledger.accounts()?;
        for account in accounts.iter().filter(|_| accounts.len() > 1) {
            let own: Vec<(&str, &str)> =
                people.iter().map(|person| (account.as_str(), *person)).collect();
            let own = Standings::of_people(ledger, &own)?;
            let open = own.iter().filter(|(.., standing)| is_invited(standing));
            inviters.extend(open.map(|(own, person, _)| (person.to_owned(), own.to_owned())));
        }
        let sent = invitations_sent(ledger, today)?;
        Ok(Self { standings, inviters, sent })
    }
}

/// Who may be invited again from `today` until a day.
pub fn due_list<'a>(
    waiting: &'a Waiting,
    limits: &Limits,
    list: &DoNotContact,
    today: NaiveDate,
    until: NaiveDate,
) -> DueList<'a> {
    let Waiting { standings, inviters, sent } = waiting;
    let (barred, invited) = (RefCell::default(), RefCell::default());
    let figure = |code, account: &str| limits.figure(code, account);
    let terms = Terms {
        today,
        cooling_off_days: &|account| u64::try_from(figure(Code::CoolingOff, account)).unwrap_or(0),
        per_week: &|account| {
            usize::try_from(figure(Code::InvitationsPerWeek, account)).unwrap_or(0)
        },
        sent,
        is_barred: &|account, person| {
            let known = standings.of(account, person);
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
    let due = due(standings, &terms, until);
    DueList { due, barred: barred.into_inner(), invited: invited.into_inner() }
}

fn is_invited(standing: &Standing) -> bool {
    let shown = standing.observed.as_ref();
    match &standing.witnessed {
        Some(last) if last.action == Action::InvitedAgain => {
            shown.is_none_or(|shown| shown.number < last.number || shown.state == "pending")
        }
        Some(last) => shown.is_some_and(|shown| {
            shown.state == "pending" && shown.sent_on.is_some_and(|sent| sent > last.on)
        }),
        None => shown.is_some_and(|shown| shown.state == "pending"),
    }
}
