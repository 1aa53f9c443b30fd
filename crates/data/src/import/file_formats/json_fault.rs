//! What is wrong with the values of a file of JSON.

use thiserror::Error;

/// How deep objects may nest.
pub(in crate::import) const DEPTH_MAX: usize = 8;
/// The most columns.
pub(in crate::import) const COLUMNS_MAX: usize = 2_000;
/// The most cells.
pub(in crate::import) const CELLS_MAX: usize = 50_000_000;

#[derive(Debug, Error)]
pub(in crate::import) enum JsonFault {
    #[error("it holds no list of objects")]
    NoList,
    #[error("a value that is no object")]
    NoObject,
    #[error("the key `{0}` is there twice")]
    KeyTwice(String),
    #[error("`{0}` nests deeper than {most} levels", most = DEPTH_MAX)]
    TooDeep(String),
    #[error("more than {} columns", COLUMNS_MAX)]
    ManyColumns,
    #[error("more than {} cells", CELLS_MAX)]
    ManyCells,
    #[error("{}", without_line(.0))]
    NoJson(#[from] serde_json::Error),
}

/// What the reader says, of a value that is one line.
pub(in crate::import) fn without_line(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    let words = words.strip_suffix(&position).unwrap_or(&words);
    format!("{words}, position {}", error.column())
}
