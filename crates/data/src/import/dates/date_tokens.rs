//! The signs, numbers and words of a date's text, read from its beginning.

use super::date_text::{BETWEEN, ParsedDay, Separator};
use super::month_names;
use super::numeric_day::{numeric_day, year};
use super::tokens::Token;
use chrono::NaiveDate;

/// What is left of a text.
#[derive(Clone, Copy)]
pub(super) struct DateParser<'a> {
    pub(super) tokens: &'a [Token],
}

impl DateParser<'_> {
    pub(super) fn number(&mut self) -> Option<(u32, usize)> {
        let [Token::Number(digits), rest @ ..] = self.tokens else { return None };
        let number = digits.parse().ok()?;
        self.tokens = rest;
        Some((number, digits.len()))
    }

    pub(super) fn sign(&mut self, wanted: char) -> bool {
        self.any_sign(&[wanted]).is_some()
    }

    pub(super) fn any_sign(&mut self, wanted: &[char]) -> Option<char> {
        let [Token::Sign(sign), rest @ ..] = self.tokens else { return None };
        let wanted_sign = wanted.iter().copied().find(|wanted| wanted == sign)?;
        self.tokens = rest;
        Some(wanted_sign)
    }

    pub(super) fn word(&mut self, is: impl Fn(&str) -> bool) -> bool {
        let [Token::Word(word), rest @ ..] = self.tokens else { return false };
        let is_wanted = is(word);
        if is_wanted {
            self.tokens = rest;
        }
        is_wanted
    }

    /// A weekday before the date.
    pub(super) fn weekday(&mut self) {
        let before = *self;
        if self.word(month_names::is_weekday) {
            self.sign('.');
            self.sign(',');
            let is_month = matches!(before.tokens.first(),
                Some(Token::Word(word)) if month_names::month(word).is_some());
            // `mar. 25 août` is a Tuesday, `Mar 25` a day in March.
            let mut after = *self;
            if is_month && after.named().is_none() {
                *self = before;
            }
        }
    }

    pub(super) fn day(&mut self) -> Option<ParsedDay> {
        let start = *self;
        for read in [Self::numeric, Self::ideographic, Self::named] {
            let day = read(self);
            if day.is_some() {
                return day;
            }
            *self = start;
        }
        None
    }

    /// Three numbers with one sign between them.
    fn numeric(&mut self) -> Option<ParsedDay> {
        let (first, digits) = self.number()?;
        let sign = self.any_sign(&['/', '-', '.'])?;
        let (second, _) = self.number()?;
        if self.any_sign(&['/', '-', '.'])? != sign {
            return None;
        }
        let (third, third_digits) = self.number()?;
        if digits == 4 {
            let year = i32::try_from(first).ok()?;
            return Some(ParsedDay::Certain(NaiveDate::from_ymd_opt(year, second, third)?));
        }
        let separator = match sign {
            '/' => Separator::Slash,
            '-' => Separator::Dash,
            _ => Separator::Dot,
        };
        numeric_day((first, digits), second, (third, third_digits), separator)
    }

    /// `2026年8月25日` and `2026년 8월 25일`.
    fn ideographic(&mut self) -> Option<ParsedDay> {
        let (year, _) = self.number()?;
        self.word(|word| ["年", "년"].contains(&word)).then_some(())?;
        let (month, _) = self.number()?;
        self.word(|word| ["月", "월"].contains(&word)).then_some(())?;
        let (day, _) = self.number()?;
        self.word(|word| ["日", "일"].contains(&word)).then_some(())?;
        let year = i32::try_from(year).ok()?;
        Some(ParsedDay::Certain(NaiveDate::from_ymd_opt(year, month, day)?))
    }

    /// A month's name with a day and a year around it, in any order.
    fn named(&mut self) -> Option<ParsedDay> {
        let (mut month, mut numbers) = (None, Vec::new());
        while month.is_none() || numbers.len() < 2 {
            if let Some(number) = self.number() {
                numbers.push(number);
            } else if let [Token::Word(word), rest @ ..] = self.tokens {
                let named = month_names::month(word);
                let vietnamese = (word == "tháng").then(|| DateParser { tokens: rest }.number());
                match (named, vietnamese.flatten()) {
                    (Some(number), _) if month.is_none() => month = Some(number),
                    (_, Some((number, _))) if month.is_none() => {
                        month = Some(number);
                        self.tokens = rest;
                    }
                    _ if BETWEEN.contains(&word.as_str()) => {}
                    _ => return None,
                }
                self.tokens = self.tokens.get(1..)?;
            } else {
                self.any_sign(&['.', ',', '-', '/', '\'', '’', 'º', 'ª', '،'])?;
            }
            if numbers.len() > 2 {
                return None;
            }
        }
        while self.word(|word| ["г", "р", "року", "года"].contains(&word)) {
            self.sign('.');
        }
        let (first, second) = (numbers.first()?, numbers.get(1)?);
        let (year_of, day) = if first.1 == 4 { (first, second) } else { (second, first) };
        let date = NaiveDate::from_ymd_opt(year(*year_of)?, month?, day.0)?;
        (day.1 < 3).then_some(ParsedDay::Certain(date))
    }
}
