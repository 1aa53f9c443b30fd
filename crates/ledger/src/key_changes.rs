//! Addresses and member ids that became others: LinkedIn lets everybody change their address.
//!
//! Invariant: whoever moved is one person to every account, whichever account's data showed it. A
//! name is none of these: it may be another's by now.

use crate::derived::{self, DerivedFilter};
use crate::error::LedgerError;
use crate::ledger::Ledger;
use crate::person::{is_address, is_name};
use crate::standings::Standings;
use std::collections::BTreeMap;

/// So often somebody's address may have changed.
const CHANGES_MAX: usize = 64;

/// The addresses and ids that became others, as any account of a ledger knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyChanges(BTreeMap<String, String>);

impl KeyChanges {
    pub fn read(ledger: &mut Ledger) -> Result<Self, LedgerError> {
        Ok(Self::of_standings(&derived::read(ledger.store(), &DerivedFilter::FormerKeys)?))
    }

    /// Those that standings know of.
    pub fn of_standings(standings: &Standings) -> Self {
        let moved = standings.former().filter(|(_, former, _)| !is_name(former));
        let moved = moved.map(|(_, former, now)| (former.to_owned(), now.to_owned()));
        let mut addresses = Self::default();
        addresses.insert_changes(moved.collect());
        addresses
    }

    /// Takes those that others know.
    pub fn add(&mut self, others: Self) {
        self.insert_changes(others.0.into_iter().collect());
    }

    /// An address may have been somebody's who is known by another now. A member id is one
    /// person's for good: where accounts know it of two, it tells nobody.
    fn insert_changes(&mut self, moved: Vec<(String, String)>) {
        let mut ids = vec![];
        for (former, now) in moved {
            if is_address(&former) {
                self.0.insert(former, now);
            } else {
                ids.push((former, now));
            }
        }
        for (id, now) in ids {
            let is_another =
                self.0.get(&id).is_some_and(|other| self.current(other) != self.current(&now));
            let now = if is_another { id.clone() } else { now };
            self.0.insert(id, now);
        }
    }

    /// The key by which somebody is known now whose key this was.
    pub fn successor_of(&self, former: &str) -> Option<&str> {
        let mut now = self.0.get(former).filter(|now| *now != former)?;
        for _ in 0..CHANGES_MAX {
            let Some(next) = self.0.get(now).filter(|next| *next != former) else { break };
            now = next;
        }
        Some(now)
    }

    /// The key by which somebody is known now, whichever of their keys this is.
    pub fn current<'a>(&'a self, key: &'a str) -> &'a str {
        self.successor_of(key).unwrap_or(key)
    }

    /// Every former key, with the one of now.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.keys().filter_map(|former| Some((former.as_str(), self.successor_of(former)?)))
    }

    /// Whether nobody moved.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
