//! Until when data reach. Nothing in most of them says when they were taken but the last that
//! happened in them.

use crate::query::Query;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use polars::prelude::{DataFrame, DataType, LazyFrame, PolarsResult, col};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Until when the data of an account reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataReach {
    pub until: NaiveDate,
    /// The instant, where a list says it or the last invitation was sent then.
    pub at: Option<DateTime<Utc>>,
    /// Whether a list of the Sent page decides that does not say when it was taken: it is taken to
    /// be of this moment, and may be of any.
    pub is_of_undated_list: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LatestActivity {
    pub day: NaiveDate,
    /// The instant, where an invitation was sent then and nothing is known of that day alone.
    pub at: Option<DateTime<Utc>>,
}

impl LatestActivity {
    /// Of the instants of sending, and of the days on which something else happened.
    pub fn latest(sent_at: Option<DateTime<Utc>>, day: Option<NaiveDate>) -> Option<Self> {
        // A day without a time is midnight.
        let is_time = |at: &DateTime<Utc>| at.time() != NaiveTime::MIN;
        let sent_on = sent_at.map(|at| at.date_naive());
        let last = sent_on.max(day)?;
        let at = sent_at.filter(is_time).filter(|at| at.date_naive() == last && day < Some(last));
        Some(Self { day: last, at })
    }

    /// The later of two.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        match self.day.cmp(&other.day) {
            Ordering::Greater => self,
            Ordering::Less => other,
            Ordering::Equal => {
                Self { day: self.day, at: self.at.zip(other.at).map(|(one, two)| one.max(two)) }
            }
        }
    }
}

/// The lists of the Sent page, by account.
pub type SentListsByAccount = BTreeMap<String, SentListInfo>;

/// How far a list of the Sent page can be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SentListInfo {
    /// When it was taken; one that does not say so, at `as_of`.
    pub at: DateTime<Utc>,
    /// Whether it has rows that could not be read: whoever is not on it may be in one of them.
    pub has_unread: bool,
    /// The SHA-256 of whom it has, and since when, in whatever order: two of one content are one.
    /// None where only an import would ask for it.
    pub content: Option<[u8; 32]>,
}

impl SentListInfo {
    /// Whether it does not say when it was taken. A clock tells finer instants than columns hold.
    pub fn is_undated(&self, as_of: DateTime<Utc>) -> bool {
        self.at.timestamp_micros() == as_of.timestamp_micros()
    }
}

impl DataReach {
    /// Of data with this list, if there is one, in which this was the last that happened.
    pub fn of_data(
        list_taken: Option<SentListInfo>,
        last: Option<LatestActivity>,
        as_of: DateTime<Utc>,
    ) -> Self {
        let today = as_of.date_naive();
        let listed_on = list_taken.map(|list| list.at.date_naive());
        let last_day = last.map(|last| last.day);
        let until = listed_on.max(last_day).map_or(today, |day| day.min(today));
        let is_undated = list_taken.is_some_and(|list| list.is_undated(as_of));
        let listed_at = list_taken.map(|list| list.at).filter(|_| !is_undated);
        // What happened on that day at an unknown instant may have been later.
        let is_known = last.is_none_or(|last| last.day < until || last.at.is_some());
        let at = listed_at.max(last.and_then(|last| last.at));
        let at = at.filter(|at| is_known && at.date_naive() == until);
        Self { until, at, is_of_undated_list: is_undated }
    }
}

/// Each account's list, of rows with `account`, `list_taken_at` and `has_unread`.
pub(super) fn lists_taken(list: &DataFrame) -> PolarsResult<SentListsByAccount> {
    let taken = list.column("list_taken_at")?.datetime()?.physical().iter();
    let unread = list.column("has_unread")?.bool()?.iter();
    let mut lists = SentListsByAccount::new();
    for ((account, at), unread) in list.column("account")?.str()?.iter().zip(taken).zip(unread) {
        let Some(at) = at.and_then(DateTime::from_timestamp_micros) else { continue };
        let has_unread = unread.unwrap_or_default();
        let list = SentListInfo { at, has_unread, content: None };
        let known = lists.entry(account.unwrap_or_default().to_owned()).or_insert(list);
        known.at = at;
        known.has_unread |= has_unread;
    }
    Ok(lists)
}

/// The last that happened, by account, in rows of the frame's columns.
pub(super) fn latest_activity_by_account(
    rows: LazyFrame,
) -> PolarsResult<BTreeMap<String, LatestActivity>> {
    let day = |name: &str| col(name).cast(DataType::Date).max().cast(DataType::Int32);
    let sent_at = col("sent_at").max().cast(DataType::Int64);
    let last = [sent_at, day("connected_on"), day("withdrawn_on")];
    let rows = rows.group_by([col("account")]).agg(last).streamed()?;
    let sent = rows.column("sent_at")?.i64()?.clone();
    let days = ["connected_on", "withdrawn_on"];
    let days = days.map(|name| rows.column(name).and_then(|days| days.i32().cloned()));
    let [connected, withdrawn] = days;
    let days = [connected?, withdrawn?];
    let accounts = rows.column("account")?.str()?.iter().enumerate();
    let last = accounts.filter_map(|(row, account)| {
        let sent_at = sent.get(row).and_then(DateTime::from_timestamp_micros);
        let day = days.iter().filter_map(|days| days.get(row)).max();
        let day = day.and_then(NaiveDate::from_epoch_days);
        Some((account?.to_owned(), LatestActivity::latest(sent_at, day)?))
    });
    Ok(last.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_this_moment_does_not_say_when_it_was_taken() {
        let now = DateTime::from_timestamp_nanos(1_795_000_000_123_456_789);
        let at = DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap();
        let list = SentListInfo { at, has_unread: false, content: None };
        assert!(list.is_undated(now));
        assert!(!list.is_undated(now + chrono::TimeDelta::microseconds(1)));
        assert!(DataReach::of_data(Some(list), None, now).is_of_undated_list);
    }
}
