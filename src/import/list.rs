//! Lists of the data folder: one column of a small CSV, for `list("name.csv")` in scripts.

use super::folder::DataFolder;
use crate::nearest::did_you_mean;
use std::fs::File;

/// The most values of a list: more belong into a sheet, that is, a frame.
const VALUES_MAX: usize = 100_000;

impl DataFolder {
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
}
