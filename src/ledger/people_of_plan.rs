//! Whom the ledger knows the people of a plan as.
//!
//! Invariant: what is recorded of a plan is recorded of the person whom an import of the same data
//! would mean.

use super::known_accounts::spelled;
use crate::error::Error;
use crate::invitations::name_key;
use crate::query::Query;
use polars::prelude::{DataFrame, LazyFrame, UniqueKeepStrategy, col};
use rescind_ledger::{
    Ledger, NewEvent, Person, Seen, Standings, identities, is_better, recognized,
};
use std::collections::{BTreeMap, BTreeSet};

/// By account and key of the data, the key of the ledger.
pub(super) type LedgerKeys = BTreeMap<(String, String), String>;

/// The people of a plan's data, account by account.
pub(super) struct PeopleOfPlan {
    /// By account: key and name.
    people: BTreeMap<String, BTreeMap<String, Option<String>>>,
    /// Account and key of each withdrawal.
    withdrawn: BTreeSet<(String, String)>,
}

impl PeopleOfPlan {
    /// Those of these withdrawals, and all others of whom the data have an invitation: only they
    /// tell whether a name is one person's.
    pub(super) fn read(rows: &DataFrame, invitations: &LazyFrame) -> Result<Self, Error> {
        let text = |frame: &DataFrame, name: &str| {
            frame.column(name).and_then(|column| column.str().cloned())
        };
        let (accounts, people) = (text(rows, "account")?, text(rows, "person")?);
        let pairs = accounts.iter().zip(people.iter());
        let withdrawn = pairs
            .filter_map(|(account, person)| Some((account?.to_owned(), person?.to_owned())))
            .collect();
        let shown = ["account", "person", "name"].map(col);
        let key = Some(["account", "person"].map(col).to_vec());
        let people_rows = invitations.clone().select(shown);
        let people_rows =
            people_rows.unique_stable_generic(key, UniqueKeepStrategy::First).rows()?;
        let mut people: BTreeMap<String, BTreeMap<String, Option<String>>> = BTreeMap::new();
        let [accounts, keys, names] = [
            text(&people_rows, "account")?,
            text(&people_rows, "person")?,
            text(&people_rows, "name")?,
        ];
        let pairs = accounts.iter().zip(keys.iter());
        for ((account, person), name) in pairs.zip(names.iter()) {
            let (Some(account), Some(person)) = (account, person) else { continue };
            let of_account = people.entry(account.to_owned()).or_default();
            of_account.insert(person.to_owned(), name.map(String::from));
        }
        Ok(Self { people, withdrawn })
    }

    /// What is to be recorded of who they are, and the keys of those whom the ledger knows by
    /// another.
    pub(super) fn known_to(
        &self,
        ledger: &mut Ledger,
    ) -> Result<(Vec<NewEvent>, LedgerKeys), Error> {
        let (mut events, mut keys) = (vec![], LedgerKeys::new());
        let accounts: BTreeSet<&String> =
            self.withdrawn.iter().map(|(account, _)| account).collect();
        for written in accounts {
            let account = spelled(ledger, written)?;
            let known = Standings::read(ledger, Some(&account))?;
            let people = self.people.get(written).into_iter().flatten();
            let seen: Vec<Person> =
                people.map(|(key, name)| Person { key, name: name.as_deref() }).collect();
            let of_ledger: Vec<Person> = known
                .of_account(&account)
                .map(|(key, one)| {
                    let name = one.name.as_deref().filter(|_| one.is_invited());
                    Person { key, name }
                })
                .collect();
            let known_as = identities(&of_ledger, &seen, &name_key).known_as;
            for (one, known_as) in seen.iter().zip(known_as) {
                let whom = (written.clone(), one.key.to_owned());
                let Some(known_as) = known_as.filter(|key| *key != one.key) else { continue };
                if !self.withdrawn.contains(&whom) {
                    continue;
                }
                if is_better(one.key, known_as) {
                    let seen = Seen { person: one.key, name: one.name, ..Seen::default() };
                    events.push(recognized(&account, known_as, &seen));
                } else {
                    keys.insert(whom, known_as.to_owned());
                }
            }
        }
        Ok((events, keys))
    }
}
