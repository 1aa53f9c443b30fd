//! Names of accounts, as people tell them apart: blanks around a name are no part of it, and names
//! that differ in case alone, in the form of accents or in the width of blanks are one account.
//!
//! Invariant: an account has one spelling in a run, that of whoever names it first; which others it
//! was merged from is said.

use crate::nearest::did_you_mean;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name without what nobody sees around it.
pub fn trim_name(name: &str) -> &str {
    name.trim_matches(|symbol: char| {
        symbol.is_whitespace()
            || matches!(symbol, '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
    })
}

/// A name with every accent in one piece with its letter: some systems write files' names in two.
pub fn composed(name: &str) -> String {
    name.nfc().collect()
}

/// Whether a letter, digit or accent is of a word.
pub fn is_of_word(symbol: char) -> bool {
    symbol.is_alphanumeric() || is_combining_mark(symbol)
}

/// A name as people tell names apart.
pub fn fold_name(name: &str) -> String {
    let plain: String = trim_name(name).nfkc().collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether two names are of one account.
pub fn is_same(one: &str, other: &str) -> bool {
    one == other || fold_name(one) == fold_name(other)
}

/// The one of these names that is the same account.
pub fn find_same<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known.into_iter().find(|other| is_same(other, name))
}

/// The same.
///
/// # Errors
/// Which was probably meant, where there is none.
pub fn find_or_suggest<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Result<&'a str, String> {
    find_same(name, known.clone()).ok_or_else(|| did_you_mean(name, known, "an account"))
}

#[derive(Clone, Debug, Default)]
pub struct AccountSpellings {
    /// By its folded name, the first spelling and those that came later.
    accounts: BTreeMap<String, (String, BTreeSet<String>)>,
}

impl AccountSpellings {
    /// The spelling of an account that is called so somewhere.
    pub fn spell(&mut self, written: &str) -> String {
        let written = composed(written);
        let name = || trim_name(&written).to_owned();
        let key = fold_name(&written);
        let spelling = self.accounts.entry(key).or_insert_with(|| (name(), BTreeSet::new()));
        if spelling.0 != written {
            spelling.1.insert(written);
        }
        spelling.0.clone()
    }

    /// The spelling of an account that is known already.
    pub fn known(&self, written: &str) -> Option<&str> {
        self.accounts.get(&fold_name(written)).map(|(spelling, _)| spelling.as_str())
    }

    /// Every account with more than one spelling, and its others.
    pub fn merged(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        let merged = self.accounts.values().filter(|(_, others)| !others.is_empty());
        merged.map(|(spelling, others)| {
            (spelling.as_str(), others.iter().map(String::as_str).collect())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_as_people_do() {
        for one in [" anna", "Anna", "ANNA\u{a0}", "\u{feff}anna\u{200b}", "an\u{ff4e}a"] {
            assert!(is_same(one, "anna"), "{one:?}");
        }
        assert!(is_same("Zoe\u{308}\u{a0} B", "ZOË b"));
        assert!(!is_same("anna", "anna-b") && !is_same("anna", "ann a"));
    }

    #[test]
    fn accents_in_two_pieces_are_no_other_spelling() {
        let mut spellings = AccountSpellings::default();
        for name in ["zoe\u{308}", "zo\u{eb}"] {
            assert_eq!(spellings.spell(name), "zo\u{eb}");
        }
        assert_eq!(spellings.merged().count(), 0);
    }

    #[test]
    fn the_first_spelling_stays_and_the_others_are_known() {
        let mut spellings = AccountSpellings::default();
        for name in ["Anna ", "anna", "ben", "ANNA", "Anna"] {
            let expected = if name == "ben" { "ben" } else { "Anna" };
            assert_eq!(spellings.spell(name), expected);
        }
        let merged: Vec<_> = spellings.merged().collect();
        assert_eq!(merged, [("Anna", vec!["ANNA", "Anna ", "anna"])]);
    }
}
