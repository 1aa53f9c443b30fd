//! Days in three numbers with a sign between them, and the form in which LinkedIn's archives have
//! them, `1/29/26, 2:37 PM`: a large agency has millions of those, and they are read without being
//! taken apart into words first.
//!
//! Invariant: what is read here reads the same when it is taken apart; whatever is written
//! otherwise is none here.

use super::date_text::{ParsedDay, Separator, WrittenDate, is_plausible};
use chrono::{NaiveDate, NaiveTime};

/// What may stand before the half of the day; newer archives have the narrow one.
const BLANKS: [&str; 2] = [" ", "\u{202f}"];

/// A number, and how many digits it is written in.
pub(super) type Digits = (u32, usize);

/// The day that numbers name whose first is no year.
pub(super) fn numeric_day(
    first: Digits,
    second: u32,
    third: Digits,
    separator: Separator,
) -> Option<ParsedDay> {
    let day = |year: Option<i32>, month, day| {
        NaiveDate::from_ymd_opt(year?, month, day).filter(|day| is_plausible(*day))
    };
    let last = year(third);
    let (month_first, day_first) = (day(last, first.0, second), day(last, second, first.0));
    let is_short = third.1 <= 2;
    let leading = year(first).filter(|_| is_short);
    let year_first = day(leading, second, third.0);
    month_first.or(day_first).or(year_first)?;
    Some(ParsedDay::Numeric { month_first, day_first, year_first, is_short, separator })
}

/// The year that so many digits name.
pub(super) fn year((number, digits): Digits) -> Option<i32> {
    match digits {
        2 => i32::try_from(2_000 + number).ok(),
        4 => i32::try_from(number).ok(),
        _ => None,
    }
}

/// A day between slashes and a time with its half of the day.
pub(super) fn parse_linkedin_date(text: &str) -> Option<WrittenDate> {
    let (first, rest) = number(text, 2)?;
    let (second, rest) = number(rest.strip_prefix('/')?, 2)?;
    let (third, rest) = number(rest.strip_prefix('/')?, 4)?;
    let rest = rest.strip_prefix(',').unwrap_or(rest).strip_prefix(' ')?;
    let (hour, rest) = number(rest, 2)?;
    let (minute, rest) = number(rest.strip_prefix(':')?, 2)?;
    let (second_of_time, rest) = match rest.strip_prefix(':') {
        Some(rest) => number(rest, 2)?,
        None => ((0, 0), rest),
    };
    let half = BLANKS.iter().find_map(|blank| rest.strip_prefix(blank)).unwrap_or(rest);
    let is_afternoon = match half.as_bytes() {
        [b'A' | b'a', b'M' | b'm'] => false,
        [b'P' | b'p', b'M' | b'm'] => true,
        _ => return None,
    };
    let hour = Some(hour.0).filter(|hour| (1..=12).contains(hour))? % 12;
    let hour = hour + if is_afternoon { 12 } else { 0 };
    let time = NaiveTime::from_hms_opt(hour, minute.0, second_of_time.0)?;
    let day = numeric_day(first, second.0, third, Separator::Slash)?;
    Some(WrittenDate { day, time: Some(time), offset: None })
}

/// The number of so many digits at most that a text begins with, and what follows it.
fn number(text: &str, digits_max: usize) -> Option<(Digits, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits)?;
    let is_one = (1..=digits_max).contains(&digits);
    let number = number
        .bytes()
        .fold(0, |value, byte| if is_one { value * 10 + u32::from(byte - b'0') } else { 0 });
    is_one.then_some(((number, digits), rest))
}

#[cfg(test)]
mod tests {
    use super::super::date_text::{parse_date, parse_date_tokens};
    use super::parse_linkedin_date;
    use proptest::prelude::*;

    #[test]
    fn what_archives_have_is_read_here() {
        for text in ["1/29/26, 2:37 PM", "07/01/2026, 12:05\u{202f}AM", "8/25/2026 2:37:00 pm"] {
            assert!(parse_linkedin_date(text).is_some(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn it_reads_what_taking_apart_reads(
            text in "[0-9]{1,4}/[0-9]{1,3}/[0-9]{1,5}[,.]? {0,2}[0-9]{1,3}:[0-9]{1,3}\
                     (:[0-9]{1,2})?[ \u{202f}]?([ap]m|[AP]M|[AP]\\.M\\.|Uhr)?",
        ) {
            prop_assert_eq!(parse_date(&text), parse_date_tokens(&text), "{}", text);
        }

        #[test]
        fn it_reads_what_taking_apart_reads_of_near_dates(
            text in "[01]?[0-9]/[0-3]?[0-9]/(20)?[0-9]{2},? [01]?[0-9]:[0-6][0-9](:[0-6][0-9])?\
                     [ \u{202f}]?[AP]M",
        ) {
            prop_assert_eq!(parse_date(&text), parse_date_tokens(&text), "{}", text);
        }
    }
}
