//! How near a person is to an account: whoever is of the first degree is a connection.
//!
//! Invariant: a text that is no degree of this kind, such as one of a university, is none.

use super::status_words::fold_letters;
use super::word_set::WordSet;
use std::sync::LazyLock;

/// How near a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Degree {
    /// A connection.
    First,
    /// Further off, or nowhere near.
    Further,
}

/// What the number counts.
const COUNTED: &str = "degree degrees distance connection connections contact contacts network \
     level grad grades grado grau degre niveau stopien stopnia livello 次 度 촌 \
     step";

/// Those that nothing else is counted in.
static SURE: WordSet =
    WordSet::from_text("degree degrees distance grad grades grado grau degre 촌");

/// What a number counts, as its letters are compared.
struct CountedNoun {
    letters: String,
    /// Whether a number may stand before it without a blank.
    is_joined: bool,
    is_sure: bool,
}

static COUNTED_LETTERS: LazyLock<Vec<CountedNoun>> = LazyLock::new(|| {
    let nouns = COUNTED.split_whitespace().map(|noun| CountedNoun {
        letters: fold_letters(noun),
        is_joined: !noun.is_ascii(),
        is_sure: SURE.has(&fold_letters(noun)),
    });
    nouns.collect()
});

impl CountedNoun {
    fn ends(&self, word: &str) -> bool {
        word == self.letters || (self.is_joined && word.ends_with(&self.letters))
    }
}

static FIRST: WordSet =
    WordSet::from_text("1 1st first 1er 1re 1o 1a premier primer primero primo erster ersten");

static FURTHER: WordSet =
    WordSet::from_text("2 2nd second 2e 2eme 2o 2a 3 3rd third 3e 3eme 3o 3a 0");

static NOWHERE: WordSet = WordSet::from_text("outofnetwork self notconnected notinnetwork none");

impl Degree {
    /// The degree in a text of a column that is called so.
    pub fn from_text(text: &str) -> Option<Self> {
        let (rest, _) = counted(text);
        if FIRST.has(&rest) {
            Some(Self::First)
        } else if FURTHER.has(&rest) || NOWHERE.has(&fold_letters(text)) {
            Some(Self::Further)
        } else {
            None
        }
    }

    /// Whether a text is one whatever its column is called.
    pub fn is_sure(text: &str) -> bool {
        let (_, is_sure) = counted(text);
        (is_sure && Self::from_text(text).is_some()) || fold_letters(text) == "outofnetwork"
    }

    /// Whether a column's name, in words, says that it has degrees.
    pub fn is_named<'a>(mut words: impl Iterator<Item = &'a str>) -> bool {
        words.any(|word| SURE.has(&fold_letters(word)))
    }
}

/// A text without what is counted, and whether nothing else is counted so.
fn counted(text: &str) -> (String, bool) {
    let separated = text.replace(['_', '-', '°', 'º', '.', '+', '•', '·'], " ");
    // `1.0` is a number, and `distance1` are two words.
    let separated = match separated.trim().strip_suffix(" 0") {
        Some(whole) => whole.to_owned(),
        None => separated,
    };
    let mut rest = String::new();
    let mut is_sure = false;
    for word in separated.split_whitespace().map(fold_letters) {
        let noun = COUNTED_LETTERS.iter().find(|noun| noun.ends(&word));
        let number = noun.and_then(|noun| word.strip_suffix(&noun.letters));
        is_sure |= noun.is_some_and(|noun| noun.is_sure);
        rest.push_str(number.unwrap_or(&word));
    }
    (rest, is_sure)
}

#[cfg(test)]
mod tests {
    use super::Degree;

    #[test]
    fn degrees_of_contacts_are_known_and_no_others() {
        for text in [
            "1",
            "1.0",
            "1st",
            "1st degree",
            "First degree connection",
            "DISTANCE_1",
            "FIRST_DEGREE",
            "• 1st",
            "1er degré",
            "1. Grad",
            "1º grado",
            "1촌",
        ] {
            assert_eq!(Degree::from_text(text), Some(Degree::First), "{text}");
        }
        for text in ["2", "2nd", "3rd+", "DISTANCE_3", "OUT_OF_NETWORK", "Second degree", "2촌"] {
            assert_eq!(Degree::from_text(text), Some(Degree::Further), "{text}");
        }
        for text in ["BSc", "First class", "2:1", "12", "1.5", "100", "", "yes"] {
            assert_eq!(Degree::from_text(text), None, "{text}");
        }
        for (text, is_sure) in
            [("DISTANCE_1", true), ("1st degree", true), ("1st", false), ("1", false)]
        {
            assert_eq!(Degree::is_sure(text), is_sure, "{text}");
        }
    }
}
