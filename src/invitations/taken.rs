//! Until when data reach. Nothing in most of them says when they were taken but the last that
//! happened in them.

use crate::query::Query;
use chrono::{DateTime, NaiveDate, Utc};
use polars::prelude::{DataFrame, DataType, LazyFrame, PolarsResult, col};
use std::collections::BTreeMap;

/// Until when the data of an account reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The day.
    pub until: NaiveDate,
    /// Whether a list of the Sent page decides that does not say when it was taken: it is taken to
    /// be of this moment, and may be of any.
    pub is_of_undated_list: bool,
}

/// The days on which something happens.
const DAYS: [&str; 3] = ["sent_at", "connected_on", "withdrawn_on"];

/// The lists of the Sent page, by account.
pub type ListsTaken = BTreeMap<String, ListTaken>;

/// How far a list of the Sent page can be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListTaken {
    /// When it was taken; one that does not say so, at `as_of`.
    pub at: DateTime<Utc>,
    /// Whether it has rows that could not be read: whoever is not on it may be in one of them.
    pub has_unread: bool,
}

impl Reach {
    /// Of data with this list, if there is one, in which this was the last that happened.
    pub fn of(
        list_taken: Option<ListTaken>,
        last_day: Option<NaiveDate>,
        as_of: DateTime<Utc>,
    ) -> Self {
        let today = as_of.date_naive();
        let listed_on = list_taken.map(|list| list.at.date_naive());
        let until = listed_on.max(last_day).map_or(today, |day| day.min(today));
        Self { until, is_of_undated_list: list_taken.is_some_and(|list| list.at == as_of) }
    }
}

/// Each account's list, of rows with `account`, `list_taken_at` and `has_unread`.
pub(super) fn lists_taken(list: &DataFrame) -> PolarsResult<ListsTaken> {
    let taken = list.column("list_taken_at")?.datetime()?.physical().iter();
    let unread = list.column("has_unread")?.bool()?.iter();
    let mut lists = ListsTaken::new();
    for ((account, at), unread) in list.column("account")?.str()?.iter().zip(taken).zip(unread) {
        let Some(at) = at.and_then(DateTime::from_timestamp_micros) else { continue };
        let has_unread = unread.unwrap_or_default();
        let list = ListTaken { at, has_unread };
        let known = lists.entry(account.unwrap_or_default().to_owned()).or_insert(list);
        known.at = at;
        known.has_unread |= has_unread;
    }
    Ok(lists)
}

/// The last day on which anything happened, by account, in rows of the frame's columns.
pub(super) fn last_days(rows: LazyFrame) -> PolarsResult<BTreeMap<String, NaiveDate>> {
    let day = |name: &str| col(name).cast(DataType::Date).max().cast(DataType::Int32);
    let rows = rows.group_by([col("account")]).agg(DAYS.map(day)).streamed()?;
    let days = DAYS.map(|name| rows.column(name).and_then(|days| days.i32().cloned()));
    let [sent, connected, withdrawn] = days;
    let days = [sent?, connected?, withdrawn?];
    let accounts = rows.column("account")?.str()?.iter().enumerate();
    let days = accounts.filter_map(|(row, account)| {
        let last = days.iter().filter_map(|days| days.get(row)).max()?;
        Some((account?.to_owned(), NaiveDate::from_epoch_days(last)?))
    });
    Ok(days.collect())
}
