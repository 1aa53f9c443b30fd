//! One text → the day, the time and the offset that are written in it.
//!
//! A numeric day may be readable in two ways (`3/4/2026`); both are given, and
//! [`super::form::DateFormat`] decides for the whole column.

use super::date_tokens::DateParser;
use super::iso::parse_iso;
use super::numeric_day::parse_linkedin_date;
use super::tokens::tokens;
use chrono::{Datelike, Duration, FixedOffset, NaiveDate, NaiveTime};
use std::ops::RangeInclusive;

/// What is between the numbers of a day whose order no text shows by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// `3/4/2026`
    Slash,
    /// `3-4-2026`
    Dash,
    /// `3.4.2026`
    Dot,
}

/// The day in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParsedDay {
    /// It can only be this one: the year comes first, or the month has a name.
    Certain(NaiveDate),
    /// Numbers of which each may be the month: the day if that comes first, and if others do.
    Numeric {
        /// The day if the month comes first, where there is such a day.
        month_first: Option<NaiveDate>,
        /// The day if the day comes first, where there is such a day.
        day_first: Option<NaiveDate>,
        /// The day if the year comes first, where all three numbers are short.
        year_first: Option<NaiveDate>,
        /// Whether the last number is short, too, so that it may be a day.
        is_short: bool,
        /// What is between them.
        separator: Separator,
    },
}

/// A text that was understood whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenDate {
    pub day: ParsedDay,
    /// The time of the day, where there is one.
    pub time: Option<NaiveTime>,
    /// The offset from UTC, where there is one.
    pub offset: Option<FixedOffset>,
}

/// Words between the parts of a date in the languages that have some.
pub(super) const BETWEEN: &[&str] = &[
    "de", "del", "of", "the", "den", "el", "le", "st", "nd", "rd", "th", "er", "d", "ngày", "năm",
    "г", "р", "року", "года",
];

/// The date in a text, if that is all that is in it.
pub fn parse_date(text: &str) -> Option<WrittenDate> {
    parse_common_date(text).or_else(|| parse_date_tokens(text))
}

/// The same in one of the forms in which programs write most of the dates there are; neither is one
/// of numbers alone.
pub(super) fn parse_common_date(text: &str) -> Option<WrittenDate> {
    parse_iso(text).or_else(|| parse_linkedin_date(text)).filter(WrittenDate::is_plausible)
}

/// The same by numbers, words and signs, in whatever order people write them.
pub(super) fn parse_date_tokens(text: &str) -> Option<WrittenDate> {
    let tokens = tokens(text);
    let mut parts = DateParser { tokens: &tokens };
    parts.weekday();
    let (day, time) = match parts.day() {
        Some(day) => (day, parts.after_day()?),
        None => {
            let time = parts.time()?;
            parts.sign(',');
            (parts.day()?, Some(time))
        }
    };
    let offset = parts.offset();
    parts.parenthesised();
    let written = WrittenDate { day, time, offset };
    (parts.tokens.is_empty() && written.is_plausible()).then_some(written)
}

impl WrittenDate {
    /// Whether it is one day where the month comes first, and another where the day does.
    pub fn has_two_readings(&self) -> bool {
        match self.day {
            ParsedDay::Certain(_) => false,
            ParsedDay::Numeric { month_first, day_first, .. } => {
                month_first.zip(day_first).is_some_and(|(one, other)| one != other)
            }
        }
    }

    fn is_plausible(&self) -> bool {
        match self.day {
            ParsedDay::Certain(day) => is_plausible(day),
            ParsedDay::Numeric { month_first, day_first, year_first, .. } => {
                month_first.or(day_first).or(year_first).is_some_and(is_plausible)
            }
        }
    }
}

/// The day of a spreadsheet's serial number: days since 1899-12-30, with the time as a fraction;
/// only numbers that stand for the years 2003 to 2064, lest any number becomes a day.
pub fn parse_serial(text: &str) -> Option<WrittenDate> {
    // Where decimals have a comma, a spreadsheet writes `46204,61`.
    let number: f64 = text.trim().replacen(',', ".", 1).parse().ok()?;
    if !(37_622.0..60_000.0).contains(&number) {
        return None;
    }
    let base = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(NaiveTime::MIN);
    #[expect(clippy::cast_possible_truncation, reason = "the number is far below the limit")]
    let seconds = (number * 86_400.0).round() as i64;
    let at = base + Duration::seconds(seconds);
    let time = (number.fract() != 0.0).then(|| at.time());
    Some(WrittenDate { day: ParsedDay::Certain(at.date()), time, offset: None })
}

/// The instant of a count of seconds or milliseconds since 1970, as programs write it.
pub fn parse_epoch(text: &str) -> Option<WrittenDate> {
    let text = text.trim();
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = digits.then(|| text.parse().ok()).flatten()?;
    let at = match text.len() {
        10 => chrono::DateTime::from_timestamp(number, 0)?,
        13 => chrono::DateTime::from_timestamp_millis(number)?,
        _ => return None,
    };
    let day = ParsedDay::Certain(at.date_naive());
    let utc = FixedOffset::east_opt(0);
    is_plausible(at.date_naive()).then_some(WrittenDate { day, time: Some(at.time()), offset: utc })
}

