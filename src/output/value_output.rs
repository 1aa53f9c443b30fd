//! A script's value that is no frame: a number, a text, a list and the like; a chart, a report.

use super::computed_value::ComputedValue;
use super::error::{OutputError, OutputResult};
use super::format::Format;
use super::json::write_compact_json;
use super::named_format::NamedFormat;
use super::page;
use super::report::{ReportFormat, write_report};
use super::style::Style;
use super::write::write_chart;
use crate::chart::Chart;
use crate::report::Report;
use crate::screen::escaped;
use crate::script::convert;
use std::io::Write;

/// Writes the value on a line of its own; a missing value is nothing to people. A chart is drawn.
///
/// # Errors
/// A format that holds frames only, or where `out` refuses.
pub fn write_value(
    whole: &ComputedValue,
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> OutputResult {
    let value = match whole {
        ComputedValue::WithoutFrames(value) => value,
        nested => return self::nested(nested, format, out),
    };
    if let Some(drawing) = value.clone().try_cast::<Chart>() {
        return write_chart(&drawing, format, style, out);
    }
    if let Some(sections) = value.clone().try_cast::<Report>() {
        return write_report(&sections, ReportFormat::As(format), style, out);
    }
    match format {
        Format::Table | Format::Markdown | Format::Csv if value.is_unit() => {}
        Format::Html => page::write_text_page("Result", &convert::value_to_text(value), out)?,
        Format::Table | Format::Markdown => {
            writeln!(out, "{}", escaped(&convert::value_to_text(value)))?;
        }
        _ => nested(whole, format, out)?,
    }
    Ok(out.flush()?)
}

/// Writes a value as JSON on one line, with the rows of the frames in it.
fn nested(value: &ComputedValue, format: Format, out: &mut dyn Write) -> OutputResult {
    if format.is_picture() {
        return Err(OutputError::NoChart);
    }
    if matches!(format, Format::Csv | Format::Parquet | Format::Xlsx) {
        return Err(OutputError::NoFrame { value: value.describe(), format: format.name() });
    }
    write_compact_json(value, out)?;
    writeln!(out)?;
    Ok(out.flush()?)
}
