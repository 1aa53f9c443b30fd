//! A report: each section under its title, with how to read it.

use super::frame;
use crate::output::chart;
use crate::output::error::OutputResult;
use crate::output::plan_view::weekday_and_date;
use crate::output::style::Paint;
use crate::output::styled_writer::StyledWriter;
use crate::output::text::clean;
use crate::report::{Report, Section, SectionContent};
use std::io::Write;

pub(super) fn write(report: &Report, out: &mut StyledWriter) -> OutputResult {
    let as_of = report.as_of.date_naive();
    let title = format!("{} · as of {as_of}", clean(&report.title));
    out.paragraph(Paint::Bold, &title)?;
    for section in &report.sections {
        out.blank_line()?;
        one(section, out)?;
    }
    if let Some(next) = report.next {
        let line = format!("Next time: {}", weekday_and_date(next));
        out.blank_line()?;
        out.paragraph(Paint::Bold, &line)?;
    }
    Ok(out.flush()?)
}

fn one(section: &Section, out: &mut StyledWriter) -> OutputResult {
    out.paragraph(Paint::Bold, &clean(&section.title))?;
    if let Some(note) = &section.note {
        out.paragraph(Paint::Dim, &clean(note))?;
    }
    match &section.content {
        SectionContent::Frame(rows) => frame::write_all_rows(rows, out),
        SectionContent::Chart(chart) => {
            for line in chart::draw_chart(chart, out.style.width)? {
                writeln!(out, "{line}")?;
            }
            Ok(())
        }
    }
}
