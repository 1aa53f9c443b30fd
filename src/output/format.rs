//! The formats, and what each of them can write. The one place that registers a format: its name
//! and its file.

use super::error::{OutputError, by_name};
use super::limits_frame;
use super::report::rows;
use super::style::Style;
use super::value::beyond_the_calendar;
use super::view::{PlanView, ShownPlan};
use super::{csv, json, markdown, ndjson, page, parquet, picture, table, workbook};
use crate::chart::Chart;
use crate::finding::Finding;
use crate::limits::{Headroom, Limits};
use crate::plan::Plan;
use crate::report::Report;
use crate::screen::Audience;
use polars::prelude::DataFrame;
use std::fmt;
use std::io::Write;
use std::path::Path;
use std::str::FromStr;

/// How something is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// For people at a terminal.
    #[default]
    Table,
    /// One JSON document.
    Json,
    /// Comma-separated values, safe to open in a spreadsheet.
    Csv,
    /// One JSON object a line.
    Ndjson,
    /// Apache Parquet.
    Parquet,
    /// A text with marks, with a work list to tick.
    Markdown,
    /// A page for a browser: a work list to carry out, tables to sort and filter.
    Html,
    /// A workbook for spreadsheet programs, with typed cells.
    Xlsx,
    /// A picture of a chart, by the ending of a file alone: nothing else can be drawn.
    Svg,
    /// The same picture as pixels.
    Png,
}

impl Format {
    /// Every format, in the order in which they are offered.
    pub const fn variants() -> &'static [Self] {
        &[
            Self::Table,
            Self::Json,
            Self::Csv,
            Self::Ndjson,
            Self::Parquet,
            Self::Markdown,
            Self::Html,
            Self::Xlsx,
        ]
    }

    /// What only charts can be written as, by the ending of a file alone.
    const PICTURES: [Self; 2] = [Self::Svg, Self::Png];

    /// Whether only charts can be written so.
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Svg | Self::Png)
    }

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
            Self::Parquet => "parquet",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Xlsx => "xlsx",
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }

    /// Who reads it.
    pub const fn audience(self) -> Audience {
        match self {
            Self::Table | Self::Markdown => Audience::People,
            // A browser is a program: what is escaped for a terminal would break the page.
            Self::Json
            | Self::Csv
            | Self::Ndjson
            | Self::Parquet
            | Self::Html
            | Self::Xlsx
            | Self::Svg
            | Self::Png => Audience::Programs,
        }
    }

    /// Whether a plan written so carries its findings; else only its rows are in it.
    pub const fn carries_findings(self) -> bool {
        matches!(self, Self::Table | Self::Json | Self::Markdown | Self::Html | Self::Xlsx)
    }

    /// Whether what is only for programs, such as a person's key, stays away.
    pub const fn is_for_people(self) -> bool {
        matches!(self, Self::Table | Self::Markdown | Self::Html | Self::Xlsx)
    }

    /// Whether it holds the rows of one frame, so that a report of several needs a file for each.
    pub const fn is_of_rows(self) -> bool {
        matches!(self, Self::Csv | Self::Ndjson | Self::Parquet)
    }

    /// How the names of its files usually end.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Table => "txt",
            other => other.name(),
        }
    }

    /// Whether it has several parts under their titles, each with its rows.
    pub const fn has_parts(self) -> bool {
        matches!(self, Self::Html | Self::Xlsx)
    }

    /// Whether it is bytes that a terminal cannot show.
    pub const fn is_binary(self) -> bool {
        matches!(self, Self::Parquet | Self::Xlsx | Self::Png)
    }

    pub(super) fn renderer(self) -> &'static dyn Render {
        match self {
            Self::Table => &table::TableFormat,
            Self::Json => &json::Json,
            Self::Csv => &csv::Csv,
            Self::Ndjson => &ndjson::Ndjson,
            Self::Parquet => &parquet::Parquet,
            Self::Markdown => &markdown::Markdown,
            Self::Html => &page::Html,
            Self::Xlsx => &workbook::Xlsx,
            Self::Svg => &picture::Svg,
            Self::Png => &picture::Png,
        }
    }
}

/// The name of the format that a file's ending stands for, as far as that is known; none where it
/// has no ending.
pub fn format_of_ending(path: &Path) -> Option<&str> {
    match path.extension()?.to_str()? {
        "md" => Some("markdown"),
        "htm" => Some("html"),
        "txt" => Some("table"),
        ending => Some(ending),
    }
}

/// A format that the command line names, of plain results or of reports.
pub trait NamedFormat: FromStr<Err = OutputError> {
    /// The name on the command line.
    fn format_name(&self) -> &'static str;

    /// Whether it is bytes that a terminal cannot show.
    fn is_for_files(&self) -> bool;
}

impl NamedFormat for Format {
    fn format_name(&self) -> &'static str {
        self.name()
    }

    fn is_for_files(&self) -> bool {
        self.is_binary()
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = OutputError;

    fn from_str(name: &str) -> Result<Self, OutputError> {
        let picture = Self::PICTURES.into_iter().find(|picture| picture.name() == name);
        picture.map_or_else(|| by_name(name, Self::variants(), Self::name), Ok)
    }
}

