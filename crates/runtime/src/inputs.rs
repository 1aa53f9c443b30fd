//! The files that this run has read, whichever way they were named, and those of its ledger: a
//! result is never written over one of them.
//!
//! A run is a process, so what was read is kept for all of it, and whoever opens a file notes it.

use crate::digest::Sha256Writer;
use file_identity::{Identity, identity};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What makes two paths one file: through links, hard links, and spellings that the system takes
/// for the same.
#[cfg(unix)]
mod file_identity {
    use std::fs;
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    pub(super) type Identity = (u64, u64);

    pub(super) fn identity(path: &Path) -> Option<Identity> {
        fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino()))
    }
}

#[cfg(not(unix))]
mod file_identity {
    use std::fs;
    use std::path::Path;

    pub(super) type Identity = String;

    pub(super) fn identity(path: &Path) -> Option<Identity> {
        fs::canonicalize(path).ok().map(|path| path.to_string_lossy().to_lowercase())
    }
}

type NotedInputs = Mutex<Vec<(Identity, PathBuf)>>;

static READ: NotedInputs = Mutex::new(vec![]);

/// What no result replaces, though the run's outcome is not made from its bytes.
static KEPT: NotedInputs = Mutex::new(vec![]);

/// Notes that a file is read.
pub fn note_read(path: &Path) {
    note_in(&READ, path);
}

/// Notes a file that no result may replace, such as the ledger.
pub fn protect(path: &Path) {
    note_in(&KEPT, path);
}

fn note_in(files: &NotedInputs, path: &Path) {
    let (Some(identity_of_path), Ok(real)) = (identity(path), fs::canonicalize(path)) else {
        return;
    };
    let mut noted = files.lock().unwrap_or_else(PoisonError::into_inner);
    if !noted.iter().any(|(other, path)| *other == identity_of_path && *path == real) {
        noted.push((identity_of_path, real));
    }
}

/// The path of an opened file that was read, where that can be told.
#[cfg(unix)]
pub fn path_of(file: &fs::File) -> Option<PathBuf> {
    use std::os::unix::fs::MetadataExt;
    let about = file.metadata().ok()?;
    let opened = (about.dev(), about.ino());
    let noted = READ.lock().unwrap_or_else(PoisonError::into_inner);
    // A number of a file that is gone may be another's by now.
    let is_it =
        |noted: &&(Identity, PathBuf)| noted.0 == opened && identity(&noted.1) == Some(opened);
    noted.iter().find(is_it).map(|(_, path)| path.clone())
}

/// The path of an opened file that was read, where that can be told.
#[cfg(not(unix))]
pub fn name_of(_: &fs::File) -> Option<PathBuf> {
    None
}

/// How many bytes the files have that were read.
pub fn total_size() -> u64 {
    let noted = READ.lock().unwrap_or_else(PoisonError::into_inner);
    noted.iter().filter_map(|(_, path)| fs::metadata(path).ok()).map(|about| about.len()).sum()
}

/// The SHA-256 of the contents of every file that was read, by its path.
///
/// # Errors
/// A file that cannot be read any more.
pub fn digests() -> io::Result<BTreeMap<PathBuf, String>> {
    let noted = READ.lock().unwrap_or_else(PoisonError::into_inner);
    let files = noted.iter().filter(|(_, path)| path.is_file());
    files.map(|(_, path)| Ok((path.clone(), file_digest(path)?))).collect()
}

/// The SHA-256 of a file's contents.
///
/// # Errors
/// A file that cannot be read.
pub fn file_digest(path: &Path) -> io::Result<String> {
    let mut digest = Sha256Writer::default();
    io::copy(&mut File::open(path)?, &mut digest)?;
    Ok(digest.finish())
}

/// Whether a path is a file that was read or is kept, and still is the same.
pub fn is_in_use(path: &Path) -> bool {
    let Some(identity_of_path) = identity(path) else { return false };
    // A number of a file that is gone may be another's by now.
    let is_it = |noted: &(Identity, PathBuf)| {
        noted.0 == identity_of_path && identity(&noted.1).as_ref() == Some(&noted.0)
    };
    [&READ, &KEPT]
        .iter()
        .any(|files| files.lock().unwrap_or_else(PoisonError::into_inner).iter().any(is_it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_file_is_known_by_every_name_and_no_other_is() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a"), "").unwrap();
        fs::write(at("b"), "").unwrap();
        fs::create_dir(at("x")).unwrap();
        note_read(&at("x/../a"));
        std::os::unix::fs::symlink(at("a"), at("link")).unwrap();
        fs::hard_link(at("a"), at("hard")).unwrap();
        for name in ["a", "link", "hard", "x/../link"] {
            assert!(is_in_use(&at(name)), "{name}");
        }
        assert!(!is_in_use(&at("b")) && !is_in_use(&at("c")));
        protect(&at("b"));
        assert!(is_in_use(&at("b")) && !digests().unwrap().contains_key(&at("b")));
        fs::remove_file(at("a")).unwrap();
        assert!(!is_in_use(&at("hard")), "what is gone is no input any more");
        let opened = fs::File::open(at("hard")).unwrap();
        assert_eq!(path_of(&opened), None);
        note_read(&at("hard"));
        assert_eq!(path_of(&opened), fs::canonicalize(at("hard")).ok());
    }
}
