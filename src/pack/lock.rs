//! `rescind.lock`: which bytes each pack of a project consists of.
//!
//! Each entry ends with a checksum over all that it says, so that one edited by hand, or merged
//! badly, is known. The entries stand by name and apart, so that two people's additions merge.
//!
//! Invariant: an entry's `sha256` and `checksum` are those of what it says, or the lock is refused.

use super::content::Pack;
use super::files::checksum_list;
use super::path_rules::{check_path, is_pack_name};
use crate::digest::sha256;
use crate::settings::{
    self, SettingsError, SettingsFault, SettingsKey, SettingsValue, expect_table, expect_text,
};
use semver::Version;
use std::collections::BTreeMap;
use std::fmt::Write;
use toml::de::DeTable;

/// The file's name.
pub const LOCK: &str = "rescind.lock";

/// The version of its form.
const VERSION: &str = "1";

const HEADER: &str = "# Which bytes each pack of this project consists of. `rescind add` and\n\
                      # `rescind packs` write it; it belongs into version control, and nobody \
                      edits it.\n";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedPack {
    pub name: String,
    pub version: Version,
    /// Where it came from, as people read it.
    pub source: String,
    /// The commit, where it came from a git repository.
    pub commit: Option<String>,
    /// The SHA-256 of every file, by path.
    pub files: BTreeMap<String, String>,
}

impl LockedPack {
    pub fn of_pack(pack: &Pack, source: String, commit: Option<String>) -> Self {
        let manifest = &pack.manifest;
        let (name, version) = (manifest.name.clone(), manifest.version.clone());
        Self { name, version, source, commit, files: pack.files.sums() }
    }

    /// The SHA-256 over all its files.
    pub fn sha256(&self) -> String {
        sha256(checksum_list(&self.files))
    }

    /// The SHA-256 over all that the entry says.
    fn checksum(&self) -> String {
        let Self { name, version, source, commit, files } = self;
        let commit = commit.as_deref().unwrap_or_default();
        let description =
            [name, &version.to_string(), source, commit].map(|text| format!("{text:?}\n"));
        sha256(description.concat() + checksum_list(files).as_str())
    }
}

/// What a lock says of all packs, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    pub packs: BTreeMap<String, LockedPack>,
}

impl Lock {
    /// Reads a lock's text.
    ///
    /// # Errors
    /// What is no lock, or was edited by hand.
    pub fn parse(text: &str, shown: &str) -> Result<Self, SettingsError> {
        settings::parse("pack_lock", shown, text, |document| {
            settings::reject_unknown_keys(document, &["version", "pack"])?;
            let version = document.get("version");
            let number = version.and_then(|value| value.get_ref().as_integer());
            if number.is_none_or(|number| number.as_str() != VERSION) {
                let span = version.map_or(0..0, SettingsValue::span);
                let fault =
                    SettingsFault::new("a lock of an unknown form", span, "expected version = 1");
                return Err(fault.help("a later version of rescind may have written it"));
            }
            let Some(packs) = document.get("pack") else { return Ok(Self::default()) };
            let mut lock = Self::default();
            for value in settings::expect_list("`pack`", "a list of tables", packs)? {
                let locked = locked(value)?;
                let name = locked.name.clone();
                if lock.packs.insert(name.clone(), locked).is_some() {
                    let message = format!("the pack `{name}` is there twice");
                    return Err(
                        SettingsFault::new(message, value.span(), "again here").help(ADVICE)
                    );
                }
            }
            Ok(lock)
        })
    }

    pub fn text(&self) -> String {
        let mut text = format!("{HEADER}version = {VERSION}\n");
        for locked in self.packs.values() {
            let (sum, checksum) = (locked.sha256(), locked.checksum());
            let commit =
                locked.commit.as_ref().map(|commit| format!("commit = {}\n", quoted(commit)));
            // Writing to a text cannot fail.
            let _ = write!(
                text,
                "\n[[pack]]\nname = {}\nversion = {}\nsource = {}\n{}sha256 = \"{sum}\"\n\
                 checksum = \"{checksum}\"\n\n[pack.files]\n",
                quoted(&locked.name),
                quoted(&locked.version.to_string()),
                quoted(&locked.source),
                commit.unwrap_or_default(),
            );
            for (path, sum) in &locked.files {
                let _ = writeln!(text, "{} = \"{sum}\"", quoted(path));
            }
        }
        text
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.into()).to_string()
}

