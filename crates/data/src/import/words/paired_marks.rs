//! Letters and signs that are yes or no only beside each other: PostgreSQL's `t` and `f`, `○` and
//! `×`, `O` and `X`.
//!
//! `x` alone ticks a box, beside `✓` it crosses one out: a column is read as a whole.
//!
//! Invariant: a letter or a sign is an answer only where all values of its column are answers.

use super::answers::{Answer, answer, boolean, yes_or_no};
use std::collections::{BTreeMap, BTreeSet};

/// What stands for yes and for no in one column.
const PAIRS: [(&[&str], &[&str]); 10] = [
    (&["t"], &["f", "n"]),
    (&["v"], &["f"]),
    (&["w"], &["f"]),
    (&["o"], &["n"]),
    (&["s"], &["n"]),
    (
        &[
            "✓", "✔", "✅", "☑", "🗸", "🗹", "√", "○", "◯", "〇", "⭕", "◎", "👍", "v", "o", "[v]",
            "[✓]",
        ],
        &["x", "×", "✕", "✖", "✗", "✘", "❌", "☓", "☒", "☐", "□", "👎", "[x]", "[ ]", "[]"],
    ),
    (&["☒", "■", "▣", "●"], &["☐", "□"]),
    (&["●", "◉", "⬤"], &["○", "◯", "〇"]),
    (&["🟢"], &["🔴"]),
    (&["+"], &[]),
];

/// What the letters and signs of one column mean.
#[derive(Clone, Debug, Default)]
pub struct YesNoMarks {
    meanings: BTreeMap<String, bool>,
}

impl YesNoMarks {
    /// What they mean in a column of these values.
    pub fn of_values<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        /// A column with more words than these is one of words.
        const WORDS_MAX: usize = 12;
        let mut words = BTreeSet::new();
        for value in values {
            let word = folded(value);
            if word.is_empty() || answer(&word) == Some(Answer::Nothing) || words.contains(&word) {
                continue;
            }
            words.insert(word);
            if words.len() > WORDS_MAX {
                return Self::default();
            }
        }
        let has = |side: &[&str]| side.iter().any(|word| words.contains(*word));
        let fits = |(yes, no): &&(&[&str], &[&str])| {
            let is_of_pair = |word: &str| yes.contains(&word) || no.contains(&word);
            words.iter().all(|word| is_of_pair(word) || yes_or_no(word).is_some())
        };
        let fitting: Vec<_> = PAIRS.iter().filter(fits).collect();
        // Of several the pair is meant that has most of the values.
        let count = |(yes, no): &(&[&str], &[&str])| {
            words.iter().filter(|word| yes.iter().chain(*no).any(|mark| mark == word)).count()
        };
        let told: Vec<_> = fitting.iter().filter(|(yes, _)| has(yes)).collect();
        let most = told.iter().map(|pair| count(pair)).max();
        let told: Vec<_> = told.into_iter().filter(|pair| Some(count(pair)) == most).collect();
        let mut meanings = BTreeMap::new();
        for word in &words {
            // Without a yes of a pair, what is an answer by itself stays that.
            let alone = yes_or_no(word).filter(|_| told.is_empty());
            let pairs = if told.is_empty() { fitting.iter().collect() } else { told.clone() };
            let meant: BTreeSet<bool> = pairs
                .iter()
                .filter_map(|(yes, no)| {
                    let (yes, no) = (yes.contains(&word.as_str()), no.contains(&word.as_str()));
                    (yes != no).then_some(yes)
                })
                .collect();
            let meaning = alone.or_else(|| meant.first().copied().filter(|_| meant.len() == 1));
            meanings.extend(meaning.map(|meaning| (word.clone(), meaning)));
        }
        Self { meanings }
    }

    /// Whether a text of the column is yes or no, where a question is asked.
    pub fn yes_or_no(&self, text: &str) -> Option<bool> {
        self.meanings.get(&folded(text)).copied().or_else(|| yes_or_no(text))
    }

    /// The same where nobody asks, so that a number is no answer.
    pub fn is_answer(&self, text: &str) -> bool {
        boolean(text).is_some()
            || self.meanings.get(&folded(text)).is_some_and(|_| !is_number(text))
    }
}

/// Whether a text is a number, which only a question makes an answer.
fn is_number(text: &str) -> bool {
    text.trim().parse::<f64>().is_ok()
}

/// A text without case, and without the sign that another is to be shown in colour.
fn folded(text: &str) -> String {
    text.trim().replace('\u{fe0f}', "").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{PAIRS, YesNoMarks};

    fn read(column: &str) -> String {
        let values: Vec<&str> = column.split(' ').collect();
        let marks = YesNoMarks::of_values(values.iter().copied());
        let shown = values.iter().map(|value| match marks.yes_or_no(value) {
            Some(true) => "yes",
            Some(false) => "no",
            None => "-",
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_column_is_read_as_a_whole() {
        for (column, expected) in [
            ("t f", "yes no"),
            ("T F F", "yes no no"),
            ("f", "no"),
            ("t n/a", "yes -"),
            ("○ ×", "yes no"),
            ("◯ ✕", "yes no"),
            ("○", "yes"),
            ("×", "no"),
            ("● ○", "yes no"),
            ("O X", "yes no"),
            ("x", "yes"),
            ("x no", "yes no"),
            ("✓ x", "yes no"),
            ("✔\u{fe0f} ✗", "yes no"),
            ("☑ ☐ ☒", "yes no no"),
            ("☒ ☐", "yes no"),
            ("V F", "yes no"),
            ("S N", "yes no"),
            ("1 0", "yes no"),
            ("t 2026-07-03", "- -"),
            ("f maybe", "- -"),
            ("m f", "- -"),
            ("s m l", "- - -"),
        ] {
            assert_eq!(read(column), expected, "{column}");
        }
    }

    #[test]
    fn no_pair_has_a_word_on_both_sides() {
        for (yes, no) in PAIRS {
            assert!(yes.iter().all(|word| !no.contains(word)), "{yes:?}");
        }
    }
}
