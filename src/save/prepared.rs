//! Files that are written, and have yet to get their place.

use super::io_message;
use super::unfinished::{ReadAccess, create_beside};
use crate::deadline::BoundedIo;
use crate::error::Error;
use crate::open::real_path;
use crate::output::{self, OutputError, OutputResult};
use crate::pipe_writer::PipeWriter;
use miette::Diagnostic;
use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A text that is written whole beside the file that is to have it.
#[derive(Debug)]
#[must_use = "it is gone unless it is kept"]
pub struct PreparedFile {
    path: PathBuf,
    /// The file, and where it goes; none where the text went to what is no file.
    written: Option<(NamedTempFile, PathBuf)>,
}

impl PreparedFile {
    /// Writes it. What is no file (a pipe, a device) is written to at once.
    pub(super) fn written(
        path: &Path,
        prefix: &str,
        write: impl FnOnce(&mut dyn Write) -> OutputResult,
    ) -> Result<Self, Error> {
        let written = write_beside(path, prefix, write)?;
        Ok(Self { path: path.to_path_buf(), written })
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// A place that went away meanwhile; `help` says what is to be known then.
    pub fn persist(self, help: &str) -> Result<(), Error> {
        let Some((file, real)) = self.written else { return Ok(()) };
        file.persist(real).map_err(|error| unsaved(&self.path, &io_message(&error.error), help))?;
        Ok(())
    }
}

/// What to do where a file cannot be saved.
pub const UNSAVED_HELP: &str = "nothing was saved; name a file in a folder that can be written to";

fn write_beside(
    path: &Path,
    prefix: &str,
    write: impl FnOnce(&mut dyn Write) -> OutputResult,
) -> Result<Option<(NamedTempFile, PathBuf)>, Error> {
    let old = fs::metadata(path).ok();
    if old.as_ref().is_some_and(Metadata::is_dir) {
        return Err(failed(path, "it is a folder"));
    }
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return PipeWriter::open(path)
            .map_err(OutputError::from)
            .and_then(|outlet| output::write_paced(BoundedIo::not_counting_waits(outlet), write))
            .map(|()| None)
            .map_err(|error| unwritten(path, &error));
    }
    if old.is_none() && fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink()) {
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
    let beside_target = create_beside(folder, prefix, ReadAccess::Others);
    let mut file = beside_target.map_err(|error| failed(path, &io_message(&error)))?;
    let mut buffered = BufWriter::new(&mut file);
    output::write_paced(BoundedIo::new(&mut buffered), write)
        .map_err(|error| unwritten(path, &error))?;
    buffered.flush().map_err(|error| failed(path, &io_message(&error)))?;
    drop(buffered);
    if let Some(old) = old {
        like(&old, &real, file.as_file()).map_err(|error| failed(path, &io_message(&error)))?;
    }
    file.as_file().sync_all().map_err(|error| failed(path, &io_message(&error)))?;
    Ok(Some((file, real)))
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

/// That a result could not be written to a file.
fn unwritten(path: &Path, error: &OutputError) -> Error {
    let problem = match error {
        OutputError::Io(error) => io_message(error),
        other => other.to_string(),
    };
    match (error, error.help()) {
        (OutputError::Ended(_), Some(help)) => {
            unsaved(path, &problem, &format!("nothing was saved; {help}"))
        }
        _ => failed(path, &problem),
    }
}

fn failed(path: &Path, problem: &str) -> Error {
    unsaved(path, problem, UNSAVED_HELP)
}

pub(super) fn unsaved(path: &Path, problem: &str, help: &str) -> Error {
    Error::of_file(path, &format!("it could not be saved: {problem}"), Some(help))
}
