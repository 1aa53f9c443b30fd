//! What the names of files and folders say of accounts.
//!
//! Invariant: a letter and its accents are of one word, whether a system writes them in one piece
//! or in two.

use crate::account::{fold_name, is_of_word, trim_name};
use crate::import::dates::month_names::month;
use crate::import::files::{has_extension, may_hold_table};
use std::path::Path;

/// Words at the end of a file's name that say what it holds, not whose it is.
const KINDS_OF_FILE: &[&str] = &[
    "invitations",
    "invitation",
    "connections",
    "messages",
    "profile",
    "sent",
    "pending",
    "requests",
    "list",
    "page",
    "phantombuster",
    "edges",
    "cleaner",
    "linkedin",
    "export",
    "tracking",
    "sheet",
    "naas",
    "unipile",
    "withdrawable",
];

/// `anna` of `anna-Invitations.csv`; empty where the name ends in no word for what it holds. A
/// month beside a number is part of a day: `anna-sent Nov 10`.
pub(in crate::import) fn prefix(file: &str) -> &str {
    let stem = stem(file);
    let (mut kept, mut is_beside_number) = (stem, false);
    loop {
        let trimmed = kept.trim_end_matches(|c: char| !is_of_word(c));
        let (before, word) = last_word(trimmed);
        let is_month = || month(&word).is_some_and(|month| month > 0);
        let ends_in_number = || is_number(&last_word(before).1);
        let is_of_day = is_number(&word) || is_month() && (is_beside_number || ends_in_number());
        if !is_of_day && !KINDS_OF_FILE.contains(&word.as_str()) {
            return if kept.len() == stem.len() { "" } else { trimmed };
        }
        (kept, is_beside_number) = (before, is_number(&word));
    }
}

/// What stands before the last word of a text, and that word in lower case.
fn last_word(text: &str) -> (&str, String) {
    let text = text.trim_end_matches(|c: char| !is_of_word(c));
    let start = text.rfind(|c: char| !is_of_word(c)).map_or(0, |at| {
        at + text.get(at..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8)
    });
    let (before, word) = text.split_at_checked(start).unwrap_or((text, ""));
    (before, word.to_lowercase())
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of a name, as names of accounts are compared.
pub(in crate::import) fn name_words(text: &str) -> Vec<String> {
    let text = fold_name(text);
    let words = text.split(|c: char| !is_of_word(c)).filter(|word| !word.is_empty());
    words.map(String::from).collect()
}

/// A day in a file's name: the year, the month, the day; 0 where it is not said.
pub(crate) type FileNameDate = (u32, u32, u32);

/// The name of a file or sheet without the day in it, and that day: `tracker` of `tracker-2026-01`.
pub(crate) fn split_date(name: &str) -> Option<(String, FileNameDate)> {
    let words = name_words(name);
    let number = |at: usize, max: u32| {
        let word = words.get(at).filter(|word| word.len() <= 2)?;
        word.parse::<u32>().ok().filter(|number| (1..=max).contains(number))
    };
    let month_at = |at: usize| {
        number(at, 12).or_else(|| words.get(at).and_then(|word| month(word)).filter(|m| *m > 0))
    };
    let year = |word: &str| {
        let is_year = word.len() == 4 && (word.starts_with("20") || word.starts_with("19"));
        word.parse::<u32>().ok().filter(|_| is_year)
    };
    let dated = |at: usize| -> Option<(std::ops::Range<usize>, FileNameDate)> {
        let word = words.get(at)?;
        if word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit()) {
            let part = |from: usize, to: usize| word.get(from..to)?.parse::<u32>().ok();
            let day = (year(word.get(..4)?)?, part(4, 6)?, part(6, 8)?);
            let is_day = (1..=12).contains(&day.1) && (1..=31).contains(&day.2);
            return is_day.then_some((at..at + 1, day));
        }
        let year = year(word)?;
        if let Some(month) = month_at(at + 1) {
            let day = number(at + 2, 31);
            return Some((
                at..at + 2 + usize::from(day.is_some()),
                (year, month, day.unwrap_or(0)),
            ));
        }
        let two = at.checked_sub(2);
        let before = two.and_then(|first| Some((first, month_at(first)?, number(first + 1, 31)?)));
        let turned = two.and_then(|first| Some((first, month_at(first + 1)?, number(first, 31)?)));
        if let Some((first, month, day)) = before.or(turned) {
            return Some((first..at + 1, (year, month, day)));
        }
        let month = at.checked_sub(1).and_then(|before| Some((before, month_at(before)?)));
        Some(
            month.map_or((at..at + 1, (year, 0, 0)), |(from, month)| {
                (from..at + 1, (year, month, 0))
            }),
        )
    };
    let alone = || {
        let named = |at: &usize| words.get(*at).and_then(|word| month(word)).is_some_and(|m| m > 0);
        let at = (0..words.len()).find(named)?;
        Some((at..at + 1, (0, month_at(at)?, 0)))
    };
    let (range, day) = (0..words.len()).find_map(dated).or_else(alone)?;
    let rest = words.iter().enumerate().filter(|(at, _)| !range.contains(at));
    let rest: Vec<&str> = rest.map(|(_, word)| word.as_str()).collect();
    Some((rest.join("-"), day))
}

