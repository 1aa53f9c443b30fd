//! Whom the ledger knows the people of a plan as.
//!
//! Invariant: what is recorded of a plan is recorded of the person whom an import of the same data
//! would mean.

use super::compared_columns::ComparedColumns;
use super::imported_rows::{last_invitations, split_by_account};
use super::known_accounts::ledger_spelling;
use crate::error::Error;
use crate::invitations::{DataReach, Invitations, name_key};
use chrono::{DateTime, Utc};
use polars::prelude::DataFrame;
use rescind_ledger::{
    ImportedRow, KeyChanges, KnownPeople, Ledger, NewEvent, Person, Standings, is_address,
    is_better, key_change_event, resolve_identities,
};
use std::collections::{BTreeMap, BTreeSet};

/// By account and key of the data, the key of the ledger.
pub(super) type LedgerKeys = BTreeMap<(String, String), String>;

/// Whom the ledger knows the people of a plan as.
#[derive(Default)]
pub(super) struct PlanIdentities {
    /// What is to be recorded of who they are.
    pub(super) events: Vec<NewEvent>,
    /// The keys of those whom it knows by another.
    pub(super) keys: LedgerKeys,
    /// By account and key of the data, the people whose address was somebody else's, whom the
    /// ledger knows under it: nothing can be recorded of them.
    pub(super) taken_over: BTreeSet<(String, String)>,
}

/// The people of a plan's data, account by account.
pub(super) struct PeopleOfPlan {
    /// By account: everybody of whom the data have an invitation, and how far these reach.
    people: BTreeMap<String, (ComparedColumns, DataReach)>,
    /// Account and key of each withdrawal.
    withdrawn: BTreeSet<(String, String)>,
}

impl PeopleOfPlan {
    /// Those of these withdrawals, and all others of whom the data have an invitation: only they
    /// tell whether a name is one person's.
    pub(super) fn read(
        withdrawals: &DataFrame,
        invitations: &Invitations,
        as_of: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let text = |name: &str| withdrawals.column(name).and_then(|column| column.str().cloned());
        let (accounts, people) = (text("account")?, text("person")?);
        let pairs = accounts.iter().zip(people.iter());
        let withdrawn = pairs
            .filter_map(|(account, person)| Some((account?.to_owned(), person?.to_owned())))
            .collect();
        let by_account_rows = split_by_account(&last_invitations(&invitations.uncounted)?)?;
        let member_ids = invitations.member_ids();
        let people = by_account_rows.into_iter().map(|(account, account_rows)| {
            let columns = ComparedColumns::read(&account_rows, as_of, &member_ids)?;
            let taken = invitations.lists_taken.get(&account).copied();
            let reach = DataReach::of_data(taken, columns.last(), as_of);
            Ok((account, (columns, reach)))
        });
        Ok(Self { people: people.collect::<Result<_, Error>>()?, withdrawn })
    }

    /// Whom the ledger knows them as.
    pub(super) fn identify_in(&self, ledger: &mut Ledger) -> Result<PlanIdentities, Error> {
        let mut told = PlanIdentities::default();
        let addresses = KeyChanges::read(ledger)?;
        let accounts: BTreeSet<&String> =
            self.withdrawn.iter().map(|(account, _)| account).collect();
        for written in accounts {
            let Some((columns, reach)) = self.people.get(written) else { continue };
            let account = ledger_spelling(ledger, written)?;
            let known = Standings::read(ledger, Some(&account))?;
            let rows = columns.people();
            let seen: Vec<Person> =
                rows.iter().map(|one| Person::from_row(one, reach.until)).collect();
            let people =
                known.of_account(&account).map(|(key, one)| Person::from_standing(key, one));
            let now = |key: &str| {
                known.successor_of(&account, key).or_else(|| addresses.successor_of(key))
            };
            let of_ledger = KnownPeople { people: people.collect(), now: &now };
            let known_as = resolve_identities(&of_ledger, &seen, &name_key).known_as;
            let last = known.of_account(&account).filter_map(|(_, one)| one.observed.as_ref());
            let is_older =
                last.map(|shown| shown.taken_on).max().is_some_and(|on| reach.until < on);
            for (one, known_as) in seen.iter().zip(known_as) {
                let whom = (written.clone(), one.key.to_owned());
                if known_as.is_none() && known.successor_of(&account, one.key).is_some() {
                    told.taken_over.insert(whom);
                    continue;
                }
                let Some(known_as) = known_as.filter(|key| *key != one.key) else { continue };
                if !self.withdrawn.contains(&whom) {
                    continue;
                }
                let seen =
                    |person| ImportedRow { person, name: one.name, ..ImportedRow::default() };
                let is_known = now(one.key).is_some();
                let is_moved = is_address(known_as) && is_address(one.key) && !is_known;
                if is_better(one.key, known_as) || is_moved && !is_older {
                    told.events.push(key_change_event(&account, known_as, &seen(one.key)));
                } else {
                    if is_moved {
                        told.events.push(key_change_event(&account, one.key, &seen(known_as)));
                    }
                    told.keys.insert(whom, known_as.to_owned());
                }
            }
        }
        let elsewhere = ledger.told_to_others(&told.events)?;
        told.events.extend(elsewhere);
        Ok(told)
    }
}
