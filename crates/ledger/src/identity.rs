//! Who of those that the ledger knows the people of data are, where one table has an address and
//! another a member id or nothing but a name, or an address that was another before.
//!
//! Invariant: nobody becomes somebody else. A key that both have decides, and so does an address
//! that is known to have become another, and a member id that data have beside an address. A name
//! does only where one person on each side bears it who has no key of the same sort as the other,
//! and what is known of the two invitations agrees: it may be one, or the one may have been sent
//! when the other was over and LinkedIn allowed it.

use super::person::{KeyType, NameKey, Person, is_better, key_type};
use crate::invitation_timeline::may_be_of_one;
use std::collections::{BTreeMap, BTreeSet};

/// Those whom a ledger knows of an account.
pub struct KnownPeople<'a> {
    /// The people, a key once.
    pub people: Vec<Person<'a>>,
    /// The key by which somebody is known now whose key this one was, but for names: they may be
    /// another's by now.
    pub now: &'a dyn Fn(&str) -> Option<&'a str>,
}

/// Who the people of data are.
#[derive(Debug, Default)]
pub struct Identities<'a> {
    /// For each person of the data, the key under which the ledger knows them.
    pub known_as: Vec<Option<&'a str>>,
    /// Two keys of the ledger that are one person's, as data tell that have name and address of
    /// whom the ledger knew by an address without a name, or an address and a member id: the worse
    /// one and the better.
    pub joined: Vec<(&'a str, &'a str)>,
    /// Keys of the ledger whose people may or may not be in the data.
    pub undecided: BTreeSet<&'a str>,
    /// Keys of the ledger of people without a name, or without an address, who may be in data that
    /// have no more than the other of somebody.
    pub unnamed: BTreeSet<&'a str>,
    /// Names of people of the data who may be those of the ledger, and are not taken for them.
    pub ambiguous: BTreeSet<String>,
}

/// Finds each of the people of an account's data among those whom the ledger knows of it, a key
/// once.
pub fn resolve_identities<'a>(
    known: &KnownPeople<'a>,
    seen: &[Person],
    name_key: NameKey,
) -> Identities<'a> {
    let by_key: BTreeMap<&str, &Person<'a>> =
        known.people.iter().map(|one| (one.key, one)).collect();
    let known_as = by_keys(known, &by_key, seen, name_key);
    let mut identities = Identities { known_as, ..Identities::default() };
    identities.join_member_ids(&by_key, seen);
    let taken = identities.recognized();
    let mut bearers: BTreeMap<String, Vec<&Person<'a>>> = BTreeMap::new();
    for one in &known.people {
        if let Some(name) = one.called(name_key) {
            bearers.entry(name).or_default().push(one);
        }
    }
    let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, one) in seen.iter().enumerate() {
        let name = one.called(name_key).filter(|name| bearers.contains_key(name));
        if let Some(name) = name {
            rows.entry(name).or_default().push(at);
        }
    }
    for (name, rows) in rows {
        let bearers = bearers.get(&name).map(Vec::as_slice).unwrap_or_default();
        if let ([at], [only]) = (rows.as_slice(), bearers)
            && let Some(row) = seen.get(*at)
            && !row.is_several
            && !only.is_several
            && !taken.contains(only.key)
            && may_be_of_one(&only.sighting, &row.sighting)
        {
            match identities.known_as[*at] {
                None if is_the_same(row.key, only.key) => {
                    identities.known_as[*at] = Some(only.key);
                    continue;
                }
                Some(key) if is_learnt(&by_key, key, only, name_key) => {
                    identities.joined.push(if is_better(key, only.key) {
                        (only.key, key)
                    } else {
                        (key, only.key)
                    });
                    continue;
                }
                _ => {}
            }
        }
        // Somebody with another address is somebody else, and says nothing of them.
        let of_name = || rows.iter().filter_map(|at| seen.get(*at));
        let unclear = bearers
            .iter()
            .filter(|one| !taken.contains(one.key) && of_name().any(|row| is_unclear(one, row)));
        let unclear: Vec<&str> = unclear.map(|one| one.key).collect();
        if !unclear.is_empty() || of_name().any(|row| row.is_several) {
            identities.ambiguous.extend(of_name().find_map(|row| row.name).map(String::from));
        }
        identities.undecided.extend(unclear);
    }
    identities.follow_addresses(known, &by_key, seen, name_key);
    identities.leave_open_the_nameless(known, &by_key, seen, name_key);
    identities
}

