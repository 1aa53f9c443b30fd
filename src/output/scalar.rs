//! A script's value that is no frame: a number, a text, a list and the like.

use super::error::OutputError;
use super::format::Format;
use crate::script::convert;
use rhai::Dynamic;
use std::io::Write;

/// Writes the value on a line of its own; a missing value is nothing to people.
///
/// # Errors
/// A format that holds frames only, or where `out` refuses.
pub fn value(value: &Dynamic, format: Format, out: &mut dyn Write) -> Result<(), OutputError> {
    match format {
        Format::Table | Format::Markdown | Format::Csv if value.is_unit() => {}
        Format::Table | Format::Markdown => {
            writeln!(out, "{}", printable(&convert::text(value)))?;
        }
        Format::Json | Format::Ndjson => writeln!(out, "{}", convert::json(value))?,
        Format::Csv | Format::Parquet => {
            let value = convert::describe(value);
            return Err(OutputError::NoFrame { value, format: format.name() });
        }
    }
    Ok(out.flush()?)
}

/// A text of a script's for people: its lines and tabs, no other control characters.
pub fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}
