//! The formats, and what each of them can write. The one place that registers a format: its row
//! says what it is called, what it holds and what writes it.

use super::named_format::NamedFormat;
use super::renderer::Renderer;
use super::{csv, json, markdown, ndjson, page, parquet, picture, table, workbook};
use crate::screen::Audience;
use std::fmt;
use std::path::Path;

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

/// What a format is like.
struct FormatRow {
    name: &'static str,
    /// How the names of its files end; the first is how they usually do.
    endings: &'static [&'static str],
    contents: Contents,
    encoding: Encoding,
    renderer: &'static dyn Renderer,
}

/// What a format holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Contents {
    /// A text for people.
    Text,
    /// A document for programs, with all that there is.
    Document,
    /// Several parts under their titles, each with its rows.
    Parts,
    /// The rows of one frame.
    Rows,
    /// A chart.
    Picture,
}

/// What a file of a format consists of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Characters,
    /// A terminal cannot show them.
    Bytes,
}

impl Format {
    const ALL: [Self; 10] = [
        Self::Table,
        Self::Json,
        Self::Csv,
        Self::Ndjson,
        Self::Parquet,
        Self::Markdown,
        Self::Html,
        Self::Xlsx,
        Self::Svg,
        Self::Png,
    ];

    fn row(self) -> FormatRow {
        use Contents::{Document, Parts, Picture, Rows, Text};
        use Encoding::{Bytes, Characters};
        let row = |name, endings, contents, encoding, renderer| FormatRow {
            name,
            endings,
            contents,
            encoding,
            renderer,
        };
        match self {
            Self::Table => row("table", &["txt"], Text, Characters, &table::TableFormat),
            Self::Json => row("json", &["json"], Document, Characters, &json::Json),
            Self::Csv => row("csv", &["csv"], Rows, Characters, &csv::Csv),
            Self::Ndjson => row("ndjson", &["ndjson"], Rows, Characters, &ndjson::Ndjson),
            Self::Parquet => row("parquet", &["parquet"], Rows, Bytes, &parquet::Parquet),
            Self::Markdown => row("markdown", &["md"], Text, Characters, &markdown::Markdown),
            Self::Html => row("html", &["html", "htm"], Parts, Characters, &page::Html),
            Self::Xlsx => row("xlsx", &["xlsx"], Parts, Bytes, &workbook::Xlsx),
            Self::Svg => row("svg", &["svg"], Picture, Characters, &picture::Svg),
            Self::Png => row("png", &["png"], Picture, Bytes, &picture::Png),
        }
    }

    /// Whether only charts can be written so.
    pub fn is_picture(self) -> bool {
        self.row().contents == Contents::Picture
    }

    /// Whether a plan written so carries its findings; else only its rows are in it.
    pub fn carries_findings(self) -> bool {
        matches!(self.row().contents, Contents::Text | Contents::Document | Contents::Parts)
    }

    /// Whether what is only for programs, such as a person's key, stays away.
    pub fn is_for_people(self) -> bool {
        matches!(self.row().contents, Contents::Text | Contents::Parts)
    }

    /// Whether it holds the rows of one frame, so that a report of several needs a file for each.
    pub fn is_of_rows(self) -> bool {
        self.row().contents == Contents::Rows
    }

    /// Whether it has several parts under their titles, each with its rows.
    pub fn has_parts(self) -> bool {
        self.row().contents == Contents::Parts
    }

    /// How the names of its files usually end.
    pub fn ending(self) -> &'static str {
        let row = self.row();
        row.endings.first().copied().unwrap_or(row.name)
    }

    pub(super) fn renderer(self) -> &'static dyn Renderer {
        self.row().renderer
    }
}

impl NamedFormat for Format {
    /// All but pictures, which are asked for by the ending of a file alone.
    fn variants() -> Vec<Self> {
        Self::ALL.into_iter().filter(|format| !format.is_picture()).collect()
    }

    fn name(self) -> &'static str {
        self.row().name
    }

    fn audience(self) -> Audience {
        match self.row().contents {
            Contents::Text => Audience::People,
            // A browser is a program: what is escaped for a terminal would break the page.
            _ => Audience::Programs,
        }
    }

    fn is_binary(self) -> bool {
        self.row().encoding == Encoding::Bytes
    }

    fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// The name of the format that a file's ending stands for, as far as that is known; none where it
/// has no ending.
pub fn format_of_ending(path: &Path) -> Option<&str> {
    let ending = path.extension()?.to_str()?;
    let mut rows = Format::ALL.into_iter().map(Format::row);
    Some(rows.find(|row| row.endings.contains(&ending)).map_or(ending, |row| row.name))
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::error::OutputError;

    #[test]
    fn every_format_is_known_by_its_name() {
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.name()).unwrap(), format);
        }
    }

    #[test]
    fn a_misspelt_format_gets_the_nearest() {
        let error = Format::from_name("jsn").unwrap_err();
        assert!(matches!(error, OutputError::UnknownFormat { help, .. } if help.contains("json")));
    }
}
