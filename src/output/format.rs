//! The formats, and what each of them can write. The one place that registers a format: its name
//! and its file.

use super::error::{OutputError, OutputResult, by_name};
use super::renderer::Renderer;
use super::{csv, json, markdown, ndjson, page, parquet, picture, table, workbook};
use crate::screen::Audience;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

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

    pub(super) fn renderer(self) -> &'static dyn Renderer {
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

    fn from_str(name: &str) -> OutputResult<Self> {
        let picture = Self::PICTURES.into_iter().find(|picture| picture.name() == name);
        picture.map_or_else(|| by_name(name, Self::variants(), Self::name), Ok)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_known_by_its_name() {
        for format in Format::variants() {
            assert_eq!(format.name().parse::<Format>().unwrap(), *format);
        }
    }

    #[test]
    fn a_misspelt_format_gets_the_nearest() {
        let error = "jsn".parse::<Format>().unwrap_err();
        assert!(matches!(error, OutputError::UnknownFormat { help, .. } if help.contains("json")));
    }
}
