//! Typed columns → the texts that a CSV of them would have.
//!
//! Invariant: a column whose values have no text is left out and said, never guessed.

use super::table_builder::RawColumns;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::table::ROW;
use crate::query::Query;
use chrono::{DateTime, NaiveDate, NaiveTime};
use polars::prelude::{
    Column, DataFrame, DataType, IntoColumn, LazyFrame, NamedFrom, PolarsResult, Series,
    StringChunked, TimeUnit, TimeZone,
};

pub struct ColumnTexts {
    /// The columns, in their order; those without texts are empty.
    pub frame: DataFrame,
    /// The names of the columns whose values have no text, with their types.
    pub without: Vec<String>,
}

/// The texts of all rows.
///
/// # Errors
/// Rows that cannot be read.
pub fn texts_of(rows: LazyFrame) -> PolarsResult<ColumnTexts> {
    let typed = rows.rows()?;
    let height = typed.height();
    let mut without = Vec::new();
    let mut columns = Vec::new();
    for column in typed.into_columns() {
        let texts = if let Some(texts) = texts(&column)? {
            texts
        } else {
            without.push(format!("`{}` ({})", column.name(), column.dtype()));
            let nothing = std::iter::repeat_n(None::<&str>, height);
            nothing.collect::<StringChunked>().with_name(column.name().clone())
        };
        columns.push(texts.into_column());
    }
    Ok(ColumnTexts { frame: DataFrame::new(height, columns)?, without })
}

impl ColumnTexts {
    /// The columns that are read, under their names, with a number for each row.
    pub(in crate::import) fn into_raw_columns(
        self,
        file: &str,
        names: &[Option<String>],
    ) -> PolarsResult<RawColumns> {
        let height = self.frame.height();
        let findings = self.finding(file).into_iter().collect();
        let mut columns = vec![numbers(height)];
        for (column, name) in self.frame.into_columns().into_iter().zip(names) {
            if let Some(name) = name {
                columns.push(column.with_name(name.as_str().into()));
            }
        }
        let frame = DataFrame::new(height, columns)?;
        Ok(RawColumns { frame, header_row: None, bad: Vec::new(), encoding: "UTF-8", findings })
    }

    /// That columns are not read, if any is.
    pub fn finding(&self, file: &str) -> Option<Finding> {
        let without = Some(self.without.join(", ")).filter(|names| !names.is_empty())?;
        let message = format!("{file}: not read, since their values have no texts: {without}");
        Some(Finding::new(FindingCode::BadValues, Level::Warn, message).help("write them as texts"))
    }

    /// The columns with a number for each row.
    ///
    /// # Errors
    /// A column of that name.
    pub fn numbered(self) -> PolarsResult<DataFrame> {
        let height = self.frame.height();
        let columns = [numbers(height)].into_iter().chain(self.frame.into_columns());
        DataFrame::new(height, columns.collect())
    }
}

fn numbers(height: usize) -> Column {
    let last = i64::try_from(height).unwrap_or(i64::MAX);
    Series::new(ROW.into(), (1..=last).collect::<Vec<_>>()).into_column()
}

pub(in crate::import) fn rows(frame: &DataFrame) -> PolarsResult<Vec<Vec<String>>> {
    let names = frame.get_column_names().iter().map(ToString::to_string).collect();
    let columns: PolarsResult<Vec<&StringChunked>> =
        frame.columns().iter().map(|column| column.str()).collect();
    let columns = columns?;
    let row = |at: usize| {
        let cells = columns.iter().map(|column| column.get(at).unwrap_or_default().to_owned());
        cells.collect()
    };
    Ok([names].into_iter().chain((0..frame.height()).map(row)).collect())
}

/// The texts of a column; none where its values have none.
fn texts(column: &Column) -> PolarsResult<Option<StringChunked>> {
    let plain = |column: &Column| -> PolarsResult<StringChunked> {
        let texts = column.cast(&DataType::String)?;
        Ok(texts.str()?.clone())
    };
    let texts = match column.dtype() {
        DataType::Float32 | DataType::Float64 => {
            let numbers = column.cast(&DataType::Float64)?;
            // Without a needless fraction, and without an exponent.
            let numbers = numbers.f64()?.iter().map(|number| number.map(|n| n.to_string()));
            numbers.collect()
        }
        DataType::Date => days(column)?,
        DataType::Datetime(unit, zone) => instants(column, *unit, zone.as_ref())?,
        DataType::List(inner) if **inner == DataType::String => {
            let lists = column.list()?.amortized_iter().map(|list| {
                let list = list?;
                let parts = list.as_ref().str().ok()?.iter().flatten();
                Some(parts.collect::<Vec<_>>().join(", "))
            });
            lists.collect()
        }
        DataType::List(_) | DataType::Struct(_) | DataType::Binary => return Ok(None),
        _ => plain(column)?,
    };
    let filled = texts.iter().map(|text| text.filter(|text| !text.trim().is_empty()));
    let texts: StringChunked = filled.collect();
    Ok(Some(texts.with_name(column.name().clone())))
}

/// Days as ISO writes them. What no calendar has stays the number that it is.
fn days(column: &Column) -> PolarsResult<StringChunked> {
    let stored = column.to_physical_repr();
    let text = |days: i32| {
        NaiveDate::from_epoch_days(days).map_or_else(|| days.to_string(), |day| day.to_string())
    };
    Ok(stored.i32()?.iter().map(|days| days.map(text)).collect())
}

/// Instants as texts: days where all are midnights, for many write days so.
fn instants(
    column: &Column,
    unit: TimeUnit,
    zone: Option<&TimeZone>,
) -> PolarsResult<StringChunked> {
    let stored = column.to_physical_repr();
    let stored = stored.i64()?;
    let instant = |at: i64| match unit {
        TimeUnit::Nanoseconds => Some(DateTime::from_timestamp_nanos(at)),
        TimeUnit::Microseconds => DateTime::from_timestamp_micros(at),
        TimeUnit::Milliseconds => DateTime::from_timestamp_millis(at),
    };
    let is_midnight = |at| instant(at).is_none_or(|at| at.time() == NaiveTime::MIN);
    let are_days = zone.is_none() && stored.iter().flatten().all(is_midnight);
    let format = match zone {
        None if are_days => "%Y-%m-%d",
        None => "%Y-%m-%d %H:%M:%S",
        Some(_) => "%Y-%m-%d %H:%M:%SZ",
    };
    let text = |at: i64| {
        instant(at).map_or_else(|| at.to_string(), |instant| instant.format(format).to_string())
    };
    Ok(stored.iter().map(|at| at.map(text)).collect())
}