/// Those who have a key that the ledger knows, or knew.
fn by_keys<'a>(
    known: &KnownPeople<'a>,
    by_key: &BTreeMap<&'a str, &Person<'a>>,
    seen: &[Person],
    name_key: NameKey,
) -> Vec<Option<&'a str>> {
    let in_data: BTreeMap<&str, &Person> = seen.iter().map(|one| (one.key, one)).collect();
    let find = |one: &Person| {
        if let Some((key, _)) = by_key.get_key_value(one.key) {
            return Some(*key);
        }
        let now = (known.now)(one.key)?;
        // Where data have both, somebody else may have taken the address over.
        let is_another = in_data.get(now).is_some_and(|other| {
            one.called(name_key) != other.called(name_key)
                || !other.sighting.is_the_invitation_of(&one.sighting)
        });
        (!is_another).then_some(now)
    };
    seen.iter().map(find).collect()
}

/// Whether a row may be about somebody of its name. A connection of before an invitation is not.
fn is_unclear(known: &Person, row: &Person) -> bool {
    let is_before =
        row.sighting.connected_on.is_some() && !may_be_of_one(&known.sighting, &row.sighting);
    is_the_same(row.key, known.key) && !is_before
}

/// Whether somebody whom the ledger knows by a key without a name may be the one whom it knows
/// under the name that data have beside that key.
fn is_learnt(
    known: &BTreeMap<&str, &Person>,
    key: &str,
    other: &Person,
    name_key: NameKey,
) -> bool {
    let nameless = known.get(key).filter(|one| one.called(name_key).is_none());
    nameless.is_some_and(|one| {
        is_the_same(key, other.key) && may_be_of_one(&one.sighting, &other.sighting)
    })
}

