//! The data folder: where scripts' lists and frames are read from.
//!
//! Invariant: nothing outside the data folder is read: absolute paths, `..`, links that lead out
//! and addresses are refused, whatever they point to.

use super::sources::known_descriptions::Descriptions;
use crate::inputs;
use crate::nearest::did_you_mean;
use crate::open;
use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};

/// The folder in which the data lie.
#[derive(Clone, Debug)]
pub struct DataFolder {
    root: PathBuf,
    known: Descriptions,
}

/// An opened file of the data folder.
pub(super) struct OpenedFile {
    pub(super) file: File,
    pub(super) bytes: u64,
}

impl OpenedFile {
    /// Fails where the file is larger than that.
    pub(super) fn at_most(&self, bytes_max: u64) -> Result<(), String> {
        if self.bytes > bytes_max {
            let (size, most) = (self.bytes >> 20, bytes_max >> 20);
            return Err(format!("{size} MiB are more than the {most} MiB that are read"));
        }
        Ok(())
    }
}

impl DataFolder {
    /// The folder that the data are in: the data itself if it is a folder, else the one around it.
    pub fn of_data(data: &Path) -> Self {
        if data.is_dir() {
            return Self::at(data);
        }
        Self::around(data)
    }

    /// The folder in which a file lies.
    pub fn around(file: &Path) -> Self {
        Self::at(file.parent().unwrap_or(Path::new("")))
    }

    /// This folder; the current one where its path is empty.
    pub fn at(folder: &Path) -> Self {
        let is_here = folder.as_os_str().is_empty();
        let root = if is_here { Path::new(".") } else { folder }.to_path_buf();
        Self { root, known: Descriptions::default() }
    }

    /// The same, whose tables may be of these kinds.
    #[must_use]
    pub fn knowing(self, known: Descriptions) -> Self {
        Self { known, ..self }
    }

    /// The kinds of tables that are known.
    pub(super) fn known(&self) -> &Descriptions {
        &self.known
    }

    /// The file of that name, without links: an absolute path, which no reader takes for an
    /// address.
    pub(super) fn find(&self, name: &str) -> Result<PathBuf, String> {
        if name.contains("://") {
            return Err(format!("`{name}` is an address; only files of the data folder are read"));
        }
        let relative = Path::new(name);
        let plain = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        if name.is_empty() || !relative.components().all(plain) {
            return Err(format!("`{name}` cannot be read: expected a file of the data folder"));
        }
        let root = fs::canonicalize(&self.root).map_err(|error| format!("`{name}`: {error}"))?;
        let real = fs::canonicalize(self.root.join(relative)).map_err(|_| self.missing(name))?;
        if !real.starts_with(&root) {
            return Err(format!("`{name}` leads outside the data folder"));
        }
        inputs::note(&real);
        Ok(real)
    }

    /// The file of that name, opened, with its size.
    pub(super) fn open(&self, name: &str) -> Result<OpenedFile, String> {
        let path = self.find(name)?;
        let problem = |error: &dyn std::fmt::Display| format!("{name}: {error}");
        let file = open::regular(&path).map_err(|error| problem(&error))?;
        // What was opened is what lies in the folder, unless somebody exchanges files meanwhile.
        if self.find(name)? != path || !open::is_still(&file, &path).unwrap_or(false) {
            return Err(problem(&"it was exchanged while it was opened"));
        }
        let bytes = file.metadata().map_err(|error| problem(&error))?.len();
        if bytes == 0 {
            return Err(problem(&"the file is empty"));
        }
        Ok(OpenedFile { file, bytes })
    }

    /// That there is no such file, and which ones of its kind there are.
    fn missing(&self, wanted: &str) -> String {
        let extension = Path::new(wanted).extension().unwrap_or_default();
        let entries = fs::read_dir(&self.root).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter(|entry| {
                entry
                    .path()
                    .extension()
                    .is_some_and(|actual| actual.eq_ignore_ascii_case(extension))
            })
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        let near = did_you_mean(wanted, names.iter().map(String::as_str), "a file there");
        format!("`{wanted}` is not in the data folder {}; {near}", self.root.display())
    }
}
