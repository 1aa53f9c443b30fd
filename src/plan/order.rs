//! The order in which an account's candidates go: the higher score first, one that is unknown last;
//! then the older, by the time sent or the least age; then by `id`.
//!
//! Invariant: the order is total and depends on the rows alone, not on where they stand.

use super::candidates::PRIORITY;
use crate::formula::lower::compare::sort_key;
use chrono::{DateTime, Utc};
use polars::prelude::{Column, DataFrame, IdxSize, Int64Chunked, PolarsResult, StringChunked};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

const DAY_US: i64 = 86_400_000_000;

/// Every account's candidates.
pub(super) struct Order<'a> {
    /// None where they are not known yet: then they decide nothing.
    ids: Option<&'a StringChunked>,
    accounts: BTreeMap<String, Vec<Key>>,
}

/// What a candidate is ordered by; its `id` is looked at only where all this is equal.
struct Key {
    priority: Option<i64>,
    sent_at_us: i64,
    row: IdxSize,
}

impl<'a> Order<'a> {
    /// The candidates of a frame with [`PRIORITY`], `sent_at`, `age_days`, `account` and perhaps
    /// `id`.
    pub(super) fn by_account(
        candidates: &'a DataFrame,
        as_of: DateTime<Utc>,
    ) -> PolarsResult<Self> {
        let priorities = ranks(candidates.column(PRIORITY)?)?;
        let sent = candidates.column("sent_at")?.datetime()?.physical();
        let ages = candidates.column("age_days")?.i64()?;
        let names = candidates.column("account")?.str()?;
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut keys: Vec<(&str, Vec<Key>)> = vec![];
        let mut last = usize::MAX;
        let values = priorities.iter().zip(sent.iter()).zip(ages.iter()).zip(names.iter());
        for (row, (((priority, sent_at), age), name)) in (0..).zip(values) {
            let name = name.unwrap_or_default();
            // Rows of one account often stand together.
            if keys.get(last).is_none_or(|(account, _)| *account != name) {
                last = *numbers.entry(name).or_insert_with(|| {
                    keys.push((name, vec![]));
                    keys.len() - 1
                });
            }
            let since = |days: i64| days.saturating_mul(DAY_US);
            let latest = age.map(|days| as_of.timestamp_micros().saturating_sub(since(days)));
            let sent_at_us = sent_at.or(latest).unwrap_or(i64::MAX);
            keys[last].1.push(Key { priority, sent_at_us, row });
        }
        let accounts = keys.into_iter().map(|(name, keys)| (name.to_owned(), keys)).collect();
        let ids = candidates.column("id").ok().and_then(|ids| ids.str().ok());
        Ok(Self { ids, accounts })
    }

    /// How many candidates an account has.
    pub(super) fn count(&self, account: &str) -> usize {
        self.accounts.get(account).map_or(0, Vec::len)
    }

    /// The rows of an account's first candidates, in order.
    pub(super) fn first(&mut self, account: &str, count: usize) -> Vec<IdxSize> {
        let ids = self.ids;
        let Some(keys) = self.accounts.get_mut(account) else { return vec![] };
        let count = count.min(keys.len());
        let compare = |a: &Key, b: &Key| a.before(b, ids);
        if count > 0 && count < keys.len() {
            keys.select_nth_unstable_by(count - 1, compare);
        }
        keys[..count].sort_unstable_by(compare);
        keys[..count].iter().map(|key| key.row).collect()
    }

    /// The rows that may be among an account's first, whatever their ids: in no order, and with all
    /// those that only an id keeps apart from the last of them.
    pub(super) fn may_be_first(&mut self, account: &str, count: usize) -> Vec<IdxSize> {
        let ids = self.ids;
        let Some(keys) = self.accounts.get_mut(account) else { return vec![] };
        if count < keys.len() {
            let Some(last) = count.checked_sub(1) else { return vec![] };
            let (_, last, _) = keys.select_nth_unstable_by(last, |a, b| a.before(b, ids));
            let (priority, sent_at_us) = (last.priority, last.sent_at_us);
            let last = Key { priority, sent_at_us, row: last.row };
            keys.retain(|key| key.before(&last, None) != Ordering::Greater);
        }
        keys.iter().map(|key| key.row).collect()
    }
}

impl Key {
    fn before(&self, other: &Self, ids: Option<&StringChunked>) -> Ordering {
        (other.priority.cmp(&self.priority))
            .then(self.sent_at_us.cmp(&other.sent_at_us))
            .then_with(|| id(ids, self.row).cmp(&id(ids, other.row)))
    }
}

/// Numbers that are ordered as scores are, be these whole or decimal: whole ones beyond 2^53 are
/// not all decimal ones.
fn ranks(scores: &Column) -> PolarsResult<Int64Chunked> {
    if scores.dtype().is_integer() {
        return Ok(scores.i64()?.clone());
    }
    Ok(scores.f64()?.iter().map(|score| score.map(sort_key)).collect())
}

fn id(ids: Option<&StringChunked>, row: IdxSize) -> Option<&str> {
    ids?.get(usize::try_from(row).ok()?)
}
