//! Dates as programs write them, `2026-01-29T14:37:00.000Z`: most dates of large files are such,
//! and are read without being taken apart into words first.
//!
//! Invariant: what is read here reads the same when it is taken apart; whatever is written
//! otherwise is none here.

use super::date_text::{ReadDay, Written};
use chrono::{FixedOffset, NaiveDate, NaiveTime};

/// A day, alone or with a time, which may be in UTC.
pub(super) fn iso(text: &str) -> Option<Written> {
    let mut rest = Rest(text.as_bytes());
    let year = rest.number(4)?;
    rest.sign(b"-")?;
    let month = rest.number(2)?;
    rest.sign(b"-")?;
    let day = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, rest.number(2)?)?;
    let (mut time, mut offset) = (None, None);
    if !rest.0.is_empty() {
        rest.sign(b"Tt ")?;
        time = Some(rest.time()?);
        if rest.sign(b"Zz").is_some() {
            offset = FixedOffset::east_opt(0);
        }
    }
    rest.0.is_empty().then_some(Written { day: ReadDay::Certain(day), time, offset })
}

/// What is left of a text.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn time(&mut self) -> Option<NaiveTime> {
        let hour = self.number(2)?;
        self.sign(b":")?;
        let minute = self.number(2)?;
        let (mut second, mut nanos) = (0, 0);
        if self.sign(b":").is_some() {
            second = self.number(2)?;
            if self.sign(b".").is_some() {
                let digits = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
                let digits =
                    u32::try_from(digits).ok().filter(|digits| (1..=9).contains(digits))?;
                nanos = self.number(digits as usize)? * 10_u32.pow(9 - digits);
            }
        }
        NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)
    }

    /// A number of so many digits, at most nine.
    fn number(&mut self, digits: usize) -> Option<u32> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        let is_digits = number.iter().all(u8::is_ascii_digit);
        self.0 = if is_digits { rest } else { return None };
        Some(number.iter().fold(0, |value, byte| value * 10 + u32::from(byte - b'0')))
    }

    /// One of these signs.
    fn sign(&mut self, wanted: &[u8]) -> Option<()> {
        let (sign, rest) = self.0.split_first()?;
        self.0 = if wanted.contains(sign) { rest } else { return None };
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::date_text::{taken_apart, written};
    use super::iso;
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
            assert!(iso(text).is_some(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn it_reads_what_taking_apart_reads(
            text in "[0-9]{1,5}-[01]?[0-9]-[0-3]?[0-9]([Tt ,][0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}\
                     ([.,][0-9]{0,11})?)?( ?(Z|z|UTC|PM|[+]0[0-9]:?00))?)?",
        ) {
            prop_assert_eq!(written(&text), taken_apart(&text), "{}", text);
        }

        #[test]
        fn it_reads_what_taking_apart_reads_of_near_dates(
            text in "20[0-9]{2}-[01][0-9]-[0-3][0-9]([T ][0-2][0-9]:[0-6][0-9](:[0-6][0-9]\
                     (\\.[0-9]{1,10})?)?Z?)?",
        ) {
            prop_assert_eq!(written(&text), taken_apart(&text), "{}", text);
        }
    }
}
