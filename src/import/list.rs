//! Lists of the data folder: one column of a small CSV, for `list("name.csv")` in scripts.

use super::folder::DataFolder;
use crate::nearest::did_you_mean;
use std::io::Read;

/// The most values of a list: more belong into a sheet, that is, a frame.
const VALUES_MAX: usize = 100_000;

/// The largest file of a list, in bytes.
const BYTES_MAX: u64 = 64 << 20;

/// A column of a list.
pub struct ListColumn {
    /// What stands in the first line.
    pub header: String,
    /// What stands below it, without what is empty.
    pub values: Vec<String>,
}

impl DataFolder {
    /// The values of a column, the first unless named, without those that are empty. The first line
    /// is the header.
    ///
    /// # Errors
    /// What is wrong, in words, with the file and the line.
    pub fn list(&self, name: &str, column: Option<&str>) -> Result<Vec<String>, String> {
        self.list_column(name, column).map(|list| list.values)
    }

    /// The same with the header.
    ///
    /// # Errors
    /// As [`Self::list`].
    pub fn list_column(&self, name: &str, column: Option<&str>) -> Result<ListColumn, String> {
        let opened = self.open(name, BYTES_MAX)?;
        let problem = |error: &dyn std::fmt::Display| format!("{name}: {error}");
        let mut text = String::new();
        let mut file = opened.file.take(BYTES_MAX);
        file.read_to_string(&mut text).map_err(|error| problem(&error))?;
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(delimiter(text.lines().next().unwrap_or_default()))
            .from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| problem(&error))?.clone();
        let names: Vec<&str> = header.iter().map(str::trim).collect();
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
        let header = names.get(index).copied().unwrap_or_default().to_owned();
        Ok(ListColumn { header, values })
    }
}

/// What stands between the cells, as the first line shows: a comma unless there are more of others.
fn delimiter(header: &str) -> u8 {
    let count = |sign: u8| header.bytes().filter(|byte| *byte == sign).count();
    [b';', b'\t']
        .into_iter()
        .fold(b',', |best, own| if count(own) > count(best) { own } else { best })
}
