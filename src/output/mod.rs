//! Plans, frames and limits as people and programs read them: one file a format, each writing to a
//! given [`std::io::Write`].
//!
//! Invariant: the same input gives the same bytes; nothing here opens a file, asks the terminal or
//! reads the clock. What people read (table, Markdown) carries no control character of the data's.

mod actions;
mod check;
mod csv;
mod error;
mod escaping;
mod excerpt;
mod format;
mod json;
mod limits_frame;
mod markdown;
mod ndjson;
mod parquet;
#[cfg(test)]
mod samples;
mod snapshot;
mod style;
mod table;
mod tested;
mod text;
mod value;
mod view;
mod why;

pub use check::{CheckFormat, check};
pub use error::OutputError;
pub use format::{Format, LimitsReport, frame, limits, plan};
pub use snapshot::snapshot;
pub use style::Style;
pub use tested::{TestFormat, tested};
pub use view::{Day, View};
pub use why::why;
