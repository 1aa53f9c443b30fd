//! Frames of the data folder, for `frame("name.csv")` in scripts: read as the importer reads, under
//! the names that the file has.
//!
//! A column is of a type only if every value is; a column of texts stays one, with leading zeros.
//! Parquet alone is not read here, but scanned when its rows are needed.
//!
//! Invariant: Polars is given no path, only an opened file of the data folder, of a bounded size.
//! What could not be read is left out or unknown, and said.

use super::bad_row::{BadRow, Loss};
use super::cells::{KeptRows, LIST_SEPARATOR, Marked, ReadRows};
use super::extents;
use super::filling::{Filled, Filling, TextForm};
use super::folder::{DataFolder, Opened};
use super::header::{self, HEADER_ROW_MAX, Layout, ROWS_LOOKED_AT};
use super::kinds::ExtraType;
use super::parquet::{Foreign, READABLE, foreign_column};
use super::sources::known::Descriptions;
use super::sources::recognise;
use super::table::ROW;
use super::workbook::SheetRows;
use super::{csv, error::ImportError, files, json, workbook};
use crate::finding::{Finding, Level};
use crate::query::caught;
use polars::prelude::{
    Column, DataFrame, HiveOptions, IntoColumn, IntoLazy, IntoSeries, LazyFrame, ListBuilderTrait,
    ListStringChunkedBuilder, PolarsResult, ScanArgsParquet, ScanSources, StringChunked,
    polars_bail, polars_err,
};
use std::io::Read;

/// A frame of a file, with what there is to say of it.
pub struct FileFrame {
    /// The frame.
    pub frame: LazyFrame,
    /// What was left out, is unknown, or was guessed.
    pub findings: Vec<Finding>,
}

/// How a kind of file becomes a frame.
struct Kind {
    is_one: fn(&str) -> bool,
    bytes_max: u64,
    read: fn(&str, &str, Opened) -> Result<FileFrame, String>,
}

/// The largest files: what is read as it is needed may be large, what is read at once may not.
const KINDS: &[Kind] = &[
    Kind { is_one: files::is_json, bytes_max: json::BYTES_MAX, read: of_json },
    Kind { is_one: files::is_text, bytes_max: 1 << 30, read: of_csv },
    Kind { is_one: files::is_spreadsheet, bytes_max: workbook::BYTES_MAX, read: of_workbook },
    Kind { is_one: files::is_parquet, bytes_max: 8 << 30, read: of_parquet },
];

impl DataFolder {
    /// The frame that a file holds: CSV, JSON, Parquet or a workbook, of which `book.xlsx/Sheet`
    /// names a sheet.
    ///
    /// # Errors
    /// What is wrong with the file, in words.
    pub fn frame(&self, name: &str) -> Result<FileFrame, String> {
        let (file, sheet) = files::parted(name);
        let kind = KINDS.iter().find(|kind| (kind.is_one)(file)).ok_or_else(|| {
            format!(
                "`{name}` is no file of a frame; expected a name in .csv, .tsv, .json, .ndjson, \
                 .xlsx, .ods, .xls or .parquet"
            )
        })?;
        let opened = self.open(file, kind.bytes_max)?;
        let read = caught(|| {
            let mut read = (kind.read)(file, sheet, opened)?;
            read.frame.collect_schema().map_err(|error| first_line(&error))?;
            Ok(read)
        });
        let damaged = || "it is damaged: it cannot be read".to_owned();
        read.unwrap_or_else(|_| Err(damaged())).map_err(|said: String| {
            if said.starts_with(file) { said } else { format!("{file}: {said}") }
        })
    }
}

fn first_line(error: &dyn std::fmt::Display) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

fn of_csv(file: &str, _: &str, opened: Opened) -> Result<FileFrame, String> {
    let text = csv::Opened::new(file, opened.file).map_err(|error| error.to_string())?;
    let form = text.form;
    let begins = Begins::of(file, &text.layouts())?;
    let mut rows = text.rows(begins.delimiter.unwrap_or(b','));
    let filled = begins.fill(file, &mut rows, form)?;
    framed(file, filled, &[])
}

fn of_json(file: &str, _: &str, opened: Opened) -> Result<FileFrame, String> {
    let mut bytes = vec![];
    let read = opened.file.take(opened.bytes).read_to_end(&mut bytes);
    read.map_err(|error| error.to_string())?;
    let read = json::read(file, &bytes).map_err(|error| error.to_string())?;
    let mut read_frame = of_kept(file, read.rows, 1)?;
    read_frame.findings.extend(lost(file, &read.bad));
    Ok(read_frame)
}

fn of_workbook(file: &str, sheet: &str, opened: Opened) -> Result<FileFrame, String> {
    let mut bytes = vec![];
    let read = opened.file.take(opened.bytes).read_to_end(&mut bytes);
    read.map_err(|error| error.to_string())?;
    let (_, sheets) = workbook::sheets(file, &bytes).map_err(|error| error.to_string())?;
    let is_meant = |one: &SheetRows| {
        let is_filled = !one.rows.rows.is_empty();
        is_filled && if sheet.is_empty() { !one.is_hidden } else { one.name == sheet }
    };
    let names: Vec<String> =
        sheets.iter().map(|sheet| format!("`{file}/{}`", sheet.name)).collect();
    let mut meant: Vec<SheetRows> = sheets.into_iter().filter(is_meant).collect();
    match (meant.pop(), meant.is_empty()) {
        (Some(one), true) => of_kept(file, one.rows, HEADER_ROW_MAX),
        (Some(_), false) => {
            Err(format!("several sheets have rows; name one of {}", names.join(", ")))
        }
        (None, _) => Err(format!("no such sheet with rows; there is {}", names.join(", "))),
    }
}

