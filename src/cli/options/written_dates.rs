//! Dates, times and zones as they are written on the command line.

use crate::cli::argument_error::{ArgumentError, YEARS};
use crate::nearest::did_you_mean;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

/// A moment: a day is its first.
pub(in crate::cli) fn parse_instant(text: &str) -> Result<DateTime<Utc>, ArgumentError> {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return in_range(day).map(|day| day.and_time(NaiveTime::MIN).and_utc());
    }
    let at = DateTime::parse_from_rfc3339(text).map_err(|_| {
        let expected = "a date such as 2026-11-23, or a time such as 2026-11-23T08:00:00Z";
        ArgumentError::Expected(expected)
    })?;
    in_range(at.date_naive()).map(|_| at.to_utc())
}

/// A day, if it lies in these years.
fn in_range(day: NaiveDate) -> Result<NaiveDate, ArgumentError> {
    let year = day.year();
    if YEARS.contains(&year) { Ok(day) } else { Err(ArgumentError::Year(year)) }
}

/// A date as it is written on the command line.
pub(in crate::cli) fn parse_day(text: &str) -> Result<NaiveDate, ArgumentError> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| ArgumentError::Expected("a date such as 2026-11-23"))?;
    in_range(day)
}

/// A time zone of the database of zones.
pub(in crate::cli) fn parse_zone(text: &str) -> Result<Tz, ArgumentError> {
    text.parse().map_err(|_| {
        let known = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        ArgumentError::Unknown(did_you_mean(&text.replace(' ', "_"), known, "a time zone"))
    })
}
