//! Who of those that the ledger knows the people of data are, where one table has an address and
//! another a member id or nothing but a name.
//!
//! Invariant: nobody becomes somebody else. A key that both have decides; a name does only where one
//! person on each side bears it who has no key of the same sort as the other.

use std::collections::{BTreeMap, BTreeSet};

/// What a name is compared by, if it can be; data and ledger have to agree in that.
pub type NameKey<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What a key is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Name,
    /// A member's number.
    Number,
    /// The same in other letters, or an address that names a member without a slug.
    MemberId,
    Address,
}

fn sort(key: &str) -> Sort {
    let sorts = [("name:", Sort::Name), ("urn:li:member:", Sort::Number), ("in/", Sort::Address)];
    let sort = sorts.into_iter().find(|(start, _)| key.starts_with(start));
    sort.map_or(Sort::MemberId, |(_, sort)| sort)
}

/// Whether a key says more of who it is than another: a profile more than a name, and its address
/// more than a member id, which tells nobody anything.
pub fn is_better(key: &str, than: &str) -> bool {
    let rank = |key: &str| match sort(key) {
        Sort::Name => 0,
        Sort::Number | Sort::MemberId => 1,
        Sort::Address => 2,
    };
    rank(key) > rank(than)
}

/// Somebody, as an account's data or the ledger know them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person<'a> {
    /// The key.
    pub key: &'a str,
    /// The name.
    pub name: Option<&'a str>,
}

/// Who the people of data are.
#[derive(Debug, Default)]
pub struct Identities<'a> {
    /// For each person of the data, the key under which the ledger knows them.
    pub known_as: Vec<Option<&'a str>>,
    /// Keys of the ledger whose people may or may not be in the data.
    pub undecided: BTreeSet<&'a str>,
}

/// Finds each of the people of an account's data among those whom the ledger knows of it, a key once.
pub fn identities<'a>(known: &[Person<'a>], seen: &[Person], name_key: NameKey) -> Identities<'a> {
    let keys: BTreeSet<&str> = known.iter().map(|one| one.key).collect();
    let known_as: Vec<Option<&str>> = seen.iter().map(|one| keys.get(one.key).copied()).collect();
    let taken: BTreeSet<&str> = known_as.iter().flatten().copied().collect();
    let mut made = Identities { known_as, undecided: BTreeSet::new() };
    let mut bearers: BTreeMap<String, Vec<&'a str>> = BTreeMap::new();
    for one in known {
        if let Some(name) = one.name.and_then(name_key) {
            bearers.entry(name).or_default().push(one.key);
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
            ([at], [only]) if is_new(*at) && is_the_same(seen[*at].key, only) => {
                made.known_as[*at] = Some(only);
            }
            // Somebody with another address is somebody else, and says nothing of them.
            _ => made.undecided.extend(bearers.iter().filter(|person| {
                let may_be = |at: &usize| is_the_same(seen[*at].key, person);
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
