//! Writes a file whole or not at all.

use crate::error::Error;
use crate::output::OutputResult;
use crate::pack::PROJECT_FILE_PREFIX;
use std::io::{self, Write};
use std::path::Path;

mod prepared;
mod protected_files;
mod unfinished;

pub use prepared::{PreparedFile, UNSAVED_HELP};
pub use protected_files::demand_replaceable;
use unfinished::TEMPORARY_PREFIX;
pub use unfinished::{NewFile, ReadAccess};

/// Writes a result, as [`write_atomically`], unless the file is one that this run has read.
///
/// # Errors
/// As `prepared`.
pub fn result(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> OutputResult,
) -> Result<(), Error> {
    prepare_result(path, write)?.persist(UNSAVED_HELP)
}

/// Writes a result that gets its place later, once what has to be done before is done.
///
/// # Errors
/// A file that no result may replace, by whatever name; otherwise as [`write_atomically`].
pub fn prepare_result(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> OutputResult,
) -> Result<PreparedFile, Error> {
    demand_replaceable(path)?;
    PreparedFile::written(path, TEMPORARY_PREFIX, write)
}

/// Writes beside the file, then puts it in its place: a reader sees the old one or the new one. The
/// new one may be read and written by whom the old one may be; one that nobody may write to is
/// refused. What is no file (a pipe, a device) is written to as it is; a link stays, and the file
/// to which it leads is replaced. Of a file with several names, this name alone is the new one's.
///
/// # Errors
/// A place that cannot be written to; the file is as it was then.
pub fn write_atomically(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> OutputResult,
) -> Result<(), Error> {
    PreparedFile::written(path, TEMPORARY_PREFIX, write)?.persist(UNSAVED_HELP)
}

/// Writes a text.
///
/// # Errors
/// As [`write_atomically`].
pub fn text(path: &Path, text: &str) -> Result<(), Error> {
    write_atomically(path, |out| Ok(out.write_all(text.as_bytes())?))
}

/// Writes one of the files that a project consists of. What is left of one, where that is killed,
/// whoever changes the project next takes away.
///
/// # Errors
/// As [`write_atomically`].
pub fn project_file(path: &Path, text: &str) -> Result<(), Error> {
    PreparedFile::written(path, PROJECT_FILE_PREFIX, |out| Ok(out.write_all(text.as_bytes())?))?
        .persist(UNSAVED_HELP)
}

/// What the system says, without the name of a file that nobody knows.
pub fn io_message(error: &io::Error) -> String {
    let inner = error.get_ref().and_then(|inner| inner.source());
    inner.map_or_else(|| error.to_string(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, File};

    fn saved(path: &Path, text: &str) -> Result<(), Error> {
        write_atomically(path, |out| Ok(out.write_all(text.as_bytes())?))
    }

    #[test]
    fn a_file_is_replaced_whole_and_kept_where_writing_fails() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        saved(&path, "one").unwrap();
        saved(&path, "two").unwrap();
        let half = write_atomically(&path, |out| {
            out.write_all(b"thr")?;
            Err(crate::output::OutputError::from(io::Error::other("disk full")))
        });
        assert!(half.unwrap_err().to_string().ends_with("could not be saved: disk full"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_a_device_a_device() {
        let folder = tempfile::tempdir().unwrap();
        let (link, target) = (folder.path().join("link"), folder.path().join("target"));
        fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        saved(&link, "new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
        // By a link, so that no device of the machine is at stake where this goes wrong.
        let device = folder.path().join("device");
        std::os::unix::fs::symlink("/dev/null", &device).unwrap();
        saved(&device, "lost").unwrap();
        assert!(fs::symlink_metadata(&device).unwrap().is_symlink());
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_keeps_its_permissions_and_a_read_only_one_its_text() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        fs::write(&path, "old").unwrap();
        let allow = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        allow(0o640);
        saved(&path, "new").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        allow(0o444);
        let error = saved(&path, "newer").unwrap_err().to_string();
        assert!(error.ends_with("it is read-only"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        let link = folder.path().join("nowhere");
        std::os::unix::fs::symlink(folder.path().join("gone"), &link).unwrap();
        assert!(saved(&link, "x").is_err() && fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_keeps_its_list_of_access() {
        use xattr::FileExt;
        const LIST: &str = "system.posix_acl_access";
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        fs::write(&path, "old").unwrap();
        // Version 2; of the owner, of user 1000, of the group, the mask, of others.
        let entries: [(u16, u16, u32); 5] = [
            (0x01, 6, u32::MAX),
            (0x02, 4, 1000),
            (0x04, 0, u32::MAX),
            (0x10, 6, u32::MAX),
            (0x20, 0, u32::MAX),
        ];
        let mut list = 2_u32.to_le_bytes().to_vec();
        for (tag, allowed, user) in entries {
            list.extend([tag.to_le_bytes(), allowed.to_le_bytes()].concat());
            list.extend(user.to_le_bytes());
        }
        let file = File::open(&path).unwrap();
        // Some file systems keep none: then there is nothing to lose.
        let has_lists = file.set_xattr(LIST, &list).is_ok();
        saved(&path, "new").unwrap();
        let kept = xattr::get(&path, LIST).ok().flatten();
        assert_eq!(kept.is_some(), has_lists);
        assert!(kept.is_none_or(|kept| kept == list));
    }

    #[test]
    fn a_folder_that_is_missing_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = saved(&folder.path().join("no/plan.json"), "").unwrap_err().to_string();
        assert!(error.contains("there is no folder") && !error.contains(".rescind-"), "{error}");
    }
}
