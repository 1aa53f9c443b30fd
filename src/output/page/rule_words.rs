//! The condition of a rule in words, for whoever reads no scripts: `age_days >= stale_days` is "the
//! age in days is at least 90 (stale days)".
//!
//! Invariant: what has no words is not guessed at: then the page has the formula alone.

use crate::output::text::clean;
use indexmap::IndexMap;
use serde_json::Value;

type ConditionValues = IndexMap<String, Value>;

/// Columns that have words of their own.
const COLUMNS: [(&str, &str); 8] = [
    ("age_days", "the age in days"),
    ("messages", "the number of messages"),
    ("attempts", "the number of attempts"),
    ("has_note", "it has a note"),
    ("note_length", "the length of the note"),
    ("mutual", "the number of mutual connections"),
    ("person", "the person"),
    ("name", "the name"),
];

/// Operators, the longer before the shorter that they begin with.
const OPERATORS: [(&str, &str); 17] = [
    ("&&", "and"),
    ("||", "or"),
    (">=", "is at least"),
    ("<=", "is at most"),
    ("==", "is"),
    ("!=", "is not"),
    (">", "is more than"),
    ("<", "is less than"),
    ("!", "not"),
    ("(", "("),
    (")", ")"),
    ("+", "plus"),
    ("-", "minus"),
    ("*", "times"),
    ("/", "divided by"),
    ("[", "["),
    ("]", "]"),
];

/// The condition in words; none where a part of it has none.
pub(super) fn condition_in_words(formula: &str, params: &ConditionValues) -> Option<String> {
    let mut rest = formula.trim();
    let mut words: Vec<String> = vec![];
    while !rest.is_empty() {
        let (words_of, left) = next(rest, params)?;
        words.push(words_of);
        rest = left.trim_start();
    }
    let mut text = words.join(" ");
    for (apart, together) in [("( ", "("), (" )", ")"), ("[ ", "["), (" ]", "]"), (" ,", ",")] {
        text = text.replace(apart, together);
    }
    Some(text.replace("not it has a note", "it has no note"))
}

/// The words of what stands first, and what follows.
fn next<'a>(rest: &'a str, params: &ConditionValues) -> Option<(String, &'a str)> {
    if let Some(quoted) = rest.strip_prefix('"') {
        let (text, left) = quoted.split_once('"')?;
        let is_plain = !text.contains('\\');
        return is_plain.then(|| (format!("“{}”", clean(text)), left));
    }
    if let Some(left) = rest.strip_prefix(',') {
        return Some((",".into(), left));
    }
    for (operator, meant) in OPERATORS {
        if let Some(left) = rest.strip_prefix(operator) {
            return Some((meant.into(), left));
        }
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let (word, left) = rest.split_at(end);
    if word.is_empty() {
        return None;
    }
    if let Some(left) = left.strip_prefix(".len()") {
        return Some((format!("the number of {}", spaced(word)), left));
    }
    if let Some(list) = left.strip_prefix("(\"").filter(|_| word == "list") {
        let (name, left) = list.split_once("\")")?;
        return Some((format!("the list {}", clean(name)), left));
    }
    if left.starts_with(['.', '(', '[', '{', '?']) {
        return None;
    }
    let words_of = match word {
        "in" => "is among".into(),
        "if" | "else" | "let" | "switch" | "return" => return None,
        _ => name(word, params),
    };
    Some((words_of, left))
}

/// What a name or a number is called.
fn name(word: &str, params: &ConditionValues) -> String {
    if let Some(value) = params.get(word) {
        let value = match value {
            Value::String(text) => format!("“{}”", clean(text)),
            other => clean(&other.to_string()),
        };
        return format!("{value} ({})", spaced(word));
    }
    let column = COLUMNS.iter().find(|(column, _)| *column == word);
    column.map_or_else(|| spaced(word), |(_, meant)| (*meant).into())
}

fn spaced(word: &str) -> String {
    word.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn params() -> ConditionValues {
        [("stale_days".to_owned(), Value::from(90)), ("over".to_owned(), Value::from("Q1"))]
            .into_iter()
            .collect()
    }

    #[test]
    fn conditions_are_said_in_words() {
        let told = |formula: &str| condition_in_words(formula, &params()).unwrap_or_default();
        assert_eq!(told("age_days >= stale_days"), "the age in days is at least 90 (stale days)");
        assert_eq!(
            told("age_days >= 2 * stale_days && !has_note"),
            "the age in days is at least 2 times 90 (stale days) and it has no note"
        );
        assert_eq!(told("tags.len() > 0"), "the number of tags is more than 0");
        assert_eq!(told("\"client\" in tags"), "“client” is among tags");
        assert_eq!(
            told("person in list(\"protect.csv\")"),
            "the person is among the list protect.csv"
        );
        assert_eq!(told("!(campaign == over)"), "not (campaign is “Q1” (over))");
    }

    #[test]
    fn what_has_no_words_is_left_to_the_formula() {
        for formula in
            ["position.matches(x)", "if a { b } else { c }", "a ?? 0", "x[0]", "\"a\\\"\""]
        {
            assert_eq!(condition_in_words(formula, &params()), None, "{formula}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_said_or_not(formula in crate::output::samples::any_text()) {
            let _ = condition_in_words(&formula, &params());
        }
    }
}
