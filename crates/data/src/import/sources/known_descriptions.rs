//! All descriptions that hold for a run, and which of them may read a file.
//!
//! The project's come first, then its packs', then those that the program comes with. A description
//! that names files *claims* them: such a file is read by it or not at all. What is said on the
//! command line of one file outranks all of them.

use super::description::{BUILT_IN, Description, DescriptionOrigin, parse_descriptions};
use super::role::Role;
use crate::account::composed;
use crate::nearest::did_you_mean;
use crate::settings;
use crate::settings::MisplacedKeys;
use std::fs;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// All descriptions that hold for a run.
#[derive(Clone, Debug)]
pub struct Descriptions {
    /// In the order in which they are tried.
    descriptions: Vec<Description>,
    /// What single files were said to be.
    declarations: Vec<(PathBuf, DeclaredSource)>,
}

/// What a file was said to be.
#[derive(Clone, Debug)]
enum DeclaredSource {
    /// A table of this role, whatever its columns are called.
    Role(Role),
    /// A table that is described under this name.
    Source(String),
}

/// Which descriptions may read one file.
pub(in crate::import) enum FileClaim<'a> {
    /// Any of them: columns and values decide.
    Unclaimed(Vec<&'a Description>),
    /// One of these, and no other.
    Described(Vec<&'a Description>),
    /// Any of this role, by as many of its columns as there are.
    Role(Role),
}

impl Default for Descriptions {
    fn default() -> Self {
        Self::with(Vec::new())
    }
}

/// A name that is neither that of a role nor of a description.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("no role or source `{name}`")]
pub struct UnknownSource {
    pub name: String,
    /// What may be meant.
    pub help: String,
}

impl Descriptions {
    /// Those that the program comes with, after those of the project. Of two of one name the first
    /// holds.
    pub fn with(project_descriptions: Vec<Description>) -> Self {
        let mut descriptions: Vec<Description> = Vec::new();
        for description in project_descriptions {
            if descriptions.iter().all(|other| other.name != description.name) {
                descriptions.push(description);
            }
        }
        // The text is the program's own; a test reads it.
        let built_in = settings::parse("sources", "built-in", BUILT_IN, |document| {
            parse_descriptions(document, &DescriptionOrigin::BuiltIn, MisplacedKeys::NOWHERE)
        });
        descriptions.extend(built_in.unwrap_or_default());
        Self { descriptions, declarations: Vec::new() }
    }

    /// These and `more`, which come before those that the program comes with.
    #[must_use]
    pub fn and(self, more: &[Description]) -> Self {
        let project_descriptions =
            self.descriptions.iter().filter(|one| one.origin != DescriptionOrigin::BuiltIn);
        let project_descriptions = project_descriptions.chain(more).cloned().collect();
        Self { declarations: self.declarations, ..Self::with(project_descriptions) }
    }

    /// Every description, in the order in which they are tried.
    pub fn descriptions(&self) -> &[Description] {
        &self.descriptions
    }

    /// The project's own.
    pub fn of_project(&self) -> impl Iterator<Item = &Description> {
        self.descriptions.iter().filter(|one| one.origin == DescriptionOrigin::Project)
    }

    /// What people's own sheets are read by.
    pub fn sheet(&self) -> Option<&Description> {
        self.descriptions
            .iter()
            .rev()
            .find(|one| one.origin == DescriptionOrigin::BuiltIn && one.requires.is_empty())
    }

    /// Says of one file what it is: a role, or the name of a description.
    pub fn declare(&mut self, what: &str, path: &Path) -> Result<(), UnknownSource> {
        let source = match Role::named(what) {
            Some(role) => DeclaredSource::Role(role),
            None if self.descriptions.iter().any(|one| one.name == what) => {
                DeclaredSource::Source(what.to_owned())
            }
            None => {
                let roles = Role::ALL.iter().map(|role| role.name());
                let known = roles.chain(self.descriptions.iter().map(|one| one.name.as_str()));
                let help = did_you_mean(what, known, "a role or source");
                return Err(UnknownSource { name: what.into(), help });
            }
        };
        self.declarations.push((path.to_path_buf(), source));
        Ok(())
    }

    /// The files of which something was said.
    pub fn declared_paths(&self) -> impl Iterator<Item = &Path> {
        self.declarations.iter().map(|(path, _)| path.as_path())
    }

    /// Which descriptions may read a table that goes by several paths, the first that is claimed
    /// deciding.
    pub(in crate::import) fn claim_any(&self, paths: &[&str]) -> FileClaim<'_> {
        let claims = paths.iter().map(|path| self.claim(path));
        let mut claimed = claims.filter(|claim| !matches!(claim, FileClaim::Unclaimed(_)));
        claimed.next().unwrap_or_else(|| self.claim(""))
    }

    /// Which descriptions may read a file: `shown` is its path, a member of a zip after the zip's.
    pub(in crate::import) fn claim(&self, shown: &str) -> FileClaim<'_> {
        if let Some(source) = self.declaration_of(shown) {
            return match source {
                DeclaredSource::Role(role) => FileClaim::Role(*role),
                DeclaredSource::Source(name) => FileClaim::Described(
                    self.descriptions.iter().find(|one| one.name == *name).into_iter().collect(),
                ),
            };
        }
        let claims = |one: &&Description| one.files.iter().any(|pattern| is_called(shown, pattern));
        let claiming: Vec<&Description> = self.descriptions.iter().filter(claims).collect();
        // The project's word outranks a pack's.
        let first = claiming.first().map(|one| matches!(one.origin, DescriptionOrigin::Project));
        if let Some(of_project) = first {
            let same =
                |one: &&Description| (one.origin == DescriptionOrigin::Project) == of_project;
            return FileClaim::Described(claiming.into_iter().filter(same).collect());
        }
        FileClaim::Unclaimed(self.descriptions.iter().filter(|one| one.files.is_empty()).collect())
    }

    /// Whether something was said of this very file.
    pub(in crate::import) fn is_declared(&self, shown: &str) -> bool {
        self.declaration_of(shown).is_some()
    }

    fn declaration_of(&self, shown: &str) -> Option<&DeclaredSource> {
        let declared = self.declarations.iter().rev().find(|(path, _)| Self::is_about(path, shown));
        declared.map(|(_, declared)| declared)
    }

    /// Whether a path that something was said of is that of a file.
    pub(in crate::import) fn is_about(path: &Path, shown: &str) -> bool {
        let real = |path: &Path| fs::canonicalize(path).ok();
        composed(&path.to_string_lossy()) == composed(shown)
            || (path == Path::new("-") && shown == super::STANDARD_INPUT)
            || real(path).is_some_and(|real_path| real(Path::new(shown)) == Some(real_path))
    }
}

