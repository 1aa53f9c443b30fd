//! The order in which an account's candidates go: the higher score first, one that is unknown last;
//! then the older, by the time sent or the least age; then by `id`.
//!
//! Invariant: the order is total and depends on the rows alone, not on where they stand.

use super::candidate_columns::{ACCOUNT, PRIORITY};
use crate::formula::lower::compare::sort_key;
use crate::invitations::AccountInterner;
use chrono::{DateTime, Utc};
use polars::prelude::{Column, DataFrame, IdxSize, Int64Chunked, PolarsResult, StringChunked};
use std::cmp::Ordering;
use std::collections::HashMap;

const DAY_US: i64 = 86_400_000_000;

/// Every account's candidates.
pub(super) struct CandidateOrder<'a> {
    /// None where they are not known yet: then they decide nothing.
    ids: Option<&'a StringChunked>,
    places: HashMap<String, usize>,
    accounts: Vec<Vec<CandidateSortKey>>,
}

/// What a candidate is ordered by; its `id` is looked at only where all this is equal.
struct CandidateSortKey {
    priority: Option<i64>,
    sent_at_us: i64,
    row: IdxSize,
}

impl<'a> CandidateOrder<'a> {
    /// The candidates of a frame with [`PRIORITY`], `sent_at`, `age_days`, `account` and perhaps
    /// `id`.
    pub(super) fn by_account(
        candidates: &'a DataFrame,
        as_of: DateTime<Utc>,
    ) -> PolarsResult<Self> {
        let mut codes = AccountInterner::default();
        let of_rows = codes.intern_all(candidates.column("account")?.str()?);
        Self::of_codes(candidates, &of_rows, codes.names().iter().cloned(), as_of)
    }

    /// The same where [`ACCOUNT`] has the place of each row's account among these.
    pub(super) fn with_account_numbers(
        candidates: &'a DataFrame,
        accounts: &StringChunked,
        as_of: DateTime<Utc>,
    ) -> PolarsResult<Self> {
        let codes = candidates.column(ACCOUNT)?.u32()?.iter().map(Option::unwrap_or_default);
        let names = accounts.iter().map(|name| name.unwrap_or_default().to_owned());
        Self::of_codes(candidates, &codes.collect::<Vec<u32>>(), names, as_of)
    }

    fn of_codes(
        candidates: &'a DataFrame,
        codes: &[u32],
        names: impl Iterator<Item = String>,
        as_of: DateTime<Utc>,
    ) -> PolarsResult<Self> {
        let places: HashMap<String, usize> = names.zip(0..).collect();
        let mut counts = vec![0; places.len()];
        for code in codes {
            counts[index(*code)] += 1;
        }
        let mut accounts: Vec<Vec<CandidateSortKey>> =
            counts.into_iter().map(Vec::with_capacity).collect();
        let priorities = ranks(candidates.column(PRIORITY)?)?;
        let sent = candidates.column("sent_at")?.datetime()?.physical();
        let ages = candidates.column("age_days")?.i64()?;
        let values = priorities.iter().zip(sent.iter()).zip(ages.iter()).zip(codes.iter().copied());
        for (row, (((priority, sent_at), age), code)) in (0..).zip(values) {
            let since = |days: i64| days.saturating_mul(DAY_US);
            let latest = age.map(|days| as_of.timestamp_micros().saturating_sub(since(days)));
            let sent_at_us = sent_at.or(latest).unwrap_or(i64::MAX);
            accounts[index(code)].push(CandidateSortKey { priority, sent_at_us, row });
        }
        let ids = candidates.column("id").ok().and_then(|ids| ids.str().ok());
        Ok(Self { ids, places, accounts })
    }

    fn keys(&mut self, account: &str) -> Option<&mut Vec<CandidateSortKey>> {
        self.accounts.get_mut(*self.places.get(account)?)
    }

    /// How many candidates an account has.
    pub(super) fn count(&self, account: &str) -> usize {
        let keys = self.places.get(account).and_then(|at| self.accounts.get(*at));
        keys.map_or(0, Vec::len)
    }

    /// The rows of an account's first candidates, in order.
    pub(super) fn first(&mut self, account: &str, count: usize) -> Vec<IdxSize> {
        let ids = self.ids;
        let Some(keys) = self.keys(account) else { return vec![] };
        let count = count.min(keys.len());
        let compare = |a: &CandidateSortKey, b: &CandidateSortKey| a.compare(b, ids);
        if count > 0 && count < keys.len() {
            keys.select_nth_unstable_by(count - 1, compare);
        }
        keys[..count].sort_unstable_by(compare);
        keys[..count].iter().map(|key| key.row).collect()
    }

    /// The rows that may be among an account's first, whatever their ids: in no order, and with all
    /// those that only an id keeps apart from the last of them.
    pub(super) fn possible_first(&mut self, account: &str, count: usize) -> Vec<IdxSize> {
        let ids = self.ids;
        let Some(keys) = self.keys(account) else { return vec![] };
        if count < keys.len() {
            let Some(last) = count.checked_sub(1) else { return vec![] };
            let (_, last, _) = keys.select_nth_unstable_by(last, |a, b| a.compare(b, ids));
            let (priority, sent_at_us) = (last.priority, last.sent_at_us);
            let last = CandidateSortKey { priority, sent_at_us, row: last.row };
            keys.retain(|key| key.compare(&last, None) != Ordering::Greater);
        }
        keys.iter().map(|key| key.row).collect()
    }
}

impl CandidateSortKey {
    fn compare(&self, other: &Self, ids: Option<&StringChunked>) -> Ordering {
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

fn index(code: u32) -> usize {
    usize::try_from(code).unwrap_or(usize::MAX)
}

fn id(ids: Option<&StringChunked>, row: IdxSize) -> Option<&str> {
    ids?.get(usize::try_from(row).ok()?)
}
