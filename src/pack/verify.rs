//! Holds what is installed against the lock.
//!
//! Invariant: the pack that is given back consists of bytes whose sums are the lock's: all of them,
//! and no others, but for what systems put into any folder by themselves, which nothing reads.

use super::content::Pack;
use super::error::PackError;
use super::files::{FILE_BYTES_MAX, PackFiles};
use super::folder::{FolderEntryKind, walk};
use super::installation::PACKS;
use super::lock::LockedPack;
use super::path_rules::is_made_by_system;
use crate::digest::sha256;
use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;

/// A file that is not as the lock says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackProblem {
    /// It has other bytes.
    Changed(String),
    /// It is gone.
    Missing(String),
    /// The lock does not know it.
    Additional(String),
    /// It is no file, or cannot be read: why.
    Unreadable(String, String),
    /// The pack's folder itself is no folder.
    NoFolder(String),
}

impl fmt::Display for PackProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |path: &String| path.escape_debug().to_string();
        match self {
            Self::Changed(path) => write!(formatter, "`{}` was changed", plain(path)),
            Self::Missing(path) => write!(formatter, "`{}` is missing", plain(path)),
            Self::Additional(path) => write!(formatter, "`{}` is additional", plain(path)),
            Self::Unreadable(path, why) => {
                write!(formatter, "`{}` cannot be read: {why}", plain(path))
            }
            Self::NoFolder(why) => formatter.write_str(why),
        }
    }
}

/// The installed pack, read once and found to be what the lock says.
///
/// # Errors
/// Every file that is changed, missing or additional; a pack that is not what the lock calls it.
pub fn verify(root: &Path, locked: &LockedPack) -> Result<Pack, PackError> {
    let name = &locked.name;
    let files = files(root, locked)
        .map_err(|problems| PackError::Changed { name: name.clone(), problems })?;
    let pack = Pack::from_files(files, name)?;
    if (pack.name(), &pack.manifest.version) != (name, &locked.version) {
        let problem = format!("`rescind.lock` calls it {name} {}", locked.version);
        return Err(PackError::refused(pack.label(), problem));
    }
    Ok(pack)
}

fn files(root: &Path, locked: &LockedPack) -> Result<PackFiles, Vec<PackProblem>> {
    let packs = root.join(PACKS);
    let folder = packs.join(&locked.name);
    for needed in [&packs, &folder] {
        let is_folder = fs::symlink_metadata(needed).is_ok_and(|metadata| metadata.is_dir());
        if !is_folder {
            let why = format!("there is no folder {}", needed.display());
            return Err(vec![PackProblem::NoFolder(why)]);
        }
    }
    let entries = walk(&folder, &mut |_| true)
        .map_err(|error| vec![PackProblem::NoFolder(error.to_string())])?;
    let mut files = PackFiles::default();
    let mut problems = vec![];
    let mut missing: BTreeSet<&String> = locked.files.keys().collect();
    for entry in entries {
        let path = entry.path.clone();
        let Some(sum) = locked.files.get(&path) else {
            if entry.kind == FolderEntryKind::File && is_made_by_system(&path) {
                continue;
            }
            problems.push(PackProblem::Additional(path));
            continue;
        };
        missing.remove(&path);
        match entry.bytes(&folder) {
            Err(why) => problems.push(PackProblem::Unreadable(path, why.to_string())),
            Ok(bytes)
                if entry.kind != FolderEntryKind::File || bytes.len() as u64 > FILE_BYTES_MAX =>
            {
                problems.push(PackProblem::Changed(path));
            }
            Ok(bytes) if sha256(&bytes) != *sum => problems.push(PackProblem::Changed(path)),
            Ok(bytes) => {
                if let Err(why) = files.add(&path, bytes) {
                    problems.push(PackProblem::Unreadable(path, why.to_string()));
                }
            }
        }
    }
    problems.extend(missing.into_iter().cloned().map(PackProblem::Missing));
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}