/// Whether a path ends in the names of a pattern, in any case: `*.csv`, `anna/notes.csv`.
fn is_called(shown: &str, pattern: &str) -> bool {
    let parts = |text: &str| -> Vec<String> {
        let parts = text.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".");
        parts.map(|part| composed(part).to_lowercase()).collect()
    };
    let (names, wanted) = (parts(shown), parts(pattern));
    let mut pairs = names.iter().rev().zip(wanted.iter().rev());
    !wanted.is_empty()
        && names.len() >= wanted.len()
        && pairs.all(|(names, wanted)| matches_glob(names, wanted))
}

/// Whether a name fits a pattern with `*` and `?`.
fn matches_glob(name: &str, pattern: &str) -> bool {
    let (name, pattern): (Vec<char>, Vec<char>) =
        (name.chars().collect(), pattern.chars().collect());
    // For every length of a beginning of the name, whether the pattern so far fits it.
    let mut reached = vec![false; name.len() + 1];
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    for wanted in pattern {
        let mut next = vec![false; name.len() + 1];
        let mut any_before = false;
        for (length, slot) in next.iter_mut().enumerate() {
            let here = reached.get(length).copied().unwrap_or(false);
            any_before |= here;
            let before = length.checked_sub(1);
            let stepped = before.and_then(|at| reached.get(at)).copied().unwrap_or(false);
            let character = before.and_then(|at| name.get(at));
            *slot = match wanted {
                '*' => any_before,
                '?' => stepped,
                wanted => stepped && character == Some(&wanted),
            };
        }
        reached = next;
    }
    reached.last().copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::{Descriptions, FileClaim, is_called};
    use crate::import::sources::description::parse;

    #[test]
    fn a_file_is_known_by_the_end_of_its_path() {
        for (path, pattern) in [
            ("data/Anna/Notes.CSV", "notes.csv"),
            ("data/anna/notes.csv", "anna/*.csv"),
            ("anna.zip/Jobs/x.csv", "?.csv"),
            ("./export-2026-01.csv", "export-*.csv"),
            ("a.csv", "*"),
            ("a[1].csv", "a[1].csv"),
            ("zoe\u{308}-a.csv", "zo\u{eb}-*.csv"),
        ] {
            assert!(is_called(path, pattern), "{path} {pattern}");
        }
        for (path, pattern) in [
            ("anna-notes.csv", "notes.csv"),
            ("notes.csv", "anna/notes.csv"),
            ("a.csv", ""),
            ("a.csvx", "*.csv"),
        ] {
            assert!(!is_called(path, pattern), "{path} {pattern}");
        }
    }

    #[test]
    fn whoever_names_a_file_claims_it() {
        let text = "[one]\nrole = \"sheet\"\nname = \"Who\"\nfiles = \"a*.csv\"\n\
                    [two]\nrole = \"sheet\"\nname = \"Wer\"\n";
        let known = Descriptions::with(parse(text, "x.toml").unwrap());
        let FileClaim::Described(claiming) = known.claim("x/ab.csv") else { panic!("claimed") };
        assert_eq!(claiming.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["one"]);
        let FileClaim::Unclaimed(open) = known.claim("x/b.csv") else { panic!("open") };
        assert_eq!(open.first().map(|one| one.name.as_str()), Some("two"));
    }
}
