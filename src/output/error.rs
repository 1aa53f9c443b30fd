//! Why something could not be written.

use crate::deadline::{Interruption, interruption_of_io};
use crate::query::interruption_of_query;
use miette::Diagnostic;
use polars::prelude::PolarsError;
use std::io;
use thiserror::Error;

/// What to do where writing had to end.
const LONGER: &str =
    "`--timeout SECONDS` gives it longer, `--memory SIZE` more room; fewer rows need less";

/// What writing comes to.
pub type OutputResult<T = ()> = Result<T, OutputError>;

/// Why something could not be written.
#[derive(Debug, Error, Diagnostic)]
pub enum OutputError {
    #[error("cannot write the output: {0}")]
    #[diagnostic(code(output::io))]
    Io(io::Error),
    /// It had to end before all was written.
    #[error("writing it {0}")]
    #[diagnostic(
        code(output::ended),
        help("{}", _0.advice().unwrap_or(LONGER))
    )]
    Ended(Interruption),
    #[error("cannot write the frame: {0}")]
    #[diagnostic(code(output::frame))]
    Frame(PolarsError),
    #[error("the value is {value}, which {format} cannot hold")]
    #[diagnostic(code(output::value))]
    #[diagnostic(help("end with a frame, or use the format `json`"))]
    NoFrame { value: String, format: &'static str },
    #[error("only a chart can be a picture")]
    #[diagnostic(code(output::picture))]
    #[diagnostic(help("end with one, such as `.bars()`, `.hist()`, `.line()` or `.heatmap()`"))]
    NoChart,
    #[error("the frame has {columns} columns, and a sheet of {format} {columns_max} at most")]
    #[diagnostic(code(output::width))]
    #[diagnostic(help("choose some with `.select([…])`, or write `csv` or `parquet`"))]
    TooWide { columns: usize, columns_max: usize, format: &'static str },
    #[error("row {row} of `{column}` is beyond the calendar, which {format} cannot hold")]
    #[diagnostic(code(output::calendar))]
    #[diagnostic(help(
        "write `parquet`, leave the column out, or filter such rows; rows are counted from 0"
    ))]
    Beyond {
        column: String,
        /// The first such row.
        row: usize,
        format: &'static str,
    },
    #[error("the plan has no account `{account}`")]
    #[diagnostic(code(output::account))]
    UnknownAccount {
        account: String,
        /// The nearest account, or all of them.
        #[help]
        help: String,
    },
    #[error("`{title}` names no day on which to look again")]
    #[diagnostic(
        code(output::reminder),
        help("give it one: `report(title, sections, today + days(30))`")
    )]
    NoReminder { title: String },
    #[error("unknown format `{format}`")]
    #[diagnostic(code(output::format))]
    UnknownFormat {
        format: String,
        /// The nearest format, or all of them.
        #[help]
        help: String,
    },
}

impl OutputError {
    /// Whether the reader has gone (`rescind plan … | head`), which is nobody's fault.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl From<io::Error> for OutputError {
    fn from(error: io::Error) -> Self {
        interruption_of_io(&error).map_or(Self::Io(error), Self::Ended)
    }
}

impl From<PolarsError> for OutputError {
    fn from(error: PolarsError) -> Self {
        match (interruption_of_query(&error), error) {
            (Some(ended), _) => Self::Ended(ended),
            (None, PolarsError::IO { error, .. }) => Self::Io(io::Error::new(error.kind(), error)),
            (None, other) => Self::Frame(other),
        }
    }
}

impl From<serde_json::Error> for OutputError {
    fn from(error: serde_json::Error) -> Self {
        Self::from(io::Error::from(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn a_reader_that_has_gone_is_known_through_polars_too() {
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        assert!(OutputError::from(gone()).is_broken_pipe());
        let inside = PolarsError::IO { error: Arc::new(gone()), msg: None };
        assert!(OutputError::from(inside).is_broken_pipe());
        assert!(!OutputError::from(io::Error::other("disk full")).is_broken_pipe());
    }
}
