//! What the names of files and folders say of accounts.
//!
//! Invariant: a letter and its accents are of one word, whether a system writes them in one piece
//! or in two.

use super::files::{has_extension, may_hold_table};
use crate::account::{folded, is_of_word, trimmed};
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

/// `anna` of `anna-Invitations.csv`; empty where the name ends in no word for what it holds.
pub(super) fn prefix(file: &str) -> &str {
    let stem = stem(file);
    let mut kept = stem;
    loop {
        let trimmed = kept.trim_end_matches(|c: char| !is_of_word(c));
        let start = trimmed.rfind(|c: char| !is_of_word(c)).map_or(0, |at| {
            at + trimmed.get(at..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8)
        });
        let word = trimmed.get(start..).unwrap_or_default().to_lowercase();
        let number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        if !number && !KINDS_OF_FILE.contains(&word.as_str()) {
            return if kept.len() == stem.len() { "" } else { trimmed };
        }
        kept = trimmed.get(..start).unwrap_or_default();
    }
}

/// The words of a name, as names of accounts are compared.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let text = folded(text);
    let words = text.split(|c: char| !is_of_word(c)).filter(|word| !word.is_empty());
    words.map(String::from).collect()
}

/// A file's name without its extension.
pub(super) fn stem(name: &str) -> &str {
    if may_hold_table(name) {
        Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(name)
    } else {
        name
    }
}

/// The account that a folder or zip names, unless the name is LinkedIn's own.
pub(super) fn named_by(name: &str) -> Option<String> {
    let name = if has_extension(name, "zip") { stem(name) } else { name };
    let generic = name.to_lowercase().replace(['_', ' ', '-'], "").contains("linkedindataexport");
    (!generic && !trimmed(name).is_empty() && name != "." && name != "..").then(|| name.to_owned())
}