fn of_kept(file: &str, mut rows: KeptRows, header_row_max: usize) -> Result<FileFrame, String> {
    let texts = rows.texts(ROWS_LOOKED_AT);
    let marked = std::mem::take(&mut rows.marked);
    let faults = std::mem::take(&mut rows.faults);
    let begins = Begins::of(file, &[Layout { delimiter: None, rows: texts, header_row_max }])?;
    let mut filling = Filling::new(file, &begins.names, &begins.columns, TextForm::UTF8);
    filling.read(&mut rows, begins.rows_before).map_err(|error| error.to_string())?;
    filling.note_faults(&faults);
    framed(file, filling.finish().map_err(|error| first_line(&error))?, &marked)
}

fn of_parquet(_: &str, _: &str, opened: Opened) -> Result<FileFrame, String> {
    let frame = scanned(opened).map_err(|error| first_line(&error))?;
    Ok(FileFrame { frame, findings: vec![] })
}

fn scanned(opened: Opened) -> PolarsResult<LazyFrame> {
    let footer =
        extents::footer(&opened.file).map_err(|reason| polars_err!(ComputeError: "{reason}"))?;
    if let Some(Foreign { column, found, advice }) = foreign_column(&footer.schema) {
        polars_bail!(ComputeError: "column `{column}` is {found}, expected {READABLE}: {advice}");
    }
    let sources = ScanSources::Files([opened.file].into());
    // A folder's name is no column.
    let options =
        ScanArgsParquet { hive_options: HiveOptions::new_disabled(), ..ScanArgsParquet::default() };
    LazyFrame::scan_parquet_sources(sources, options)
}

/// Where a table begins that may be of any kind, and what its columns are called.
struct Begins {
    delimiter: Option<u8>,
    rows_before: usize,
    names: Vec<String>,
    columns: Vec<Option<String>>,
}

impl Begins {
    fn of(file: &str, layouts: &[Layout]) -> Result<Self, String> {
        let known = Descriptions::with(Vec::new());
        let (delimiter, rows_before, cells) = match header::find(file, layouts, &known) {
            Ok(found) => (found.delimiter, found.rows_before, found.cells),
            Err(ImportError::UnknownHeader { .. }) => {
                let (layout, at) = header::widest(layouts).ok_or("no row in it")?;
                (layout.delimiter, at, layout.rows.get(at).cloned().unwrap_or_default())
            }
            Err(error) => return Err(error.to_string()),
        };
        let name = |(at, cell): (usize, &String)| {
            if cell.is_empty() { format!("column_{}", at + 1) } else { cell.clone() }
        };
        let names: Vec<String> = cells.iter().enumerate().map(name).collect();
        if let Some(twice) = recognise::duplicates(&names) {
            return Err(format!("duplicate columns in the header: {twice}"));
        }
        let columns = names.iter().cloned().map(Some).collect();
        Ok(Self { delimiter, rows_before, names, columns })
    }

    fn fill(self, file: &str, rows: &mut dyn ReadRows, form: TextForm) -> Result<Filled, String> {
        let mut filling = Filling::new(file, &self.names, &self.columns, form);
        filling.read(rows, self.rows_before).map_err(|error| error.to_string())?;
        filling.finish().map_err(|error| first_line(&error))
    }
}

/// Columns of texts, each of the type that all of its values have.
fn framed(file: &str, filled: Filled, marked: &[Marked]) -> Result<FileFrame, String> {
    let height = filled.frame.height();
    let columns = filled.frame.into_columns().into_iter();
    let texts = columns.filter(|column| column.name() != ROW).enumerate();
    let typed = texts.map(|(at, column)| {
        let texts = column.str()?;
        Ok(match marked.get(at).unwrap_or(&Marked::Nothing) {
            Marked::Lists => lists(texts),
            Marked::Texts => ExtraType::of_texts(std::slice::from_ref(texts)).read(texts),
            Marked::Nothing => ExtraType::of(std::slice::from_ref(texts)).read(texts),
        })
    });
    let columns = typed.collect::<PolarsResult<Vec<Column>>>();
    let frame = columns.and_then(|columns| DataFrame::new(height, columns));
    let frame = frame.map_err(|error| first_line(&error))?;
    let findings = lost(file, &filled.bad).chain(filled.findings).collect();
    Ok(FileFrame { frame: frame.lazy(), findings })
}

fn lists(texts: &StringChunked) -> Column {
    let mut lists = ListStringChunkedBuilder::new(texts.name().clone(), texts.len(), texts.len());
    for text in texts.iter() {
        match text {
            Some(text) => lists.append_values_iter(text.split(LIST_SEPARATOR)),
            None => lists.append_null(),
        }
    }
    lists.finish().into_series().into_column()
}

/// What of a file could not be used: how many rows and cells, and the first of them.
fn lost<'a>(file: &'a str, bad: &'a [BadRow]) -> impl Iterator<Item = Finding> + 'a {
    let losses = [
        (Loss::Row, "bad-rows", "row(s) could not be used and were left out"),
        (Loss::Cell, "bad-cells", "cell(s) could not be read and are taken as unknown"),
    ];
    losses.into_iter().filter_map(move |(loss, code, what)| {
        let mut lost = bad.iter().filter(|one| one.loss == loss);
        let first = lost.next()?;
        let count = 1 + lost.count();
        let message = format!("{file}: {count} {what}; the first: {first}");
        Some(Finding::new(code, Level::Warn, message))
    })
}
