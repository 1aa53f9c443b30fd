//! Why a file of the data folder gives no list and no frame.

use crate::import::error::ImportError;
use crate::import::file_formats::parquet_extents::DamagedParquet;
use crate::import::raw_tables::bad_row::BadRow;
use crate::query::unreadable_reason;
use polars::prelude::PolarsError;
use std::fmt;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Why a file of the data folder gives no list and no frame: a line that begins with the file.
#[derive(Debug, Error)]
pub struct TableError {
    file: String,
    reason: Box<TableFault>,
}

impl TableError {
    pub(in crate::import) fn new(file: impl Into<String>, reason: impl Into<TableFault>) -> Self {
        Self { file: file.into(), reason: Box::new(reason.into()) }
    }
}

impl fmt::Display for TableError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.reason {
            // These name it themselves.
            reason @ (TableFault::Import(_) | TableFault::Row(_) | TableFault::Place(_)) => {
                write!(formatter, "{reason}")
            }
            reason => write!(formatter, "{}: {reason}", self.file),
        }
    }
}

#[derive(Debug, Error)]
pub(in crate::import) enum TableFault {
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error("{0}: put quotes around a value that has such a sign in it")]
    Row(Box<BadRow>),
    #[error(transparent)]
    Place(#[from] FileNameError),
    #[error(transparent)]
    Unreadable(#[from] io::Error),
    #[error("{}", first_line(.0))]
    Polars(#[from] PolarsError),
    #[error(transparent)]
    Parquet(#[from] DamagedParquet),
    #[error("{}", unreadable_reason(.0))]
    Panicked(String),
    #[error("the file is empty")]
    Empty,
    #[error("{} MiB are more than the {} MiB that are read", bytes >> 20, most >> 20)]
    TooLarge { bytes: u64, most: u64 },
    #[error("several sheets have rows; name one of {}", .0.join(", "))]
    SeveralSheets(Vec<String>),
    #[error("no such sheet with rows; there is {}", .0.join(", "))]
    NoSheet(Vec<String>),
    #[error("no row in it")]
    NoRow,
    #[error("no column in it")]
    NoColumn,
    #[error("no column `{wanted}`; {near}")]
    UnknownColumn { wanted: String, near: String },
    #[error("duplicate columns in the header: {0}")]
    DuplicateColumns(String),
    #[error("more than {0} values; read it as a frame")]
    TooManyValues(usize),
}

/// Why a name is that of no file of the data folder.
#[derive(Debug, Error)]
pub(in crate::import) enum FileNameError {
    #[error("`{0}` is an address; only files of the data folder are read")]
    Address(String),
    #[error("`{0}` cannot be read: expected a file of the data folder")]
    NotBelow(String),
    #[error("`{name}`: {error}")]
    Folder { name: String, error: io::Error },
    #[error("`{0}` leads outside the data folder")]
    LeadsOut(String),
    #[error("`{name}` is not in the data folder {}; {near}", folder.display())]
    Missing { name: String, folder: PathBuf, near: String },
    #[error(
        "`{0}` is no file of a table; expected a name in .csv, .tsv, .json, .ndjson, .xlsx, .ods, \
         .xls or .parquet"
    )]
    NoTable(String),
}

fn first_line(error: &dyn std::fmt::Display) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}
