//! The rows of a plan, read from its frame one at a time.

use chrono::NaiveDate;
use polars::prelude::{
    DataFrame, DateChunked, Int64Chunked, PolarsResult, StringChunked, UInt32Chunked,
};
use std::collections::BTreeSet;
use std::ops::Range;

/// One withdrawal, as people read it.
#[derive(Clone, Copy, Debug)]
pub(super) struct ActionRow<'a> {
    pub(super) rank: u32,
    pub(super) name: &'a str,
    pub(super) profile_url: Option<&'a str>,
    pub(super) age_days: Option<i64>,
    pub(super) reason: &'a str,
    pub(super) reconnect_on: Option<NaiveDate>,
    pub(super) follow_up: Option<&'a str>,
}

/// The withdrawals of one account on one date.
#[derive(Clone, Debug)]
pub(super) struct DayRows<'a> {
    pub(super) account: &'a str,
    pub(super) date: NaiveDate,
    pub(super) rows: Range<usize>,
}

/// The columns of a plan's actions.
pub(super) struct ActionColumns {
    account: StringChunked,
    date: DateChunked,
    rank: UInt32Chunked,
    name: StringChunked,
    profile_url: StringChunked,
    age_days: Int64Chunked,
    reason: StringChunked,
    reconnect_on: DateChunked,
    follow_up: StringChunked,
}

impl ActionColumns {
    /// Reads the columns that people are shown.
    ///
    /// # Errors
    /// Where one is missing or of another type than [`crate::plan::Plan`] says.
    pub(super) fn read(actions: &DataFrame) -> PolarsResult<Self> {
        let column = |name: &str| actions.column(name).map(polars::prelude::Column::rechunk);
        Ok(Self {
            account: column("account")?.str()?.clone(),
            date: column("date")?.date()?.clone(),
            rank: column("rank")?.u32()?.clone(),
            name: column("name")?.str()?.clone(),
            profile_url: column("profile_url")?.str()?.clone(),
            age_days: column("age_days")?.i64()?.clone(),
            reason: column("reason")?.str()?.clone(),
            reconnect_on: column("reconnect_on")?.date()?.clone(),
            follow_up: column("follow_up")?.str()?.clone(),
        })
    }

    /// The row of that index; nothing is missing in a plan that keeps its word.
    pub(super) fn row(&self, index: usize) -> ActionRow<'_> {
        ActionRow {
            rank: self.rank.get(index).unwrap_or_default(),
            name: self.name.get(index).unwrap_or_default(),
            profile_url: self.profile_url.get(index),
            age_days: self.age_days.get(index),
            reason: self.reason.get(index).unwrap_or_default(),
            reconnect_on: date(&self.reconnect_on, index),
            follow_up: self.follow_up.get(index),
        }
    }

    /// Whether any of the rows says what to do afterwards.
    pub(super) fn has_follow_up(&self, mut rows: Range<usize>) -> bool {
        rows.any(|row| self.follow_up.get(row).is_some())
    }

    /// The rows by account and date, in their order.
    pub(super) fn days(&self) -> Vec<DayRows<'_>> {
        let mut days: Vec<DayRows> = Vec::new();
        for row in 0..self.rank.len() {
            let account = self.account.get(row).unwrap_or_default();
            let date = date(&self.date, row).unwrap_or_default();
            match days.last_mut() {
                Some(day) if day.account == account && day.date == date => day.rows.end = row + 1,
                _ => days.push(DayRows { account, date, rows: row..row + 1 }),
            }
        }
        days
    }
}

/// On how many dates something is withdrawn.
pub(super) fn date_count(days: &[DayRows]) -> usize {
    days.iter().map(|day| day.date).collect::<BTreeSet<_>>().len()
}

fn date(dates: &DateChunked, row: usize) -> Option<NaiveDate> {
    dates.physical().get(row).and_then(NaiveDate::from_epoch_days)
}
