//! A status that is a history: entries with days, the last of which holds.

use super::status_phrase::{ARROW_HEADS, is_day, without_day, words};
use crate::import::dates::age::tells_of_sending;
use crate::import::dates::date_text::parse_date;
use crate::import::dates::form::DateFormat;

/// What may stand before a day, in languages that write one there.
pub(in crate::import) const BEFORE_DAYS: [&str; 14] =
    ["on", "at", "since", "am", "den", "le", "el", "il", "em", "op", "dne", "dnia", "w", "den"];

/// What separates the entries of a history where each has its day; a comma may be within a day.
const ENTRY_ENDS: [char; 4] = [';', '\n', '|', '•'];

/// An entry of a history: what it says, and its day.
struct HistoryEntry<'a> {
    rest: &'a str,
    day: &'a str,
}

/// The entries of a text of which each has its day, oldest first: `9/2 sent; 9/5 accepted`. None
/// where it is no such text; an error where nobody can tell which entry is the last.
pub(in crate::import) fn dated_entries(text: &str) -> Option<Result<Vec<&str>, Unordered>> {
    /// A text that is longer tells a story.
    const HISTORY_CHARS_MAX: usize = 400;
    if text.len() > HISTORY_CHARS_MAX {
        return None;
    }
    let at = |ends: &[char]| {
        let is_end = |c: char| ends.contains(&c) || ARROW_HEADS.contains(&c);
        let entries = text.split(is_end).map(|part| part.trim_end_matches(['-', '=']).trim());
        entries.filter(|part| !part.is_empty()).map(entry).collect::<Option<Vec<HistoryEntry>>>()
    };
    let is_history = |entries: &Vec<HistoryEntry>| entries.len() > 1;
    let with_commas = [ENTRY_ENDS.as_slice(), &[',']].concat();
    let entries = at(&ENTRY_ENDS).filter(is_history);
    let entries = entries.or_else(|| at(&with_commas).filter(is_history))?;
    Some(in_order(&entries))
}

/// Entries whose days are in no order.
pub(in crate::import) struct Unordered;

fn in_order<'a>(entries: &[HistoryEntry<'a>]) -> Result<Vec<&'a str>, Unordered> {
    let texts: Vec<&str> = entries.iter().map(|entry| entry.rest).collect();
    let have_years = entries.iter().all(|entry| parse_date(entry.day).is_some());
    let complete = |day: &str| match parse_date(day) {
        Some(_) => day.to_owned(),
        None => in_a_year(day),
    };
    let days: Vec<String> = entries.iter().map(|entry| complete(entry.day)).collect();
    let form = DateFormat::of_values(days.iter().map(String::as_str), None);
    let days: Vec<_> = days.iter().map(|day| form.day(day)).collect();
    let (first, last) = (entries.first(), entries.last());
    let begins =
        |entry: Option<&HistoryEntry>| entry.is_some_and(|entry| tells_of_sending(entry.rest));
    if days.iter().any(Option::is_none) || days.is_sorted() {
        return Ok(texts);
    }
    // Without years December may come before January; whatever is sent comes first.
    let is_newest_first = days.is_sorted_by(|a, b| a >= b);
    if is_newest_first && (have_years || (begins(last) && !begins(first))) {
        return Ok(texts.into_iter().rev().collect());
    }
    if !have_years && begins(first) && !begins(last) {
        return Ok(texts);
    }
    if have_years {
        let mut by_day: Vec<_> = days.into_iter().zip(texts).collect();
        by_day.sort_by_key(|(day, _)| *day);
        return Ok(by_day.into_iter().map(|(_, text)| text).collect());
    }
    Err(Unordered)
}

/// What an entry says beside the day with which it begins or ends.
fn entry(text: &str) -> Option<HistoryEntry<'_>> {
    let end = |at: usize| text.get(at..).unwrap_or_default();
    if let Some((day, rest)) = split_leading_day(text) {
        return Some(HistoryEntry { rest, day });
    }
    let rest = without_day(text);
    let day = end(rest.len()).trim();
    let first_digit = day.find(|c: char| c.is_ascii_digit())?;
    // What stands before the day is left aside with it: `on 5 Aug`, but `Aug 5` is whole.
    let starts = day.char_indices().filter(|(at, _)| {
        *at <= first_digit
            && (*at == 0 || day.get(..*at).is_some_and(|before| before.ends_with(' ')))
    });
    let mut days = starts.filter_map(|(at, _)| day.get(at..));
    let day = days.find(|day| is_day(day).is_some())?;
    (!words(rest).is_empty()).then_some(HistoryEntry { rest, day })
}

/// The day with which a text begins, and what is said of it.
pub(in crate::import) fn split_leading_day(text: &str) -> Option<(&str, &str)> {
    const WORDS_MAX: usize = 4;
    let ends = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let mut splits = ends.take(WORDS_MAX).filter_map(|at| text.split_at_checked(at));
    let is_sign = |c: char| matches!(c, ':' | '-' | '–' | '—' | ',' | ' ');
    let split_day = |(day, rest): (&'_ str, &'_ str)| {
        let day = day.trim_end_matches(is_sign).len();
        let rest = rest.trim_start_matches(is_sign).len();
        let day = text.get(..day)?;
        let is_day = day.contains(['/', '-', '.', ' ']) && is_day(day).is_some();
        let rest = text.get(text.len() - rest..)?;
        (is_day && !words(rest).is_empty()).then_some((day, rest))
    };
    // The longest is the whole day: `5 Aug 2026`.
    splits.by_ref().filter_map(split_day).last()
}

/// A day without a year as one of some year.
pub(in crate::import) fn in_a_year(text: &str) -> String {
    let between = if text.contains('/') {
        "/"
    } else if text.contains('-') && !text.contains(char::is_alphabetic) {
        "-"
    } else if text.contains('.') && !text.contains(char::is_alphabetic) {
        "."
    } else {
        " "
    };
    format!("{text}{between}2024")
}
