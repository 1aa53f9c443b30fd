//! Lists of the data folder: one column of a table, for `list("name.csv")` in scripts, and the
//! people of a list that a project keeps.
//!
//! Invariant: what a list says is in it or an error: a row that could not be taken apart refuses
//! the list, since whom it named is not known. What stands above the header may be an entry too.

use super::file_table::{FileFormat, ShortRowPolicy, TextTable};
use super::folder::DataFolder;
use super::scan::scanned;
use super::table_error::{TableError, TableFault};
use crate::finding::{Finding, FindingCode, Level};
use crate::import::files;
use crate::import::raw_tables::bad_row::{BadRow, Loss};
use crate::import::raw_tables::column_texts;
use crate::import::sources::column_names::normalise;
use crate::import::table::ROW;
use crate::nearest::did_you_mean;
use polars::prelude::StringChunked;

/// The most values of a list: more belong into a sheet, that is, a frame.
const VALUES_MAX: usize = 100_000;

/// The largest file of a list, in bytes.
const BYTES_MAX: u64 = 64 << 20;

/// The fields that say who somebody is, the surest first.
const WHO: [&str; 8] =
    ["profile_url", "public_id", "member_id", "urn", "member", "person", "name", "to"];
/// Those that do so together.
const WHOLE_NAME: [&str; 2] = ["first_name", "last_name"];

pub struct ColumnValues {
    /// What stands in it below the header, without what is empty.
    pub values: Vec<String>,
    /// What there is to say of the file.
    pub findings: Vec<Finding>,
}

/// People whom a list names.
#[derive(Default)]
pub struct ListedPeople {
    /// What stands in the header and above it where somebody is named below: an entry, if somebody
    /// left the header out.
    pub headers: Vec<String>,
    pub people: Vec<ListedPerson>,
    /// What there is to say of the file.
    pub findings: Vec<Finding>,
}

pub struct ListedPerson {
    /// The row in which the person stands.
    pub row: i64,
    /// All that the row names the person by.
    pub names: Vec<String>,
    /// The account that the row is about, where there is one.
    pub account: Option<String>,
}

impl DataFolder {
    /// The values of a column, the first unless named, without those that are empty.
    ///
    /// # Errors
    /// What is wrong, with the file and the row.
    pub fn list(&self, name: &str, column: Option<&str>) -> Result<ColumnValues, TableError> {
        let table = self.listed(name)?;
        let failed = |fault| TableError::new(name, fault);
        let at = column.map_or(Ok(0), |wanted| column_of(&table, wanted)).map_err(failed)?;
        let texts = texts_of(&table, at).map_err(failed)?;
        let values = texts.iter().flatten().map(|text| text.trim().to_owned()).collect();
        Ok(ColumnValues { values, findings: table.findings })
    }

