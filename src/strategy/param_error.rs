//! What a parameter's value must be, where it is given another.

use crate::formula::constant::Constant;
use thiserror::Error;

/// What was expected of a parameter's value: one of the type of its default.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ParamError {
    /// One of both.
    #[error("expected `true` or `false`")]
    Bool,
    #[error("expected a whole number")]
    Int,
    #[error("expected a number")]
    Float,
    #[error("expected a date as 2026-01-31")]
    Date,
    #[error("expected a list of texts")]
    Texts,
    #[error(
        "expected a list of texts: `anna,ben` of simple words without blanks after commas, else \
         each in quotes and all in brackets, as in '[\"Smith, Ada\", \"Ben\"]'"
    )]
    WrittenTexts,
    #[error("expected a text")]
    Text,
}

impl ParamError {
    /// That a value is not of the type of this default.
    pub(super) fn type_of_default(default: &Constant) -> Self {
        match default {
            Constant::Bool(_) => Self::Bool,
            Constant::Int(_) => Self::Int,
            Constant::Float(_) => Self::Float,
            Constant::Date(_) => Self::Date,
            Constant::List(..) => Self::Texts,
            _ => Self::Text,
        }
    }
}
