//! A report in every form: for people, for programs, and as a reminder for a calendar.

mod calendar;
pub(super) mod rows;

use super::error::OutputError;
use super::format::Format;
use super::style::Style;
use crate::nearest::did_you_mean;
use crate::report::Report;
use std::io::Write;
use std::str::FromStr;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    /// As everything else: section by section, or as one frame with a column `section` where the
    /// format has only rows.
    As(Format),
    /// As a monthly reminder of the day on which to look again (RFC 5545).
    Ics,
}

/// The name of the calendar's form on the command line.
const ICS: &str = "ics";

impl ReportFormat {
    /// Every form, in the order in which they are offered.
    pub fn all() -> Vec<Self> {
        Format::all().iter().map(|format| Self::As(*format)).chain([Self::Ics]).collect()
    }

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::As(format) => format.name(),
            Self::Ics => ICS,
        }
    }
}

impl FromStr for ReportFormat {
    type Err = OutputError;

    fn from_str(name: &str) -> Result<Self, OutputError> {
        let all = Self::all();
        all.iter().copied().find(|format| format.name() == name).ok_or_else(|| {
            let help = did_you_mean(name, all.iter().map(|format| format.name()), "a format");
            OutputError::UnknownFormat { format: name.into(), help }
        })
    }
}

/// Writes a report.
///
/// # Errors
/// Where a column is of a type that the format has no place for; where a reminder is asked for and
/// the report has no day; where `out` refuses.
pub fn report(
    report: &Report,
    format: ReportFormat,
    style: &Style,
    out: &mut dyn Write,
) -> Result<(), OutputError> {
    match format {
        ReportFormat::As(format) => format.renderer().report(report, style, out)?,
        ReportFormat::Ics => calendar::write(report, out)?,
    }
    Ok(out.flush()?)
}
