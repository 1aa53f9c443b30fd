//! Rows under a title, for a page that has nothing else.

use crate::report::{Report, Section, SectionContent};
use chrono::{DateTime, Utc};
use polars::prelude::DataFrame;

/// A report with these rows alone.
pub(super) fn single_section_report(title: &str, as_of: DateTime<Utc>, rows: DataFrame) -> Report {
    let section = Section { title: title.into(), note: None, content: SectionContent::Frame(rows) };
    Report { title: title.into(), as_of, next: None, sections: vec![section] }
}
