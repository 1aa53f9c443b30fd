//! The words for ages of one language, and what an age in them means.

use super::age::{COUNT_MAX, days};
use super::age_words::{AgeLanguage, AgeUnit, AgeWord, UNITS};
use super::tokens::Token;
use std::collections::BTreeMap;

/// One language, ready to be looked up.
pub(super) struct AgeLexicon {
    pub(super) meanings: BTreeMap<String, AgeWord>,
    pub(super) joined: bool,
    has_two: bool,
}

impl AgeLexicon {
    pub(super) fn of_language(language: &AgeLanguage) -> Self {
        let mut meanings = BTreeMap::new();
        let mut add = |words: &str, meaning: AgeWord| {
            for word in words.split_whitespace() {
                meanings.entry(word.to_owned()).or_insert(meaning);
            }
        };
        for (words, unit) in language.units.iter().zip(UNITS) {
            add(words, AgeWord::Unit(unit));
        }
        for (words, count) in language.days.iter().zip(0..) {
            add(words, AgeWord::Amount(count, AgeUnit::Day));
        }
        let twos = [AgeUnit::Day, AgeUnit::Week, AgeUnit::Month, AgeUnit::Year];
        for (words, unit) in language.two.iter().zip(twos) {
            add(words, AgeWord::Amount(2, unit));
        }
        add(&language.one, AgeWord::One);
        add(&language.fillers, AgeWord::Filler);
        let has_two = language.two.iter().any(|words| !words.is_empty());
        Self { meanings, joined: language.joined, has_two }
    }

    /// What a word means; where words stand together, of its longest beginning that is known, with
    /// the rest.
    fn meaning<'a>(&self, word: &'a str) -> Option<(AgeWord, &'a str)> {
        if let Some(meaning) = self.meanings.get(word) {
            return Some((*meaning, ""));
        }
        let mut ends: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(1).collect();
        ends.retain(|_| self.joined);
        ends.into_iter().rev().find_map(|end| {
            let (begin, rest) = word.split_at_checked(end)?;
            self.meanings.get(begin).map(|meaning| (*meaning, rest))
        })
    }

    pub(super) fn least_days(&self, tokens: &[Token]) -> Option<i64> {
        let (mut count, mut unit, mut whole) = (None, None, None);
        for token in tokens {
            match token {
                Token::Sign('+' | '.' | ',' | ':' | '·' | '\'' | '’' | '\u{200c}') => {}
                Token::Sign(_) => return None,
                Token::Number(digits) => {
                    let number: i64 = digits.parse().ok()?;
                    (count.is_none() && number <= COUNT_MAX).then_some(())?;
                    count = Some(number);
                }
                Token::Word(word) => {
                    let mut rest = word.as_str();
                    while !rest.is_empty() {
                        let (meaning, after) = self.meaning(rest)?;
                        rest = after;
                        match meaning {
                            AgeWord::Filler => {}
                            AgeWord::One if count.is_none() => count = Some(1),
                            AgeWord::Unit(named_unit) if unit.is_none() => unit = Some(named_unit),
                            AgeWord::Amount(days, unit_of_whole) if whole.is_none() => {
                                whole = Some((days, unit_of_whole));
                            }
                            _ => return None,
                        }
                    }
                }
            }
        }
        match (whole, count, unit) {
            (Some((count, unit)), None, None) | (None, Some(count), Some(unit)) => {
                Some(days(count, unit))
            }
            // Languages with a word for two weeks need none for one.
            (None, None, Some(unit)) if self.has_two => Some(days(1, unit)),
            // "I dag" is today.
            (None, None, Some(AgeUnit::Day)) => Some(0),
            _ => None,
        }
    }
}
