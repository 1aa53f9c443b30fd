//! Texts → days and instants, in every form that exports and spreadsheets write.
//!
//! The forms are tried in turn and the first that fits decides, value by value, so that a column
//! may mix them. A two-digit year is tried before a four-digit one: `%Y` would take `26` for the
//! year 26.
//!
//! Local times: an hour that occurs twice is taken as the later instant, so that an invitation is
//! never held older than it can be; an hour that does not exist is read with the offset before the
//! change, which is one hour later on the clock.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;

const MONTH_FIRST_FORMS: &[&str] = &[
    "%m/%d/%y, %I:%M %p",
    "%m/%d/%Y, %I:%M %p",
    "%m/%d/%y, %I:%M:%S %p",
    "%m/%d/%y %I:%M %p",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%y %H:%M",
    "%m/%d/%Y %H:%M",
    "%m/%d/%y, %H:%M",
    "%m/%d/%Y %H:%M:%S",
];

const DAY_FIRST_FORMS: &[&str] =
    &["%d/%m/%y %H:%M", "%d/%m/%Y %H:%M", "%d/%m/%Y, %H:%M", "%d/%m/%Y %H:%M:%S"];

const INSTANT_FORMS: &[&str] = &[
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
];

const DATE_FORMS: &[&str] = &[
    "%Y-%m-%d",
    "%d %B %y",
    "%d %B %Y",
    "%d-%B-%y",
    "%d-%B-%Y",
    "%B %d, %Y",
    "%B %d %Y",
    "%d.%m.%y",
    "%d.%m.%Y",
    "%Y/%m/%d",
];

/// Whether `3/4/2026` is the fourth of March or the third of April.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SlashOrder {
    MonthFirst,
    DayFirst,
}

impl SlashOrder {
    /// The order that the values of a column show: day first if any first part is above 12.
    pub(super) fn of<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let day_first = values.into_iter().any(|value| {
            let mut parts = value.trim().splitn(3, '/');
            let part = parts.next().and_then(|part| part.parse::<u32>().ok());
            parts.next().is_some() && part.is_some_and(|part| (13..=31).contains(&part))
        });
        if day_first { Self::DayFirst } else { Self::MonthFirst }
    }

    fn forms(self) -> [&'static str; 2] {
        match self {
            Self::MonthFirst => ["%m/%d/%y", "%m/%d/%Y"],
            Self::DayFirst => ["%d/%m/%y", "%d/%m/%Y"],
        }
    }
}

/// The day that a text names; of an instant, its day as written.
pub(super) fn date(text: &str, order: SlashOrder) -> Option<NaiveDate> {
    let text = tidy(text);
    let forms = order.forms();
    let day =
        forms.iter().chain(DATE_FORMS).find_map(|form| NaiveDate::parse_from_str(&text, form).ok());
    let day = day.or_else(|| local(&text, order).map(|time| time.date()));
    let day = day.or_else(|| absolute(&text).map(|time| time.date_naive()));
    day.filter(|day| is_plausible(*day))
}

/// The instant that a text names: with a zone of its own, else in `zone`; a day alone is its
/// midnight in UTC.
pub(super) fn instant(text: &str, zone: Tz, order: SlashOrder) -> Option<DateTime<Utc>> {
    let text = tidy(text);
    let instant = local(&text, order)
        .map(|time| in_utc(time, zone))
        .or_else(|| absolute(&text))
        .or_else(|| date(&text, order)?.and_hms_opt(0, 0, 0).map(|time| time.and_utc()));
    instant.filter(|time| is_plausible(time.date_naive()))
}

/// A local time as an instant, deciding the hours of the clock's change as this file's head says.
pub(super) fn in_utc(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    if let Some(latest) = zone.from_local_datetime(&local).latest() {
        return latest.with_timezone(&Utc);
    }
    let before = zone.offset_from_utc_datetime(&(local - Duration::days(1))).fix();
    let utc = local - Duration::seconds(before.local_minus_utc().into());
    utc.and_utc()
}

fn local(text: &str, order: SlashOrder) -> Option<NaiveDateTime> {
    let forms = if order == SlashOrder::DayFirst { DAY_FIRST_FORMS } else { MONTH_FIRST_FORMS };
    let mut forms = forms.iter().chain(INSTANT_FORMS);
    forms.find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
}

