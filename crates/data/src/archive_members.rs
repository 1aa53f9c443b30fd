//! The members of an archive by name: whichever program unpacks it, on whichever system, each is
//! one file of its own.
//!
//! Invariant: no two members that are taken are one file anywhere, and none is a file and a folder.

use std::collections::BTreeMap;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// Why a member cannot be taken besides another.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum MemberClash {
    #[error("the member `{0}` is there twice")]
    Twice(String),
    #[error("some systems take `{name}` and `{other}` for the same")]
    SameSomewhere {
        name: String,
        /// The one before it.
        other: String,
    },
    #[error("with `{other}` and `{name}`, it is a file and a folder")]
    FileAndFolder {
        name: String,
        /// The one before it.
        other: String,
    },
}

/// The members that were met so far.
#[derive(Debug, Default)]
pub struct ArchiveMembers {
    /// By the folded path: the name that stood there first, and whether it is a file.
    taken: BTreeMap<String, (String, bool)>,
}

impl ArchiveMembers {
    /// Takes in a member.
    ///
    /// # Errors
    /// Another member that some system takes for the same.
    pub fn take(&mut self, name: &str, is_folder: bool) -> Result<(), MemberClash> {
        let path = fold_path(name);
        let ends = path.match_indices('/').map(|(at, _)| (at, false));
        for (end, is_file) in ends.chain([(path.len(), !is_folder)]) {
            let taken = (name.to_owned(), is_file);
            match self.taken.get(&path[..end]) {
                Some((other, other_is_file)) if is_file || *other_is_file => {
                    let (name, other) = (name.to_owned(), other.clone());
                    return Err(match (other == name, is_file && *other_is_file) {
                        (true, true) => MemberClash::Twice(name),
                        (false, true) => MemberClash::SameSomewhere { name, other },
                        (_, false) => MemberClash::FileAndFolder { name, other },
                    });
                }
                Some(_) => {}
                None => drop(self.taken.insert(path[..end].to_owned(), taken)),
            }
        }
        Ok(())
    }
}

/// A member's path as the least particular system sees it: without case, forms of accents, `.` and
/// doubled separators, and with `\` for `/`.
fn fold_path(name: &str) -> String {
    let name = name.nfkc().collect::<String>().to_uppercase().to_lowercase();
    let name = name.nfkc().collect::<String>();
    let parts = name.split(['/', '\\']).map(|part| part.trim_end_matches(['.', ' ']));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(names: &[&str]) -> Result<(), MemberClash> {
        let mut members = ArchiveMembers::default();
        names.iter().try_for_each(|name| members.take(name, name.ends_with('/')))
    }

    #[test]
    fn what_some_system_takes_for_one_file_is_refused() {
        for names in [
            ["a.csv", "a.csv"],
            ["a.csv", "A.CSV"],
            ["a.csv", "./a.csv"],
            ["x/a.csv", "x\\a.csv"],
            ["x/a.csv", "x//a.csv"],
            ["x/a.csv", "x/./a.csv"],
            ["a.csv", "a.csv."],
            ["é.csv", "e\u{301}.csv"],
            ["straße", "STRASSE"],
            ["a", "a/b"],
            ["a/b", "a"],
            ["a/", "a"],
            ["A/b", "a"],
        ] {
            assert!(taken(&names).is_err(), "{names:?}");
        }
        for names in [["a/", "a/b"], ["a/b", "a/"], ["a/b", "a/c"], ["a/b", "ab"], ["a/", "A/b"]] {
            assert_eq!(taken(&names), Ok(()), "{names:?}");
        }
    }
}
