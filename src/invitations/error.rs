//! Why tables could not become the frame of invitations.

use crate::import::ImportError;
use miette::Diagnostic;
use polars::prelude::PolarsError;
use thiserror::Error;

/// Why tables could not become the frame of invitations.
#[derive(Debug, Error, Diagnostic)]
#[non_exhaustive]
pub enum InvitationsError {
    /// Nothing usable, or a file with columns of a wrong type.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Data(#[from] ImportError),
    /// A query over the data failed.
    #[error("the data cannot be worked on: {0}")]
    #[diagnostic(code(invitations::query), help("this is a fault of the program: report it"))]
    Query(#[from] PolarsError),
}
