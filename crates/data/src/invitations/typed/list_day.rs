//! The day on which a list of the Sent page was taken, where nothing in it says so, and its file or
//! folder is called after one: `sent 2026-09-20.csv`, `2026-09-20/sent.csv`.
//!
//! Invariant: no list is taken to be of a day before something in it was sent, nor of one to come.

use crate::finding::{Finding, FindingCode, Level};
use crate::import::split_date;
use crate::import::table::Table;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use polars::prelude::{DataFrame, PolarsResult};
use std::path::Path;

/// The day after which a list's file is called.
pub(in crate::invitations) struct ListDay {
    day: NaiveDate,
    /// Its end, or `as_of` where that is earlier.
    pub(in crate::invitations) taken_at: DateTime<Utc>,
}

impl ListDay {
    /// The instant before it began: what was sent on it may have been sent after the list was
    /// taken.
    pub(in crate::invitations) fn before_it(&self) -> DateTime<Utc> {
        self.day.and_time(NaiveTime::MIN).and_utc() - TimeDelta::microseconds(1)
    }
}

/// That day; none where the file is called after no whole one, a row of `rows` says when it was
/// taken (`stamped`), or one was sent later.
pub(in crate::invitations) fn of_name(
    table: &Table,
    rows: &DataFrame,
    as_of: DateTime<Utc>,
) -> PolarsResult<Option<ListDay>> {
    let folder = Path::new(table.path()).parent().and_then(Path::file_name);
    let folder = || split_date(&folder?.to_string_lossy()).filter(|(rest, _)| rest.is_empty());
    let Some((_, (year, month, day))) = split_date(&table.stem()).or_else(folder) else {
        return Ok(None);
    };
    let day = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    let end = day.and_then(|day| day.checked_add_days(Days::new(1)));
    let Some((day, end)) = day.zip(end).filter(|(day, _)| *day <= as_of.date_naive()) else {
        return Ok(None);
    };
    let end = end.and_time(NaiveTime::MIN).and_utc();
    let is_stamped = rows.column("stamped")?.bool()?.any();
    let last_sent = rows.column("sent_at")?.datetime()?.physical().iter().flatten().max();
    let is_earlier =
        last_sent.and_then(DateTime::from_timestamp_micros).is_some_and(|sent| sent >= end);
    let named = ListDay { day, taken_at: end.min(as_of) };
    Ok((!is_stamped && !is_earlier).then_some(named))
}

/// That a list is taken to be of the day in its name.
pub(in crate::invitations) fn finding(table: &Table, named: &ListDay) -> Finding {
    let day = named.day;
    let message = format!(
        "{}: taken to be of {day}, as its name says: ages count from then, and a newer list \
         decides",
        table.file
    );
    Finding::new(FindingCode::ListDay, Level::Note, message)
        .help("if that is not meant, a column `timestamp` says when the list was taken")
}
