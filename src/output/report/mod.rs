//! A report in every form: for people, for programs, and as a reminder for a calendar.

mod reminder;
mod report_format;
pub(super) mod rows;

pub use report_format::{ReportFormat, section_files, write_report};
