//! Why a text of the command line cannot be what it stands for.

use std::ops::RangeInclusive;
use thiserror::Error;

/// The years in which a plan can be made. A year of two digits is a slip, and of the others no data
/// speak.
pub(super) const YEARS: RangeInclusive<i32> = 1970..=2199;

/// Why a text of the command line cannot be what it stands for.
#[derive(Debug, Error, PartialEq, Eq)]
pub(super) enum ArgumentError {
    /// It has not the form.
    #[error("expected {0}")]
    Expected(&'static str),
    #[error(
        "this is in the year {0}; expected one from {first} to {last}, such as 2026-11-23",
        first = YEARS.start(),
        last = YEARS.end()
    )]
    Year(i32),
    /// There is no such name: what was probably meant.
    #[error("{0}")]
    Unknown(String),
}
