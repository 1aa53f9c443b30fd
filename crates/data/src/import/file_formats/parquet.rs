//! Parquet: scanned where it has the columns of `invitations`, else read as a table of texts.

use super::parquet_extents;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::error::ImportError;
use crate::import::raw_tables::column_statistics::ColumnStatistics;
use crate::import::raw_tables::column_texts;
use crate::import::raw_tables::column_texts::ColumnTexts;
use crate::import::raw_tables::parsed_table;
use crate::import::raw_tables::parsed_table::ParsedTable;
use crate::import::raw_tables::table_start;
use crate::import::raw_tables::table_start::{HeadRows, TableStart};
use crate::import::raw_tables::understanding::TableProvenance;
use crate::import::sources::known_descriptions::Descriptions;
use crate::import::table::{INTERNAL, ScanRows, Table, TableKind, TableRows};
use crate::open;
use crate::query::{catch_panic, interruption_of_query, unreadable_reason};
use polars::prelude::{
    ArrowDataType, ArrowSchema, DataType, Expr, FileMetadata, LazyFrame, PlRefPath, PolarsError,
    PolarsResult, ScanArgsParquet, TimeZone, by_name, col,
};
use std::collections::BTreeMap;
use std::path::Path;

/// What every Parquet file begins with.
pub(in crate::import) const MAGIC: &[u8] = b"PAR1";

/// What a column of another type is best written as.
pub(in crate::import) const READABLE: &str =
    "numbers of 32 or 64 bits, text, dates or times in UTC";

/// How many rows show what the columns are.
const SAMPLE_ROWS: u32 = 200;

/// Reads a Parquet file by its columns and a sample of its values, as CSV of the same table is
/// read. Rows of `invitations` are scanned, never read here; whatever else becomes texts. The path
/// is made absolute before Polars sees it.
pub(in crate::import) fn read(
    file: &str,
    path: &Path,
    described: &Descriptions,
) -> Result<ParsedTable, ImportError> {
    let path = std::fs::canonicalize(path).map_err(|error| ImportError::io(file, error))?;
    let failed = |reason: String| ImportError::Parquet { file: file.into(), reason };
    let text = path.to_str().ok_or_else(|| failed("its path is not UTF-8".into()))?;
    let opened = open::regular(&path).map_err(|error| ImportError::io(file, error))?;
    let footer = parquet_extents::footer(&opened).map_err(|error| failed(error.to_string()))?;
    let wrong_type = |UnsupportedColumn { column, type_name, advice }| {
        let (file, expected) = (file.into(), READABLE.into());
        ImportError::WrongType { file, column, type_name, expected, advice }
    };
    let or_short = |dtype: &ArrowDataType| is_readable(dtype) || is_short(dtype);
    if let Some(foreign) = foreign_column_but(&footer.schema, or_short) {
        return Err(wrong_type(foreign));
    }
    // A `*` or `[` in a name is part of the name.
    let options = ScanArgsParquet { glob: false, ..ScanArgsParquet::default() };
    let scanned = catch_panic(|| -> PolarsResult<(LazyFrame, ColumnTexts)> {
        let rows = LazyFrame::scan_parquet(PlRefPath::new(text), options)?;
        let sample = column_texts::texts_of(rows.clone().limit(SAMPLE_ROWS))?;
        Ok((rows, sample))
    });
    let first_line = |error: &PolarsError| match interruption_of_query(error) {
        Some(ended) => ImportError::Ended { file: file.into(), ended },
        None => failed(error.to_string().lines().next().unwrap_or_default().into()),
    };
    let (rows, sample) = match scanned {
        Ok(Ok(scanned)) => scanned,
        Ok(Err(error)) => return Err(first_line(&error)),
        Err(words) => return Err(failed(unreadable_reason(&words))),
    };
    let layout = HeadRows {
        delimiter: None,
        rows: column_texts::rows(&sample.frame).map_err(|error| first_line(&error))?,
        header_row_max: 1,
    };
    let beginning = table_start::find(file, &[layout], described)?;
    if beginning.header.kind != TableKind::Canonical {
        let texts = column_texts::texts_of(rows).map_err(|error| first_line(&error))?;
        let filled = texts.into_raw_columns(file, &beginning.header.columns);
        let filled = filled.map_err(|error| first_line(&error))?;
        let mut parsed = parsed_table::assemble_table(file, beginning, filled)?;
        parsed.table.provenance.encoding = None;
        parsed.table.provenance.format = Some(FORMAT.into());
        return Ok(parsed);
    }
    // Short numbers become texts; rows of `invitations` are scanned as they are.
    if let Some(foreign) = foreign_column(&footer.schema) {
        return Err(wrong_type(foreign));
    }
    let known = catch_panic(|| column_statistics(&footer.metadata)).unwrap_or_default();
    let internal: Vec<_> =
        footer.schema.iter_names().filter(|name| name.starts_with(INTERNAL)).cloned().collect();
    let findings = internal.iter().map(|name| {
        let message = format!(
            "{file}: the column `{name}` is not read: names that begin with `{INTERNAL}` are the \
             program's own"
        );
        Finding::new(FindingCode::UnreadColumn, Level::Warn, message).help("give it another name")
    });
    let guesses = beginning.header.guesses.iter().map(|guess| parsed_table::guessed(file, guess));
    let findings = findings.chain(guesses).collect();
    let rows = if internal.is_empty() { rows } else { rows.drop(by_name(internal, true, false)) };
    let scan = rename_columns(ScanRows { rows, known }, &beginning);
    let understood = TableProvenance {
        source: beginning.header.source,
        why: beginning.header.why,
        guesses: beginning.header.guesses,
        format: Some(FORMAT.into()),
        ..TableProvenance::default()
    };
    let rows = TableRows::Scan(Box::new(scan));
    let table = Table { provenance: understood, ..Table::new(TableKind::Canonical, file, rows) };
    Ok(ParsedTable { table, bad: Vec::new(), findings })
}

