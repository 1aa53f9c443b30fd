//! What people write around a word: `2. Accepted`, `INVITATION_PENDING`, `InviteDeclined`,
//! `withdrawn (12/9)`, `accepted 5 Aug`, `withdrawn -> sent again`, `pending (was withdrawn)`.
//!
//! Invariant: nothing is left aside but numbering, days and what separates.

use super::history_entries::{BEFORE_DAYS, in_a_year, split_leading_day};
use super::status_words::{STATUS_WORDS, fold_letters};
use crate::import::dates::age;
use crate::import::dates::date_text::parse_date;

/// A text that is longer says more than a word.
const CHARS_MAX: usize = 80;

/// What stands between the steps of a history; a dash or two may lead to the head.
pub(in crate::import) const ARROW_HEADS: [char; 7] = ['>', '→', '⇒', '➜', '➔', '➡', '⟶'];

/// The steps of a history, oldest first; those that are days or nothing are left aside.
pub(in crate::import) fn steps(text: &str) -> impl Iterator<Item = &str> {
    let steps = text.split(ARROW_HEADS).map(|step| step.trim_end_matches(['-', '=', ' ']));
    steps.filter(|step| parts(step).is_none_or(|parts| !parts.is_empty()))
}

/// Whether a question mark stands behind a word.
pub(in crate::import) fn is_question(text: &str) -> bool {
    let marks = text.char_indices().filter(|(_, c)| matches!(c, '?' | '？' | '؟'));
    let before = |at: usize| text.get(..at).unwrap_or_default();
    marks.into_iter().any(|(at, _)| before(at).contains(char::is_alphabetic))
}

/// Without the parts that say what was before: `(was …)`, `previously …`. A text of nothing else
/// is left as it is.
pub(in crate::import) fn without_former(text: &str) -> String {
    let (mut kept, mut rest) = (String::new(), without_numbering(text.trim()));
    while let Some((before, begun)) = rest.split_once(['(', '[']) {
        let Some((within, after)) = begun.split_once([')', ']']) else { break };
        kept.push_str(before);
        let is_former = words(within).first().is_some_and(|word| STATUS_WORDS.is_formerly(word));
        kept.push('|');
        kept.push_str(if is_former { "" } else { within });
        kept.push('|');
        rest = after;
    }
    kept.push_str(rest);
    // `was` begins what has come of it as well, where nothing encloses it.
    let is_former = |word: &String| STATUS_WORDS.is_formerly(word) && !STATUS_WORDS.is_filler(word);
    let mut now = split(&kept);
    now.retain(|part| !words(part).first().is_some_and(is_former));
    let is_left = now.iter().any(|part| !words(part).is_empty());
    if is_left { now.join("|") } else { text.to_owned() }
}

/// The parts of a text, each as its words; parts that are days or nothing are left aside. None
/// where a text is too long to be what somebody calls something.
pub(in crate::import) fn parts(text: &str) -> Option<Vec<Vec<String>>> {
    if text.chars().count() > CHARS_MAX {
        return None;
    }
    let begin = split_leading_day(text.trim()).map_or(text, |(_, rest)| rest);
    let parts = split(without_numbering(begin.trim()));
    let parts = parts.iter().map(|part| words(without_day(part)));
    Some(parts.filter(|words| !words.is_empty()).collect())
}

/// Without `1.`, `2)`, `03 -` or `4_` before a word.
fn without_numbering(text: &str) -> &str {
    let begin = text.trim_start_matches(['#', '(', '[']);
    let rest = begin.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = begin.len() - rest.len();
    let word = rest.trim_start_matches(['.', ')', ']', ':', '-', '–', '_', ' ']);
    let is_numbering = (1..=2).contains(&digits)
        && word.len() < rest.len()
        && word.chars().next().is_some_and(char::is_alphabetic)
        && is_day(text).is_none();
    if is_numbering { word } else { text }
}

