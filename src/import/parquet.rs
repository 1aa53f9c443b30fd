//! Parquet of the columns of `invitations`: scanned, never read here.

use super::error::ImportError;
use super::table::{Kind, Rows, ScanRows, Table};
use crate::open;
use polars::prelude::{
    LazyFrame, ParquetReader, PlRefPath, PlSmallStr, PolarsResult, ScanArgsParquet, SerReader,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What every Parquet file begins with.
pub(super) const MAGIC: &[u8] = b"PAR1";

/// Any of these columns says who a row is about, where the file itself was given.
const PEOPLE: &[&str] = &["person", "profile_url", "name"];

/// Any of these does where the file only lies in a folder: a table of companies has names as well.
const SURELY_PEOPLE: &[&str] = &["person", "profile_url"];

/// Scans a Parquet file; only its schema is read. The path is made absolute before Polars sees it.
/// `asked` says that the file itself was given.
pub(super) fn scan(file: &str, path: &Path, asked: bool) -> Result<Table, ImportError> {
    let path = std::fs::canonicalize(path).map_err(|error| ImportError::io(file, error))?;
    let failed = |error: &dyn ToString| ImportError::Parquet {
        file: file.into(),
        reason: error.to_string().lines().next().unwrap_or_default().into(),
    };
    let text = path.to_str().ok_or_else(|| failed(&"its path is not UTF-8"))?;
    // A `*` or `[` in a name is part of the name.
    let options = ScanArgsParquet { glob: false, ..ScanArgsParquet::default() };
    let mut frame =
        LazyFrame::scan_parquet(PlRefPath::new(text), options).map_err(|e| failed(&e))?;
    let schema = frame.collect_schema().map_err(|error| failed(&error))?;
    let of_people = if asked { PEOPLE } else { SURELY_PEOPLE };
    if !of_people.iter().any(|name| schema.contains(name)) {
        let found: Vec<&str> = schema.iter_names().take(12).map(PlSmallStr::as_str).collect();
        return Err(ImportError::UnknownHeader {
            file: file.into(),
            header: found.join(","),
            help: "expected columns of `invitations`, at least `person`, `profile_url` or `name`"
                .into(),
        });
    }
    let never_missing = never_missing(&path).map_err(|error| failed(&error))?;
    let scan = ScanRows { rows: frame, never_missing };
    let (kind, rows) = (Kind::Canonical, Rows::Scan(Box::new(scan)));
    Ok(Table { kind, account: None, file: file.into(), rows, spelled: Vec::new() })
}

/// The columns of which the footer counts no missing value in any group of rows.
fn never_missing(path: &Path) -> PolarsResult<BTreeSet<String>> {
    let mut reader = ParquetReader::new(open::regular(path)?);
    let metadata = reader.get_metadata()?;
    let mut full: BTreeMap<String, bool> = BTreeMap::new();
    for group in &metadata.row_groups {
        for column in group.parquet_columns() {
            let statistics = column.statistics(&metadata.footer_buf).and_then(Result::ok);
            let none = statistics.and_then(|statistics| statistics.null_count()) == Some(0);
            let path = &column.descriptor().path_in_schema;
            if let [name] = &path[..] {
                *full.entry(name.to_string()).or_insert(true) &= none;
            }
        }
    }
    Ok(full.into_iter().filter(|(_, full)| *full).map(|(name, _)| name).collect())
}
