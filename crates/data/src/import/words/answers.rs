//! What a cell says that holds no value of its own: yes, no, or that there is nothing.
//!
//! One reading for every table. It knows the words of the languages that spreadsheets write `TRUE`
//! and `FALSE` in, and in which people write `yes` and `no`.

use super::answer_words::{DAYS_FOR_NONE, NO, NOTHING, YES};
use super::paired_marks::YesNoMarks;
use super::status::Status;
use super::status_of_text::is_denied;
use crate::import::dates::unreadable_days::tells_of_a_day;

/// Whether a day, with a time or not, is one of those.
fn is_day_for_none(text: &str) -> bool {
    let rest = DAYS_FOR_NONE.iter().find_map(|day| text.strip_prefix(day));
    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit() && c != '0'))
}

/// Whether a text has a year before LinkedIn's first or so far ahead that it stands for never, and
/// no other.
fn is_of_no_time(text: &str) -> bool {
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    let years: Vec<u32> = numbers.filter(|n| n.len() == 4).filter_map(|n| n.parse().ok()).collect();
    !years.is_empty() && !years.iter().any(|year| (2003..2060).contains(year))
}

/// What a cell says that holds no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Yes,
    No,
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
        () if says(NOTHING) || is_day_for_none(&text) => Some(Answer::Nothing),
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

/// What a cell says of an outcome that a column tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeAnswer {
    Yes,
    /// That it did not, or that another one did.
    No,
    /// That there is nothing, or not yet.
    Nothing,
    /// What nobody understands.
    Unclear,
}

/// What a cell says of the outcome that its column tells of: with `yes`, with its word, with a day.
/// A day that cannot be read, or that lies ahead, is one on which it is not known when it was: it
/// would be worse to ask the person again. Any other word decides nothing.
pub fn outcome_answer(text: &str, outcome: Status, marks: &YesNoMarks) -> OutcomeAnswer {
    match marks.yes_or_no(text) {
        Some(true) => return OutcomeAnswer::Yes,
        Some(false) => return OutcomeAnswer::No,
        None => {}
    }
    // A spreadsheet's `#N/A` is no value.
    let text = text.trim();
    let is_nothing = text.is_empty() || answer(text).is_some() || text.starts_with('#');
    if is_nothing || is_denied(text) || is_of_no_time(text) {
        return OutcomeAnswer::Nothing;
    }
    match Status::from_text(text, &[]) {
        Some(status) if status == outcome => OutcomeAnswer::Yes,
        Some(_) => OutcomeAnswer::No,
        None if tells_of_a_day(text) => OutcomeAnswer::Yes,
        None => OutcomeAnswer::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Answer, NO, NOTHING, OutcomeAnswer, YES, answer, boolean, outcome_answer, yes_or_no,
    };
    use crate::import::words::paired_marks::YesNoMarks;
    use crate::import::words::status::Status;

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
    fn days_that_stand_for_none_are_none() {
        for day in [
            "0001-01-01T00:00:00Z",
            "0000-00-00 00:00:00",
            "1970-01-01",
            "1/1/1970 01:00",
            "9999-12-31T23:59:59.999Z",
            "-62135596800000",
            "/Date(-62135596800000)/",
            "1753-01-01 00:00:00",
            "0002-11-30",
            "12/31/2099",
        ] {
            assert_eq!(
                outcome_answer(day, Status::Accepted, &YesNoMarks::default()),
                OutcomeAnswer::Nothing,
                "{day}"
            );
        }
        assert_eq!(answer("1/1/19701"), None);
        assert_eq!(answer("2026-01-01"), None);
    }

    #[test]
    fn numbers_are_answers_only_where_a_question_is_asked() {
        assert_eq!((boolean("1"), yes_or_no("1"), yes_or_no("0")), (None, Some(true), Some(false)));
        assert_eq!((boolean(" WAHR "), boolean("hayır")), (Some(true), Some(false)));
    }

    #[test]
    fn a_word_that_nobody_understands_decides_nothing() {
        for (text, expected) in [
            ("ja", OutcomeAnswer::Yes),
            ("last week", OutcomeAnswer::Yes),
            ("2026-02-30", OutcomeAnswer::Yes),
            ("Declined", OutcomeAnswer::Yes),
            ("Accepted", OutcomeAnswer::No),
            ("0", OutcomeAnswer::No),
            ("n/a", OutcomeAnswer::Nothing),
            ("not yet", OutcomeAnswer::Nothing),
            ("noch nicht", OutcomeAnswer::Nothing),
            ("unchecked", OutcomeAnswer::No),
            ("✔\u{fe0f}", OutcomeAnswer::Yes),
            ("#REF!", OutcomeAnswer::Nothing),
            ("", OutcomeAnswer::Nothing),
            ("f", OutcomeAnswer::Unclear),
            ("ask Bea", OutcomeAnswer::Unclear),
        ] {
            assert_eq!(
                outcome_answer(text, Status::Declined, &YesNoMarks::default()),
                expected,
                "{text}"
            );
        }
    }
}
