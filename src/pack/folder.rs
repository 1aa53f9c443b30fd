//! The files below a folder: of a pack where its author works on it, or of one that is installed.
//!
//! Invariant: no link is followed, and what is neither file nor folder is never opened.

use super::error::PackError;
use super::files::{FILE_BYTES_MAX, FILES_MAX, PackFiles};
use super::path_rules::is_hidden;
use super::source_error::{FileReason, RefusedFile, SourceError};
use crate::open;
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;

/// More entries than this no folder of a pack has, whatever they are.
pub(super) const ENTRIES_MAX: usize = 20_000;

/// What an author's folder holds beside the pack: the project in which its tests run.
const OF_PROJECT: [&str; 3] = ["rescind.toml", "rescind.lock", "packs"];

/// Whether a name is one of a project's own files or folders, however systems compare names.
pub fn is_of_project(name: &str) -> bool {
    OF_PROJECT.iter().any(|reserved| reserved.eq_ignore_ascii_case(name))
}

/// What came of a source.
#[derive(Debug, Default)]
pub struct FetchedFiles {
    pub files: PackFiles,
    /// What lies beside them and belongs to no pack, such as `.git`.
    pub left_out: BTreeSet<String>,
    pub commit: Option<String>,
}

impl FetchedFiles {
    /// Whether a path is of the pack; notes what is not.
    pub(super) fn wants(&mut self, path: &str) -> bool {
        let Some(foreign) = foreign(path) else { return true };
        self.left_out.insert(foreign.to_owned());
        false
    }
}

/// The file or folder of a path that belongs to no pack: a hidden one, or one of a project.
fn foreign(path: &str) -> Option<&str> {
    let mut end = 0;
    for (at, part) in path.split('/').enumerate() {
        end += part.len() + usize::from(at > 0);
        // What leads out is not passed over: it is refused.
        let hidden = is_hidden(part) && part != "." && part != "..";
        if hidden || (at == 0 && OF_PROJECT.contains(&part)) {
            return Some(&path[..end]);
        }
    }
    None
}

/// The files of a pack in its author's folder.
///
/// # Errors
/// A folder that cannot be read, or holds what no pack can.
pub fn fetch_folder(folder: &Path) -> Result<FetchedFiles, PackError> {
    let shown = folder.display().to_string();
    read_folder(folder).map_err(|error| PackError::refused(shown, error.to_string()))
}

fn read_folder(folder: &Path) -> Result<FetchedFiles, SourceError> {
    let mut fetched = FetchedFiles::default();
    for entry in walk(folder, &mut |path| fetched.wants(path))? {
        let bytes = entry.bytes(folder).map_err(|reason| RefusedFile::new(&entry.path, reason))?;
        fetched.files.add(&entry.path, bytes)?;
    }
    Ok(fetched)
}

/// An entry below a folder that is no folder itself.
pub(super) struct FolderEntry {
    /// From the folder, with `/`.
    pub(super) path: String,
    pub(super) kind: FolderEntryKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FolderEntryKind {
    File,
    Link,
    Other,
    /// Its name is no text.
    Unnamed,
}

impl FolderEntry {
    /// What it holds, if it is a file.
    pub(super) fn bytes(&self, root: &Path) -> Result<Vec<u8>, FileReason> {
        match self.kind {
            FolderEntryKind::File => {}
            FolderEntryKind::Link => return Err(FileReason::Link),
            FolderEntryKind::Other => return Err(FileReason::NeitherFileNorFolder),
            FolderEntryKind::Unnamed => return Err(FileReason::Unnamed),
        }
        let mut bytes = vec![];
        open::below(root, &root.join(&self.path))?
            .take(FILE_BYTES_MAX + 1)
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Every entry below a folder that is wanted, by path. A folder that is not wanted is not entered.
pub(super) fn walk(
    root: &Path,
    wants: &mut dyn FnMut(&str) -> bool,
) -> Result<Vec<FolderEntry>, SourceError> {
    let mut entries_found: Vec<FolderEntry> = vec![];
    let mut folders = vec![(root.to_path_buf(), String::new())];
    let mut entries = 0_usize;
    while let Some((folder, prefix)) = folders.pop() {
        let failed = |error| SourceError::Folder { folder: folder.clone(), error };
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            entries += 1;
            let name = entry.file_name();
            let path = format!("{prefix}{}", name.to_string_lossy());
            if !wants(&path) {
                continue;
            }
            let entry_type = entry.file_type().map_err(failed)?;
            let entry_type = match name.to_str() {
                None => FolderEntryKind::Unnamed,
                Some(_) if entry_type.is_dir() => {
                    folders.push((entry.path(), format!("{path}/")));
                    continue;
                }
                Some(_) if entry_type.is_symlink() => FolderEntryKind::Link,
                Some(_) if entry_type.is_file() => FolderEntryKind::File,
                Some(_) => FolderEntryKind::Other,
            };
            entries_found.push(FolderEntry { path, kind: entry_type });
            if entries_found.len() > FILES_MAX {
                return Err(SourceError::TooManyFiles);
            }
        }
        if entries > ENTRIES_MAX {
            return Err(SourceError::TooManyEntries);
        }
    }
    entries_found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(entries_found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_tools_and_to_the_authors_project_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        for path in
            [".git/config", "a.rhai", "lib/.x/y", "lib/b.rhai", "packs/c/pack.toml", "rescind.toml"]
        {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let fetched = fetch_folder(folder.path()).unwrap();
        assert_eq!(fetched.files.paths().collect::<Vec<_>>(), ["a.rhai", "lib/b.rhai"]);
        let left: Vec<&str> = fetched.left_out.iter().map(String::as_str).collect();
        assert_eq!(left, [".git", "lib/.x", "packs", "rescind.toml"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_names_that_are_no_text_are_refused() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("a.rhai");
        std::os::unix::fs::symlink("/etc/passwd", &link).unwrap();
        let message = fetch_folder(folder.path()).unwrap_err().to_string();
        assert!(message.ends_with("`a.rhai`: it is a link"), "{message}");
        fs::remove_file(link).unwrap();
        std::os::unix::fs::symlink("/etc", folder.path().join("lib")).unwrap();
        let message = fetch_folder(folder.path()).unwrap_err().to_string();
        assert!(message.ends_with("`lib`: it is a link"), "{message}");
        let folder = tempfile::tempdir().unwrap();
        // Not every system takes such a name.
        if fs::write(folder.path().join(OsStr::from_bytes(b"a\xff.rhai")), "").is_ok() {
            let message = fetch_folder(folder.path()).unwrap_err().to_string();
            assert!(message.contains("not text in UTF-8"), "{message}");
        }
    }
}
