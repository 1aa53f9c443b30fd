//! Puts a pack's files into a project, and takes them out.
//!
//! Invariant: a pack's folder is there whole or not at all; a crash between two steps leaves what
//! `rescind verify` names, never a mixture.

use super::content::Pack;
use super::error::PackError;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// The folder of a project in which its packs are.
pub const PACKS: &str = "packs";

/// Puts a pack's files into the project, in place of those that were there.
///
/// # Errors
/// A folder that cannot be written.
pub fn put(root: &Path, pack: &Pack) -> Result<(), PackError> {
    let folder = root.join(PACKS);
    let failed =
        |error: io::Error| PackError::refused(folder.display().to_string(), error.to_string());
    demand_own(&folder)?;
    fs::create_dir_all(&folder).map_err(failed)?;
    let staged =
        tempfile::Builder::new().prefix(".rescind-").tempdir_in(&folder).map_err(failed)?;
    let fresh = staged.path().join("new");
    fs::create_dir(&fresh).map_err(failed)?;
    for (path, bytes) in pack.files.iter() {
        let at = fresh.join(path);
        if let Some(parent) = at.parent() {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        let mut file = File::create_new(at).map_err(failed)?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)?;
    }
    let own = folder.join(pack.name());
    if fs::symlink_metadata(&own).is_ok() {
        fs::rename(&own, staged.path().join("old")).map_err(failed)?;
    }
    fs::rename(fresh, own).map_err(failed)
}

/// Takes a pack's files out of the project.
///
/// # Errors
/// A folder that cannot be removed.
pub fn remove(root: &Path, name: &str) -> Result<(), PackError> {
    let folder = root.join(PACKS);
    demand_own(&folder)?;
    let own = folder.join(name);
    let removed = match fs::symlink_metadata(&own) {
        Err(_) => Ok(()),
        Ok(kind) if kind.is_dir() => fs::remove_dir_all(&own),
        Ok(_) => fs::remove_file(&own),
    };
    removed.map_err(|error| PackError::refused(own.display().to_string(), error.to_string()))?;
    // The last pack takes the folder with it, if nothing else is in it.
    let _ = fs::remove_dir(folder);
    Ok(())
}

/// Fails where the folder of packs is a link: what lies behind it is not the project's.
fn demand_own(folder: &Path) -> Result<(), PackError> {
    if fs::symlink_metadata(folder).is_ok_and(|own| !own.is_dir()) {
        return Err(PackError::refused(folder.display().to_string(), "it is no folder of its own"));
    }
    Ok(())
}
