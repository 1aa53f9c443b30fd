//! A report in every form: for people, for programs, and as a reminder for a calendar.

mod calendar;
mod report_format;
pub(super) mod rows;

pub use report_format::{ReportFormat, report, section_files};
