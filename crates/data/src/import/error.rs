//! Why data could not be read. Every error names the file, and says what to do.

use super::file_formats::workbook_fault::WorkbookFault;
use super::raw_tables::bad_row::BadRow;
use crate::deadline;
use crate::deadline::{Interruption, interruption_of_io};
use miette::Diagnostic;
use thiserror::Error;

/// What to do where reading had to end.
const LONGER: &str = "`--timeout SECONDS` gives it longer, without it there is no limit to \
                      reading; `--memory SIZE` gives it more room";

/// Why data could not be read.
#[derive(Debug, Error, Diagnostic)]
#[non_exhaustive]
pub enum ImportError {
    #[error("{path}: no such file or folder")]
    #[diagnostic(code(import::missing))]
    Missing {
        path: String,
        /// What lies beside it under a similar name.
        #[help]
        help: Option<String>,
    },
    /// It had to end before it was read.
    #[error("{file}: reading it {ended}")]
    #[diagnostic(
        code(import::ended),
        help("{}", ended.advice().unwrap_or(LONGER))
    )]
    Ended { file: String, ended: Interruption },
    #[error("{path}: this is a network address, and nothing is read from the network")]
    #[diagnostic(code(import::network), help("download it first, then name the file"))]
    Network { path: String },
    #[error("{file}: cannot be read: {source}")]
    #[diagnostic(code(import::unreadable))]
    Unreadable {
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
    #[error("{file}: the file is empty")]
    #[diagnostic(code(import::empty), help("export it again; expected a header and rows"))]
    Empty { file: String },
    #[error("{file}: a header of {table} without rows")]
    #[diagnostic(code(import::no_rows), help("export it again; expected at least one row"))]
    NoRows {
        file: String,
        /// What the header announces.
        table: String,
    },
    #[error("{file}: a web page, not a table")]
    #[diagnostic(
        code(import::web_page),
        help("open it in a spreadsheet program, and save it as XLSX or CSV")
    )]
    WebPage { file: String },
    #[error("{file}: no header: its first row is one of values, `{first}`")]
    #[diagnostic(
        code(import::no_header),
        help(
            "put a row with the names of the columns above it, such as `Name`, `Profile URL`, \
             `Date sent`, `Status`"
        )
    )]
    NoHeader {
        file: String,
        /// The first row, shortened.
        first: String,
    },
    /// No known table has such a header.
    #[error("{file}: unknown header `{header}`")]
    #[diagnostic(code(import::unknown_header))]
    UnknownHeader {
        file: String,
        /// The first line that is not empty, shortened.
        header: String,
        /// The nearest known header, and all of them.
        #[help]
        help: String,
    },
    #[error("{file}: {what}, which this program wrote: a result, no data")]
    #[diagnostic(
        code(import::own_result),
        help(
            "name what it was made from; if it is a table that somebody keeps since, say so with \
             `--as sheet={file}`"
        )
    )]
    OwnResult { file: String, what: &'static str },
    #[error("{file}: {declared_as} takes it for a table that it is not: it lacks {what}")]
    #[diagnostic(code(import::not_as_said))]
    NotAsSaid {
        file: String,
        /// Who said so.
        declared_as: String,
        what: String,
        #[help]
        help: String,
    },
    #[error("{path}: `--as` speaks of it, and it is no table that was read")]
    #[diagnostic(
        code(import::said_of_nothing),
        help("name one file: a CSV, or a member of a zip as `anna.zip/notes.csv`")
    )]
    SaidOfNothing { path: String },
    #[error("{file}: duplicate columns in the header: {columns}")]
    #[diagnostic(code(import::duplicate_columns), help("rename or remove all but one of each"))]
    DuplicateColumns {
        file: String,
        /// Their names.
        columns: String,
        /// What the header announces.
        table: String,
    },
    #[error("{file}: {actual}, expected CSV in UTF-8")]
    #[diagnostic(code(import::not_csv))]
    NotCsv {
        file: String,
        /// What it seems to be.
        actual: &'static str,
        /// How to get one that can be read.
        #[help]
        help: &'static str,
    },
    /// A zip that is not safe or not possible to read.
    #[error("{file}: {problem}")]
    #[diagnostic(code(import::zip))]
    Zip {
        file: String,
        /// What is wrong, with the member where one is to blame.
        problem: String,
        #[help]
        help: &'static str,
    },
    #[error("{file}: cannot be read as a workbook: {fault}")]
    #[diagnostic(code(import::workbook), help("open it, and save its table as CSV in UTF-8"))]
    Workbook {
        file: String,
        /// What is wrong, with the sheet where one is to blame.
        fault: WorkbookFault,
    },
    #[error("{file}: cannot be read as JSON: {problem}")]
    #[diagnostic(
        code(import::json),
        help("expected a list of objects, one object a line, or an object with one list of them")
    )]
    Json {
        file: String,
        /// What is wrong, with the row where one is to blame.
        problem: String,
    },
    #[error("{path}: no invitations, connections or other known table in it")]
    #[diagnostic(code(import::nothing_usable))]
    NothingUsable {
        path: String,
        /// What was seen, and what is known.
        #[help]
        help: String,
    },
    #[error("{file}: cannot be read as Parquet: {reason}")]
    #[diagnostic(
        code(import::parquet),
        help("write it again; expected Parquet with columns of `invitations`")
    )]
    Parquet {
        file: String,
        /// What the reader says.
        reason: String,
    },
    #[error("{file}: column `{column}` is {type_name}, expected {expected}")]
    #[diagnostic(code(import::wrong_type))]
    WrongType {
        file: String,
        column: String,
        type_name: String,
        /// The type that it should have.
        expected: String,
        #[help]
        advice: &'static str,
    },
    #[error("no usable row of invitations{}", first_bad(.first.as_deref()))]
    #[diagnostic(code(import::no_usable_row))]
    NoUsableRow {
        /// The first row that is wrong, if any is.
        first: Option<Box<BadRow>>,
        #[help]
        help: String,
    },
}

fn first_bad(row: Option<&BadRow>) -> String {
    row.map_or_else(String::new, |row| format!("; the first bad one: {row}"))
}

impl ImportError {
    pub(crate) fn io(file: impl Into<String>, source: std::io::Error) -> Self {
        let file = file.into();
        match interruption_of_io(&source) {
            Some(ended) => Self::Ended { file, ended },
            None => Self::Unreadable { file, source },
        }
    }

    /// The same, unless reading has to end: then that is why it failed.
    pub(crate) fn unless_ended(self, file: &str) -> Self {
        match deadline::interruption() {
            Some(ended) => Self::Ended { file: file.into(), ended },
            None => self,
        }
    }
}
