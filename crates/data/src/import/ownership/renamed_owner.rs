//! An owner whose profile got another address between two archives: the name and the invitations
//! are the same.
//!
//! Invariant: two people of one name are one owner only if they sent the same people invitations at
//! the same times.

use super::found_table::FoundTable;
use super::owners::{Owner, is_outgoing, text};
use crate::import::table::{Table, TableKind, TableRows};
use std::collections::BTreeSet;

/// How many invitations have to be the same; all, where there are fewer.
const SAME_MIN: usize = 2;

/// The account of this owner among those that are known, under another slug.
pub(in crate::import) fn find_renamed_account(
    owner: &Owner,
    pieces: &[FoundTable],
    known: &[Table],
) -> Option<String> {
    if owner.name.is_none() || owner.slug.is_none() {
        return None;
    }
    let is_named_so = |table: &&Table| {
        table.kind == TableKind::Invitations && Owner::of_tables([*table]).name == owner.name
    };
    let mut theirs = BTreeSet::new();
    let mut same_name = known.iter().filter(is_named_so).peekable();
    same_name.peek()?;
    for piece in pieces.iter().filter(|piece| piece.table.kind == TableKind::Invitations) {
        theirs.extend(invitations(&piece.table));
    }
    let is_same = |table: &&Table| {
        let sent = invitations(table);
        let least = SAME_MIN.min(sent.len()).min(theirs.len());
        least > 0 && sent.intersection(&theirs).take(least).count() == least
    };
    same_name.find(is_same)?.account.clone()
}

/// To whom a table's outgoing invitations went, and when.
fn invitations(table: &Table) -> BTreeSet<(String, String)> {
    let TableRows::Text(frame) = &table.rows else { return BTreeSet::new() };
    let column = |name: &str| text(frame, name);
    let (Some(directions), Some(sent)) = (column("direction"), column("sent")) else {
        return BTreeSet::new();
    };
    let Some(people) = column("profile_url").or_else(|| column("to")) else {
        return BTreeSet::new();
    };
    let rows = directions.iter().zip(sent.iter()).zip(people.iter());
    let rows = rows.filter(|((direction, _), _)| direction.is_some_and(is_outgoing));
    rows.filter_map(|((_, sent), person)| Some((person?.to_owned(), sent?.to_owned()))).collect()
}
