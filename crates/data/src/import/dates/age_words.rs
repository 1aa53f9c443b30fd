//! The words of relative ages, from `ages.toml`, one entry a language.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The words of every language.
const AGES: &str = include_str!("ages.toml");

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AgeUnit {
    /// Less than an hour.
    Moment,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// The units, in the order of [`AgeLanguage::units`].
pub(super) const UNITS: [AgeUnit; 6] =
    [AgeUnit::Moment, AgeUnit::Hour, AgeUnit::Day, AgeUnit::Week, AgeUnit::Month, AgeUnit::Year];

/// What a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AgeWord {
    /// A unit, after or before its number.
    Unit(AgeUnit),
    /// A number and a unit in one word, such as `yesterday`.
    Amount(i64, AgeUnit),
    /// The number one.
    One,
    /// Nothing: `sent`, `ago` and the like.
    Filler,
}

/// A language's words, each group separated by spaces and in lower case.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct AgeLanguage {
    /// Moments, hours, days, weeks, months, years.
    pub(super) units: [String; 6],
    /// Words that mean today, and yesterday.
    pub(super) days: [String; 2],
    /// Words of two units: days, weeks, months, years.
    pub(super) two: [String; 4],
    /// Words that mean one.
    pub(super) one: String,
    /// What else occurs.
    pub(super) fillers: String,
    /// What words for sending and inviting begin with.
    pub(super) sending: String,
    /// Whether words may stand together without a space.
    pub(super) joined: bool,
}

/// Every language, by its name.
pub(super) fn languages() -> BTreeMap<String, AgeLanguage> {
    // The text is the program's own; a test reads it.
    toml::from_str(AGES).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::languages;

    #[test]
    fn every_language_has_all_units() {
        let languages = languages();
        assert_eq!(languages.len(), 35);
        for (name, language) in languages {
            assert!(language.units.iter().all(|words| !words.is_empty()), "{name}");
            assert!(!language.sending.is_empty(), "{name}");
        }
    }
}
