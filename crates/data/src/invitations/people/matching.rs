//! Which row is about whom: by `who` (the slug, else the member, else the member id, else the row
//! itself), else by member, else by member id or the slug that a former address became, else by
//! name.
//!
//! Invariant: two people who share a name are never merged. A name decides only where, in the
//! account, exactly one person on either side bears it, and where no better key tells them apart.

use super::account_codes::AccountInterner;
use crate::deadline;
use crate::import::people_keys::person::slug_of_former;
use crate::invitations::columns;
use indexmap::IndexMap;
use polars::prelude::{
    BooleanChunked, DataFrame, IntoColumn, NewChunkedArray, PlHashMap, PolarsResult, StringChunked,
    UInt32Chunked,
};

/// The row number on the left.
pub(in crate::invitations) const LEFT: &str = "#left";
/// The row number on the right.
pub(in crate::invitations) const RIGHT: &str = "#right";

pub(in crate::invitations) struct Matches {
    /// [`LEFT`], [`RIGHT`] (u32), `by_name` (bool): pairs of rows.
    pub(in crate::invitations) pairs: DataFrame,
    /// `account`, `name` (str): names on both sides that several people bear.
    pub(in crate::invitations) ambiguous: DataFrame,
}

/// Matches rows that have `account`, `slug`, `urn`, `member_id`, `name_key`, `name` and `who`. On
/// the right, a person occurs once; on the left, several rows may be about one person.
pub(in crate::invitations) fn match_people(
    left: &DataFrame,
    right: &DataFrame,
) -> PolarsResult<Matches> {
    let mut codes = AccountInterner::default();
    let [mut left, mut right] = [left, right].map(|rows| Side::of_rows(rows, &mut codes));
    let keys: [[KeysOfSide; 2]; 5] = [
        [|side| &side.whos, |side| &side.whos],
        [|side| &side.urns, |side| &side.urns],
        [|side| &side.member_ids, |side| &side.member_ids],
        [|side| &side.slugs, |side| &side.former_slugs],
        [|side| &side.former_slugs, |side| &side.slugs],
    ];
    let mut pairs = vec![];
    for [left_keys, right_keys] in keys {
        let same = same_keys(&left, &right, left_keys(&left), right_keys(&right), |_| true)?;
        for pair in &same {
            left.take(pair.left);
            right.take(pair.right);
        }
        pairs.extend(same);
    }
    let (names_left, names_right) = (left.shared_names()?, right.shared_names()?);
    let is_asked = |name: &AccountKey| {
        [&names_left, &names_right]
            .iter()
            .all(|names| names.get(name).is_some_and(|shared| !shared.is_of_several))
    };
    let named = same_keys(&left, &right, &left.name_keys, &right.name_keys, is_asked)?;
    let by_name = named.into_iter().filter(|pair| left.may_be(pair.left, &right, pair.right));
    let sure = pairs.len();
    pairs.extend(by_name);
    let ambiguous = ambiguous(&left, &names_left, &names_right)?;
    Ok(Matches { pairs: frame_of_pairs(&pairs, sure)?, ambiguous })
}

/// Keys by which rows are paired.
type KeysOfSide = fn(&Side) -> &StringChunked;

/// A row on either side.
struct RowPair {
    left: usize,
    right: usize,
}

/// The rows that are matched with those of another side.
struct Side {
    /// The number of each row's account; a row without one is nobody's.
    accounts: Vec<Option<u32>>,
    account_names: StringChunked,
    names: StringChunked,
    name_keys: StringChunked,
    whos: StringChunked,
    slugs: StringChunked,
    /// The slugs that former addresses became.
    former_slugs: StringChunked,
    urns: StringChunked,
    member_ids: StringChunked,
    /// Whether no pair has taken the row yet.
    is_free: Vec<bool>,
}

/// A key of a person within an account.
type AccountKey<'a> = (u32, &'a str);

/// The names of free rows, in the order of those.
type SharedNames<'a> = IndexMap<AccountKey<'a>, SharedName>;

/// What is known of the free rows with one name.
struct SharedName {
    first_row: usize,
    /// Whether several people of the side bear it, those that are taken included.
    is_of_several: bool,
    /// Whether somebody's slug is unknown.
    is_unclear: bool,
}

impl Side {
    fn of_rows(rows: &DataFrame, codes: &mut AccountInterner) -> Self {
        let text = |name: &str| columns::text_column(rows, name).rechunk().into_owned();
        let account_names = text("account");
        let numbers = codes.intern_all(&account_names).into_iter();
        let accounts = numbers.zip(account_names.iter()).map(|(code, name)| name.map(|_| code));
        let member_ids = text("member_id");
        let former_slugs = columns::map_texts(&member_ids, slug_of_former);
        Self {
            accounts: accounts.collect(),
            account_names,
            names: text("name"),
            name_keys: text("name_key"),
            whos: text("who"),
            slugs: text("slug"),
            former_slugs,
            urns: text("urn"),
            // Programs lower whole addresses, and an id with them.
            member_ids: columns::map_texts(&member_ids, |id| Some(id.to_lowercase())),
            is_free: vec![true; rows.height()],
        }
    }

