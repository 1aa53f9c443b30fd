//! The data folder: where scripts' lists and frames are read from.
//!
//! Invariant: nothing outside the data folder is read: absolute paths, `..`, links that lead out
//! and addresses are refused, whatever they point to.

use super::table_error::{FileNameError, TableFault};
use crate::import::sources::known_descriptions::Descriptions;
use crate::inputs;
use crate::nearest::did_you_mean;
use crate::open;
use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};

#[derive(Clone, Debug)]
pub struct DataFolder {
    root: PathBuf,
    known: Descriptions,
}

pub(in crate::import) struct OpenedFile {
    pub(in crate::import) file: File,
    pub(in crate::import) bytes: u64,
}

impl OpenedFile {
    /// Fails where the file is larger than that.
    pub(in crate::import) fn at_most(&self, most: u64) -> Result<(), TableFault> {
        let bytes = self.bytes;
        if bytes > most { Err(TableFault::TooLarge { bytes, most }) } else { Ok(()) }
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
    pub(in crate::import) fn known(&self) -> &Descriptions {
        &self.known
    }

    /// The folder and the file of that name in it, both without links: absolute paths, which no
    /// reader takes for addresses.
    fn find(&self, name: &str) -> Result<(PathBuf, PathBuf), FileNameError> {
        if name.contains("://") {
            return Err(FileNameError::Address(name.into()));
        }
        let relative = Path::new(name);
        let plain = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        if name.is_empty() || !relative.components().all(plain) {
            return Err(FileNameError::NotBelow(name.into()));
        }
        let failed = |error| FileNameError::Folder { name: name.into(), error };
        let root = fs::canonicalize(&self.root).map_err(failed)?;
        let real = fs::canonicalize(self.root.join(relative)).map_err(|_| self.missing(name))?;
        if !real.starts_with(&root) {
            return Err(FileNameError::LeadsOut(name.into()));
        }
        inputs::note_read(&real);
        Ok((root, real))
    }

    /// The file of that name, opened, with its size.
    pub(in crate::import) fn open(&self, name: &str) -> Result<OpenedFile, TableFault> {
        let (root, path) = self.find(name)?;
        let file = open::below(&root, &path)?;
        let bytes = file.metadata()?.len();
        if bytes == 0 { Err(TableFault::Empty) } else { Ok(OpenedFile { file, bytes }) }
    }

    /// That there is no such file, and which ones of its kind there are.
    fn missing(&self, wanted: &str) -> FileNameError {
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
        FileNameError::Missing { name: wanted.into(), folder: self.root.clone(), near }
    }
}
