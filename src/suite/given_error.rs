//! Why the invitations that a test gives cannot be.

use crate::formula::types::Type;
use chrono::NaiveDate;
use thiserror::Error;

/// Why an invitation that a test gives cannot be.
#[derive(Debug, Error, PartialEq, Eq)]
pub(super) enum GivenError {
    #[error("`sent_at` is after the day of the test, {day}; `today_is(…)` before it names another")]
    SentLater { day: NaiveDate },
    #[error(
        "`age_days: {age}` contradicts `sent_at`, which makes it {days} on {day}; \
         give one of the two"
    )]
    OtherAge { age: String, days: i64, day: NaiveDate },
    #[error("`{column}`: a list has texts alone, or numbers alone")]
    MixedList { column: String },
    #[error("`{column}` cannot be {what}")]
    NoValue { column: String, what: String },
    #[error("no column `{column}`; did you mean `{near}`?")]
    NoColumn { column: String, near: String },
    #[error("`{column}: {number}`: expected a number from {least} to {most}")]
    OutOfRange { column: &'static str, number: i64, least: i64, most: i64 },
    #[error("`{column}` is never unknown; give it a value")]
    NeverUnknown { column: &'static str },
    #[error("`{column}` cannot be {text:?}; {help}")]
    OtherText { column: &'static str, text: String, help: String },
    #[error("`{column}: {text:?}`: expected a date such as `2026-01-31`")]
    NoDate { column: String, text: String },
    #[error(
        "`{column}: {text:?}`: expected a date such as `2026-01-31`, or a time such as \
         `2026-01-31T08:00:00Z`"
    )]
    NoInstant { column: String, text: String },
    #[error("`{column}` is no such list, expected {expected}")]
    OtherList { column: String, expected: Type },
    #[error("`{column}` is {actual}, expected {expected}")]
    OtherType { column: String, actual: Type, expected: Type },
    #[error("`{column}` has values of different types")]
    MixedColumn { column: String },
    #[error("`{column}`: {problem}")]
    Column { column: String, problem: String },
    #[error("{0}")]
    Frame(String),
}
