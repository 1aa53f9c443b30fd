//! People whose address is another than before: LinkedIn lets everybody change it.
//!
//! Invariant: an address becomes another only where it is one invitation: of the name that one
//! person on each side bears, sent on one day with one note, whose former address the data do not
//! have. Whoever else had that name then would be in the same data.

use crate::identity::NameKey;
use crate::shown::Seen;
use crate::standing::Standing;
use crate::standings::Standings;
use std::collections::{BTreeMap, BTreeSet};

/// What every address begins with.
const ADDRESS: &str = "in/";

/// By the address that data have, the one by which the ledger knows the person.
pub(crate) fn moved<'a>(
    known: &'a Standings,
    account: &str,
    seen: &[Seen],
    found: &BTreeSet<&str>,
    name_key: NameKey,
) -> BTreeMap<String, &'a str> {
    let mut bearers: BTreeMap<String, Vec<(&str, &Standing)>> = BTreeMap::new();
    let mut rows: BTreeMap<String, Vec<&Seen>> = BTreeMap::new();
    for one in seen {
        if let Some(name) = one.name.and_then(name_key) {
            rows.entry(name).or_default().push(one);
        }
    }
    for (person, standing) in known.of_account(account) {
        let name = standing.name.as_deref().and_then(name_key);
        if let Some(name) = name.filter(|name| rows.contains_key(name)) {
            bearers.entry(name).or_default().push((person, standing));
        }
    }
    let one_each = rows.iter().filter_map(|(name, rows)| {
        let ([row], [(person, standing)]) = (rows.as_slice(), bearers.get(name)?.as_slice()) else {
            return None;
        };
        let are_addresses = [row.person, person].iter().all(|key| key.starts_with(ADDRESS));
        let is_new = row.person != *person && !found.contains(person);
        let is_it = are_addresses && is_new && is_of(standing, row);
        is_it.then(|| (row.person.to_owned(), *person))
    });
    one_each.collect()
}

/// Whether a row may be the invitation that data showed.
fn is_of(standing: &Standing, row: &Seen) -> bool {
    let said = |note: Option<&str>| note.filter(|note| !note.is_empty()).map(String::from);
    let shown = standing.observed.as_ref().filter(|shown| shown.is_inmail == row.is_inmail);
    let sent_on = shown.and_then(|shown| shown.sent_on);
    sent_on.is_some() && sent_on == row.sent_on && said(standing.note.as_deref()) == said(row.note)
}
