//! Frames of the data folder, for `frame("name.csv")` in scripts: read as the importer reads, under
//! the names that the file has.
//!
//! A column is of a type only if every value is; a column of texts stays one, with leading zeros.
//! Parquet alone is not read here, but scanned when its rows are needed.
//!
//! Invariant: Polars is given no path, only an opened file of the data folder, of a bounded size.
//! What could not be read is left out or unknown, and said, and so is what was guessed.

use super::file_table::{FileFormat, ShortRowPolicy, TableRequest, TextTable};
use super::folder::{DataFolder, OpenedFile};
use super::table_error::{FileNameError, TableError, TableFault};
use crate::finding::{Finding, FindingCode, Level};
use crate::import::dates::date_text;
use crate::import::dates::form::{DateFormat, DateOrder, OrderEvidence};
use crate::import::dates::order::{open_order, shared_order};
use crate::import::file_formats::cells::{CellTypeHint, LIST_SEPARATOR};
use crate::import::file_formats::parquet::{
    READABLE, UnsupportedColumn, dictionary_texts, foreign_column,
};
use crate::import::file_formats::parquet_extents;
use crate::import::files;
use crate::import::raw_tables::bad_row::{BadRow, Loss};
use crate::import::raw_tables::column_types::InferredType;
use crate::import::table::{ROW, TableKind};
use crate::query::catch_panic;
use polars::prelude::{
    Column, DataFrame, HiveOptions, IntoColumn, IntoLazy, IntoSeries, LazyFrame, ListBuilderTrait,
    ListStringChunkedBuilder, PolarsResult, ScanArgsParquet, ScanSources, StringChunked,
    polars_bail, polars_err,
};

/// A frame of a file, with what there is to say of it.
pub struct FileFrame {
    pub frame: LazyFrame,
    /// What was left out, is unknown, or was guessed.
    pub findings: Vec<Finding>,
}

impl DataFolder {
    /// The frame that a file holds: CSV, JSON, Parquet or a workbook, of which `book.xlsx/Sheet`
    /// names a sheet.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn frame(&self, name: &str) -> Result<FileFrame, TableError> {
        self.opened(name, |opened, content| {
            let mut read = if content == FileFormat::Parquet {
                let frame = scanned(opened)?;
                FileFrame { frame, findings: vec![] }
            } else {
                let table = self.asked(name, ShortRowPolicy::Reject).read(opened, content)?;
                framed(files::parted(name).0, table)?
            };
            read.frame.collect_schema()?;
            Ok(read)
        })
    }

    /// How a table is asked for by this name.
    pub(in crate::import) fn asked<'a>(
        &'a self,
        name: &'a str,
        short: ShortRowPolicy,
    ) -> TableRequest<'a> {
        let (file, sheet) = files::parted(name);
        TableRequest { file, sheet, known: self.known(), short }
    }

    /// What is made of a file that may be a table, whatever it holds.
    pub(in crate::import) fn opened<T>(
        &self,
        name: &str,
        read: impl FnOnce(OpenedFile, FileFormat) -> Result<T, TableFault>,
    ) -> Result<T, TableError> {
        let (file, _) = files::parted(name);
        if !files::may_hold_table(file) || files::has_extension(file, "zip") {
            return Err(TableError::new(file, FileNameError::NoTable(name.into())));
        }
        let read = || {
            let mut opened = self.open(file)?;
            let content = FileFormat::of_file(file, &mut opened)?;
            opened.at_most(content.bytes_max())?;
            catch_panic(|| read(opened, content))
                .unwrap_or_else(|words| Err(TableFault::Panicked(words)))
        };
        read().map_err(|fault| TableError::new(file, fault))
    }
}

