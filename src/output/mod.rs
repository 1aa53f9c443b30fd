//! Plans, frames and limits as people and programs read them: one file a format, each writing to a
//! given [`std::io::Write`].
//!
//! Invariant: the same input gives the same bytes; nothing here opens a file, asks the terminal or
//! reads the clock. What people read (table, Markdown) carries no control character of the data's.

mod actions;
mod chart;
mod chart_data;
mod check;
mod computed_value;
mod csv;
mod error;
mod error_drawing;
mod error_keeper;
mod excerpt;
mod explanation;
mod format;
mod html_escape;
mod ical;
mod json_escaping;
mod strategy_documents;
#[cfg(test)]
mod terminal_safety_tests;
mod event_calendar;
mod inspection;
mod json;
mod limits_frame;
mod limits_report;
mod markdown;
mod markdown_escape;
mod markdown_plan;
mod named_format;
mod ndjson;
mod paced;
mod page;
mod parquet;
mod picture;
mod plan_calendar;
mod renderer;
mod report;
mod report_rows;
mod section_files;
#[cfg(test)]
mod samples;
mod cell_value;
mod plan_view;
mod snapshot;
mod source_line;
mod style;
mod styled_writer;
mod table;
mod tested;
mod text;
mod value_output;
mod why;
mod workbook;
mod write;

pub use check::{CheckFormat, write_diagnoses};
pub use computed_value::ComputedValue;
pub use error::{OutputError, OutputResult};
pub use error_drawing::draw_diagnostic;
pub use event_calendar::{CalendarEvent, write_event_calendar};
pub use explanation::write_explanation;
pub use format::{Format, format_of_ending};
pub use inspection::write_inspection;
pub use json_escaping::write_pretty_json;
pub use limits_report::LimitsReport;
pub use markdown::write_illustrated_report;
pub use named_format::NamedFormat;
pub use paced::write_paced;
pub use page::{Chapter, write_chaptered_report};
pub use picture::write_picture;
pub use plan_calendar::write_plan_calendar;
pub use plan_view::{PlanDay, PlanView};
pub use report::{ReportFormat, write_report};
pub use section_files::section_files;
pub use snapshot::plan_snapshot;
pub use strategy_documents::write_strategy_documents;
pub use style::{ROWS_SHOWN, Style};
pub use styled_writer::wrap_indented;
pub use table::write_frame_excerpt;
pub use tested::{TestFormat, write_test_report};
pub use text::clean;
pub use value_output::write_value;
pub use write::{write_chart, write_frame, write_limits, write_plan};