    /// The people of a list: those of a column, or else of every column that says who somebody is,
    /// or else of the first beside `account`.
    ///
    /// # Errors
    /// As [`Self::list`].
    pub fn people(&self, name: &str, column: Option<&str>) -> Result<ListedPeople, TableError> {
        let table = self.listed(name)?;
        let failed = |fault| TableError::new(name, fault);
        let account = table.names.iter().position(|name| name.eq_ignore_ascii_case("account"));
        let columns = match column {
            Some(wanted) => vec![vec![column_of(&table, wanted).map_err(failed)?]],
            None => columns_of_people(&table, account),
        };
        let texts = (0..table.names.len()).map(|at| texts_of(&table, at));
        let texts = texts.collect::<Result<Vec<_>, _>>().map_err(failed)?;
        let rows = table.texts.column(ROW).and_then(|rows| rows.i64().cloned());
        let rows = rows.map_err(|error| failed(error.into()))?;
        let cell = |at: usize, row: usize| texts.get(at)?.get(row).map(str::trim);
        let people = rows.iter().enumerate().map(|(at, row)| {
            let named = |together: &Vec<usize>| {
                let parts = together.iter().filter_map(|column| cell(*column, at));
                Some(parts.collect::<Vec<_>>().join(" ")).filter(|name| !name.is_empty())
            };
            ListedPerson {
                row: row.unwrap_or_default(),
                names: columns.iter().filter_map(named).collect(),
                account: account.and_then(|column| cell(column, at)).map(String::from),
            }
        });
        let (people, nobody): (Vec<_>, Vec<_>) = people.partition(|one| !one.names.is_empty());
        let mut headers = Vec::new();
        if column.is_none() {
            let first = columns.iter().filter_map(|together| table.names.get(*together.first()?));
            headers = table.above.concat();
            headers.extend(first.cloned());
        }
        // What says that rows above the header are no values does not hold here.
        let is_said = |one: &Finding| column.is_some() || one.code != FindingCode::GuessedColumn;
        let mut findings = table.findings;
        findings.retain(is_said);
        findings.extend(nobody.first().filter(|_| column.is_none()).map(|first| {
            let (count, row) = (nobody.len(), first.row);
            let message = format!("{name}: {count} row(s) name nobody, the first is row {row}");
            Finding::new(FindingCode::BadRows, Level::Warn, message)
        }));
        Ok(ListedPeople { headers, people, findings })
    }

    /// The table of a list; every row of it was understood.
    fn listed(&self, name: &str) -> Result<TextTable, TableError> {
        let asked = self.asked(name, ShortRowPolicy::Pad);
        let mut table = self.opened(name, |opened, content| {
            opened.at_most(BYTES_MAX)?;
            if content != FileFormat::Parquet {
                return asked.read(opened, content);
            }
            asked.of_texts(scanned(opened).and_then(column_texts::texts_of)?)
        })?;
        let file = files::parted(name).0;
        if let Some(at) = table.bad.iter().position(|one| one.loss == Loss::Row) {
            let row = Box::new(table.bad.swap_remove(at));
            return Err(TableError::new(file, TableFault::Row(row)));
        }
        if table.texts.height() > VALUES_MAX {
            return Err(TableError::new(file, TableFault::TooManyValues(VALUES_MAX)));
        }
        let unknown = table.bad.first().map(BadRow::to_string);
        table.findings.extend(unknown.map(|first| {
            let message = format!("{} cell(s) are unknown; the first: {first}", table.bad.len());
            Finding::new(FindingCode::BadCells, Level::Warn, message)
        }));
        Ok(table)
    }
}

/// The place of the column that is called so, or as the importer compares names.
fn column_of(table: &TextTable, wanted: &str) -> Result<usize, TableFault> {
    let exact = table.names.iter().position(|name| name == wanted);
    let alike = || table.names.iter().position(|name| normalise(name) == normalise(wanted));
    exact.or_else(alike).ok_or_else(|| {
        let names = table.names.iter().map(String::as_str);
        let near = did_you_mean(wanted, names, "a column of it");
        TableFault::UnknownColumn { wanted: wanted.into(), near }
    })
}

fn texts_of(table: &TextTable, at: usize) -> Result<StringChunked, TableFault> {
    let name = table.names.get(at).ok_or(TableFault::NoColumn)?;
    Ok(table.texts.column(name)?.str()?.clone())
}

/// The columns that say who somebody is, those of a name's parts together.
fn columns_of_people(table: &TextTable, account: Option<usize>) -> Vec<Vec<usize>> {
    let column_of =
        |field: &str| table.fields.iter().position(|name| name.as_deref() == Some(field));
    let mut columns: Vec<Vec<usize>> =
        WHO.iter().filter_map(|field| column_of(field)).map(|at| vec![at]).collect();
    let parts: Vec<usize> = WHOLE_NAME.iter().filter_map(|field| column_of(field)).collect();
    if parts.len() == WHOLE_NAME.len() {
        columns.push(parts);
    }
    if columns.is_empty() {
        columns.push(vec![usize::from(account == Some(0))]);
    }
    columns
}