/// The same rows, their columns called as rows of `invitations` have them.
fn rename_columns(mut scan: ScanRows, beginning: &TableStart) -> ScanRows {
    let columns = beginning.cells.iter().zip(&beginning.header.columns);
    for (cell, column) in columns.filter_map(|(cell, column)| Some((cell, column.as_ref()?))) {
        if cell == column {
            continue;
        }
        scan.rows = scan.rows.rename([cell], [column], true);
        if let Some(known) = scan.known.remove(cell) {
            scan.known.insert(column.clone(), known);
        }
    }
    scan
}

/// What to call it.
const FORMAT: &str = "Parquet";

/// A column of a type that is not read.
pub(in crate::import) struct UnsupportedColumn {
    pub(in crate::import) column: String,
    pub(in crate::import) type_name: String,
    pub(in crate::import) advice: &'static str,
}

/// The first column of a type that cannot be read. To be asked before Polars is given the file,
/// which panics at such a type.
pub(in crate::import) fn foreign_column(schema: &ArrowSchema) -> Option<UnsupportedColumn> {
    foreign_column_but(schema, is_readable)
}

fn foreign_column_but(
    schema: &ArrowSchema,
    is_readable: impl Fn(&ArrowDataType) -> bool,
) -> Option<UnsupportedColumn> {
    let foreign = schema.iter_values().find(|field| !is_readable(field.dtype()))?;
    let (type_name, advice) = match foreign.dtype() {
        ArrowDataType::Decimal(precision, scale) | ArrowDataType::Decimal256(precision, scale) => (
            format!("a decimal of {precision} digits, {scale} of them after the point"),
            "write the column as a number of 64 bits, in DuckDB with `CAST(… AS DOUBLE)`",
        ),
        // Polars reads it as a time of nanoseconds, and fails at what its footer says of it.
        ArrowDataType::Time32(_) => (
            "a time of day in seconds or milliseconds".into(),
            "write the column as a time of microseconds",
        ),
        other => (format!("{other:?}"), "write the column again with that type"),
    };
    Some(UnsupportedColumn { column: foreign.name.to_string(), type_name, advice })
}

/// The columns of texts for which the file has numbers and a dictionary, each as its texts.
pub(in crate::import) fn dictionary_texts(schema: &ArrowSchema) -> Vec<Expr> {
    let fields = schema.iter_values();
    let fields = fields.filter(|field| matches!(field.dtype(), ArrowDataType::Dictionary(..)));
    fields.map(|field| col(field.name.clone()).cast(DataType::String)).collect()
}

/// Whether this program reads values of a type.
fn is_readable(dtype: &ArrowDataType) -> bool {
    use ArrowDataType as Arrow;
    match dtype {
        Arrow::Null
        | Arrow::Boolean
        | Arrow::Int32
        | Arrow::Int64
        | Arrow::UInt32
        | Arrow::UInt64
        | Arrow::Float32
        | Arrow::Float64
        | Arrow::Utf8
        | Arrow::LargeUtf8
        | Arrow::Utf8View
        | Arrow::Binary
        | Arrow::LargeBinary
        | Arrow::BinaryView
        | Arrow::FixedSizeBinary(_)
        | Arrow::Date32
        | Arrow::Date64
        | Arrow::Time64(_)
        | Arrow::Duration(_) => true,
        // Polars knows the zones of the time zone database alone, and takes others for a fault.
        Arrow::Timestamp(_, zone) => TimeZone::opt_try_new(zone.clone()).is_ok(),
        Arrow::List(field) | Arrow::LargeList(field) | Arrow::Map(field, _) => {
            is_readable(field.dtype())
        }
        Arrow::Struct(fields) => fields.iter().all(|field| is_readable(field.dtype())),
        Arrow::Dictionary(_, value, _) => {
            matches!(**value, Arrow::Utf8 | Arrow::LargeUtf8 | Arrow::Utf8View)
        }
        _ => false,
    }
}

/// Whether values of a type are numbers of 8 or 16 bits.
fn is_short(dtype: &ArrowDataType) -> bool {
    matches!(dtype, ArrowDataType::Int8 | ArrowDataType::Int16)
}

/// What the footer says of each column, over all groups of rows.
fn column_statistics(metadata: &FileMetadata) -> BTreeMap<String, ColumnStatistics> {
    let mut columns: BTreeMap<String, ColumnStatistics> = BTreeMap::new();
    for group in &metadata.row_groups {
        for column in group.parquet_columns() {
            let [name] = &column.descriptor().path_in_schema[..] else { continue };
            let statistics = column.statistics(&metadata.footer_buf).and_then(Result::ok);
            let known = statistics.map_or_else(ColumnStatistics::default, |statistics| {
                let days = statistics
                    .as_int32()
                    .and_then(|statistics| statistics.min_value.zip(statistics.max_value));
                let days = days.map(|(least, most)| (i64::from(least), i64::from(most)));
                let ints = statistics
                    .as_int64()
                    .and_then(|statistics| statistics.min_value.zip(statistics.max_value));
                let text = |bytes: &Option<Vec<u8>>| String::from_utf8(bytes.clone()?).ok();
                let texts =
                    statistics.as_binary().and_then(|s| text(&s.min_value).zip(text(&s.max_value)));
                ColumnStatistics {
                    never_missing: statistics.null_count() == Some(0),
                    ints: days.or(ints),
                    texts,
                }
            });
            let before = columns.remove(name.as_str());
            let joined = before.map_or(known.clone(), |before| before.and(known));
            columns.insert(name.to_string(), joined);
        }
    }
    columns
}
