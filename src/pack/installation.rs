//! Puts a pack's files into a project, and takes them out.
//!
//! Invariant: a pack's folder is there whole or not at all; what is left of a change that was
//! killed says enough for the next one to end it ([`super::ProjectClaim`]).

use super::content::Pack;
use super::error::PackError;
use super::lock::LOCK;
use super::project_claim::{LOCK_AFTER, LOCK_BEFORE, NAME, NEW, OLD, PREPARED, SOURCE_AFTER};
use crate::open;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The folder of a project in which its packs are.
pub const PACKS: &str = "packs";

/// Keeps version control from changing the bytes of packs, as with line ends on some systems.
const ATTRIBUTES: &str = ".gitattributes";
const UNCHANGED: &str = "# The bytes of packs are locked: nothing converts their line ends.\n\
                         * -text -ident\n";

/// A change of a project's packs, prepared beside them. While it is there, a command that is killed
/// can be undone.
pub struct PackChange {
    folder: TempDir,
    packs: PathBuf,
    name: String,
}

impl PackChange {
    /// Prepares a pack's files, or that a pack goes. `lock_after` is the lock's text after the
    /// change, `source_after` the source that the project file then names.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn new(
        root: &Path,
        name: &str,
        pack: Option<&Pack>,
        lock_after: &str,
        source_after: Option<&str>,
    ) -> Result<Self, PackError> {
        let packs = root.join(PACKS);
        demand_real_folder(&packs)?;
        Self::prepare(root, packs.clone(), name, pack, lock_after, source_after)
            .map_err(|error| PackError::refused(packs.display().to_string(), error.to_string()))
    }

    fn prepare(
        root: &Path,
        packs: PathBuf,
        name: &str,
        pack: Option<&Pack>,
        lock_after: &str,
        source_after: Option<&str>,
    ) -> io::Result<Self> {
        fs::create_dir_all(&packs)?;
        let folder = tempfile::Builder::new().prefix(PREPARED).tempdir_in(&packs)?;
        let at = |part: &str| folder.path().join(part);
        fs::create_dir(at(NEW))?;
        for (path, bytes) in pack.into_iter().flat_map(|pack| pack.files.iter()) {
            let path = at(NEW).join(path);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            write_synced(&path, bytes)?;
        }
        if pack.is_some() {
            write_attributes(&packs)?;
        }
        if let Ok(before) = open::read_settings(&root.join(LOCK)) {
            write_synced(&at(LOCK_BEFORE), before.as_bytes())?;
        }
        if let Some(source) = source_after {
            write_synced(&at(SOURCE_AFTER), source.as_bytes())?;
        }
        write_synced(&at(NAME), name.as_bytes())?;
        // Last: with it, all that is needed to undo the change is there.
        write_synced(&at(LOCK_AFTER), lock_after.as_bytes())?;
        Ok(Self { folder, packs, name: name.to_owned() })
    }

    /// Puts the prepared files into the place of those that were there.
    ///
    /// # Errors
    /// A folder that cannot be moved.
    pub fn install(&self) -> Result<(), PackError> {
        self.moved(true)
    }

    /// Takes out the files that were there.
    ///
    /// # Errors
    /// A folder that cannot be moved.
    pub fn uninstall(&self) -> Result<(), PackError> {
        self.moved(false)
    }

    fn moved(&self, puts: bool) -> Result<(), PackError> {
        let failed = |error: io::Error| {
            PackError::refused(self.packs.display().to_string(), error.to_string())
        };
        let installed = self.packs.join(&self.name);
        let at = |part: &str| self.folder.path().join(part);
        if fs::symlink_metadata(&installed).is_ok() {
            fs::rename(&installed, at(OLD)).map_err(failed)?;
        }
        if puts {
            fs::rename(at(NEW), installed).map_err(failed)
        } else {
            fs::remove_dir(at(NEW)).map_err(failed)
        }
    }

    /// Ends the change: what was there before goes, and so does the folder of packs with the last.
    pub fn finish(self) {
        let packs = self.packs.clone();
        // First: nothing is undone of what is over.
        let _ = fs::remove_file(self.folder.path().join(LOCK_AFTER));
        drop(self);
        let mut names = fs::read_dir(&packs).into_iter().flatten().flatten();
        if names.all(|entry| entry.file_name() == ATTRIBUTES)
            && open::read_settings(&packs.join(ATTRIBUTES)).is_ok_and(|text| text == UNCHANGED)
        {
            let _ = fs::remove_file(packs.join(ATTRIBUTES));
        }
        let _ = fs::remove_dir(packs);
    }
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Writes the attributes, unless somebody has written others.
fn write_attributes(packs: &Path) -> io::Result<()> {
    let path = packs.join(ATTRIBUTES);
    match fs::metadata(&path) {
        Ok(entry) if entry.len() > 0 || !entry.is_file() => Ok(()),
        _ => fs::write(path, UNCHANGED),
    }
}

/// Whether an entry of the folder of packs is of no pack and nobody's fault.
pub fn is_beside_packs(name: &str) -> bool {
    name == ATTRIBUTES || name.starts_with(PREPARED) || super::path_rules::is_made_by_system(name)
}

/// Fails where the folder of packs is a link: what lies behind it is not the project's.
pub(super) fn demand_real_folder(folder: &Path) -> Result<(), PackError> {
    if fs::symlink_metadata(folder).is_ok_and(|metadata| !metadata.is_dir()) {
        return Err(PackError::refused(folder.display().to_string(), "it is no folder of its own"));
    }
    Ok(())
}
