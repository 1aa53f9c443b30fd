//! The words of statuses, from `statuses.toml`, one entry a language.
//!
//! Invariant: no word means two things, in whatever languages.

use super::status::Status;
use aho_corasick::AhoCorasick;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// The words of every language.
const STATUSES: &str = include_str!("statuses.toml");

/// The language that is named first.
const FIRST: &str = "english";

/// Words that mean something where they stand alone, and beside others may mean anything: what is
/// to be done, or a `new` connection.
const ALONE: [&str; 6] = ["new", "accept", "decline", "withdraw", "connection", "notfound"];

/// A language's words.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct StatusLanguage {
    unsent: Vec<String>,
    pending: Vec<String>,
    /// Pending ones that speak of the sending.
    sent: Vec<String>,
    accepted: Vec<String>,
    declined: Vec<String>,
    withdrawn: Vec<String>,
    expired: Vec<String>,
    /// What adds nothing to them: an invitation, a request; already, still.
    nouns: Vec<String>,
    adverbs: Vec<String>,
    /// What turns a word around.
    denials: Vec<String>,
    /// What begins a part that says how it was before.
    formerly: Vec<String>,
}

impl StatusLanguage {
    fn words_for(&self, status: Status) -> impl Iterator<Item = &str> {
        let (more, words): (&[String], &[String]) = match status {
            Status::Unsent => (&[], &self.unsent),
            Status::Pending => (&self.sent, &self.pending),
            Status::Accepted => (&[], &self.accepted),
            Status::Declined => (&[], &self.declined),
            Status::Withdrawn => (&[], &self.withdrawn),
            Status::Expired => (&[], &self.expired),
        };
        words.iter().chain(more).map(String::as_str)
    }
}

/// All words, by their letters.
#[derive(Debug, Default)]
pub(in crate::import) struct StatusLexicon {
    languages: Vec<StatusLanguage>,
    /// The only language that has a word; none where several do.
    of_language: HashMap<String, Option<String>>,
    statuses: HashMap<String, Status>,
    sent: HashSet<String>,
    fillers: HashSet<String>,
    denials: HashSet<String>,
    formerly: HashSet<String>,
    /// What any text has in its letters that names an outcome: the longest word of each phrase,
    /// since words that add nothing may stand between the others. None where nothing can be built.
    outcome_parts: Option<AhoCorasick>,
    /// The same of any status.
    status_parts: Option<AhoCorasick>,
}

pub(in crate::import) static STATUS_WORDS: LazyLock<StatusLexicon> =
    LazyLock::new(StatusLexicon::read);

impl StatusLexicon {
    fn read() -> Self {
        // The text is the program's own; a test reads it.
        let mut by_name: BTreeMap<String, StatusLanguage> =
            toml::from_str(STATUSES).unwrap_or_default();
        let of_language = of_languages(&by_name);
        let first = by_name.remove(FIRST);
        let languages: Vec<StatusLanguage> =
            first.into_iter().chain(by_name.into_values()).collect();
        let mut words = Self::default();
        for language in &languages {
            for status in Status::ALL {
                words
                    .statuses
                    .extend(language.words_for(status).map(|word| (fold_letters(word), status)));
            }
            let fillers = language.nouns.iter().chain(&language.adverbs);
            words.sent.extend(language.sent.iter().map(|word| fold_letters(word)));
            words.fillers.extend(fillers.map(|word| fold_letters(word)));
            words.denials.extend(language.denials.iter().map(|word| fold_letters(word)));
            words.formerly.extend(language.formerly.iter().map(|word| fold_letters(word)));
        }
        let outcome_parts = parts_of(&languages, Status::is_over);
        let status_parts = parts_of(&languages, |_| true);
        Self { languages, of_language, outcome_parts, status_parts, ..words }
    }

    /// The words that mean it, each once, English first.
    pub(in crate::import) fn words_for(&self, status: Status) -> impl Iterator<Item = &str> {
        let mut seen = HashSet::new();
        let words = self.languages.iter().flat_map(move |language| language.words_for(status));
        words.filter(move |word| seen.insert(*word))
    }

    /// The language of a word that no other language has.
    pub(in crate::import) fn language_of(&self, letters: &str) -> Option<&str> {
        self.of_language.get(letters)?.as_deref()
    }

    /// What letters mean that stand alone.
    pub(in crate::import) fn status_of_word(&self, letters: &str) -> Option<Status> {
        self.statuses.get(letters).copied()
    }

    /// What they mean beside words that add nothing.
    pub(in crate::import) fn status_beside_fillers(&self, letters: &str) -> Option<Status> {
        self.status_of_word(letters).filter(|_| !ALONE.contains(&letters))
    }

