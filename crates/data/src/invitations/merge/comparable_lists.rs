//! Whether a list of the Sent page can tell that somebody is not on it.
//!
//! Invariant: nobody is taken to be gone because of a row that was not understood. A list's row
//! that matched nobody may be anybody with whom it shares no key: an address says nothing against
//! a mere name. A row that was left out, and a name that several people bear, may be anybody too.

use crate::invitations::columns;
use polars::prelude::{BooleanChunked, DataFrame, PolarsResult};
use std::collections::{BTreeMap, BTreeSet};

/// The columns that are keys.
const KEYS: [&str; 4] = ["slug", "urn", "member_id", "name_key"];

/// Which keys each row has, as a set of bits in the order of [`KEYS`].
fn keys_of(rows: &DataFrame) -> Vec<u8> {
    let mut sets = vec![0_u8; rows.height()];
    for (bit, key) in KEYS.into_iter().enumerate() {
        for (set, value) in sets.iter_mut().zip(columns::text_column(rows, key).iter()) {
            *set |= u8::from(value.is_some()) << bit;
        }
    }
    sets
}

/// For each invitation: whether the list of its account may have it without anybody's seeing it.
/// `unmatched` are the lists' rows that matched nobody, `unread` the accounts with a list of which
/// rows were left out, `ambiguous` the names (`account`, `name`) that several people bear.
pub(in crate::invitations) fn may_be_listed(
    invitations: &DataFrame,
    unmatched: &DataFrame,
    unread: &BTreeSet<String>,
    ambiguous: &DataFrame,
) -> PolarsResult<BooleanChunked> {
    let mut strangers: BTreeMap<String, BTreeSet<u8>> = BTreeMap::new();
    for (account, set) in unmatched.column("account")?.str()?.iter().zip(keys_of(unmatched)) {
        strangers.entry(account.unwrap_or_default().to_owned()).or_default().insert(set);
    }
    let owners = ambiguous.column("account")?.str()?.iter();
    let names = ambiguous.column("name")?.str()?.iter();
    let ambiguous: BTreeSet<(&str, Option<String>)> = owners
        .zip(names)
        .map(|(account, name)| {
            (
                account.unwrap_or_default(),
                name.and_then(crate::import::people_keys::person::name_key),
            )
        })
        .collect();
    let accounts = invitations.column("account")?.str()?.iter();
    let rows = accounts.zip(
        columns::text_column(invitations, "name_key")
            .iter()
            .map(|n| n.map(String::from))
            .collect::<Vec<_>>(),
    );
    Ok(rows
        .zip(keys_of(invitations))
        .map(|((account, name), key_set)| {
            let account = account.unwrap_or_default();
            let no_shared_key = |sets: &BTreeSet<u8>| sets.iter().any(|set| set & key_set == 0);
            let is_ambiguous = name.is_some() && ambiguous.contains(&(account, name));
            let hidden = unread.contains(account)
                || is_ambiguous
                || strangers.get(account).is_some_and(no_shared_key);
            Some(hidden)
        })
        .collect())
}
