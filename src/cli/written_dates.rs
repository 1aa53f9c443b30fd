//! Dates, times and zones as they are written on the command line.

use crate::nearest::did_you_mean;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use std::ops::RangeInclusive;

/// A moment: a day is its first.
pub(super) fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return in_range(day).map(|day| day.and_time(NaiveTime::MIN).and_utc());
    }
    let at = DateTime::parse_from_rfc3339(text).map_err(|_| {
        "expected a date such as 2026-11-23, or a time such as 2026-11-23T08:00:00Z".to_owned()
    })?;
    in_range(at.date_naive()).map(|_| at.to_utc())
}

/// The years in which a plan can be made. A year of two digits is a slip, and of the others no data
/// speak.
const YEARS: RangeInclusive<i32> = 1970..=2199;

/// A day, if it lies in these years.
fn in_range(day: NaiveDate) -> Result<NaiveDate, String> {
    if YEARS.contains(&day.year()) {
        return Ok(day);
    }
    let (first, last) = (YEARS.start(), YEARS.end());
    Err(format!(
        "this is in the year {}; expected one from {first} to {last}, such as 2026-11-23",
        day.year()
    ))
}

/// A date as it is written on the command line.
pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| "expected a date such as 2026-11-23".to_owned())?;
    in_range(day)
}

/// A time zone of the database of zones.
pub(super) fn zone(text: &str) -> Result<Tz, String> {
    text.parse().map_err(|_| {
        let known = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        did_you_mean(&text.replace(' ', "_"), known, "a time zone")
    })
}
