//! That somebody was invited again, whoever planned it.
//!
//! Invariant: an invitation is recorded once: of whoever was invited again that is told, and
//! nothing happens, until data show it to be gone, or LinkedIn would allow another.

use crate::account::find_or_suggest;
use crate::error::Error;
use crate::import::people_keys::person;
use crate::invitations::PersonReference;
use crate::plural::pluralize;
use chrono::NaiveDate;
use rescind_ledger::{
    Action, KeyChanges, Ledger, NewEvent, NewRecords, Occasion, Standing, Standings, detail,
};
use std::collections::BTreeSet;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedInvitation {
    pub account: String,
    /// What they are called.
    pub name: String,
    /// The day on which that was recorded before, if it was.
    pub known_on: Option<NaiveDate>,
    /// The first day on which it may have been done, where there is one.
    pub due_on: Option<NaiveDate>,
    /// The other accounts whose invitation to the person is pending.
    pub invited_by: Vec<String>,
}

/// Records that these people were invited again on a day, together or not at all; by this account,
/// else by the one that knows them.
///
/// # Errors
/// A person or account that cannot be told; a database that fails.
pub fn record_invited_again(
    ledger: &mut Ledger,
    occasion: &Occasion,
    people: &[String],
    account: Option<&str>,
    on: NaiveDate,
    cooling_off_days: &dyn Fn(&str) -> u64,
) -> Result<Vec<RecordedInvitation>, Error> {
    let (_, told) = ledger.record::<_, Error>(occasion, |ledger| {
        let standings = Standings::read(ledger, None)?;
        let addresses = KeyChanges::read(ledger)?;
        let mut records = NewRecords::<Vec<RecordedInvitation>>::default();
        let mut seen = BTreeSet::new();
        for text in people {
            let ResolvedPerson { account, person, standing } =
                resolve_person(&standings, &addresses, text, account)?;
            if !seen.insert((account.clone(), person.clone())) {
                continue;
            }
            let known_on = standing.and_then(|known| known.same_reinvitation(on));
            let withdrawn_on = standing.and_then(Standing::last_withdrawal).map(|last| last.on);
            if let Some(withdrawn_on) = withdrawn_on.filter(|withdrawn_on| *withdrawn_on > on) {
                return Err(refused_day(&person, on, withdrawn_on));
            }
            let due_on = standing.and_then(|known| known.due_on(cooling_off_days(&account)));
            let name = standing.and_then(|known| known.name.clone());
            if known_on.is_none() {
                records.events.push(event(&account, &person, standing, on));
            }
            let invited_by = others_who_invited(&standings, &account, &person);
            let name = name.unwrap_or(person);
            records.outcome.push(RecordedInvitation {
                account,
                name,
                known_on,
                due_on,
                invited_by,
            });
        }
        Ok(records)
    })?;
    Ok(told)
}

/// The other accounts whose invitation to a person is pending; who is known by a name alone may be
/// another.
fn others_who_invited(standings: &Standings, account: &str, person: &str) -> Vec<String> {
    let others = standings.iter().filter(|(other, key, standing)| {
        *other != account
            && *key == person
            && !key.starts_with("name:")
            && standing.has_open_invitation()
    });
    others.map(|(other, ..)| other.to_owned()).collect()
}

fn refused_day(person: &str, on: NaiveDate, withdrawn_on: NaiveDate) -> Error {
    Error::misused(
        format!("`--on {on}`: {person} was withdrawn later, on {withdrawn_on}"),
        "`--on` is the day on which the person was invited again",
    )
}

fn event(account: &str, person: &str, standing: Option<&Standing>, on: NaiveDate) -> NewEvent {
    let mut event = NewEvent::new(account, person, Action::InvitedAgain);
    event.day = Some(on);
    let name = standing.and_then(|known| known.name.clone());
    let url = standing.and_then(|known| known.profile_url.clone());
    let url = url.or_else(|| person::profile_url(person));
    for (detail, text) in [(detail::NAME, name), (detail::PROFILE_URL, url)] {
        if let Some(text) = text {
            event.details.insert(detail.into(), text.into());
        }
    }
    event
}

/// Whom a text means.
struct ResolvedPerson<'a> {
    account: String,
    person: String,
    /// None of a person whom the ledger does not know.
    standing: Option<&'a Standing>,
}

fn resolve_person<'a>(
    standings: &'a Standings,
    addresses: &KeyChanges,
    text: &str,
    account: Option<&str>,
) -> Result<ResolvedPerson<'a>, Error> {
    let refused = |message: String, help: String| Error::misused(message, help);
    let accounts: BTreeSet<&str> = standings.iter().map(|(account, ..)| account).collect();
    let account = match account {
        Some(name) => Some(find_or_suggest(name, accounts.iter().copied()).map_err(|near| {
            refused(format!("`--account {name}`: the ledger has no such account"), near)
        })?),
        None => None,
    };
    let mut named = PersonReference::parse(text).map_err(|problem| {
        let help = "name a person: an address, a slug, a member id or a whole name";
        refused(problem.to_string(), help.into())
    })?;
    let profile = named.profile().map(|key| addresses.current(key).to_owned());
    named.add_other_addresses(addresses);
    let known: Vec<(&str, &str, &Standing)> = standings
        .iter()
        .filter(|(known_account, ..)| account.is_none_or(|account| account == *known_account))
        .filter(|(_, person, standing)| {
            named.means(person, standing.name.as_deref(), standing.profile_url.as_deref())
        })
        .collect();
    match known.as_slice() {
        [(account, person, standing)] => {
            let (account, person) = ((*account).to_owned(), (*person).to_owned());
            Ok(ResolvedPerson { account, person, standing: Some(standing) })
        }
        [] => {
            let account =
                account.or_else(|| accounts.first().copied().filter(|_| accounts.len() == 1));
            match (account, profile) {
                (Some(account), Some(person)) => {
                    Ok(ResolvedPerson { account: account.into(), person, standing: None })
                }
                (None, Some(_)) => Err(refused(
                    format!("`{text}`: the ledger does not know whose invitation that was"),
                    "say which account invited them with `--account`".into(),
                )),
                (_, None) => Err(refused(
                    format!("`{text}`: the ledger has nobody of that name"),
                    "a person whom it does not know is named by the profile's address".into(),
                )),
            }
        }
        several => {
            let accounts: BTreeSet<&str> = several.iter().map(|(account, ..)| *account).collect();
            let people: Vec<&str> = several.iter().map(|(_, person, _)| *person).collect();
            Err(if accounts.len() > 1 {
                let accounts: Vec<&str> = accounts.into_iter().collect();
                let message =
                    format!("`{text}` is known to {}", pluralize(accounts.len(), "account"));
                refused(message, format!("say which with `--account`: {}", accounts.join(", ")))
            } else {
                let message = format!("`{text}` may be any of {} people", people.len());
                refused(message, format!("name one of them: {}", people.join(", ")))
            })
        }
    }
}
