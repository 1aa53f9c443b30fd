//! People whom nobody may contact again: for no account, or for one.
//!
//! Invariant: in doubt somebody is on the list: a name means everybody of that name.

use crate::account::fold_name;
use crate::finding::Finding;
use crate::import::people_keys::person;
use crate::invitations::people::named_person::{PersonReference, PersonReferenceError};
use rescind_ledger::KeyChanges;
use std::collections::{BTreeMap, BTreeSet};

/// People whom nobody may contact again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoNotContact {
    pub list: String,
    /// What there is to say of its file.
    pub findings: Vec<Finding>,
    by_key: BTreeMap<String, FoldedAccounts>,
    by_name: BTreeMap<String, FoldedAccounts>,
}

/// Folded names of accounts; an empty one stands for every account.
type FoldedAccounts = BTreeSet<String>;

impl DoNotContact {
    /// An empty list of that name.
    pub fn new(list: String) -> Self {
        Self { list, ..Self::default() }
    }

    /// Takes in an entry, by all that it names somebody by, for one account or for every one.
    ///
    /// # Errors
    /// Why it can mean nobody.
    pub fn add(
        &mut self,
        texts: &[impl AsRef<str>],
        account: Option<&str>,
    ) -> Result<(), PersonReferenceError> {
        let PersonReference { persons, name } = PersonReference::by_any(texts)?;
        let account = account.map(fold_name).unwrap_or_default();
        for key in persons {
            self.by_key.entry(key).or_default().insert(account.clone());
        }
        if let Some(name) = name {
            self.by_name.entry(name).or_default().insert(account);
        }
        Ok(())
    }

    /// Bars whoever has another address by now, or had another before, by that one, too.
    pub fn whichever_address(&mut self, addresses: &KeyChanges) {
        for (former, now) in addresses.iter() {
            for (key, other) in [(former, now), (now, former)] {
                if let Some(accounts) = self.by_key.get(key).cloned() {
                    self.by_key.entry(other.to_owned()).or_default().extend(accounts);
                }
            }
        }
    }

    /// Whether nobody is on the list.
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty() && self.by_name.is_empty()
    }

    /// Whether this account may not contact this person.
    pub fn bars(
        &self,
        account: &str,
        person: &str,
        name: Option<&str>,
        profile_url: Option<&str>,
    ) -> bool {
        if self.is_empty() {
            return false;
        }
        let account = fold_name(account);
        let is_of =
            |accounts: &FoldedAccounts| accounts.contains("") || accounts.contains(&account);
        let is_barred = |key: &str| self.by_key.get(key).is_some_and(is_of);
        is_barred(&person.to_lowercase())
            || profile_url.and_then(person::slug).is_some_and(|slug| is_barred(&slug))
            || name
                .and_then(person::name_key)
                .is_some_and(|name| self.by_name.get(&name).is_some_and(is_of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_barred_for_every_account_or_for_one() {
        let mut list = DoNotContact::new("list".into());
        list.add(&["https://www.linkedin.com/in/ada-b/"], None).unwrap();
        list.add(&["Ben C"], Some("Anna")).unwrap();
        list.add(&["urn:li:member:9"], None).unwrap();
        assert!(list.add(&["a@b.example"], None).is_err());
        assert!(list.bars("anna", "in/ada-b", None, None));
        assert!(list.bars("ben", "urn:li:member:1", None, Some("https://linkedin.com/in/Ada-B")));
        assert!(list.bars("ANNA", "in/ben-c", Some("ben  c"), None));
        assert!(!list.bars("ben", "in/ben-c", Some("Ben C"), None));
        assert!(list.bars("ben", "urn:li:member:9", None, None));
        assert!(!list.bars("ben", "in/cy", Some("Cy"), None));
    }
}
