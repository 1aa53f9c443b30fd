//! The day on which a list of the Sent page was taken, where nothing in it says so, and its file is
//! called after one: `sent 2026-09-20.csv`.
//!
//! Invariant: no list is taken to be of a day before something in it was sent, nor of one to come.

use crate::finding::{Finding, FindingCode, Level};
use crate::import::snapshot;
use crate::import::table::Table;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use polars::prelude::{DataFrame, PolarsResult};

/// The day after which a list's file is called.
pub(super) struct NamedDay {
    day: NaiveDate,
    /// Its end, or `as_of` where that is earlier.
    pub(super) taken_at: DateTime<Utc>,
}

/// That day; none where the file is called after no whole one, a row of `rows` says when it was
/// taken (`stamped`), or one was sent later.
pub(super) fn of_name(
    table: &Table,
    rows: &DataFrame,
    as_of: DateTime<Utc>,
) -> PolarsResult<Option<NamedDay>> {
    let Some((_, (year, month, day))) = snapshot(&table.stem()) else { return Ok(None) };
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
    let named = NamedDay { day, taken_at: end.min(as_of) };
    Ok((!is_stamped && !is_earlier).then_some(named))
}

/// That a list is taken to be of the day in its name.
pub(super) fn finding(table: &Table, named: &NamedDay) -> Finding {
    let day = named.day;
    let message = format!(
        "{}: taken to be of {day}, as its name says: ages count from then, and a newer list \
         decides",
        table.file
    );
    Finding::new(FindingCode::ListDay, Level::Note, message)
        .help("if that is not meant, a column `timestamp` says when the list was taken")
}
