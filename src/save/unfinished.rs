//! Files that are being written, under a name of their own beside the one that they are to have.
//!
//! Who writes one holds a lock on it, which goes with the process. Whoever writes to the folder
//! next takes away those that nobody holds: a killed command left them.

use crate::open;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// What the names begin with of files that are being written.
pub(super) const TEMPORARY_PREFIX: &str = ".rescind-";

/// How many characters follow that.
const RANDOM_CHARS: usize = 6;

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadAccess {
    /// Whoever may read other files of its owner.
    Others,
    Owner,
}

/// A file that is gone unless it is kept, and held meanwhile.
pub(super) fn create_beside(
    folder: &Path,
    prefix: &str,
    readers: ReadAccess,
) -> io::Result<NamedTempFile> {
    remove_left(folder);
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    if readers == ReadAccess::Others {
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    builder.prefix(prefix).rand_bytes(RANDOM_CHARS);
    loop {
        let file = builder.tempfile_in(folder)?;
        // Where files cannot be locked, nobody takes any away.
        let is_held = file.as_file().lock().is_ok();
        // Until it was held, it looked like one that was left.
        if !is_held || file.path().exists() {
            return Ok(file);
        }
    }
}

/// Takes away what killed commands left. What cannot be taken away is in nobody's way.
fn remove_left(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if !entry.file_name().to_str().is_some_and(is_unfinished) {
            continue;
        }
        let Ok(file) = open::regular(&entry.path()) else { continue };
        if file.try_lock().is_ok() {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_unfinished(name: &str) -> bool {
    let random = name.strip_prefix(TEMPORARY_PREFIX).unwrap_or_default();
    random.len() == RANDOM_CHARS && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A new file with all of its text, which has yet to get its name.
#[derive(Debug)]
pub struct NewFile {
    file: NamedTempFile,
    path: PathBuf,
}

impl NewFile {
    /// Writes the text of a file that is to be made.
    ///
    /// # Errors
    /// A folder that is missing or takes no more.
    pub fn written(path: &Path, readers: ReadAccess, text: &str) -> io::Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut file = create_beside(folder.unwrap_or(Path::new(".")), TEMPORARY_PREFIX, readers)?;
        // The error of the file within: the other one names a file that nobody knows.
        file.as_file_mut().write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        Ok(Self { file, path: path.to_path_buf() })
    }

    /// Gives it its name.
    ///
    /// # Errors
    /// A file of that name that is there already.
    pub fn keep(self) -> io::Result<()> {
        self.file.persist_noclobber(self.path).map_err(|error| error.error)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_holds_is_taken_away_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let held = create_beside(folder.path(), TEMPORARY_PREFIX, ReadAccess::Others).unwrap();
        let others = [".rescind-project-aB3dE6", ".rescind-aB3dE67", "rescind-aB3dE6"];
        for name in others.into_iter().chain([".rescind-aB3dE6"]) {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let folders_own = folder.path().join(".rescind-folder");
        fs::create_dir(&folders_own).unwrap();
        drop(create_beside(folder.path(), TEMPORARY_PREFIX, ReadAccess::Others).unwrap());
        assert!(held.path().exists() && folders_own.exists());
        assert!(others.iter().all(|name| folder.path().join(name).exists()));
        assert!(!folder.path().join(".rescind-aB3dE6").exists());
    }

    #[test]
    fn a_new_file_takes_no_other_s_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.key");
        let written = |text| NewFile::written(&path, ReadAccess::Owner, text).unwrap();
        let (one, two) = (written("one"), written("two"));
        one.keep().unwrap();
        assert_eq!(two.keep().unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
