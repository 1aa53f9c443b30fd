//! Parquet of the columns of `invitations`: scanned, never read here.

use super::error::ImportError;
use super::extents;
use super::table::{Kind, Known, Rows, ScanRows, Table};
use super::understanding::Understanding;
use crate::open;
use crate::query::caught;
use polars::prelude::{
    ArrowDataType, ArrowSchema, FileMetadata, LazyFrame, PlRefPath, PlSmallStr, PolarsResult,
    ScanArgsParquet, TimeZone,
};
use std::collections::BTreeMap;
use std::path::Path;

/// What every Parquet file begins with.
pub(super) const MAGIC: &[u8] = b"PAR1";

/// What a column of another type is best written as.
pub(super) const READABLE: &str = "numbers of 32 or 64 bits, text, dates or times in UTC";

/// Any of these columns says who a row is about, where the file itself was given.
const PEOPLE: &[&str] = &["person", "profile_url", "name"];

/// Any of these does where the file only lies in a folder: a table of companies has names as well.
const SURELY_PEOPLE: &[&str] = &["person", "profile_url"];

/// Scans a Parquet file; only its footer is read. The path is made absolute before Polars sees it.
/// `asked` says that the file itself was given.
pub(super) fn scan(file: &str, path: &Path, asked: bool) -> Result<Table, ImportError> {
    let path = std::fs::canonicalize(path).map_err(|error| ImportError::io(file, error))?;
    let failed = |reason: String| ImportError::Parquet { file: file.into(), reason };
    let text = path.to_str().ok_or_else(|| failed("its path is not UTF-8".into()))?;
    let opened = open::regular(&path).map_err(|error| ImportError::io(file, error))?;
    let footer = extents::footer(&opened).map_err(failed)?;
    let people = if asked { PEOPLE } else { SURELY_PEOPLE };
    if !people.iter().any(|name| footer.schema.contains(name)) {
        let names: Vec<&str> =
            footer.schema.iter_names().take(12).map(PlSmallStr::as_str).collect();
        return Err(ImportError::UnknownHeader {
            file: file.into(),
            header: names.join(","),
            help: "expected columns of `invitations`, at least `person`, `profile_url` or `name`"
                .into(),
        });
    }
    if let Some(Foreign { column, found, advice }) = foreign_column(&footer.schema) {
        let (file, expected) = (file.into(), READABLE.into());
        return Err(ImportError::WrongType { file, column, found, expected, advice });
    }
    // A `*` or `[` in a name is part of the name.
    let options = ScanArgsParquet { glob: false, ..ScanArgsParquet::default() };
    let frame = caught(|| -> PolarsResult<LazyFrame> {
        let mut frame = LazyFrame::scan_parquet(PlRefPath::new(text), options)?;
        frame.collect_schema()?;
        Ok(frame)
    });
    let frame = match frame {
        Ok(Ok(frame)) => frame,
        Ok(Err(error)) => {
            let words = error.to_string();
            return Err(failed(words.lines().next().unwrap_or_default().into()));
        }
        Err(_) => return Err(failed("it is damaged: its footer cannot be read".into())),
    };
    let known = caught(|| known(&footer.metadata)).unwrap_or_default();
    let scan = ScanRows { rows: frame, known };
    let understood = Understanding {
        source: Kind::Canonical.role().name().into(),
        why: "it is Parquet, and has columns of `invitations`".into(),
        ..Understanding::default()
    };
    Ok(Table { understood, ..Table::new(Kind::Canonical, file, Rows::Scan(Box::new(scan))) })
}

/// A column of a type that is not read.
pub(super) struct Foreign {
    pub(super) column: String,
    pub(super) found: String,
    /// What to do.
    pub(super) advice: &'static str,
}

/// The first column of a type that cannot be read. To be asked before Polars is given the file,
/// which panics at such a type.
pub(super) fn foreign_column(schema: &ArrowSchema) -> Option<Foreign> {
    let foreign = schema.iter_values().find(|field| !is_readable(field.dtype()))?;
    let (found, advice) = match foreign.dtype() {
        ArrowDataType::Decimal(precision, scale) | ArrowDataType::Decimal256(precision, scale) => (
            format!("a decimal of {precision} digits, {scale} of them after the point"),
            "write the column as a number of 64 bits, in DuckDB with `CAST(… AS DOUBLE)`",
        ),
        other => (format!("{other:?}"), "write the column again with that type"),
    };
    Some(Foreign { column: foreign.name.to_string(), found, advice })
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
        | Arrow::Time32(_)
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

/// What the footer says of each column, over all groups of rows.
fn known(metadata: &FileMetadata) -> BTreeMap<String, Known> {
    let mut columns: BTreeMap<String, Known> = BTreeMap::new();
    for group in &metadata.row_groups {
        for column in group.parquet_columns() {
            let [name] = &column.descriptor().path_in_schema[..] else { continue };
            let said = column.statistics(&metadata.footer_buf).and_then(Result::ok);
            let known = said.map_or_else(Known::default, |said| {
                let days = said.as_int32().and_then(|said| said.min_value.zip(said.max_value));
                let days = days.map(|(least, most)| (i64::from(least), i64::from(most)));
                let ints = said.as_int64().and_then(|said| said.min_value.zip(said.max_value));
                let text = |bytes: &Option<Vec<u8>>| String::from_utf8(bytes.clone()?).ok();
                let texts =
                    said.as_binary().and_then(|s| text(&s.min_value).zip(text(&s.max_value)));
                Known { never_missing: said.null_count() == Some(0), ints: days.or(ints), texts }
            });
            let before = columns.remove(name.as_str());
            let all = before.map_or(known.clone(), |before| before.and(known));
            columns.insert(name.to_string(), all);
        }
    }
    columns
}
