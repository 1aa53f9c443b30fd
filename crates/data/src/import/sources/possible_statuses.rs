//! Columns whose values may be statuses in words, codes or buttons that nobody knows.

use super::column_names::snake_case;
use super::unread_column::{WORDS_MAX, is_unrelated};
use crate::import::words::status::Status;
use crate::import::words::status_of_text::{may_name_outcome, tells_history};
use std::collections::{BTreeMap, BTreeSet};

/// A column with more numbers or words than these is one of amounts or of texts.
pub(super) const CODES_MAX: usize = 9;

/// How many words of a column are shown.
const WORDS_SHOWN: usize = 5;

/// What texts look like of which some begin with an outcome: `Accepted, but on leave until May`.
pub(super) fn texts_about_outcomes(values: &[&str]) -> Option<String> {
    let mut telling = values.iter().filter(|value| begins_with_outcome(value));
    let example = shortened(telling.next()?);
    let count = 1 + telling.count();
    Some(format!("{count} text(s) that begin with an outcome, such as `{example}`"))
}

/// Whether a text is or begins with a word for an outcome, or is a history with one.
pub fn begins_with_outcome(text: &str) -> bool {
    const WORDS_MAX: usize = 3;
    if !may_name_outcome(text) {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().take(WORDS_MAX).collect();
    let begins = (1..=words.len()).any(|count| {
        let begin = words.get(..count).unwrap_or_default().join(" ");
        Status::from_text(&begin, &[]).is_some_and(Status::is_over)
    });
    begins || tells_history(text)
}

/// What the values of a column look like where nothing else tells what became of invitations, and a
/// few words may, in whatever language. None where its name tells of something else.
pub fn describe_possible_statuses(column: &str, values: &[&str]) -> Option<String> {
    const OTHERS: &str = "industry country city region location source list owner gender language \
        seniority department function segment priority size score persona tier group category \
        notes headline occupation school university degree sector vertical batch";
    let name = snake_case(column);
    let is_other = name.split('_').any(|word| OTHERS.split(' ').any(|other| other == word));
    if is_other || is_unrelated(column) {
        return None;
    }
    words(values).or_else(|| codes(&name, values)).or_else(|| buttons(values))
}

/// What a page of people writes on its buttons, of which one says that an invitation is pending.
fn buttons(values: &[&str]) -> Option<String> {
    let is_pending = |value: &&&str| Status::from_word(value) == Some(Status::Pending);
    let pending = values.iter().find(is_pending)?;
    let distinct: BTreeSet<&str> = values.iter().map(|value| value.trim()).collect();
    (distinct.len() <= WORDS_SHOWN).then(|| format!("words, `{}` among them", shortened(pending)))
}

/// A few numbers under a word for what became of something, as databases write it: `status_code`.
fn codes(name: &str, values: &[&str]) -> Option<String> {
    const NAMES: [&str; 7] = ["status", "state", "stage", "outcome", "result", "estado", "statut"];
    let is_named = name.split('_').any(|word| NAMES.contains(&word));
    let codes: BTreeSet<&str> = values.iter().map(|value| value.trim()).collect();
    let are_codes = codes.iter().all(|code| code.len() <= 3 && code.parse::<u32>().is_ok());
    let few = (1..=CODES_MAX).contains(&codes.len());
    (is_named && are_codes && few)
        .then(|| format!("numbers: {}", codes.into_iter().collect::<Vec<_>>().join(", ")))
}

/// A few words that occur again and again.
pub(super) fn words(values: &[&str]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let is_numeric = |text: &&str| text.chars().all(|c| !c.is_alphabetic());
    let are_alike = counts.len() * 3 <= values.len() * 2 && counts.len() <= WORDS_MAX;
    if !are_alike || counts.keys().all(is_numeric) {
        return None;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let shown = counts.iter().take(WORDS_SHOWN);
    let shown: Vec<String> =
        shown.map(|(word, count)| format!("`{}` ({count})", shortened(word))).collect();
    Some(format!("words: {}", shown.join(", ")))
}

/// A value in one line, of a readable length.
pub(super) fn shortened(value: &str) -> String {
    let one_line: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let start: String = one_line.chars().take(40).collect();
    if start.len() < one_line.len() { format!("{start}…") } else { start }
}
