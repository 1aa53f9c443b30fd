//! What is wrong with a workbook, and in which sheet.

use std::error::Error as StdError;
use std::io;
use thiserror::Error;

/// The most cells of all sheets, empty ones before a value included.
pub(in crate::import) const CELLS_MAX: usize = 20_000_000;

/// Why the reader of a format fails.
type ReaderError = Box<dyn StdError + Send + Sync>;

#[derive(Debug, Error)]
pub enum WorkbookFault {
    #[error("it is none of the kinds that are read")]
    UnknownFormat,
    #[error("it is damaged")]
    Damaged,
    /// The reader cannot go on.
    #[error("{0}")]
    Unreadable(ReaderError),
    /// One sheet is to blame.
    #[error("sheet `{sheet}`: {fault}")]
    InSheet { sheet: String, fault: SheetFault },
}

impl WorkbookFault {
    pub(in crate::import) fn unreadable(error: impl StdError + Send + Sync + 'static) -> Self {
        Self::Unreadable(error.into())
    }

    pub(in crate::import) fn in_sheet(sheet: &str, fault: SheetFault) -> Self {
        Self::InSheet { sheet: sheet.into(), fault }
    }
}

#[derive(Debug, Error)]
pub enum SheetFault {
    /// The reader cannot go on.
    #[error("{0}")]
    Unreadable(ReaderError),
    #[error(transparent)]
    Ended(#[from] io::Error),
    #[error("its rows are not in order")]
    RowOrder,
    #[error("its cells are not in order")]
    CellOrder,
    #[error("more than {CELLS_MAX} cells: save its table as CSV")]
    TooManyCells,
}

impl SheetFault {
    pub(in crate::import) fn unreadable(error: impl StdError + Send + Sync + 'static) -> Self {
        Self::Unreadable(error.into())
    }
}