/// Whether a name is a day of some year and nothing else.
pub(in crate::import) fn is_day(name: &str) -> bool {
    split_date(name)
        .is_some_and(|(rest, (year, month, _))| rest.is_empty() && year > 0 && month > 0)
}

/// A file's name without its extension.
pub(in crate::import) fn stem(name: &str) -> &str {
    if may_hold_table(name) {
        Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(name)
    } else {
        name
    }
}

/// The account that a folder or zip names, unless the name is LinkedIn's own.
pub(in crate::import) fn named_by(name: &str) -> Option<String> {
    let name = if has_extension(name, "zip") { stem(name) } else { name };
    let generic = is_day(name)
        || name.to_lowercase().replace(['_', ' ', '-'], "").contains("linkedindataexport");
    (!generic && !trim_name(name).is_empty() && name != "." && name != "..")
        .then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{prefix, split_date};

    #[test]
    fn whose_a_file_is_stands_before_what_it_holds_and_its_day() {
        for (name, expected) in [
            ("anna-Invitations.csv", "anna"),
            ("anna berg sent Nov 10.csv", "anna berg"),
            ("anna-sent-10-nov-2026.csv", "anna"),
            ("anna sent 2026-11.csv", "anna"),
            ("Sent Nov 10.csv", ""),
            ("Anna May sent.csv", "Anna May"),
            ("anna.csv", ""),
            ("Invitations.csv", ""),
        ] {
            assert_eq!(prefix(name), expected, "{name}");
        }
    }

    #[test]
    fn days_in_names_are_found() {
        for (name, rest, day) in [
            ("tracker-2026-01", "tracker", (2026, 1, 0)),
            ("tracker_2026-01-15", "tracker", (2026, 1, 15)),
            ("2026-02 tracker", "tracker", (2026, 2, 0)),
            ("tracker20260115", "", (0, 0, 0)),
            ("tracker 20260115", "tracker", (2026, 1, 15)),
            ("Tracker 15.01.2026", "tracker", (2026, 1, 15)),
            ("tracker 01-15-2026 final", "tracker-final", (2026, 1, 15)),
            ("tracker January 2026", "tracker", (2026, 1, 0)),
            ("Feb", "", (0, 2, 0)),
            ("tracker", "", (0, 0, 0)),
            ("tracker 2", "", (0, 0, 0)),
        ] {
            let expected = (day != (0, 0, 0)).then(|| (rest.to_owned(), day));
            assert_eq!(split_date(name), expected, "{name}");
        }
    }
}
