//! Why an invitation is kept or withdrawn, in each format that can say it.

use super::error::OutputResult;
use super::format::Format;
use super::style::Style;
use super::{page, why};
use crate::plan::Explanation;
use std::io::Write;

/// Writes why an invitation is kept or withdrawn: as JSON, or for people at a terminal
/// or in a browser.
pub fn write_explanation(
    explanation: &Explanation,
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> OutputResult {
    match format {
        Format::Json => why::write_json(explanation, out)?,
        Format::Html => page::why(explanation, out)?,
        _ => why::write_for_people(explanation, style, out)?,
    }
    Ok(out.flush()?)
}
