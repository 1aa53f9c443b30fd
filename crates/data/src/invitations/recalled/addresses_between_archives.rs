//! Addresses that became others between two archives of an account.
//!
//! Invariant: it is one invitation, of one name, one instant of sending and one note, and neither
//! archive has both addresses.

use super::changed_addresses::AddressMoves;
use crate::invitations::people::account_codes::names_of_accounts;
use crate::invitations::people::person_rows::PersonRows;
use polars::prelude::{DataFrame, PolarsResult};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Account, name, instant of sending and note of an invitation.
type SentInvitation = (String, String, i64, String);

/// The files that have an invitation, by the address that they have.
type FilesByAddress = BTreeMap<String, BTreeSet<i64>>;

/// Those of whom one archive has the former address and another the new one, as archives tell that
/// an account's ledger, if there is one, does not know yet.
pub(in crate::invitations) fn between_archives(
    archives: &[DataFrame],
) -> PolarsResult<AddressMoves> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for rows in archives {
        for account in names_of_accounts(rows)? {
            *counts.entry(account).or_default() += 1;
        }
    }
    if counts.values().all(|count| *count < 2) {
        return Ok(AddressMoves::new());
    }
    let mut last: HashMap<(String, i64), i64> = HashMap::new();
    let mut has: HashSet<(String, i64, String)> = HashSet::new();
    let mut bearers: BTreeMap<SentInvitation, FilesByAddress> = BTreeMap::new();
    for rows in archives {
        let rows = PersonRows::of_frame(rows)?;
        for row in rows.iter() {
            let (Some(slug), Some(name), Some(sent_at)) = (row.slug, row.name_key, row.sent_at)
            else {
                continue;
            };
            let reach = last.entry((row.account.to_owned(), row.file)).or_insert(sent_at);
            *reach = sent_at.max(*reach);
            has.insert((row.account.to_owned(), row.file, slug.to_owned()));
            let note = row.note.unwrap_or_default().to_owned();
            let invitation = (row.account.to_owned(), name.to_owned(), sent_at, note);
            let of_it = bearers.entry(invitation).or_default();
            of_it.entry(slug.to_owned()).or_default().insert(row.file);
        }
    }
    let mut moved = AddressMoves::new();
    for ((account, ..), slugs) in bearers {
        let slugs: Vec<_> = slugs.into_iter().collect();
        let [(one, of_one), (other, of_other)] = slugs.as_slice() else { continue };
        let in_both = |slug: &String, files: &BTreeSet<i64>| {
            files.iter().any(|file| has.contains(&(account.clone(), *file, slug.clone())))
        };
        if in_both(one, of_other) || in_both(other, of_one) {
            continue;
        }
        let reach = |files: &BTreeSet<i64>| {
            files.iter().filter_map(|file| last.get(&(account.clone(), *file)).copied()).max()
        };
        // Of two that reach as far, the one that comes later is the newer.
        let is_older = (reach(of_one), of_one.last()) < (reach(of_other), of_other.last());
        let (former, now) = if is_older { (one, other) } else { (other, one) };
        moved.insert((account, former.clone()), now.clone());
    }
    Ok(moved)
}
