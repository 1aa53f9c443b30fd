//! What a cell says that holds no value of its own: yes, no, or that there is nothing.
//!
//! One reading for every table. It knows the words of the languages that spreadsheets write `TRUE`
//! and `FALSE` in, and in which people write `yes` and `no`.

use super::status::{Status, is_denied};

const YES: &[&str] = &[
    "true",
    "yes",
    "y",
    "x",
    "✓",
    "✔",
    "✅",
    "☑",
    "👍",
    "[x]",
    "(x)",
    "checked",
    "ticked",
    "wahr",
    "ja",
    "j",
    "vrai",
    "oui",
    "verdadero",
    "sí",
    "si",
    "sì",
    "vero",
    "verdadeiro",
    "sim",
    "waar",
    "doğru",
    "evet",
    "prawda",
    "tak",
    "истина",
    "да",
    "так",
    "sant",
    "sann",
    "igaz",
    "igen",
    "pravda",
    "ano",
    "tosi",
    "kyllä",
    "adevărat",
    "da",
    "はい",
    "真",
    "是",
    "예",
    "네",
    "ใช่",
    "có",
    "نعم",
    "כן",
    "हाँ",
    "ναι",
];

const NO: &[&str] = &[
    "false",
    "no",
    "n",
    "✗",
    "✘",
    "❌",
    "✖",
    "☐",
    "👎",
    "[ ]",
    "[]",
    "unchecked",
    "unticked",
    "falsch",
    "nein",
    "faux",
    "non",
    "falso",
    "não",
    "nao",
    "onwaar",
    "nee",
    "yanlış",
    "hayır",
    "fałsz",
    "nie",
    "ложь",
    "нет",
    "ні",
    "falskt",
    "falsk",
    "nej",
    "nei",
    "hamis",
    "nem",
    "nepravda",
    "ne",
    "epätosi",
    "ei",
    "fals",
    "nu",
    "いいえ",
    "偽",
    "否",
    "아니요",
    "아니오",
    "ไม่",
    "không",
    "لا",
    "לא",
    "नहीं",
    "όχι",
];

const NOTHING: &[&str] = &[
    "-",
    "–",
    "—",
    "--",
    "n/a",
    "na",
    "n.a.",
    "none",
    "null",
    "nil",
    "nan",
    "undefined",
    "?",
    "tbd",
    "tba",
    "unknown",
    "empty",
    "k.a.",
    "keine",
    "なし",
    "無",
];

/// What a cell says that holds no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// That there is nothing.
    Nothing,
}

/// The answer in a text; none where it is no answer, or empty.
pub fn answer(text: &str) -> Option<Answer> {
    // A sign may say that it is to be shown in colour.
    let text = text.trim().replace('\u{fe0f}', "").to_lowercase();
    let says = |words: &[&str]| words.contains(&text.as_str());
    match () {
        () if says(YES) => Some(Answer::Yes),
        () if says(NO) => Some(Answer::No),
        () if says(NOTHING) => Some(Answer::Nothing),
        () => None,
    }
}

/// `true`, `yes` and the like.
pub fn boolean(text: &str) -> Option<bool> {
    match answer(text)? {
        Answer::Yes => Some(true),
        Answer::No => Some(false),
        Answer::Nothing => None,
    }
}

/// The same where a question is asked, so that `1` and `0` are answers, as databases have it.
pub fn yes_or_no(text: &str) -> Option<bool> {
    match text.trim() {
        "1" | "1.0" => Some(true),
        "0" | "0.0" => Some(false),
        other => boolean(other),
    }
}

/// Whether a cell for the day of an outcome says that there is that outcome: with `yes`, with its
/// word, and with whatever else stands there. A day that nobody understands, or that lies ahead, is
/// one on which it is not known when it was: it would be worse to ask the person again.
pub fn says(text: &str, outcome: Status) -> Option<bool> {
    if let Some(said) = yes_or_no(text) {
        return Some(said);
    }
    let begins = |word: &str| {
        let begin = text.trim_start().get(..word.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(word))
    };
    // A spreadsheet's `#N/A` is no value.
    let is_empty = text.trim().is_empty() || answer(text).is_some() || begins("#");
    if is_empty || is_denied(text) {
        return None;
    }
    Some(Status::of(text, &[]).is_none_or(|other| other == outcome))
}

#[cfg(test)]
mod tests {
    use super::{Answer, NO, NOTHING, YES, answer, boolean, says, yes_or_no};
    use crate::import::status::Status;

    #[test]
    fn no_word_is_two_answers() {
        for word in YES {
            assert_eq!(answer(word), Some(Answer::Yes), "{word}");
        }
        for word in NO {
            assert_eq!(answer(word), Some(Answer::No), "{word}");
        }
        for word in NOTHING {
            assert_eq!(answer(word), Some(Answer::Nothing), "{word}");
        }
    }

    #[test]
    fn numbers_are_answers_only_where_a_question_is_asked() {
        assert_eq!((boolean("1"), yes_or_no("1"), yes_or_no("0")), (None, Some(true), Some(false)));
        assert_eq!((boolean(" WAHR "), boolean("hayır")), (Some(true), Some(false)));
    }

    #[test]
    fn whatever_is_written_for_an_outcome_says_that_it_came() {
        for (text, expected) in [
            ("ja", Some(true)),
            ("last week", Some(true)),
            ("Declined", Some(true)),
            ("Accepted", Some(false)),
            ("0", Some(false)),
            ("n/a", None),
            ("not yet", None),
            ("noch nicht", None),
            ("unchecked", Some(false)),
            ("✔\u{fe0f}", Some(true)),
            ("#REF!", None),
            ("", None),
        ] {
            assert_eq!(says(text, Status::Declined), expected, "{text}");
        }
    }
}