impl<'a> Identities<'a> {
    /// The keys of the ledger whose people are in the data.
    fn recognized(&self) -> BTreeSet<&'a str> {
        let joined = self.joined.iter().flat_map(|(worse, better)| [*worse, *better]);
        self.known_as.iter().flatten().copied().chain(joined).collect()
    }

    /// Whoever has a member id in the data is whom the ledger knows by no more than that.
    fn join_member_ids(&mut self, by_key: &BTreeMap<&'a str, &Person<'a>>, seen: &[Person]) {
        for (one, known_as) in seen.iter().zip(&mut self.known_as) {
            let known = one.member_ids.iter().filter_map(|id| by_key.get_key_value(id.as_str()));
            for (member_id, _) in known {
                let key = *known_as.get_or_insert(member_id);
                if key != *member_id {
                    self.joined.push((member_id, key));
                }
            }
        }
    }

    /// Finds those whose address is another than before: LinkedIn lets everybody change it. It is
    /// one invitation, of the name that one person on each side bears, sent on one day with one
    /// note, whose former address the data do not have. Whoever else had that name then would be in
    /// the same data; but that somebody is on no list any more who was withdrawn tells nothing.
    fn follow_addresses(
        &mut self,
        known: &KnownPeople<'a>,
        by_key: &BTreeMap<&'a str, &Person<'a>>,
        seen: &[Person],
        name_key: NameKey,
    ) {
        let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, one) in seen.iter().enumerate() {
            if let Some(name) = one.called(name_key) {
                rows.entry(name).or_default().push(at);
            }
        }
        // Whom the ledger knows by an address without a name, or by a withdrawal alone, may have
        // been known by another before.
        let is_nameless = |key: &str| {
            let known = by_key.get(key);
            known.is_some_and(|one| one.name.is_none() || one.sighting.is_of_withdrawal_alone())
        };
        let is_new = |at: usize| match self.known_as.get(at) {
            Some(known_as) => known_as.is_none_or(is_nameless),
            None => false,
        };
        let is_open = |rows: &[usize]| matches!(rows, [at] if is_new(*at));
        let recognized = self.recognized();
        let mut bearers: BTreeMap<&str, Vec<&Person<'a>>> = BTreeMap::new();
        for one in known.people.iter().filter(|one| !recognized.contains(one.key)) {
            let name = one.called(name_key);
            if let Some((name, _)) = name.and_then(|name| rows.get_key_value(&name))
                && rows.get(name).is_some_and(|rows| is_open(rows))
            {
                bearers.entry(name).or_default().push(one);
            }
        }
        self.doubt_withdrawals_alone(&bearers, &rows, seen);
        let moved = bearers.into_iter().filter_map(|(name, bearers)| {
            let ([at], [before]) = (rows.get(name)?.as_slice(), bearers.as_slice()) else {
                return None;
            };
            let row = seen.get(*at)?;
            let are_addresses =
                [row.key, before.key].iter().all(|key| key_type(key) == KeyType::Address);
            let is_it = before.sighting.is_the_invitation_of(&row.sighting)
                && !(before.sighting.is_over && row.sighting.is_listed);
            (are_addresses && is_it).then_some((*at, before.key))
        });
        for (at, before) in moved.collect::<Vec<_>>() {
            match self.known_as.get_mut(at) {
                Some(Some(now)) => self.joined.push((before, now)),
                Some(known_as) => *known_as = Some(before),
                None => {}
            }
        }
    }

    /// Who is new may be whom a sheet withdrew by another address: of that invitation it told
    /// nothing that could prove it.
    fn doubt_withdrawals_alone(
        &mut self,
        bearers: &BTreeMap<&str, Vec<&Person<'a>>>,
        rows: &BTreeMap<String, Vec<usize>>,
        seen: &[Person],
    ) {
        for (name, bearers) in bearers {
            let rows = rows.get(*name).into_iter().flatten();
            let new = rows.filter(|at| self.known_as.get(**at) == Some(&None));
            let may_be = |row: &&Person| {
                bearers.iter().any(|one| {
                    one.sighting.is_of_withdrawal_alone()
                        && may_be_of_one(&one.sighting, &row.sighting)
                })
            };
            let doubted = new.filter_map(|at| seen.get(*at)).find(may_be);
            self.ambiguous.extend(doubted.and_then(|row| row.name).map(String::from));
        }
    }

    /// Whoever is known without a name may be anybody of whom data have no address, and whoever is
    /// known without an address anybody of whom they have no name.
    fn leave_open_the_nameless(
        &mut self,
        known: &KnownPeople<'a>,
        by_key: &BTreeMap<&'a str, &Person<'a>>,
        seen: &[Person],
        name_key: NameKey,
    ) {
        let is_nameless = |key: Option<&str>| {
            let known = key.and_then(|key| by_key.get(key));
            known.is_none_or(|one| one.called(name_key).is_none())
        };
        let rows = seen.iter().zip(&self.known_as);
        let rows: Vec<(KeyType, bool)> = rows
            .map(|(one, known_as)| {
                let is_nameless = one.called(name_key).is_none() && is_nameless(*known_as);
                (key_type(known_as.unwrap_or(one.key)), is_nameless)
            })
            .collect();
        let rows: BTreeSet<(KeyType, bool)> = rows.into_iter().collect();
        let recognized = self.recognized();
        let open = known.people.iter().filter(|one| !recognized.contains(one.key)).filter(|one| {
            let is_nameless = one.called(name_key).is_none();
            let sort_of_key = key_type(one.key);
            rows.iter().any(|(other, other_is_nameless)| {
                *other != sort_of_key && (is_nameless || *other_is_nameless)
            })
        });
        self.unnamed = open.map(|one| one.key).collect();
    }
}

/// Whether these can be keys of one person, their names being the same.
fn is_the_same(key: &str, other: &str) -> bool {
    key_type(key) != key_type(other) || key_type(key) == KeyType::Name
}