/// At what separates parts: a comma, a bar, a parenthesis, a dash between blanks, but not within
/// numbers.
fn split(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| chars.get(index)).copied();
    let mut parts = vec![String::new()];
    for (index, &c) in chars.iter().enumerate() {
        let (before, after) = (at(index.checked_sub(1)), at(index.checked_add(1)));
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let separates = match c {
            '(' | ')' | '[' | ']' | ';' | '|' | '→' | '>' | '\n' | '–' | '—' | '·' | '•' => {
                true
            }
            ',' | ':' | '/' => !(is_digit(before) && is_digit(after)),
            '-' => is_blank(before) && is_blank(after),
            _ => false,
        };
        match parts.last_mut() {
            Some(last) if !separates => last.push(c),
            _ => parts.push(String::new()),
        }
    }
    parts
}

/// Without the day or age at the end, and what stands before it.
pub(in crate::import) fn without_day(part: &str) -> &str {
    if !part.contains(|c: char| c.is_ascii_digit()) {
        return part;
    }
    let begins = part.char_indices().filter(|(at, c)| {
        let before = part.get(..*at).and_then(|before| before.chars().next_back());
        !c.is_whitespace() && before.is_none_or(char::is_whitespace)
    });
    let mut ends = begins.filter(|(at, _)| {
        let end = part.get(*at..).unwrap_or_default().trim();
        let is_age = *at > 0 && age::least_days(end).is_some();
        is_age || is_day(end).is_some() || is_year(end)
    });
    let Some(before) = ends.next().and_then(|(at, _)| part.get(..at)) else { return part };
    let before = before.trim_end();
    match before.rsplit_once(char::is_whitespace) {
        Some((start, last)) if BEFORE_DAYS.contains(&fold_letters(last).as_str()) => start,
        None if BEFORE_DAYS.contains(&fold_letters(before).as_str()) => "",
        _ => before,
    }
}

/// Whether a text is a day, with a year or without.
pub(in crate::import) fn is_day(text: &str) -> Option<()> {
    let text = text.trim().trim_end_matches('.');
    let is_short = text.len() < 40 && text.contains(|c: char| c.is_ascii_digit());
    let of_a_year = || parse_date(&in_a_year(text));
    is_short.then(|| parse_date(text).or_else(of_a_year))?.map(|_| ())
}

/// Whether a text is a day of some year that it does not name: `5.9.`, `Nov 10`.
pub(in crate::import) fn is_day_without_year(text: &str) -> bool {
    text.contains(['/', '-', '.', ' ']) && parse_date(text).is_none() && is_day(text).is_some()
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.starts_with("20") && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of a part, by their letters: `InvitePending` is two.
pub(in crate::import) fn words(part: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in part.chars() {
        let begins = before.is_lowercase() && c.is_uppercase();
        let separates = c.is_whitespace() || c == '_' || c == '-' || c == '.';
        if begins || separates {
            words.push(String::new());
        }
        if let Some(last) = words.last_mut().filter(|_| !separates) {
            last.push(c);
        }
        before = c;
    }
    words.iter().map(|word| fold_letters(word)).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn texts_are_taken_apart() {
        for (text, expected) in [
            ("1. Pending", "pending"),
            ("3 - Declined", "declined"),
            ("4) Withdrawn", "withdrawn"),
            ("02_sent", "sent"),
            ("InvitePending", "invite pending"),
            ("INVITATION_PENDING", "invitation pending"),
            ("accepted 5 Aug", "accepted"),
            ("accepted on 2026-08-05", "accepted"),
            ("geaccepteerd op 25-10", "geaccepteerd"),
            ("withdrawn (12/9)", "withdrawn"),
            ("zurückgezogen am 9.8.", "zuruckgezogen"),
            ("sent 2 weeks ago", "sent"),
            ("Accepted, Aug 5, 2026", "accepted"),
            ("sent - no answer yet", "sent|no answer yet"),
            ("1st degree", "1st degree"),
            ("accepted 0", "accepted 0"),
            ("12", "12"),
            ("5 Aug", ""),
            ("9/5 accepted", "accepted"),
            ("2026-02-05: Accepted", "accepted"),
            ("5 Aug 2026 - declined", "declined"),
        ] {
            let parts = parts(text).unwrap();
            let shown: Vec<String> = parts.iter().map(|words| words.join(" ")).collect();
            assert_eq!(shown.join("|"), expected, "{text}");
        }
        assert_eq!(parts(&"accepted ".repeat(20)), None);
    }
}
