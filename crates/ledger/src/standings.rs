//! The standings of accounts and persons, each person once, by whichever of their keys they are
//! asked.
//!
//! Invariant: they follow from the standing events in their order. Whom an event tells to be known
//! by another key from then on is one person, with all that was recorded under the one key and the
//! other.

use crate::action::Action;
use crate::detail;
use crate::event::Event;
use crate::person::KnownPerson;
use crate::standing::Standing;
use std::collections::{BTreeMap, BTreeSet};

/// The standings of accounts and persons, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standings {
    people: BTreeMap<String, BTreeMap<String, Standing>>,
    /// By account and key, the key by which the person is known now.
    known_as: BTreeMap<String, BTreeMap<String, String>>,
}

impl Standings {
    /// Takes the next standing event.
    pub fn apply(&mut self, event: &Event) {
        if event.person.is_empty() || event.action == Action::Corrected {
            return;
        }
        if let Some(key) = event.detail(detail::KNOWN_AS) {
            self.merge_keys(&event.account, &event.person, key);
        }
        let person = self.key_of(&event.account, &event.person).to_owned();
        for member_id in event.member_ids() {
            self.merge_keys(&event.account, member_id, &person);
        }
        let is_former = person != event.person && event.detail(detail::KNOWN_AS).is_none();
        let standing = self.entry(&event.account, &person);
        let url = standing.profile_url.clone().filter(|_| is_former);
        standing.apply(event);
        // What is recorded by a former address does not bring that back.
        standing.profile_url = url.or(standing.profile_url.take());
    }

    /// Makes one person of two keys. Who is known by another key already stays so.
    fn merge_keys(&mut self, account: &str, person: &str, key: &str) {
        let key = self.key_of(account, key).to_owned();
        if person == key || self.key_of(account, person) != person {
            return;
        }
        let people = self.people.entry(account.to_owned()).or_default();
        let former = people.remove(person).unwrap_or_default();
        let standing = people.entry(key.clone()).or_default();
        standing.merge(former);
        standing.formerly.insert(person.to_owned());
        for former in standing.formerly.clone() {
            self.insert_known_as(account.to_owned(), former, key.clone());
        }
    }

    pub(crate) fn insert(&mut self, account: String, person: String, standing: Standing) {
        self.people.entry(account).or_default().insert(person, standing);
    }

    /// Takes by which key a person is known now.
    pub(crate) fn insert_known_as(&mut self, account: String, former: String, key: String) {
        self.known_as.entry(account).or_default().insert(former, key);
    }

    /// Takes those that others have.
    pub(crate) fn merge(&mut self, others: Self) {
        for (account, people) in others.people {
            self.people.entry(account).or_default().extend(people);
        }
        for (account, keys) in others.known_as {
            self.known_as.entry(account).or_default().extend(keys);
        }
    }

    /// Puts what others have of an account in the place of what is known of these keys.
    pub(crate) fn replace(&mut self, account: &str, keys: &BTreeSet<String>, others: Self) {
        let people = self.people.entry(account.to_owned()).or_default();
        // Of whom nothing is known any more, that is to be written as well.
        people.extend(keys.iter().map(|key| (key.clone(), Standing::default())));
        if let Some(known_as) = self.known_as.get_mut(account) {
            known_as.retain(|former, _| !keys.contains(former));
        }
        self.merge(others);
        let known_as = self.known_as.get(account).into_iter().flatten();
        let people = self.people.entry(account.to_owned()).or_default();
        for (former, _) in known_as {
            people.remove(former);
        }
    }

    /// What is known of a person, to be added to.
    pub(crate) fn entry(&mut self, account: &str, person: &str) -> &mut Standing {
        let account = self.people.entry(account.to_owned()).or_default();
        account.entry(person.to_owned()).or_default()
    }

    /// The key by which an account knows now whom it may have known by this one.
    pub fn key_of<'a>(&'a self, account: &str, key: &'a str) -> &'a str {
        let known_as = self.known_as.get(account).and_then(|keys| keys.get(key));
        known_as.map_or(key, String::as_str)
    }

    /// The key by which an account knows now whom it knew by this one, if it did and knows better:
    /// a name may be another's by now.
    pub fn successor_of(&self, account: &str, former: &str) -> Option<&str> {
        let known_as = self.known_as.get(account)?.get(former)?;
        (!former.starts_with("name:")).then_some(known_as.as_str())
    }

    /// Whether an account knows somebody by this key.
    pub fn is_current(&self, account: &str, key: &str) -> bool {
        self.people.get(account).is_some_and(|people| people.contains_key(key))
    }

    /// The keys of the same person with an account, this one included.
    pub fn keys_of(&self, account: &str, key: &str) -> BTreeSet<String> {
        let key = self.key_of(account, key);
        let former = self
            .standing(account, key)
            .into_iter()
            .flat_map(|known| known.formerly.iter().cloned());
        former.chain([key.to_owned()]).collect()
    }

    /// The standing of a person with an account.
    pub fn standing(&self, account: &str, person: &str) -> Option<&Standing> {
        self.people.get(account)?.get(self.key_of(account, person))
    }

    /// Every person of an account, in order.
    pub fn of_account(&self, account: &str) -> impl Iterator<Item = (&str, &Standing)> {
        let people = self.people.get(account).into_iter().flatten();
        people.map(|(person, standing)| (person.as_str(), standing))
    }

    /// Every account with every person, in order: account, person, standing.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &Standing)> {
        self.people.iter().flat_map(|(account, people)| {
            people.iter().map(|(person, standing)| (account.as_str(), person.as_str(), standing))
        })
    }

    /// Everybody, with all that is known of them.
    pub fn into_people(self) -> impl Iterator<Item = KnownPerson> {
        self.people.into_iter().flat_map(|(account, people)| {
            people.into_iter().map(move |(key, standing)| KnownPerson {
                account: account.clone(),
                key,
                standing,
            })
        })
    }

    /// Makes one person of two keys, as an event would.
    pub fn know_as(&mut self, account: &str, former: &str, now: &str) {
        self.merge_keys(account, former, now);
    }

    /// Every former key: account, former key, the key by which the person is known now.
    pub(crate) fn former(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.known_as.iter().flat_map(|(account, keys)| {
            keys.iter().map(|(former, key)| (account.as_str(), former.as_str(), key.as_str()))
        })
    }
}
