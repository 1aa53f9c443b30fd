//! Writes a file whole or not at all.

use crate::deadline::Paced;
use crate::error::Error;
use crate::inputs;
use crate::open::{self, real_path};
use crate::output::{self, OutputError};
use crate::pack::WRITTEN;
use miette::Diagnostic;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

mod unfinished;

use unfinished::{BESIDE, beside};
pub use unfinished::{Fresh, Readers};

/// Writes a result, as [`atomically`], unless the file is one that this run has read.
///
/// # Errors
/// A file that is an input, by whatever name; otherwise as [`atomically`].
pub fn result(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), OutputError>,
) -> Result<(), Error> {
    demand_no_input(path)?;
    atomically(path, write)
}

/// Fails where a result would be written over a file that this run has read, or over a ledger.
///
/// # Errors
/// That it is one.
pub fn demand_no_input(path: &Path) -> Result<(), Error> {
    let what = if inputs::is_in_use(path) {
        "this run reads it"
    } else if is_database(path) {
        "it is a database, such as a ledger"
    } else if is_beside_database(path) {
        "a database such as a ledger takes it for a part of itself"
    } else {
        return Ok(());
    };
    Err(Error::File {
        path: path.display().to_string(),
        problem: format!("it could not be saved: {what}, and the result would replace it"),
        help: Some("nothing was saved; name another file".into()),
    })
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

/// Writes beside the file, then puts it in its place: a reader sees the old one or the new one. The
/// new one may be read and written by whom the old one may be; one that nobody may write to is
/// refused. What is no file (a pipe, a device) is written to as it is; a link stays, and the file
/// to which it leads is replaced. Of a file with several names, this name alone is the new one's.
///
/// # Errors
/// A place that cannot be written to; the file is as it was then.
pub fn atomically(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), OutputError>,
) -> Result<(), Error> {
    named(path, BESIDE, write)
}

fn named(
    path: &Path,
    prefix: &str,
    write: impl FnOnce(&mut dyn Write) -> Result<(), OutputError>,
) -> Result<(), Error> {
    let old = fs::metadata(path).ok();
    if old.as_ref().is_some_and(Metadata::is_dir) {
        return Err(failed(path, "it is a folder"));
    }
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        let file = File::options().write(true).open(path);
        return file
            .map_err(OutputError::from)
            .and_then(|file| output::paced(Paced::waiting(file), write))
            .map_err(|error| unwritten(path, &error));
    }
    if old.is_none() && fs::symlink_metadata(path).is_ok_and(|own| own.is_symlink()) {
        return Err(failed(path, "it is a link that leads nowhere"));
    }
    if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
        return Err(failed(path, "it is read-only"));
    }
    let real = real_path(path);
    let folder = real.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(failed(path, &format!("there is no folder {}", folder.display())));
    }
    let made = beside(folder, prefix, Readers::Others);
    let mut file = made.map_err(|error| failed(path, &plain(&error)))?;
    let mut buffered = BufWriter::new(&mut file);
    output::paced(Paced::new(&mut buffered), write).map_err(|error| unwritten(path, &error))?;
    buffered.flush().map_err(|error| failed(path, &plain(&error)))?;
    drop(buffered);
    if let Some(old) = old {
        like(&old, &real, file.as_file()).map_err(|error| failed(path, &plain(&error)))?;
    }
    file.as_file().sync_all().map_err(|error| failed(path, &plain(&error)))?;
    file.persist(&real).map_err(|error| failed(path, &plain(&error.error)))?;
    Ok(())
}

/// Makes a new file's owner and permissions those of the old one, lists of access among them.
fn like(old: &Metadata, old_path: &Path, new: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        // Only some may give files away; whoever may not keeps it, with the same permissions.
        let _ = fchown(new, Some(old.uid()), Some(old.gid()));
    }
    new.set_permissions(old.permissions())?;
    #[cfg(unix)]
    attributes_like(old_path, new)?;
    Ok(())
}

/// Copies the extended attributes. Without its list of access, a file could be read by others: its
/// permissions mean something else then. What else stands there may be the system's own, and stays
/// behind where it does not let itself be written.
#[cfg(unix)]
fn attributes_like(old_path: &Path, new: &File) -> io::Result<()> {
    use xattr::FileExt;
    let Ok(names) = xattr::list(old_path) else { return Ok(()) };
    for name in names {
        let Some(value) = xattr::get(old_path, &name)? else { continue };
        let copied = new.set_xattr(&name, &value);
        if name.to_string_lossy().contains("acl") {
            copied?;
        }
    }
    Ok(())
}

/// Writes a text.
///
/// # Errors
/// As [`atomically`].
pub fn text(path: &Path, text: &str) -> Result<(), Error> {
    atomically(path, |out| Ok(out.write_all(text.as_bytes())?))
}

/// Writes one of the files that a project consists of. What is left of one, where that is killed,
/// whoever changes the project next takes away.
///
/// # Errors
/// As [`atomically`].
pub fn project_file(path: &Path, text: &str) -> Result<(), Error> {
    named(path, WRITTEN, |out| Ok(out.write_all(text.as_bytes())?))
}

/// What the system says, without the name of a file that nobody knows.
pub fn plain(error: &io::Error) -> String {
    let inner = error.get_ref().and_then(|inner| inner.source());
    inner.map_or_else(|| error.to_string(), ToString::to_string)
}

/// That a result could not be written to a file.
fn unwritten(path: &Path, error: &OutputError) -> Error {
    let problem = match error {
        OutputError::Io(error) => plain(error),
        other => other.to_string(),
    };
    match (error, error.help()) {
        (OutputError::Ended(_), Some(help)) => Error::File {
            path: path.display().to_string(),
            problem: format!("it could not be saved: {problem}"),
            help: Some(format!("nothing was saved; {help}")),
        },
        _ => failed(path, &problem),
    }
}

fn failed(path: &Path, problem: &str) -> Error {
    Error::File {
        path: path.display().to_string(),
        problem: format!("it could not be saved: {problem}"),
        help: Some("nothing was saved; name a file in a folder that can be written to".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(path: &Path, text: &str) -> Result<(), Error> {
        atomically(path, |out| Ok(out.write_all(text.as_bytes())?))
    }

    #[test]
    fn a_file_is_replaced_whole_and_kept_where_writing_fails() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        saved(&path, "one").unwrap();
        saved(&path, "two").unwrap();
        let half = atomically(&path, |out| {
            out.write_all(b"thr")?;
            Err(OutputError::from(io::Error::other("disk full")))
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
        inputs::note(&path);
        let error = result(&path, |out| Ok(out.write_all(b"new")?)).unwrap_err().to_string();
        assert!(error.contains("this run reads it"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    }

    #[test]
    fn a_folder_that_is_missing_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = saved(&folder.path().join("no/plan.json"), "").unwrap_err().to_string();
        assert!(error.contains("there is no folder") && !error.contains(".rescind-"), "{error}");
    }
}
