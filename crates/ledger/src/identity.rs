//! Who of those that the ledger knows the people of data are, where one table has an address and
//! another a member id or nothing but a name.
//!
//! Invariant: nobody becomes somebody else. A key that both have decides; a name does only where one
//! person on each side bears it who has no key of the same sort as the other.

use crate::comparison::Seen;
use crate::standing::Standings;
use std::collections::{BTreeMap, BTreeSet};

/// What a name is compared by, if it can be; data and ledger have to agree in that.
pub type NameKey<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What a key is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Name,
    MemberId,
    Urn,
    Address,
}

fn sort(key: &str) -> Sort {
    match key.split_once([':', '/']) {
        Some(("name", _)) => Sort::Name,
        Some(("urn", _)) => Sort::Urn,
        Some(("in", _)) => Sort::Address,
        _ => Sort::MemberId,
    }
}

/// Who the people of data are.
#[derive(Debug, Default)]
pub(crate) struct Identities<'a> {
    /// For each person of the data, the key under which the ledger knows them.
    pub(crate) known_as: Vec<Option<&'a str>>,
    /// Keys of the ledger whose people may or may not be in the data.
    pub(crate) undecided: BTreeSet<&'a str>,
}

/// Finds each in the ledger.
pub(crate) fn identities<'a>(
    account: &str,
    known: &'a Standings,
    seen: &[Seen],
    name_key: NameKey,
) -> Identities<'a> {
    let by_key: BTreeMap<&str, &str> = seen
        .iter()
        .filter_map(|seen| Some((seen.person, known.key(account, seen.person)?)))
        .collect();
    let taken: BTreeSet<&str> = by_key.values().copied().collect();
    let mut made = Identities {
        known_as: seen.iter().map(|seen| by_key.get(seen.person).copied()).collect(),
        undecided: BTreeSet::new(),
    };
    let mut bearers: BTreeMap<String, Vec<&'a str>> = BTreeMap::new();
    for (person, standing) in known.of_account(account) {
        if let Some(name) = standing.name.as_deref().and_then(name_key) {
            bearers.entry(name).or_default().push(person);
        }
    }
    let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, one) in seen.iter().enumerate() {
        let name = one.name.and_then(name_key).filter(|name| bearers.contains_key(name));
        if let Some(name) = name {
            rows.entry(name).or_default().push(at);
        }
    }
    for (name, rows) in rows {
        let bearers = bearers.get(&name).map(Vec::as_slice).unwrap_or_default();
        let is_new = |at: usize| made.known_as[at].is_none();
        match (rows.as_slice(), bearers) {
            ([at], [only]) if is_new(*at) && is_the_same(seen[*at].person, only) => {
                made.known_as[*at] = Some(only);
            }
            // Somebody with another address is somebody else, and says nothing of them.
            _ => made.undecided.extend(bearers.iter().filter(|person| {
                let may_be = |at: &usize| is_the_same(seen[*at].person, person);
                !taken.contains(*person) && rows.iter().any(may_be)
            })),
        }
    }
    made
}

/// Whether these can be keys of one person, their names being the same.
fn is_the_same(key: &str, other: &str) -> bool {
    sort(key) != sort(other) || sort(key) == Sort::Name
}
