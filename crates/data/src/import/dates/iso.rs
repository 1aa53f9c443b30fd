//! Dates as programs write them, `2026-01-29T14:37:00.000Z`: most dates of large files are such,
//! and are read without being taken apart into words first.
//!
//! Invariant: what is read here reads the same when it is taken apart; whatever is written
//! otherwise is none here.

use super::date_text::{ParsedDay, WrittenDate};
use chrono::{FixedOffset, NaiveDate, NaiveTime};

/// A day, alone or with a time, which may be in UTC.
pub(super) fn parse_iso(text: &str) -> Option<WrittenDate> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, rest @ ..] = text.as_bytes() else {
        return None;
    };
    let year = i32::try_from(two_digits(*y1, *y2)? * 100 + two_digits(*y3, *y4)?).ok()?;
    let day = NaiveDate::from_ymd_opt(year, two_digits(*m1, *m2)?, two_digits(*d1, *d2)?)?;
    let day = ParsedDay::Certain(day);
    match rest {
        [] => Some(WrittenDate { day, time: None, offset: None }),
        [b'T' | b't' | b' ', local @ .., b'Z' | b'z'] => {
            Some(WrittenDate { day, time: Some(time(local)?), offset: FixedOffset::east_opt(0) })
        }
        [b'T' | b't' | b' ', local @ ..] => {
            Some(WrittenDate { day, time: Some(time(local)?), offset: None })
        }
        _ => None,
    }
}

fn time(text: &[u8]) -> Option<NaiveTime> {
    let [h1, h2, b':', m1, m2, rest @ ..] = text else { return None };
    let (second, nanos) = match rest {
        [] => (0, 0),
        [b':', s1, s2] => (two_digits(*s1, *s2)?, 0),
        [b':', s1, s2, b'.', fraction @ ..] => (two_digits(*s1, *s2)?, nanos(fraction)?),
        _ => return None,
    };
    NaiveTime::from_hms_nano_opt(two_digits(*h1, *h2)?, two_digits(*m1, *m2)?, second, nanos)
}

fn two_digits(tens: u8, ones: u8) -> Option<u32> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| u32::from(tens) * 10 + u32::from(ones))
}

/// The nanoseconds of a second's fraction, of one to nine digits.
fn nanos(fraction: &[u8]) -> Option<u32> {
    let digits = u32::try_from(fraction.len()).ok().filter(|digits| (1..=9).contains(digits))?;
    let value = fraction
        .iter()
        .all(u8::is_ascii_digit)
        .then(|| fraction.iter().fold(0, |value, byte| value * 10 + u32::from(byte - b'0')))?;
    Some(value * 10_u32.pow(9 - digits))
}

#[cfg(test)]
mod tests {
    use super::super::date_text::{parse_date, parse_date_tokens};
    use super::parse_iso;
    use proptest::prelude::*;

    #[test]
    fn what_programs_write_is_read_here() {
        for text in [
            "2026-01-29",
            "2026-01-29 14:37",
            "2026-01-29T14:37:05",
            "2026-01-29T14:37:05.25",
            "2026-01-29T14:37:05.123456789Z",
        ] {
            assert!(parse_iso(text).is_some(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn it_reads_what_taking_apart_reads(
            text in "[0-9]{1,5}-[01]?[0-9]-[0-3]?[0-9]([Tt ,][0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}\
                     ([.,][0-9]{0,11})?)?( ?(Z|z|UTC|PM|[+]0[0-9]:?00))?)?",
        ) {
            prop_assert_eq!(parse_date(&text), parse_date_tokens(&text), "{}", text);
        }

        #[test]
        fn it_reads_what_taking_apart_reads_of_near_dates(
            text in "20[0-9]{2}-[01][0-9]-[0-3][0-9]([T ][0-2][0-9]:[0-6][0-9](:[0-6][0-9]\
                     (\\.[0-9]{1,10})?)?Z?)?",
        ) {
            prop_assert_eq!(parse_date(&text), parse_date_tokens(&text), "{}", text);
        }
    }
}
