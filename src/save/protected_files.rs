//! Files that no result may replace.

use super::prepared::unsaved;
use crate::error::Error;
use crate::inputs;
use crate::open::{self, real_place};
use crate::pack::{PACKS, is_of_project};
use std::ffi::OsStr;
use std::io::Read;
use std::path::Path;

/// Fails where a result would be written over a file that this run has read, over a ledger, or
/// where a project has files of its own.
///
/// # Errors
/// That it would.
pub fn demand_replaceable(path: &Path) -> Result<(), Error> {
    let what = if inputs::is_in_use(path) {
        "this run reads it, and the result would replace it"
    } else if is_database(path) {
        "it is a database, such as a ledger, and the result would replace it"
    } else if is_beside_database(path) {
        "a database such as a ledger takes it for a part of itself"
    } else if is_in_project(path) {
        "it would be a file of a project's own"
    } else {
        return Ok(());
    };
    Err(unsaved(path, what, "nothing was saved; name another file"))
}

/// What every database of SQLite begins with.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Whether a database would be lost, be it the ledger of another project.
fn is_database(path: &Path) -> bool {
    let mut start = vec![];
    let read = open::regular(path).map(|file| file.take(SQLITE.len() as u64));
    read.is_ok_and(|mut file| file.read_to_end(&mut start).is_ok()) && start == SQLITE
}

/// What SQLite calls files of its own, after the name of a database.
const PARTS: [&str; 3] = ["-journal", "-wal", "-shm"];

/// Whether SQLite would take a file of that name for a part of a database, and its text for what is
/// yet to be written there.
fn is_beside_database(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let databases = PARTS.iter().filter_map(|part| name.strip_suffix(part));
    databases.map(|name| path.with_file_name(name)).any(|path| is_database(&path))
}

/// Whether a project takes a file of that name for one of its own, be it there or not.
fn is_in_project(path: &Path) -> bool {
    let real = real_place(path);
    let is_part = |path: &Path| {
        path.file_name().and_then(OsStr::to_str).is_some_and(is_of_project) && !is_packs(path)
    };
    is_part(&real) || real.ancestors().any(|folder| is_packs(folder) && is_of_a_project(folder))
}

fn is_packs(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| name.eq_ignore_ascii_case(PACKS))
}

/// Whether a folder lies in a project.
fn is_of_a_project(folder: &Path) -> bool {
    let entries = folder.parent().and_then(|root| root.read_dir().ok());
    let mut files = entries.into_iter().flatten().flatten().filter(|entry| entry.path().is_file());
    files.any(|entry| entry.file_name().to_str().is_some_and(is_of_project))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::save::result;
    use std::fs;

    #[test]
    fn no_result_becomes_a_part_of_a_database() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("l.db"), SQLITE).unwrap();
        for part in PARTS {
            let path = folder.path().join(format!("l.db{part}"));
            let error = result(&path, |out| Ok(out.write_all(b"new")?)).unwrap_err().to_string();
            assert!(error.contains("part of itself") && !path.exists(), "{error}");
        }
    }

    #[test]
    fn no_result_takes_the_place_of_what_was_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sheet.csv");
        fs::write(&path, "old").unwrap();
        inputs::note_read(&path);
        let error = result(&path, |out| Ok(out.write_all(b"new")?)).unwrap_err().to_string();
        assert!(error.contains("this run reads it"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    }

    #[test]
    fn no_result_becomes_a_part_of_a_project() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("packs/acme")).unwrap();
        let saved = |name| result(&at(name), |out| Ok(out.write_all(b"new")?));
        for name in ["rescind.lock", "rescind.toml", "Rescind.LOCK", "packs/../rescind.lock"] {
            let error = saved(name).unwrap_err().to_string();
            assert!(error.ends_with("a file of a project's own"), "{error}");
            assert!(!at(name).exists(), "{name}");
        }
        saved("packs/acme/plan.json").unwrap();
        fs::write(at("rescind.toml"), "").unwrap();
        for name in ["packs/acme/plan.csv", "packs/acme/plan.json", "packs/plan.csv"] {
            assert!(saved(name).is_err(), "{name}");
        }
        saved("plan.json").unwrap();
    }
}
