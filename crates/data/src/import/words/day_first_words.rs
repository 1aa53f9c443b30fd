//! What the words of a table show of the order of day and month: headings and statuses in a
//! language whose countries write the day first.
//!
//! Invariant: a word that English tables have as well shows nothing.

use super::status_words::{STATUS_WORDS, fold_letters};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The languages and their headings.
const DAY_FIRST: &str = include_str!("day_first.toml");

/// Every language, with its headings by their letters.
static LANGUAGES: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    // The text is the program's own; a test reads it.
    let languages: BTreeMap<String, Vec<String>> = toml::from_str(DAY_FIRST).unwrap_or_default();
    let by_letters = |words: Vec<String>| words.iter().map(|word| fold_letters(word)).collect();
    languages.into_iter().map(|(name, words)| (name, by_letters(words))).collect()
});

/// A word of a language whose countries write the day first, among headings and statuses; none
/// where no word is of such a language alone.
pub(crate) fn day_first_word<'a>(
    headings: impl Iterator<Item = &'a str>,
    statuses: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let is_heading =
        |word: &str| LANGUAGES.values().any(|words| words.contains(&fold_letters(word)));
    let mut headings = headings.filter_map(|heading| {
        let words = heading.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        std::iter::once(heading).chain(words).find(|word| is_heading(word))
    });
    let is_status = |text: &&str| {
        let language = STATUS_WORDS.language_of(&fold_letters(text));
        language.is_some_and(|language| LANGUAGES.contains_key(language))
    };
    headings.next().or_else(|| statuses.into_iter().find(is_status))
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, day_first_word};

    #[test]
    fn words_of_one_language_tell_and_those_of_english_do_not() {
        assert!(LANGUAGES.len() > 20);
        let word = |headings: &'static [&str], statuses: &'static [&str]| {
            day_first_word(headings.iter().copied(), statuses.iter().copied())
        };
        assert_eq!(word(&["Name", "Date d'envoi"], &[]), Some("envoi"));
        assert_eq!(word(&["Name", "Status"], &["Pending", "En attente"]), Some("En attente"));
        assert_eq!(word(&["Name", "Date sent", "Position"], &["Pending", "Accepted"]), None);
        assert_eq!(word(&["姓名", "状态"], &["已接受"]), None);
    }
}
