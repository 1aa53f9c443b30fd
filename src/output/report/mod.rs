//! A report in every form: for people, for programs, and as a reminder for a calendar.

mod reminder;
mod report_format;

pub use report_format::{ReportFormat, write_report};
