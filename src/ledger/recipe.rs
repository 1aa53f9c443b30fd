//! All that it takes to make a saved plan again: kept beside the plan, as a text of its own.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// All that it takes to make a plan again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// The command line, without the program's name: strategy, parameters, data, zone, days and
    /// limits as they were given.
    pub arguments: Vec<String>,
    /// The folder in which the program was called; paths are seen from it.
    pub folder: PathBuf,
    /// The instant at which ages were measured.
    pub as_of: DateTime<Utc>,
    /// The number of the last event that the ledger had.
    pub ledger_head: u64,
    /// The SHA-256 of every file that was read, by its path.
    pub files: BTreeMap<PathBuf, String>,
    pub program: String,
}

/// A file that is not what it was when a plan was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedFile {
    /// The file, as seen from the folder.
    pub path: PathBuf,
    /// Its SHA-256 then; none where it was not read.
    pub then: Option<String>,
    /// Its SHA-256 now; none where it is gone.
    pub now: Option<String>,
}

impl fmt::Display for ChangedFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: ", self.path.display())?;
        match (&self.then, &self.now) {
            (Some(then), Some(now)) => write!(formatter, "its SHA-256 was {then}, and is {now}"),
            (Some(then), None) => write!(formatter, "it is gone; its SHA-256 was {then}"),
            (None, Some(now)) => write!(formatter, "it was not read then; its SHA-256 is {now}"),
            (None, None) => write!(formatter, "it is gone"),
        }
    }
}

impl Recipe {
    /// With paths as they are seen from the folder, so that it can be moved with all that is in it.
    #[must_use]
    pub fn with_relative_paths(self) -> Self {
        let files = self.files.into_iter();
        let files = files.map(|(path, sum)| (seen_from(&self.folder, &path), sum)).collect();
        Self { files, ..self }
    }

    /// Whether something came from standard input, which nobody keeps.
    pub fn reads_stdin(&self) -> bool {
        self.arguments.iter().any(|argument| argument == "-")
    }

    /// The files that are not what they were. `sum_of` gives the SHA-256 of a file that is there.
    pub fn changed(&self, sum_of: impl Fn(&Path) -> Option<String>) -> Vec<ChangedFile> {
        let changed = self.files.iter().filter_map(|(path, then)| {
            let now = sum_of(path);
            let then = Some(then.clone());
            (now != then).then(|| ChangedFile { path: path.clone(), then, now })
        });
        changed.collect()
    }

    /// The files that were not read when the plan was made, among those that were read now.
    pub fn added(&self, now: BTreeMap<PathBuf, String>, folder: &Path) -> Vec<ChangedFile> {
        let now = now.into_iter().map(|(path, sum)| (seen_from(folder, &path), sum));
        let added = now.filter(|(path, _)| !self.files.contains_key(path));
        added.map(|(path, sum)| ChangedFile { path, then: None, now: Some(sum) }).collect()
    }
}

fn seen_from(folder: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(folder).unwrap_or(path).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_gone_changed_or_new_is_told() {
        let files = [("/a/data.csv", "1"), ("/a/gone.csv", "2"), ("/b/same.csv", "3")];
        let files = files.map(|(path, sum)| (PathBuf::from(path), sum.to_owned()));
        let recipe = Recipe {
            arguments: vec![],
            folder: "/a".into(),
            as_of: DateTime::UNIX_EPOCH,
            ledger_head: 0,
            files: files.into(),
            program: String::new(),
        };
        let recipe = recipe.with_relative_paths();
        let sum_of = |path: &Path| match path.to_str() {
            Some("data.csv") => Some("9".to_owned()),
            Some("/b/same.csv") => Some("3".into()),
            _ => None,
        };
        let messages: Vec<String> =
            recipe.changed(sum_of).iter().map(ToString::to_string).collect();
        assert_eq!(
            messages,
            ["data.csv: its SHA-256 was 1, and is 9", "gone.csv: it is gone; its SHA-256 was 2"]
        );
        let now = [(PathBuf::from("/c/data.csv"), "9".into()), ("/c/x".into(), "4".into())];
        let added = recipe.added(now.into(), Path::new("/c"));
        assert_eq!(added.len(), 1);
        assert_eq!(added[0].to_string(), "x: it was not read then; its SHA-256 is 4");
    }
}
