//! Names of sheets: what every spreadsheet program takes, each once.

use super::cell;
use std::collections::BTreeSet;

/// The most that a sheet's name has, in units of UTF-16.
const LENGTH_MAX: usize = 31;
/// What no sheet's name may have in it.
const FORBIDDEN: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
/// A name that spreadsheet programs keep for themselves.
const RESERVED: &str = "history";

/// The names that are given already, in small letters: case tells no two sheets apart.
#[derive(Default)]
pub(super) struct SheetNames(BTreeSet<String>);

impl SheetNames {
    /// A name that is not given yet: the title, without what no name may have, as long as names
    /// may be, with a number behind it where another sheet has it.
    pub(super) fn assign_name(&mut self, title: &str) -> String {
        let plain = plain(title);
        let mut number = 1_usize;
        loop {
            let ending = if number == 1 { String::new() } else { format!(" ({number})") };
            let name = format!("{}{ending}", cut(&plain, LENGTH_MAX - ending.len()));
            let lower = name.to_lowercase();
            if lower != RESERVED && self.0.insert(lower) {
                return name;
            }
            number += 1;
        }
    }
}

/// The title with spaces for what no name may have.
fn plain(title: &str) -> String {
    let spaced = cell::text(title).replace(FORBIDDEN, " ").replace(char::is_control, " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let name = words.join(" ");
    let name = name.trim_matches(['\'', ' ']);
    if name.is_empty() { "Sheet".into() } else { name.into() }
}

/// Its beginning of so many units of UTF-16 at most.
fn cut(name: &str, length_max: usize) -> &str {
    let mut length = 0;
    let end = name.char_indices().find(|(_, symbol)| {
        length += symbol.len_utf16();
        length > length_max
    });
    let (kept, _) = name.split_at(end.map_or(name.len(), |(at, _)| at));
    kept.trim_end_matches(['\'', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::any_text;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_what_every_program_takes() {
        let name = |title: &str| SheetNames::default().assign_name(title);
        assert_eq!(name("Sent a week"), "Sent a week");
        assert_eq!(name("a/b: [c]*?\\"), "a b c");
        assert_eq!(name("'quoted'"), "quoted");
        assert_eq!(name("::"), "Sheet");
        assert_eq!(name("History"), "History (2)");
        assert_eq!(name(&"long ".repeat(20)), "long long long long long long l");
    }

    #[test]
    fn no_two_sheets_have_one_name() {
        let mut names = SheetNames::default();
        let three = ["Ages", "AGES", "ages"].map(|title| names.assign_name(title));
        assert_eq!(three, ["Ages", "AGES (2)", "ages (3)"]);
    }

    proptest! {
        #[test]
        fn any_titles_give_names_that_are_taken(titles in prop::collection::vec(any_text(), 1..6)) {
            let mut names = SheetNames::default();
            for title in &titles {
                let name = names.assign_name(title);
                prop_assert!(!name.is_empty() && name.encode_utf16().count() <= LENGTH_MAX);
                prop_assert!(!name.contains(FORBIDDEN) && !name.contains(char::is_control));
                prop_assert!(!name.starts_with('\'') && !name.ends_with('\''), "{name:?}");
            }
        }
    }
}