    /// Whether a text may name an outcome: false where no word of it is part of one, which costs
    /// one walk over the text. Names of people nearly always end here.
    pub(in crate::import) fn may_name_outcome(&self, text: &str) -> bool {
        self.outcome_parts.as_ref().is_none_or(|parts| parts.is_match(&fold_letters(text)))
    }

    /// Whether letters may name a status: the same, of all.
    pub(in crate::import) fn may_name_status(&self, letters: &str) -> bool {
        self.status_parts.as_ref().is_none_or(|parts| parts.is_match(letters))
    }

    /// Whether letters say that something was sent.
    pub(in crate::import) fn is_sending(&self, letters: &str) -> bool {
        self.sent.contains(letters)
    }

    /// Whether letters add nothing.
    pub(in crate::import) fn is_filler(&self, letters: &str) -> bool {
        self.fillers.contains(letters)
    }

    /// Whether letters turn around what follows.
    pub(in crate::import) fn is_denial(&self, letters: &str) -> bool {
        self.denials.contains(letters)
    }

    /// Whether letters begin what was before.
    pub(in crate::import) fn is_formerly(&self, letters: &str) -> bool {
        self.formerly.contains(letters)
    }
}

/// A text reduced to what is compared: its letters and digits without accents, in lower case.
pub fn fold_letters(text: &str) -> String {
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        return letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    // What is one letter in capitals is one here.
    let folded =
        text.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).map(|c| match c {
            'ı' => 'i',
            'ς' => 'σ',
            other => other,
        });
    folded.collect::<String>().replace('ß', "ss")
}

/// What finds the longest word of each phrase for such a status.
fn parts_of(languages: &[StatusLanguage], is_asked: fn(Status) -> bool) -> Option<AhoCorasick> {
    let statuses = Status::ALL.into_iter().filter(|status| is_asked(*status));
    let phrases = statuses
        .flat_map(|status| languages.iter().flat_map(move |language| language.words_for(status)));
    let longest = phrases.filter_map(|phrase| {
        let is_end = |c: char| c.is_whitespace() || matches!(c, '-' | '_' | '.' | '\'');
        phrase.split(is_end).map(fold_letters).max_by_key(|word| word.chars().count())
    });
    AhoCorasick::new(longest.collect::<HashSet<_>>()).ok()
}

/// The only language of each word.
fn of_languages(by_name: &BTreeMap<String, StatusLanguage>) -> HashMap<String, Option<String>> {
    let mut only: HashMap<String, Option<String>> = HashMap::new();
    for (name, language) in by_name {
        let words = Status::ALL.into_iter().flat_map(|status| language.words_for(status));
        for word in words {
            let known = only.entry(fold_letters(word)).or_insert_with(|| Some(name.clone()));
            if known.as_ref() != Some(name) {
                *known = None;
            }
        }
    }
    only
}

#[cfg(test)]
mod tests {
    use super::{STATUS_WORDS, Status, fold_letters};
    use std::collections::HashMap;

    #[test]
    fn no_word_means_two_things() {
        let mut meanings = HashMap::new();
        for status in Status::ALL {
            for word in STATUS_WORDS.words_for(status) {
                let other = meanings.insert(fold_letters(word), status).unwrap_or(status);
                assert_eq!(other, status, "{word}");
                assert!(!STATUS_WORDS.is_denial(&fold_letters(word)), "{word}");
            }
        }
        assert!(STATUS_WORDS.languages.len() > 25, "{}", STATUS_WORDS.languages.len());
    }

    #[test]
    fn what_names_a_status_passes_the_first_look() {
        for word in Status::ALL.into_iter().flat_map(|status| STATUS_WORDS.words_for(status)) {
            let apart = word.split(' ').collect::<Vec<_>>().join(" invitation ");
            for text in [word, &apart.to_uppercase(), &format!("2. {word} (12/9)")] {
                assert!(STATUS_WORDS.may_name_status(&fold_letters(text)), "{text}");
            }
        }
        for denied in ["not yet accepted", "nicht gesendet"] {
            assert!(STATUS_WORDS.may_name_status(&fold_letters(denied)), "{denied}");
        }
        assert!(!STATUS_WORDS.may_name_status(&fold_letters("Zoë de Vries")));
    }

    #[test]
    fn what_names_an_outcome_passes_the_first_look_and_names_of_people_do_not() {
        for status in Status::ALL.into_iter().filter(|status| status.is_over()) {
            for word in STATUS_WORDS.words_for(status) {
                assert!(STATUS_WORDS.may_name_outcome(word), "{word}");
                let apart = word.split(' ').collect::<Vec<_>>().join(" invitation ");
                assert!(STATUS_WORDS.may_name_outcome(&apart.to_uppercase()), "{apart}");
            }
        }
        for name in ["Anna Berg", "Martin O'Neill", "Kai Lange", "王伟", "Zoë de Vries"] {
            assert!(!STATUS_WORDS.may_name_outcome(name), "{name}");
        }
    }
}
