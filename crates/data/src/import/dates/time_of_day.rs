//! What follows the day in a text: a time, an offset from UTC, a zone in brackets.

use super::date_tokens::DateParser;
use super::tokens::Token;
use chrono::{FixedOffset, NaiveTime};

/// Words between a date and a time.
const AT: &[&str] = &[
    "t", "at", "à", "um", "kl", "klo", "om", "a", "às", "o", "w", "в", "о", "las", "les", "alle",
    "ore", "lúc",
];

/// What is after a time before noon, and after noon.
const HALVES: [&[&[&str]]; 2] = [
    &[&["am"], &["a", ".", "m", "."], &["a", ".", "m"], &["上午"], &["午前"], &["오전"], &["ص"]],
    &[&["pm"], &["p", ".", "m", "."], &["p", ".", "m"], &["下午"], &["午後"], &["오후"], &["م"]],
];

/// Whether a word stands before a time, or says which half of the day it is in.
pub(super) fn is_word(word: &str) -> bool {
    AT.contains(&word) || HALVES.iter().any(|half| half.iter().any(|one| *one == [word]))
}

impl DateParser<'_> {
    /// What may come after a day: nothing, or a time. None if it is something else.
    #[expect(clippy::option_option, reason = "no time is as good as one; what is neither is not")]
    pub(super) fn after_day(&mut self) -> Option<Option<NaiveTime>> {
        if self.tokens.is_empty() {
            return Some(None);
        }
        self.any_sign(&['.']);
        self.any_sign(&[',', '،', '-', '–', '·']);
        while self.word(|word| AT.contains(&word)) {
            self.any_sign(&['.']);
        }
        if matches!(self.tokens, [Token::Sign('('), ..] | []) {
            return Some(None);
        }
        Some(Some(self.time()?))
    }

    pub(super) fn time(&mut self) -> Option<NaiveTime> {
        let half = self.half();
        let (hour, _) = self.number()?;
        let separated = self.any_sign(&[':', '.']).is_some() || self.word(|word| word == "h");
        let minute = if separated { self.number()?.0 } else { 0 };
        let mut second = 0;
        let mut nanos = 0;
        if separated && self.any_sign(&[':', '.']).is_some() {
            second = self.number()?.0;
            if self.any_sign(&['.', ',']).is_some() {
                let [Token::Number(digits), rest @ ..] = self.tokens else { return None };
                nanos = format!("{digits:0<9}").get(..9)?.parse().ok()?;
                self.tokens = rest;
            }
        }
        let half = half.or_else(|| self.half());
        if !separated && half.is_none() {
            return None;
        }
        let hour = match half {
            None => hour,
            Some(_) if !(1..=12).contains(&hour) => return None,
            Some(is_afternoon) => hour % 12 + if is_afternoon { 12 } else { 0 },
        };
        NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)
    }

    /// Whether it is after noon, if that is said.
    fn half(&mut self) -> Option<bool> {
        for (is_afternoon, spellings) in [false, true].into_iter().zip(HALVES) {
            for spelling in spellings {
                let begins = self.tokens.len() >= spelling.len()
                    && self.tokens.iter().zip(*spelling).all(|(token, part)| match token {
                        Token::Word(word) => word == part,
                        Token::Sign(sign) => part.chars().eq([*sign]),
                        Token::Number(_) => false,
                    });
                if begins {
                    self.tokens = self.tokens.get(spelling.len()..)?;
                    return Some(is_afternoon);
                }
            }
        }
        None
    }

    /// `Z`, `UTC`, `+00`, `+0200`, `-07:00`, `GMT+2`, `(GMT+2)`.
    pub(super) fn offset(&mut self) -> Option<FixedOffset> {
        let start = *self;
        let opened = self.sign('(');
        let utc = self.word(|word| ["z", "utc", "gmt"].contains(&word));
        let sign = self.any_sign(&['+', '-', '−']);
        let offset = match (utc, sign) {
            (true, None) => FixedOffset::east_opt(0),
            (_, Some(sign)) => self.hours().and_then(|seconds| {
                FixedOffset::east_opt(if sign == '+' { seconds } else { -seconds })
            }),
            (false, None) => None,
        };
        if offset.is_none() || (opened && !self.sign(')')) {
            *self = start;
            return None;
        }
        offset
    }

    /// The seconds of an offset.
    fn hours(&mut self) -> Option<i32> {
        let (number, digits) = self.number()?;
        let (hours, minutes) = match digits {
            1 | 2 if self.sign(':') => (number, self.number()?.0),
            1 | 2 => (number, 0),
            4 => (number / 100, number % 100),
            _ => return None,
        };
        i32::try_from(hours * 3_600 + minutes * 60).ok().filter(|_| hours < 15 && minutes < 60)
    }

    /// A name of the zone after its offset: `(Central European Summer Time)`.
    pub(super) fn parenthesised(&mut self) {
        if let [Token::Sign('('), inner @ .., Token::Sign(')')] = self.tokens
            && inner.iter().all(|token| matches!(token, Token::Word(_)))
        {
            self.tokens = &[];
        }
    }
}
