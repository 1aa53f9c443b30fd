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

/// A list whose values may be of one account each.
pub struct ListByAccount {
    /// What stands in the first line.
    pub header: String,
    /// What stands below it, without what is empty, each with its account.
    pub values: Vec<(String, Option<String>)>,
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
        let (header, records) = self.records(name)?;
        let index = match column {
            None => 0,
            Some(wanted) => header.iter().position(|name| name == wanted).ok_or_else(|| {
                let near =
                    did_you_mean(wanted, header.iter().map(String::as_str), "a column of it");
                format!("{name}: no column `{wanted}`; {near}")
            })?,
        };
        let values = records.iter().map(|record| cell(record, index).to_owned());
        let values = values.filter(|value| !value.is_empty()).collect();
        let header = header.get(index).cloned().unwrap_or_default();
        Ok(ListColumn { header, values })
    }

    /// The values of the first column beside `account`, each with what stands there in that column,
    /// if there is one.
    ///
    /// # Errors
    /// As [`Self::list`].
    pub fn list_by_account(&self, name: &str) -> Result<ListByAccount, String> {
        let (header, records) = self.records(name)?;
        let account = header.iter().position(|name| name.eq_ignore_ascii_case("account"));
        let index = usize::from(account == Some(0));
        let values = records.iter().map(|record| {
            let account = account.map(|at| cell(record, at)).filter(|name| !name.is_empty());
            (cell(record, index).to_owned(), account.map(String::from))
        });
        let values = values.filter(|(value, _)| !value.is_empty()).collect();
        let header = header.get(index).cloned().unwrap_or_default();
        Ok(ListByAccount { header, values })
    }

    /// The first line and the others.
    fn records(&self, name: &str) -> Result<(Vec<String>, Vec<csv::StringRecord>), String> {
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
        let header = header.iter().map(|name| name.trim().to_owned()).collect();
        let mut records = vec![];
        for record in reader.records() {
            records.push(record.map_err(|error| problem(&error))?);
            if records.len() > VALUES_MAX {
                return Err(format!("{name}: more than {VALUES_MAX} values; read it as a sheet"));
            }
        }
        Ok((header, records))
    }
}

fn cell(record: &csv::StringRecord, index: usize) -> &str {
    record.get(index).unwrap_or_default().trim()
}

/// What stands between the cells, as the first line shows: a comma unless there are more of others.
fn delimiter(header: &str) -> u8 {
    let count = |sign: u8| header.bytes().filter(|byte| *byte == sign).count();
    [b';', b'\t']
        .into_iter()
        .fold(b',', |best, own| if count(own) > count(best) { own } else { best })
}