/// The rows of an opened file of Parquet.
pub(in crate::import) fn scanned(opened: OpenedFile) -> PolarsResult<LazyFrame> {
    let footer = parquet_extents::footer(&opened.file)
        .map_err(|reason| polars_err!(ComputeError: "{reason}"))?;
    if let Some(UnsupportedColumn { column, type_name, advice }) = foreign_column(&footer.schema) {
        polars_bail!(
            ComputeError: "column `{column}` is {type_name}, expected {READABLE}: {advice}"
        );
    }
    let sources = ScanSources::Files([opened.file].into());
    // A folder's name is no column.
    let options =
        ScanArgsParquet { hive_options: HiveOptions::new_disabled(), ..ScanArgsParquet::default() };
    let rows = LazyFrame::scan_parquet_sources(sources, options)?;
    Ok(rows.with_columns(dictionary_texts(&footer.schema)))
}

/// Columns of texts, each of the type that all of its values have.
fn framed(file: &str, table: TextTable) -> PolarsResult<FileFrame> {
    let height = table.texts.height();
    let columns = table.texts.columns().iter().filter(|column| column.name() != ROW);
    let texts = columns.map(|column| column.str().cloned()).collect::<PolarsResult<Vec<_>>>();
    let texts: Vec<StringChunked> = texts?;
    let types = texts.iter().enumerate().map(|(at, texts)| {
        Some(match table.marked.get(at).unwrap_or(&CellTypeHint::Unknown) {
            CellTypeHint::Lists => return None,
            CellTypeHint::Texts => InferredType::of_texts(std::slice::from_ref(texts)),
            CellTypeHint::Unknown => InferredType::of_columns(std::slice::from_ref(texts)),
        })
    });
    let extra_types: Vec<Option<InferredType>> = types.collect();
    let dates = TableDateOrder::of_columns(&table, texts.iter().zip(&extra_types));
    let mut findings: Vec<Finding> = lost(file, &table.bad).chain(table.findings).collect();
    let values = texts.iter().zip(extra_types).map(|(texts, extra_type)| {
        let Some(extra_type) = extra_type else { return lists(texts) };
        extra_type.read_as(texts, |form| {
            let form = dates.settled(form);
            if !dates.are_linkedins(texts) {
                findings.extend(open_order(&form, file, texts.name()));
            }
            form
        })
    });
    let columns: Vec<Column> = values.collect();
    let frame = DataFrame::new(height, columns)?;
    Ok(FileFrame { frame: frame.lazy(), findings })
}

/// What decides the order in the dates of a table.
struct TableDateOrder {
    /// Whether LinkedIn's archive has such a table.
    is_linkedins: bool,
    declared: Option<DateOrder>,
    proven: Option<DateOrder>,
}

impl TableDateOrder {
    fn of_columns<'a>(
        table: &TextTable,
        columns: impl Iterator<Item = (&'a StringChunked, &'a Option<InferredType>)>,
    ) -> Self {
        let dated =
            columns.filter(|(_, extra_type)| extra_type.is_some_and(InferredType::is_of_dates));
        let forms = dated.map(|(texts, _)| DateFormat::of_values(texts.iter().flatten(), None));
        let forms: Vec<DateFormat> = forms.collect();
        Self {
            is_linkedins: matches!(
                table.kind,
                Some(TableKind::Invitations | TableKind::Connections)
            ),
            declared: table.date_order,
            proven: shared_order(forms.iter(), OrderEvidence::Proven),
        }
    }

    fn settled(&self, form: DateFormat) -> DateFormat {
        match (self.declared, self.proven) {
            (Some(order), _) => form.with_declared_order(order),
            (None, Some(order)) => form.with_order(order, OrderEvidence::OtherColumn),
            (None, None) => form,
        }
    }

    fn are_linkedins(&self, texts: &StringChunked) -> bool {
        self.is_linkedins && texts.iter().flatten().all(date_text::is_linkedin_date)
    }
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
        (Loss::Row, FindingCode::BadRows, "row(s) could not be used and were left out"),
        (Loss::Cell, FindingCode::BadCells, "cell(s) could not be read and are taken as unknown"),
    ];
    losses.into_iter().filter_map(move |(loss, code, what)| {
        let mut lost = bad.iter().filter(|one| one.loss == loss);
        let first = lost.next()?;
        let count = 1 + lost.count();
        let message = format!("{file}: {count} {what}; the first: {first}");
        Some(Finding::new(code, Level::Warn, message))
    })
}