/// Whether a text is a date as LinkedIn's archive has it, which puts the month first:
/// `1/29/26, 2:37 PM`. Whoever saves it again writes it otherwise.
pub fn is_linkedin_date(text: &str) -> bool {
    text.contains(", ") && text.trim().ends_with('M')
}

/// The years that a date can lie in: LinkedIn opened in 2003, and what lies far off is a slip of
/// the pen, or what a program writes for "none".
pub const YEARS: RangeInclusive<i32> = 2003..=2200;

pub(super) fn is_plausible(day: NaiveDate) -> bool {
    YEARS.contains(&day.year())
}

#[cfg(test)]
mod tests {
    use super::{ParsedDay, parse_date, parse_epoch, parse_serial};
    use proptest::prelude::*;

    fn shown(text: &str) -> Option<String> {
        let written = parse_date(text)?;
        let day = match written.day {
            ParsedDay::Certain(day) => day.to_string(),
            ParsedDay::Numeric { month_first, day_first, .. } => {
                let text =
                    |day: Option<chrono::NaiveDate>| day.map_or("-".into(), |d| d.to_string());
                format!("{}|{}", text(month_first), text(day_first))
            }
        };
        let time = written.time.map(|time| format!(" {time}")).unwrap_or_default();
        let offset = written.offset.map(|offset| format!(" {offset}")).unwrap_or_default();
        Some(format!("{day}{time}{offset}"))
    }

    #[test]
    fn every_form_is_read() {
        for (text, expected) in [
            ("1/29/26, 2:37 PM", "2026-01-29|- 14:37:00"),
            ("07/01/2026, 12:05\u{202f}AM", "2026-07-01|2026-01-07 00:05:00"),
            ("8/25/2026 2:37:00 PM", "2026-08-25|- 14:37:00"),
            ("2026-01-29T14:37:00.000Z", "2026-01-29 14:37:00 +00:00"),
            ("2026-01-29T14:37:00.000000+0200", "2026-01-29 14:37:00 +02:00"),
            ("2026-07-26 16:00:00+00", "2026-07-26 16:00:00 +00:00"),
            ("2026-08-25 8:36:00", "2026-08-25 08:36:00"),
            ("2026-08-25 02:37 PM", "2026-08-25 14:37:00"),
            ("2025-06-01 14:03:22 UTC", "2025-06-01 14:03:22 +00:00"),
            ("2019-11-06T02:08:20", "2019-11-06 02:08:20"),
            ("08 Feb 2026", "2026-02-08"),
            ("12 Mar 19", "2019-03-12"),
            ("4-Apr-21", "2021-04-04"),
            ("Feb 8, 2026", "2026-02-08"),
            ("August 25, 2026 2:37 PM (GMT+2)", "2026-08-25 14:37:00 +02:00"),
            ("25th of August 2026 at 9 am", "2026-08-25 09:00:00"),
            ("25 de agosto de 2026", "2026-08-25"),
            ("26 de julio de 2026 14:37", "2026-07-26 14:37:00"),
            ("30 juin 2026", "2026-06-30"),
            ("mar. 25 août 2026 à 14:37", "2026-08-25 14:37:00"),
            ("25. August 2026 um 14:37", "2026-08-25 14:37:00"),
            ("2026. augusztus 25.", "2026-08-25"),
            ("25 августа 2026 г., 14:37", "2026-08-25 14:37:00"),
            ("2026年8月25日 下午2:37", "2026-08-25 14:37:00"),
            ("2026년 8월 25일 오후 2:37", "2026-08-25 14:37:00"),
            ("25 tháng 8, 2026", "2026-08-25"),
            ("08.02.2026", "2026-08-02|2026-02-08"),
            (
                "Tue Aug 25 2026 14:37:00 GMT+0200 (Central European Summer Time)",
                "2026-08-25 14:37:00 +02:00",
            ),
            ("14:37 25/08/2026", "-|2026-08-25 14:37:00"),
            ("2026/08/25", "2026-08-25"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_whole_is_none() {
        for text in [
            "",
            "soon",
            "2/30/26, 1:00 PM",
            "31 Feb 2026",
            "13/13/2026",
            "1/1/26, 13:00 PM",
            "1/1/0026",
            "2026-13-01",
            "2026-08-25 14:37 CEST",
            "August 2026",
            "2026-08-25 or later",
            "25/08",
            "Sent 2 weeks ago",
            "46229",
            "1.2.3.4",
            "25 Aug 2026 26 Aug 2026",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_days_only_where_they_can_be() {
        assert_eq!(parse_serial("46229").map(|w| w.day), parse_date("2026-07-26").map(|w| w.day));
        assert_eq!(parse_serial("46229.5").unwrap().time.unwrap().to_string(), "12:00:00");
        assert_eq!(parse_serial("120"), None);
        assert_eq!(
            parse_epoch("1785024000").map(|w| w.day),
            parse_date("2026-07-26").map(|w| w.day)
        );
        assert_eq!(parse_epoch("1785024000000"), parse_epoch("1785024000"));
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,30}") {
            let _ = (parse_date(&text), parse_serial(&text), parse_epoch(&text));
        }
    }
}
