//! One command at a time changes a project's packs, and what a killed one began is undone or done.
//!
//! A change is prepared in a folder of its own below `packs`, with the lock before and after it.
//! Then the pack's folder is changed, the lock, and last the project file. Whoever changes the
//! project next finds that folder, if the command before was killed, and from it brings the three
//! together again: as they were after the change where all of it was made, else as before.
//!
//! Invariant: after [`ProjectClaim::of`] the folder, the lock and the project file are of one
//! state, and nothing of an earlier command is left.

use super::error::PackError;
use super::installation::{PACKS, demand_real_folder};
use crate::open;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What names of prepared folders begin with.
pub(super) const PREPARED: &str = ".rescind-";
/// What the names begin with of files that are about to take the place of the project's own.
pub const PROJECT_FILE_PREFIX: &str = ".rescind-project-";

/// The parts of a prepared change.
pub(super) const NEW: &str = "new";
pub(super) const OLD: &str = "old";
pub(super) const NAME: &str = "name";
pub(super) const LOCK_BEFORE: &str = "lock-before";
pub(super) const LOCK_AFTER: &str = "lock-after";
pub(super) const SOURCE_AFTER: &str = "source-after";

/// How long another command may take, and how often it is asked whether it has ended.
const CLAIM_TIMEOUT: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(20);

/// The right to change a project, until it is dropped.
#[derive(Debug)]
pub struct ProjectClaim {
    _held: File,
}

impl ProjectClaim {
    /// Waits until nobody else changes the project of this folder, and mends what was left.
    /// `source_of` is what the project file says of a pack's source now.
    ///
    /// # Errors
    /// A folder that cannot be locked, or that somebody else changes for too long.
    pub fn acquire(
        root: &Path,
        lock: &str,
        source_of: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, PackError> {
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        let failed =
            |error: io::Error| PackError::refused(root.display().to_string(), error.to_string());
        let held = opened(root).map_err(failed)?;
        let since = Instant::now();
        loop {
            match held.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if since.elapsed() < CLAIM_TIMEOUT => sleep(LOOK),
                Err(TryLockError::WouldBlock) => {
                    let problem = "another rescind is changing this project";
                    let error = PackError::refused(root.display().to_string(), problem);
                    return Err(error.with_help("wait until it has ended, then do this again"));
                }
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
        mend(root, lock, source_of).map_err(failed)?;
        Ok(Self { _held: held })
    }
}

/// What is locked: the folder itself, so that nothing is left behind.
#[cfg(unix)]
fn opened(root: &Path) -> io::Result<File> {
    File::open(root)
}

/// What is locked where folders cannot be.
#[cfg(not(unix))]
fn opened(root: &Path) -> io::Result<File> {
    let folder = root.join(PACKS);
    fs::create_dir_all(&folder)?;
    File::options().create(true).append(true).open(folder.join(".gitattributes"))
}

/// Brings to an end what killed commands began.
fn mend(root: &Path, lock: &str, source_of: &dyn Fn(&str) -> Option<String>) -> io::Result<()> {
    for left in left_in(root, PROJECT_FILE_PREFIX)? {
        fs::remove_file(left)?;
    }
    let folder = root.join(PACKS);
    if demand_real_folder(&folder).is_err() {
        return Ok(());
    }
    for prepared in left_in(&folder, PREPARED)? {
        if prepared.is_dir() && prepared.join(LOCK_AFTER).is_file() {
            finish_or_undo(root, &prepared, lock, source_of)?;
        }
        if prepared.is_dir() {
            fs::remove_dir_all(prepared)?;
        } else {
            fs::remove_file(prepared)?;
        }
    }
    // An empty folder of packs is nobody's.
    let _ = fs::remove_dir(folder);
    Ok(())
}

/// The entries of a folder whose names begin so; none where it is missing.
fn left_in(folder: &Path, beginning: &str) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
        Err(error) => return Err(error),
    };
    let mut left = vec![];
    for entry in entries {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(beginning) {
            left.push(entry.path());
        }
    }
    left.sort();
    Ok(left)
}

/// Ends a prepared change: nothing is to do where all of it was made, else it is undone.
fn finish_or_undo(
    root: &Path,
    prepared: &Path,
    lock: &str,
    source_of: &dyn Fn(&str) -> Option<String>,
) -> io::Result<()> {
    let part = |name: &str| open::read_settings(&prepared.join(name)).ok();
    let (Some(name), Some(after)) = (part(NAME), part(LOCK_AFTER)) else { return Ok(()) };
    let lock = root.join(lock);
    let is_locked = open::read_settings(&lock).is_ok_and(|now| now == after);
    let has_files = !prepared.join(NEW).exists();
    if is_locked && has_files && source_of(&name) == part(SOURCE_AFTER) {
        return Ok(());
    }
    if is_locked {
        match part(LOCK_BEFORE) {
            // Beside it first: a lock is whole, or it is none.
            Some(before) => {
                let written = root.join(format!("{PROJECT_FILE_PREFIX}lock"));
                fs::write(&written, before)?;
                fs::rename(written, lock)?;
            }
            None => fs::remove_file(lock)?,
        }
    }
    let installed = root.join(PACKS).join(&name);
    let old = prepared.join(OLD);
    if has_files && installed.exists() {
        fs::rename(&installed, prepared.join(NEW))?;
    }
    if old.exists() && !installed.exists() {
        fs::rename(old, installed)?;
    }
    Ok(())
}
