//! Writes a file whole or not at all.

use crate::error::Error;
use crate::output::OutputError;
use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Writes beside the file, then puts it in its place: a reader sees the old one or the new one.
/// What is no file (a pipe, a device) is written to as it is; a link stays, and its target is
/// replaced.
///
/// # Errors
/// A place that cannot be written to; the file is as it was then.
pub fn atomically(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), OutputError>,
) -> Result<(), Error> {
    let kind = fs::metadata(path).ok();
    if kind.as_ref().is_some_and(Metadata::is_dir) {
        return Err(failed(path, "it is a folder"));
    }
    if kind.is_some_and(|kind| !kind.is_file()) {
        let file = File::options().write(true).open(path);
        return file
            .map_err(OutputError::from)
            .and_then(|mut file| write(&mut file))
            .map_err(|error| failed(path, &reason(&error)));
    }
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = real.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(failed(path, &format!("there is no folder {}", folder.display())));
    }
    let mut file = beside(folder).map_err(|error| failed(path, &plain(&error)))?;
    let mut buffered = BufWriter::new(&mut file);
    write(&mut buffered).map_err(|error| failed(path, &reason(&error)))?;
    buffered.flush().map_err(|error| failed(path, &plain(&error)))?;
    drop(buffered);
    file.as_file().sync_all().map_err(|error| failed(path, &plain(&error)))?;
    file.persist(&real).map_err(|error| failed(path, &plain(&error.error)))?;
    Ok(())
}

/// A file that is gone unless it is kept, as readable for others as any other file.
fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.prefix(".rescind-").tempfile_in(folder)
}

/// What the system says, without the name of a file that nobody knows.
fn plain(error: &io::Error) -> String {
    let inner = error.get_ref().and_then(|inner| inner.source());
    inner.map_or_else(|| error.to_string(), ToString::to_string)
}

fn reason(error: &OutputError) -> String {
    match error {
        OutputError::Io(error) => plain(error),
        other => other.to_string(),
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

    #[test]
    fn a_folder_that_is_missing_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = saved(&folder.path().join("no/plan.json"), "").unwrap_err().to_string();
        assert!(error.contains("there is no folder") && !error.contains(".rescind-"), "{error}");
    }
}
