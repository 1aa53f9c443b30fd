//! A file of the data folder → a table of texts: what a script's lists and frames are made of.
//!
//! Read as the importer reads: known by its content, whatever it is called, decoded, its header
//! found after a preamble. Only a table that nothing knows is taken here too.
//!
//! Invariant: every row is in the table, named as left out, or above the header.

use super::folder::OpenedFile;
use super::table_error::TableFault;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::dates::form::DateOrder;
use crate::import::error::ImportError;
use crate::import::file_formats::cells::{BufferedRows, CellFault, CellTypeHint, RowStream};
use crate::import::file_formats::text_encoding::TextEncoding;
use crate::import::file_formats::workbook::SheetRows;
use crate::import::file_formats::{csv, json, links, parquet, workbook};
use crate::import::files;
use crate::import::raw_tables::bad_row::BadRow;
use crate::import::raw_tables::column_texts;
use crate::import::raw_tables::column_texts::ColumnTexts;
use crate::import::raw_tables::table_builder::{RawColumns, TableBuilder};
use crate::import::raw_tables::table_start;
use crate::import::raw_tables::table_start::{HEADER_ROW_MAX, HeadRows, ROWS_LOOKED_AT};
use crate::import::sources::known_descriptions::Descriptions;
use crate::import::sources::recognise;
use crate::import::table;
use crate::import::table::TableKind;
use polars::prelude::DataFrame;
use std::io::{self, Read, Seek};

/// How much of a file shows what it is, in bytes.
const HEAD_BYTES: u64 = 1024;

/// The largest text and the largest Parquet, in bytes: what is read as it is needed may be large.
const TEXT_BYTES_MAX: u64 = 1 << 30;
pub(in crate::import) const PARQUET_BYTES_MAX: u64 = 8 << 30;

/// What a file holds, by its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum FileFormat {
    Csv,
    Json,
    Workbook,
    Parquet,
}

impl FileFormat {
    /// What an opened file holds; it is read from its beginning afterwards.
    pub(in crate::import) fn of_file(file: &str, opened: &mut OpenedFile) -> io::Result<Self> {
        let mut head = Vec::new();
        opened.file.by_ref().take(HEAD_BYTES).read_to_end(&mut head)?;
        opened.file.rewind()?;
        Ok(if head.starts_with(workbook::OLE2) || head.starts_with(b"PK") {
            Self::Workbook
        } else if head.starts_with(parquet::MAGIC) || files::is_parquet(file) {
            Self::Parquet
        } else if json::is_json(&head) || files::is_json(file) {
            Self::Json
        } else {
            Self::Csv
        })
    }

    /// The largest file of its kind.
    pub(in crate::import) fn bytes_max(self) -> u64 {
        match self {
            Self::Csv => TEXT_BYTES_MAX,
            Self::Json => json::BYTES_MAX,
            Self::Workbook => workbook::BYTES_MAX,
            Self::Parquet => PARQUET_BYTES_MAX,
        }
    }
}

pub(in crate::import) struct TextTable {
    /// What the columns are called, in their order.
    pub(in crate::import) names: Vec<String>,
    /// The field that the importer has each for, or the name of a further column.
    pub(in crate::import) fields: Vec<Option<String>>,
    /// What the file itself says of the columns; nothing of those beyond.
    pub(in crate::import) marked: Vec<CellTypeHint>,
    /// The columns, and the row of each.
    pub(in crate::import) texts: DataFrame,
    /// The rows above the header.
    pub(in crate::import) above: Vec<Vec<String>>,
    /// What kind of table it is, where that is known.
    pub(in crate::import) kind: Option<TableKind>,
    /// What comes first in its numeric dates, where that is said.
    pub(in crate::import) date_order: Option<DateOrder>,
    /// What could not be used.
    pub(in crate::import) bad: Vec<BadRow>,
    /// What there is to say of the file.
    pub(in crate::import) findings: Vec<Finding>,
}

/// What to do with rows that are shorter than the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum ShortRowPolicy {
    /// They are left out, and said, as the importer does.
    Reject,
    /// What they lack is empty: a list is often written by hand.
    Pad,
}