fn absolute(text: &str) -> Option<DateTime<Utc>> {
    let zoned = DateTime::parse_from_rfc3339(text)
        // Polars writes an offset without a colon.
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%z"));
    zoned.ok().map(|time| time.with_timezone(&Utc)).or_else(|| {
        let (time, zone) = text.rsplit_once(' ')?;
        let is_utc = ["UTC", "GMT", "Z"].iter().any(|name| zone.eq_ignore_ascii_case(name));
        is_utc.then(|| local(time, SlashOrder::MonthFirst)).flatten().map(|time| time.and_utc())
    })
}

/// Exports since 2023 have a narrow space before `PM`; people add spaces.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// LinkedIn opened in 2003; a date long before that is a slip of the pen.
fn is_plausible(day: NaiveDate) -> bool {
    (2003..=2200).contains(&day.year())
}

#[cfg(test)]
mod tests {
    use super::{SlashOrder, date, instant};
    use chrono_tz::America::Los_Angeles;
    use proptest::prelude::*;

    fn utc(text: &str) -> Option<String> {
        let time = instant(text, Los_Angeles, SlashOrder::MonthFirst)?;
        Some(time.format("%Y-%m-%dT%H:%M:%SZ").to_string())
    }

    #[test]
    fn instants_are_local_to_the_zone_unless_they_say_so() {
        for (text, expected) in [
            ("1/29/26, 2:37 PM", "2026-01-29T22:37:00Z"),
            ("7/1/26, 12:05 AM", "2026-07-01T07:05:00Z"),
            ("07/01/2026, 12:05\u{202f}AM", "2026-07-01T07:05:00Z"),
            ("7/1/26 13:05", "2026-07-01T20:05:00Z"),
            ("2026-01-29T14:37:00.000Z", "2026-01-29T14:37:00Z"),
            ("2026-01-29T14:37:00+02:00", "2026-01-29T12:37:00Z"),
            ("2026-01-29T14:37:00.000000+0200", "2026-01-29T12:37:00Z"),
            ("2025-06-01 14:03:22 UTC", "2025-06-01T14:03:22Z"),
            ("2026-01-29", "2026-01-29T00:00:00Z"),
        ] {
            assert_eq!(utc(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn the_hour_that_occurs_twice_is_the_later_one_and_the_missing_hour_is_an_hour_later() {
        assert_eq!(utc("11/2/25, 1:30 AM").as_deref(), Some("2025-11-02T09:30:00Z"));
        assert_eq!(utc("11/2/25, 12:30 AM").as_deref(), Some("2025-11-02T07:30:00Z"));
        assert_eq!(utc("3/9/25, 2:30 AM").as_deref(), Some("2025-03-09T10:30:00Z"));
        assert_eq!(utc("3/9/25, 3:30 AM").as_deref(), Some("2025-03-09T10:30:00Z"));
    }

    #[test]
    fn days_are_read_in_every_form() {
        for (text, expected) in [
            ("08 Feb 2026", "2026-02-08"),
            ("12 Mar 19", "2019-03-12"),
            ("4-Apr-21", "2021-04-04"),
            ("3/7/18, 9:05 AM", "2018-03-07"),
            ("3/7/2018", "2018-03-07"),
            ("2026-02-08", "2026-02-08"),
            ("Feb 8, 2026", "2026-02-08"),
            ("08.02.2026", "2026-02-08"),
            ("08.02.26", "2026-02-08"),
            ("8 February 2026", "2026-02-08"),
            ("2026-02-08T23:00:00Z", "2026-02-08"),
        ] {
            let day = date(text, SlashOrder::MonthFirst).map(|day| day.to_string());
            assert_eq!(day.as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_column_shows_whether_the_day_comes_first() {
        let order = SlashOrder::of(["3/4/2026", "25/4/2026"]);
        assert_eq!(order, SlashOrder::DayFirst);
        assert_eq!(date("3/4/2026", order).unwrap().to_string(), "2026-04-03");
        assert_eq!(SlashOrder::of(["3/25/2026"]), SlashOrder::MonthFirst);
    }

    #[test]
    fn impossible_dates_are_none() {
        for text in [
            "2/30/26, 1:00 PM",
            "13/1/26, 1:00 PM",
            "1/1/26, 13:00 PM",
            "31 Feb 2026",
            "soon",
            "",
            "1/1/0026",
            "2026-13-01",
        ] {
            assert_eq!(utc(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,30}") {
            let _ = (utc(&text), date(&text, SlashOrder::DayFirst));
        }
    }
}
