//! Writes a file whole or not at all.

use crate::error::Error;
use crate::output::OutputError;
use std::io::{BufWriter, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Writes beside the file, then puts it in its place: a reader sees the old one or the new one.
pub(super) fn atomically(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), OutputError>,
) -> Result<(), Error> {
    let failed = |problem: &dyn std::fmt::Display| Error::File {
        path: path.display().to_string(),
        problem: format!("the plan could not be saved: {problem}"),
        help: Some("nothing was written; name a file in a folder that can be written to".into()),
    };
    if path.is_dir() {
        return Err(failed(&"it is a folder"));
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder).map_err(|error| failed(&error))?;
    let mut buffered = BufWriter::new(&mut file);
    write(&mut buffered).map_err(|error| failed(&error))?;
    buffered.flush().map_err(|error| failed(&error))?;
    drop(buffered);
    file.as_file().sync_all().map_err(|error| failed(&error))?;
    file.persist(path).map_err(|error| failed(&error.error))?;
    Ok(())
}
