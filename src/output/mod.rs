//! Plans, frames and limits as people and programs read them: one file a format, each writing to a
//! given [`std::io::Write`].
//!
//! Invariant: the same input gives the same bytes; nothing here opens a file, asks the terminal or
//! reads the clock. What people read (table, Markdown) carries no control character of the data's.

mod actions;
mod calendar_line;
mod chart;
mod check;
mod computed_value;
mod csv;
mod documented;
mod error;
mod error_drawing;
mod error_keeper;
mod escaping;
mod excerpt;
mod format;
#[cfg(test)]
mod harmless;
mod inspection;
mod json;
mod limits_frame;
mod markdown;
mod markdown_plan;
mod ndjson;
mod paced;
mod page;
mod parquet;
mod picture;
mod plan_calendar;
mod reminders;
mod render;
mod renderer;
mod report;
#[cfg(test)]
mod samples;
mod scalar;
mod snapshot;
mod source_line;
mod style;
mod table;
mod tested;
mod text;
mod value;
mod view;
mod why;
mod workbook;

pub use check::{CheckFormat, check};
pub use computed_value::Whole;
pub use documented::documented;
pub use error::{OutputError, OutputResult};
pub use error_drawing::drawn;
pub use escaping::pretty_json;
pub use format::{Format, NamedFormat, format_of_ending};
pub use inspection::inspection;
pub use markdown::illustrated;
pub use paced::paced;
pub use page::{Chapter, chaptered};
pub use picture::picture;
pub use plan_calendar::plan_calendar;
pub use reminders::{Reminder, reminders};
pub use render::{chart, frame, limits, plan};
pub use renderer::LimitsReport;
pub use report::{ReportFormat, report, section_files};
pub use scalar::value;
pub use snapshot::snapshot;
pub use style::{ROWS_SHOWN, Style};
pub use table::{excerpt, wrapped};
pub use tested::{TestFormat, tested};
pub use text::clean as one_line;
pub use view::{PlanDay, PlanView};
pub use why::why;