const ADVICE: &str = "nobody edits `rescind.lock`; take it from version control, or run \
                      `rescind packs update --accept`";

fn locked(value: &SettingsValue) -> Result<LockedPack, SettingsFault> {
    let entry = expect_table("a pack", "a table", value)?;
    settings::reject_unknown_keys(
        entry,
        &["name", "version", "source", "commit", "sha256", "checksum", "files"],
    )?;
    let (name, span) = required(entry, "name", value)?;
    if !is_pack_name(name) {
        return Err(SettingsFault::new(format!("a pack cannot be called `{name}`"), span, "here"));
    }
    let (version, span) = required(entry, "version", value)?;
    let version = Version::parse(version)
        .map_err(|error| SettingsFault::new(format!("no version: {error}"), span, "here"))?;
    let commit = match entry.get("commit") {
        Some(commit) => Some(expect_text("`commit`", commit)?.to_owned()),
        None => None,
    };
    let files = entry.get("files").ok_or_else(|| lacks("files", value))?;
    let files = expect_table("`files`", "a table of paths and sums", files)?
        .iter()
        .map(|(path, sum)| file(path, sum));
    let locked = LockedPack {
        name: name.into(),
        version,
        source: required(entry, "source", value)?.0.into(),
        commit,
        files: files.collect::<Result<_, _>>()?,
    };
    for (key, right) in [("sha256", locked.sha256()), ("checksum", locked.checksum())] {
        let (recorded, span) = required(entry, key, value)?;
        if recorded != right {
            let message =
                format!("the lock of `{}` was edited: its `{key}` is another", locked.name);
            return Err(
                SettingsFault::new(message, span, "not of what this entry says").help(ADVICE)
            );
        }
    }
    Ok(locked)
}

fn file(path: &SettingsKey, sum: &SettingsValue) -> Result<(String, String), SettingsFault> {
    check_path(path.get_ref()).map_err(|why| {
        SettingsFault::new(format!("no file of a pack: {why}"), path.span(), "here")
    })?;
    Ok((path.get_ref().to_string(), expect_text("a sum", sum)?.to_owned()))
}

fn lacks(key: &str, whole: &SettingsValue) -> SettingsFault {
    SettingsFault::new(format!("the lock of a pack lacks `{key}`"), whole.span(), "in this table")
        .help(ADVICE)
}

fn required<'a>(
    entry: &'a DeTable,
    key: &str,
    whole: &SettingsValue,
) -> Result<(&'a str, std::ops::Range<usize>), SettingsFault> {
    let value = entry.get(key).ok_or_else(|| lacks(key, whole))?;
    Ok((expect_text(&format!("`{key}`"), value)?, value.span()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lock() -> Lock {
        let files = [("pack.toml", "0a"), ("größe x.rhai", "1b")];
        let files = files.map(|(path, sum)| (path.to_owned(), sum.repeat(32)));
        let one = |name: &str, commit: Option<&str>| LockedPack {
            name: name.into(),
            version: Version::new(1, 2, 3),
            source: "../\"acme\"\n".into(),
            commit: commit.map(Into::into),
            files: files.clone().into(),
        };
        let packs = [one("acme", None), one("house", Some("abc"))];
        Lock { packs: packs.map(|locked| (locked.name.clone(), locked)).into() }
    }

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        let text = lock().text();
        insta::assert_snapshot!(text);
        assert_eq!(Lock::parse(&text, LOCK).unwrap(), lock());
    }

    proptest! {
        #[test]
        fn no_byte_of_an_entry_changes_unseen(at in 200_usize..1_000, to in "[a-z0-9 =\"\n.]") {
            let text = lock().text();
            let at = at % text.len();
            prop_assume!(text.is_char_boundary(at) && text.is_char_boundary(at + 1));
            let edited = format!("{}{to}{}", &text[..at], &text[at + 1..]);
            // What is read is the same, as after a change in a comment or of white space; or
            // nothing.
            if let Ok(read) = Lock::parse(&edited, LOCK) {
                prop_assert_eq!(read, lock());
            }
        }
    }
}