    /// The key of a row in its account.
    fn key<'a>(&self, keys: &'a StringChunked, row: usize) -> Option<AccountKey<'a>> {
        let account = self.accounts.get(row).copied().flatten()?;
        Some((account, keys.get(row)?))
    }

    fn free_rows(&self) -> impl DoubleEndedIterator<Item = usize> {
        self.is_free.iter().enumerate().filter(|(_, is_free)| **is_free).map(|(row, _)| row)
    }

    fn take(&mut self, row: usize) {
        if let Some(is_free) = self.is_free.get_mut(row) {
            *is_free = false;
        }
    }

    fn shared_names(&self) -> PolarsResult<SharedNames<'_>> {
        let mut bearers = PlHashMap::default();
        for row in 0..self.is_free.len() {
            deadline::check_interrupted_at_step(row)?;
            let Some(name) = self.key(&self.name_keys, row) else { continue };
            let who = self.whos.get(row);
            let (first, is_of_several) = bearers.entry(name).or_insert((who, false));
            *is_of_several |= *first != who;
        }
        let mut names = IndexMap::new();
        for row in self.free_rows() {
            let Some(name) = self.key(&self.name_keys, row) else { continue };
            let is_of_several = bearers.get(&name).is_some_and(|(_, several)| *several);
            let shared = SharedName { first_row: row, is_of_several, is_unclear: false };
            let shared = names.entry(name).or_insert(shared);
            shared.is_unclear |= self.slugs.get(row).is_none();
        }
        Ok(names)
    }

    /// Whether no key tells the person of this row from the one of the other.
    fn may_be(&self, row: usize, other: &Self, other_row: usize) -> bool {
        let keys = [
            (&self.slugs, &other.slugs),
            (&self.urns, &other.urns),
            (&self.member_ids, &other.member_ids),
        ];
        keys.iter().all(|(keys, others)| keys.get(row).is_none() || others.get(other_row).is_none())
    }
}

/// The free rows that have the same key, in the order of those on the left.
fn same_keys(
    left: &Side,
    right: &Side,
    left_keys: &StringChunked,
    right_keys: &StringChunked,
    is_asked: impl Fn(&AccountKey) -> bool,
) -> PolarsResult<Vec<RowPair>> {
    // The first row of each key, and for each row the next one of its key.
    let mut first = PlHashMap::default();
    let mut next: Vec<Option<usize>> = vec![None; right.is_free.len()];
    for row in right.free_rows().rev() {
        deadline::check_interrupted_at_step(row)?;
        let Some(key) = right.key(right_keys, row).filter(&is_asked) else { continue };
        if let Some(next) = next.get_mut(row) {
            *next = first.insert(key, row);
        }
    }
    let mut pairs = vec![];
    for row in left.free_rows() {
        deadline::check_interrupted_at_step(row)?;
        let key = left.key(left_keys, row);
        let mut other = key.and_then(|key| first.get(&key).copied());
        while let Some(other_row) = other {
            deadline::check_interrupted_at_step(pairs.len())?;
            pairs.push(RowPair { left: row, right: other_row });
            other = next.get(other_row).copied().flatten();
        }
    }
    Ok(pairs)
}

/// The names on both sides that several people bear on either, unless slugs tell all of them apart.
/// Counted by name, never pair by pair: a thousand people of one name make a million pairs.
fn ambiguous(
    left: &Side,
    names_left: &SharedNames,
    names_right: &SharedNames,
) -> PolarsResult<DataFrame> {
    let rows = names_left.iter().filter_map(|(name, shared)| {
        let other = names_right.get(name)?;
        let is_ambiguous = (shared.is_of_several || other.is_of_several)
            && (shared.is_unclear || other.is_unclear);
        is_ambiguous.then_some(shared.first_row)
    });
    let rows: Vec<usize> = rows.collect();
    let column = |name: &str, texts: &StringChunked| {
        let texts = rows.iter().map(|row| texts.get(*row));
        StringChunked::from_iter_options(name.into(), texts).into_column()
    };
    let columns = vec![column("account", &left.account_names), column("name", &left.names)];
    DataFrame::new(rows.len(), columns)
}

/// Pairs as a table; all behind the first `sure` ones are by name.
fn frame_of_pairs(pairs: &[RowPair], sure: usize) -> PolarsResult<DataFrame> {
    let column = |name: &str, row: fn(&RowPair) -> usize| {
        let rows = pairs.iter().map(|pair| u32::try_from(row(pair)).unwrap_or(u32::MAX));
        UInt32Chunked::from_iter_values(name.into(), rows).into_column()
    };
    let by_name = (0..pairs.len()).map(|index| index >= sure);
    let by_name = BooleanChunked::from_iter_values("by_name".into(), by_name).into_column();
    let columns = vec![column(LEFT, |pair| pair.left), column(RIGHT, |pair| pair.right), by_name];
    DataFrame::new(pairs.len(), columns)
}

#[cfg(test)]
mod tests;
