//! Words that are known, compared by their letters: what they are reduced to is made once, since
//! each value of a sample is compared with all of them.

use super::status_words::fold_letters;
use std::collections::HashSet;
use std::sync::OnceLock;

/// Some words, each of letters alone.
pub(in crate::import) struct WordSet {
    words: &'static str,
    by_letters: OnceLock<HashSet<String>>,
}

impl WordSet {
    /// Those of a text, with blanks between them.
    pub(in crate::import) const fn from_text(words: &'static str) -> Self {
        Self { words, by_letters: OnceLock::new() }
    }

    /// Whether letters are those of one of the words.
    pub(in crate::import) fn has(&self, letters_of_word: &str) -> bool {
        let reduced = || self.words.split_whitespace().map(fold_letters).collect();
        self.by_letters.get_or_init(reduced).contains(letters_of_word)
    }
}
