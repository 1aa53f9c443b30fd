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

/// When the list of the Sent page was taken, by account; one that does not say so, at `as_of`.
pub type ListsTaken = BTreeMap<String, DateTime<Utc>>;

impl Reach {
    /// Of data with this list, if there is one, in which this was the last that happened.
    pub fn of(
        list_taken: Option<DateTime<Utc>>,
        last_day: Option<NaiveDate>,
        as_of: DateTime<Utc>,
    ) -> Self {
        let today = as_of.date_naive();
        let listed_on = list_taken.map(|at| at.date_naive());
        let until = listed_on.max(last_day).map_or(today, |day| day.min(today));
        Self { until, is_of_undated_list: list_taken == Some(as_of) }
    }
}

/// When each account's list was taken, of rows with `account` and `list_taken_at`.
pub(super) fn lists_taken(list: &DataFrame) -> PolarsResult<ListsTaken> {
    let taken = list.column("list_taken_at")?.datetime()?.physical().iter();
    let accounts = list.column("account")?.str()?.iter();
    let known = accounts.zip(taken).filter_map(|(account, at)| {
        Some((account?.to_owned(), DateTime::from_timestamp_micros(at?)?))
    });
    Ok(known.collect())
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
