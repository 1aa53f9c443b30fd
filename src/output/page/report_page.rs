//! A report: each section under its title, with how to read it, and its rows to sort and filter.

use super::frame_rows::rows_of;
use super::long_date;
use crate::output::error::OutputResult;
use crate::output::picture::{
    self,
    TitlePlacement::{AbovePicture, InPicture},
};
use crate::output::text::clean;
use crate::plural::pluralize;
use crate::report::{Report, Section, SectionContent};
use minijinja::{Value, context};
use std::io::Write;

/// The script counts the rows where there are so many that they sort and filter.
const SORTED_FROM: usize = 2;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> OutputResult {
    let whole = Chapter { title: String::new(), sections: report.sections.clone() };
    write_chaptered_report(report, &[whole], out)
}

/// Sections that belong together, under a title.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    /// Its title; none where it is the only one.
    pub title: String,
    pub sections: Vec<Section>,
}

/// Writes these chapters as the page of a report.
pub fn write_chaptered_report(
    report: &Report,
    chapters: &[Chapter],
    out: &mut dyn Write,
) -> OutputResult {
    let chapters = chapters.iter().map(|chapter| {
        let sections = chapter.sections.iter().map(|section| {
            let title = clean(&section.title);
            let note = section.note.as_deref().map(clean);
            let label = match chapter.title.as_str() {
                "" => title.clone(),
                chapter => format!("{title}: {}", clean(chapter)),
            };
            section_context(&title, note, &label, &section.content)
        });
        let sections = sections.collect::<OutputResult<Vec<_>>>()?;
        Ok(context! { title => clean(&chapter.title), sections })
    });
    let chapters = chapters.collect::<OutputResult<Vec<_>>>()?;
    let title = clean(&report.title);
    let shown = context! {
        title => &title,
        lead => format!("As of {}", long_date(report.as_of.date_naive())),
        chapters,
        next => report.next.map(|date| date.to_string()),
        next_in_words => report.next.map(long_date),
    };
    super::render_template(
        "report.html",
        &title,
        Some(report.as_of),
        context! { report => shown },
        out,
    )
}

/// A page with nothing but these rows, or this chart.
pub(super) fn write_section(
    title: &str,
    content: &SectionContent,
    out: &mut dyn Write,
) -> OutputResult {
    let rows = match content {
        SectionContent::Frame(rows) => rows.height(),
        SectionContent::Chart(chart) => chart.data.height(),
    };
    let shown = context! {
        title,
        lead => (rows < SORTED_FROM).then(|| pluralize(rows, "row")),
        chapters => [context! {
            title => "",
            sections => [section_context("", None, title, content)?],
        }],
        next => Value::from(()),
    };
    super::render_template("report.html", title, None, context! { report => shown }, out)
}

fn section_context(
    title: &str,
    note: Option<String>,
    label: &str,
    content: &SectionContent,
) -> OutputResult<Value> {
    let (rows, picture) = match content {
        SectionContent::Frame(rows) => (rows, None),
        SectionContent::Chart(chart) => {
            let is_said = [title, label].contains(&clean(&chart.title).as_str());
            let heading = if is_said { AbovePicture } else { InPicture };
            (&chart.data, Some(picture::draw_picture(chart, heading)?))
        }
    };
    let sentence = picture.as_ref().map(|picture| picture.sentence.clone());
    let drawing = picture.map(|picture| Value::from_safe_string(picture.svg));
    Ok(context! { title, note, label, sentence, drawing, rows => rows_of(rows, None) })
}
