//! A report: each section under its title, with how to read it.

use super::frame;
use super::lines::paragraph;
use crate::output::chart;
use crate::output::error::OutputResult;
use crate::output::plan_view::weekday_and_date;
use crate::output::style::{Paint, Style};
use crate::output::text::clean;
use crate::report::{Report, Section, SectionContent};
use std::io::Write;

pub(super) fn write(report: &Report, style: &Style, out: &mut dyn Write) -> OutputResult {
    let as_of = report.as_of.date_naive();
    let title = format!("{} · as of {as_of}", clean(&report.title));
    paragraph(&title, Paint::Bold, 0, style, out)?;
    for section in &report.sections {
        writeln!(out)?;
        one(section, style, out)?;
    }
    if let Some(next) = report.next {
        let line = format!("Next time: {}", weekday_and_date(next));
        writeln!(out)?;
        paragraph(&line, Paint::Bold, 0, style, out)?;
    }
    Ok(out.flush()?)
}

fn one(section: &Section, style: &Style, out: &mut dyn Write) -> OutputResult {
    paragraph(&clean(&section.title), Paint::Bold, 0, style, out)?;
    if let Some(note) = &section.note {
        paragraph(&clean(note), Paint::Dim, 0, style, out)?;
    }
    match &section.content {
        SectionContent::Frame(rows) => frame::write_all_rows(rows, style, out),
        SectionContent::Chart(chart) => {
            for line in chart::draw_chart(chart, style.width)? {
                writeln!(out, "{line}")?;
            }
            Ok(())
        }
    }
}
