//! Lists of the data folder: one column of a small CSV, for `list("name.csv")` in scripts.
//!
//! Invariant: nothing outside the data folder is read.

use crate::nearest::did_you_mean;
use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};

/// The most values of a list: more belong into a sheet, that is, a frame.
const VALUES_MAX: usize = 100_000;

/// The folder in which the data lie.
#[derive(Clone, Debug)]
pub struct DataFolder {
    root: PathBuf,
}

impl DataFolder {
    /// The folder that the data are in: the data itself if it is a folder, else the one around it.
    pub fn of(data: &Path) -> Self {
        if data.is_dir() {
            return Self { root: data.to_path_buf() };
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
        Self { root: if is_here { Path::new(".") } else { folder }.to_path_buf() }
    }

    /// The values of a column, the first unless named, without those that are empty. The first line
    /// is the header.
    ///
    /// # Errors
    /// What is wrong, in words, with the file and the line.
    pub fn list(&self, name: &str, column: Option<&str>) -> Result<Vec<String>, String> {
        let file = self.find(name)?;
        let problem = |error: &dyn std::fmt::Display| format!("{name}: {error}");
        let open = File::open(&file).map_err(|error| problem(&error))?;
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(open);
        let header = reader.headers().map_err(|error| problem(&error))?.clone();
        let names: Vec<&str> =
            header.iter().map(|name| name.trim_start_matches('\u{feff}').trim()).collect();
        let index = match column {
            None => 0,
            Some(wanted) => names.iter().position(|name| *name == wanted).ok_or_else(|| {
                let near = did_you_mean(wanted, names.iter().copied(), "a column of it");
                format!("{name}: no column `{wanted}`; {near}")
            })?,
        };
        let mut values = vec![];
        for record in reader.records() {
            let record = record.map_err(|error| problem(&error))?;
            let value = record.get(index).unwrap_or_default().trim();
            if !value.is_empty() {
                values.push(value.to_owned());
            }
            if values.len() > VALUES_MAX {
                return Err(format!("{name}: more than {VALUES_MAX} values; read it as a sheet"));
            }
        }
        Ok(values)
    }

    fn find(&self, name: &str) -> Result<PathBuf, String> {
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
        Ok(real)
    }

    fn missing(&self, wanted: &str) -> String {
        let entries = fs::read_dir(&self.root).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| name.to_lowercase().ends_with(".csv"))
            .collect();
        names.sort();
        let near = did_you_mean(wanted, names.iter().map(String::as_str), "a file there");
        format!("`{wanted}` is not in the data folder {}; {near}", self.root.display())
    }
}