/// The limits in force and, where there are data, what is left of them and what the checks say.
#[derive(Clone, Copy, Debug)]
pub struct LimitsReport<'a> {
    /// The limits in force.
    pub limits: &'a Limits,
    /// What is left of each, by account; empty without data.
    pub headroom: &'a [Headroom],
    /// What the checks say; empty without data.
    pub findings: &'a [Finding],
}

/// What a format can write. A format of rows only writes frames: of a plan its actions, of the
/// limits what is left of them or, without data, their table, of a report the rows of its sections.
pub(super) trait Render {
    /// Any frame.
    fn frame(&self, df: &DataFrame, style: &Style, out: &mut dyn Write) -> Result<(), OutputError>;

    /// A plan, or the part of it that is shown.
    fn plan(
        &self,
        shown: &ShownPlan,
        style: &Style,
        out: &mut dyn Write,
    ) -> Result<(), OutputError> {
        self.frame(&shown.plan.actions, style, out)
    }

    /// The limits.
    fn limits(
        &self,
        report: &LimitsReport,
        style: &Style,
        out: &mut dyn Write,
    ) -> Result<(), OutputError> {
        self.frame(&limits_frame::rows_of(report)?, style, out)
    }

    /// A chart.
    fn chart(&self, chart: &Chart, style: &Style, out: &mut dyn Write) -> Result<(), OutputError> {
        self.frame(&chart.data, style, out)
    }

    /// A report.
    fn report(
        &self,
        report: &Report,
        style: &Style,
        out: &mut dyn Write,
    ) -> Result<(), OutputError> {
        self.frame(&rows::rows_of(report)?, style, out)
    }
}

/// Writes a plan, or the part of it that the view asks for.
///
/// # Errors
/// Where the view names an account that the plan does not have, or `out` refuses.
pub fn plan(
    plan: &Plan,
    format: Format,
    style: &Style,
    view: &PlanView,
    out: &mut dyn Write,
) -> Result<(), OutputError> {
    format.renderer().plan(&view.applied_to(plan)?, style, out)?;
    Ok(out.flush()?)
}

/// Writes any frame.
///
/// # Errors
/// Where a column is of a type that the format has no place for, or `out` refuses.
pub fn frame(
    df: &DataFrame,
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> Result<(), OutputError> {
    if matches!(format, Format::Csv | Format::Json | Format::Ndjson)
        && let Some((column, row)) = beyond_the_calendar(df)
    {
        let (column, format) = (column.to_owned(), format.name());
        return Err(OutputError::Beyond { column, row, format });
    }
    format.renderer().frame(df, style, out)?;
    Ok(out.flush()?)
}

/// Writes a chart: drawn for people, its rows for programs.
///
/// # Errors
/// Where a column is of a type that the format has no place for, or `out` refuses.
pub fn chart(
    chart: &Chart,
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> Result<(), OutputError> {
    format.renderer().chart(chart, style, out)?;
    Ok(out.flush()?)
}

/// Writes the first rows of a frame that has so many in all, as a table.
///
/// # Errors
/// Where `out` refuses.
pub fn excerpt(
    df: &DataFrame,
    all_rows: usize,
    style: &Style,
    out: &mut dyn Write,
) -> Result<(), OutputError> {
    table::excerpt(df, all_rows, style, out)?;
    Ok(out.flush()?)
}

/// Writes the limits in force, with what is left of them where there are data.
///
/// # Errors
/// Where `out` refuses.
pub fn limits(
    report: &LimitsReport,
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> Result<(), OutputError> {
    format.renderer().limits(report, style, out)?;
    Ok(out.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples;

    #[test]
    fn every_format_is_known_by_its_name() {
        for format in Format::variants() {
            assert_eq!(format.name().parse::<Format>().unwrap(), *format);
        }
    }

    #[test]
    fn every_format_writes_what_is_empty() {
        let plan = samples::plan_of(&[], &[]);
        let no_rows = samples::frame().head(Some(0));
        let limits = Limits::built_in();
        let report = LimitsReport { limits: &limits, headroom: &[], findings: &[] };
        let style = Style::default();
        for &format in Format::variants() {
            let mut out = Vec::new();
            super::plan(&plan, format, &style, &PlanView::default(), &mut out).unwrap();
            super::frame(&no_rows, format, &style, &mut out).unwrap();
            super::frame(&DataFrame::empty(), format, &style, &mut out).unwrap();
            super::limits(&report, format, &style, &mut out).unwrap();
            assert!(!out.is_empty());
        }
    }

    #[test]
    fn a_place_that_refuses_is_an_error_in_every_format() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let (plan, style, view) = (samples::plan(), Style::default(), PlanView::default());
        for &format in Format::variants() {
            let error = super::plan(&plan, format, &style, &view, &mut Gone).unwrap_err();
            assert!(error.is_broken_pipe(), "{format}: {error}");
        }
    }

    #[test]
    fn an_account_that_the_plan_does_not_have_gets_the_nearest() {
        let view = PlanView { account: Some("ana".into()), day: None };
        let (plan, style) = (samples::plan(), Style::default());
        let error = super::plan(&plan, Format::Csv, &style, &view, &mut Vec::new()).unwrap_err();
        assert!(matches!(error, OutputError::UnknownAccount { help, .. } if help.contains("anna")));
    }

    #[test]
    fn a_misspelt_format_gets_the_nearest() {
        let error = "jsn".parse::<Format>().unwrap_err();
        assert!(matches!(error, OutputError::UnknownFormat { help, .. } if help.contains("json")));
    }
}