/// A table of a file, and how it is read.
#[derive(Clone, Copy)]
pub(in crate::import) struct TableRequest<'a> {
    /// The file, as the data folder names it.
    pub(in crate::import) file: &'a str,
    /// The sheet of a workbook, the list of JSON; empty where it is not named.
    pub(in crate::import) sheet: &'a str,
    pub(in crate::import) known: &'a Descriptions,
    pub(in crate::import) short: ShortRowPolicy,
}

impl TableRequest<'_> {
    /// Reads the table of anything but Parquet.
    pub(in crate::import) fn read(
        self,
        opened: OpenedFile,
        content: FileFormat,
    ) -> Result<TextTable, TableFault> {
        if content == FileFormat::Csv {
            return self.csv(opened);
        }
        let mut bytes = vec![];
        opened.file.take(opened.bytes).read_to_end(&mut bytes)?;
        if content == FileFormat::Workbook {
            return self.workbook(&bytes);
        }
        let (rows, bad) = json::read(self.file, self.sheet, &bytes)?;
        let mut table = self.kept(rows, 1)?;
        table.bad.extend(bad);
        Ok(table)
    }

    fn csv(self, opened: OpenedFile) -> Result<TextTable, TableFault> {
        let text = csv::OpenedText::new(self.file, opened.file)?;
        let form = text.form;
        let begins = AnyTableStart::of_table(self, &text.layouts())?;
        let mut rows = text.rows(begins.delimiter.unwrap_or(b','));
        let filled = self.filled(&begins, &mut rows, form, &[])?;
        Ok(begins.table(self.file, filled, Vec::new()))
    }

    fn workbook(self, bytes: &[u8]) -> Result<TextTable, TableFault> {
        let (file, sheet) = (self.file, self.sheet);
        let (_, sheets) = workbook::sheets(file, bytes)?;
        let is_meant = |one: &SheetRows| {
            let is_filled = !one.rows.rows.is_empty();
            is_filled && if sheet.is_empty() { !one.is_hidden } else { one.name == sheet }
        };
        let names: Vec<String> =
            sheets.iter().map(|sheet| format!("`{file}/{}`", sheet.name)).collect();
        let mut meant: Vec<SheetRows> = sheets.into_iter().filter(is_meant).collect();
        match (meant.pop(), meant.is_empty()) {
            (Some(one), true) => self.kept(one.rows, HEADER_ROW_MAX),
            (Some(_), false) => Err(TableFault::SeveralSheets(names)),
            (None, _) => Err(TableFault::NoSheet(names)),
        }
    }

    fn kept(self, mut rows: BufferedRows, header_row_max: usize) -> Result<TextTable, TableFault> {
        let begin = |rows: &BufferedRows| {
            let texts = rows.texts(ROWS_LOOKED_AT);
            AnyTableStart::of_table(
                self,
                &[HeadRows { delimiter: None, rows: texts, header_row_max }],
            )
        };
        let mut begins = begin(&rows)?;
        if !rows.links.is_empty() {
            links::add_link_columns(&mut rows, begins.above.len());
            begins = begin(&rows)?;
        }
        let marked = std::mem::take(&mut rows.type_hints);
        let faults = std::mem::take(&mut rows.faults);
        let filled = self.filled(&begins, &mut rows, TextEncoding::UTF8, &faults)?;
        Ok(begins.table(self.file, filled, marked))
    }

    fn filled(
        self,
        begins: &AnyTableStart,
        rows: &mut dyn RowStream,
        form: TextEncoding,
        faults: &[CellFault],
    ) -> Result<RawColumns, TableFault> {
        let columns: Vec<Option<String>> = begins.names.iter().cloned().map(Some).collect();
        let mut filling = TableBuilder::new(self.file, &begins.names, &columns, form)
            .with_delimiter(begins.delimiter);
        if self.short == ShortRowPolicy::Pad {
            filling = filling.with_padded_rows();
        }
        filling.read(rows, begins.above.len())?;
        filling.note_faults(faults);
        Ok(filling.finish()?)
    }

    /// The table of columns that are texts already.
    pub(in crate::import) fn of_texts(self, texts: ColumnTexts) -> Result<TextTable, TableFault> {
        let first = texts.frame.head(Some(ROWS_LOOKED_AT));
        let rows = column_texts::rows(&first)?;
        let begins = AnyTableStart::of_table(
            self,
            &[HeadRows { delimiter: None, rows, header_row_max: 1 }],
        )?;
        let columns: Vec<Option<String>> = begins.names.iter().cloned().map(Some).collect();
        let filled = texts.into_raw_columns(self.file, &columns)?;
        Ok(begins.table(self.file, filled, Vec::new()))
    }
}

