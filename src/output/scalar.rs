//! A script's value that is no frame: a number, a text, a list and the like; a chart, a report.

use super::error::OutputError;
use super::escaping::escaped_json;
use super::format::{Format, chart};
use super::report::{ReportFormat, report};
use super::style::Style;
use crate::chart::Chart;
use crate::report::Report;
use crate::screen::escaped;
use crate::script::convert;
use rhai::Dynamic;
use std::io::Write;

/// Writes the value on a line of its own; a missing value is nothing to people. A chart is drawn.
///
/// # Errors
/// A format that holds frames only, or where `out` refuses.
pub fn value(
    value: &Dynamic,
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> Result<(), OutputError> {
    if let Some(own) = value.clone().try_cast::<Chart>() {
        return chart(&own, format, style, out);
    }
    if let Some(own) = value.clone().try_cast::<Report>() {
        return report(&own, ReportFormat::As(format), style, out);
    }
    match format {
        Format::Table | Format::Markdown | Format::Csv if value.is_unit() => {}
        Format::Table | Format::Markdown => {
            writeln!(out, "{}", escaped(&convert::text(value)))?;
        }
        Format::Json | Format::Ndjson => {
            writeln!(out, "{}", escaped_json(&convert::json(value).to_string()))?
        }
        Format::Csv | Format::Parquet => {
            let value = convert::describe(value);
            return Err(OutputError::NoFrame { value, format: format.name() });
        }
    }
    Ok(out.flush()?)
}
