//! Why tables could not become the frame of invitations.

use crate::import::ImportError;
use crate::query::{damaged_file_of, interruption_of_query};
use miette::Diagnostic;
use polars::prelude::PolarsError;
use rescind_ledger::LedgerError;
use thiserror::Error;

/// Why tables could not become the frame of invitations.
#[derive(Debug, Error, Diagnostic)]
#[non_exhaustive]
pub enum InvitationsError {
    /// Nothing usable, or a file with columns of a wrong type.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Data(#[from] ImportError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Ledger(#[from] LedgerError),
    #[error("the data cannot be worked on: {0}")]
    #[diagnostic(code(invitations::query), help("this is a fault of the program: report it"))]
    Query(PolarsError),
}

impl From<PolarsError> for InvitationsError {
    fn from(error: PolarsError) -> Self {
        if let Some(ended) = interruption_of_query(&error) {
            return Self::Data(ImportError::Ended { file: "the data".into(), ended });
        }
        let Some(damaged) = damaged_file_of(&error) else { return Self::Query(error) };
        let (file, reason) = (damaged.file.clone(), damaged.reason.clone());
        Self::Data(ImportError::Parquet { file, reason })
    }
}