/// Where a table begins that may be of any kind, and what its columns are.
struct AnyTableStart {
    delimiter: Option<u8>,
    above: Vec<Vec<String>>,
    names: Vec<String>,
    fields: Vec<Option<String>>,
    kind: Option<TableKind>,
    date_order: Option<DateOrder>,
}

impl AnyTableStart {
    fn of_table(asked: TableRequest, layouts: &[HeadRows]) -> Result<Self, TableFault> {
        let (delimiter, rows_before, cells, known) =
            match table_start::find(asked.file, layouts, asked.known) {
                Ok(beginning) => (
                    beginning.delimiter,
                    beginning.rows_before,
                    beginning.cells,
                    Some(beginning.header),
                ),
                Err(
                    ImportError::UnknownHeader { .. }
                    | ImportError::NoHeader { .. }
                    | ImportError::NotAsSaid { .. }
                    | ImportError::OwnResult { .. },
                ) => {
                    let (layout, at) =
                        table_start::guess_header(layouts).ok_or(TableFault::NoRow)?;
                    let cells = layout.rows.get(at).cloned().unwrap_or_default();
                    (layout.delimiter, at, cells, None)
                }
                Err(error) => return Err(error.into()),
            };
        let name = |(at, cell): (usize, &String)| {
            if cell.is_empty() { format!("column_{}", at + 1) } else { cell.clone() }
        };
        let names: Vec<String> = cells.iter().enumerate().map(name).collect();
        if let Some(twice) = recognise::duplicates(&names) {
            return Err(TableFault::DuplicateColumns(twice));
        }
        let layout = layouts.iter().find(|layout| layout.delimiter == delimiter);
        let above = layout.and_then(|layout| layout.rows.get(..rows_before));
        let table_kind = known.as_ref().map(|header| header.kind);
        let date_order = known.as_ref().and_then(|header| header.date_order);
        let fields = known.map_or_else(|| vec![None; names.len()], |header| header.columns);
        Ok(Self {
            delimiter,
            above: above.map(<[_]>::to_vec).unwrap_or_default(),
            names,
            fields,
            kind: table_kind,
            date_order,
        })
    }

    fn table(self, file: &str, filled: RawColumns, marked: Vec<CellTypeHint>) -> TextTable {
        let mut findings = filled.findings;
        findings.extend(self.guessed(file));
        TextTable {
            names: self.names,
            fields: self.fields,
            marked,
            texts: filled.frame,
            above: self.above,
            kind: self.kind,
            date_order: self.date_order,
            bad: filled.bad,
            findings,
        }
    }

    /// That rows stand above a header of which little is known: they may be values.
    fn guessed(&self, file: &str) -> Option<Finding> {
        let known = self.fields.iter().flatten();
        let known = known.filter(|name| !name.starts_with(table::EXTRA)).count();
        let first = self.above.first().filter(|_| known < 2)?;
        let shown = |cells: &[String]| {
            let cells = cells.iter().filter(|cell| !cell.is_empty()).take(4);
            cells.map(|cell| format!("`{cell}`")).collect::<Vec<_>>().join(", ")
        };
        let (header, count) = (shown(&self.names), self.above.len());
        let rows = if count == 1 { "row".to_owned() } else { format!("{count} rows") };
        let message = format!(
            "{file}: {header} is taken for its header; the {rows} above it, {}, is no value",
            shown(first)
        );
        let help = "remove what is above the header, or put a header above the first value";
        Some(Finding::new(FindingCode::GuessedColumn, Level::Note, message).help(help))
    }
}
