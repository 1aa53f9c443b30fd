//! Invitations that a test gives: maps with what matters to it, completed to the frame that every
//! strategy runs over.
//!
//! Invariant: what is not given is the same in every run, and what is given as `()` is unknown.

use super::complete_row::complete_row;
use super::given_error::GivenError;
use crate::formula::constant::Constant;
use crate::formula::types::Type;
use crate::import::SourceTables;
use crate::import::table::{ScanRows, Table, TableKind, TableRows};
use crate::invitations::schema;
use chrono::{DateTime, Utc};
use indexmap::IndexSet;
use polars::prelude::{
    AnyValue, DataFrame, DataType, IntoColumn, IntoLazy, PolarsError, Series, TimeUnit, TimeZone,
};
use rhai::Map;
use std::sync::Arc;

/// Columns that the pack of a strategy needs besides, with their types.
pub(super) type NeededColumns = [(String, DataType)];

/// The table of the given invitations. What is needed and not given is unknown.
pub(super) fn tables(
    rows: &[Map],
    needed: &NeededColumns,
    as_of: DateTime<Utc>,
) -> Result<SourceTables, GivenError> {
    let rows = rows.iter().enumerate().map(|(at, row)| complete_row(row, at, needed, as_of));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let given_names = rows.iter().flat_map(|row| row.keys());
    let names: IndexSet<&str> =
        given_names.chain(needed.iter().map(|(name, _)| name)).map(String::as_str).collect();
    let columns = names.into_iter().map(|name| {
        let values = rows.iter().map(|row| row.get(name).cloned().unwrap_or(Constant::Missing));
        let values: Vec<Constant> = values.collect();
        let dtype = column_type(name, needed, &values)?;
        let cells: Vec<AnyValue> = values.iter().map(cell).collect();
        let column = Series::from_any_values_and_dtype(name.into(), &cells, &dtype, true);
        let failed = |error: PolarsError| GivenError::Column {
            column: name.into(),
            problem: error.to_string(),
        };
        Ok(column.map_err(failed)?.into_column())
    });
    let columns = columns.collect::<Result<Vec<_>, GivenError>>()?;
    let frame = DataFrame::new(rows.len(), columns);
    let frame = frame.map_err(|error| GivenError::Frame(error.to_string()))?;
    let scan = ScanRows { rows: frame.lazy(), ..ScanRows::default() };
    let table = Table::new(TableKind::Canonical, "given", TableRows::Scan(Box::new(scan)));
    Ok(SourceTables { tables: vec![table], ..SourceTables::default() })
}

/// The type of a column: the schema's or the pack's, else what its values have in common.
fn column_type(
    name: &str,
    needed: &NeededColumns,
    values: &[Constant],
) -> Result<DataType, GivenError> {
    if let Some(column) = schema::column(name) {
        return Ok(column.column_type.dtype());
    }
    if let Some((_, dtype)) = needed.iter().find(|(known_name, _)| known_name == name) {
        return Ok(dtype.clone());
    }
    let joined = values.iter().map(Constant::of_type).try_fold(Type::Missing, Type::join);
    joined.map(Type::dtype).ok_or_else(|| GivenError::MixedColumn { column: name.into() })
}

/// A value as Polars takes it.
fn cell(value: &Constant) -> AnyValue<'_> {
    match value {
        Constant::Missing => AnyValue::Null,
        Constant::Bool(value) => AnyValue::Boolean(*value),
        Constant::Int(value) => AnyValue::Int64(*value),
        Constant::Float(value) => AnyValue::Float64(*value),
        Constant::Text(value) => AnyValue::String(value),
        Constant::Date(day) => AnyValue::Date(day.0.to_epoch_days()),
        Constant::Instant(at) => {
            let utc = TimeZone::opt_try_new(Some("UTC")).ok().flatten().map(Arc::new);
            let at = at.0.timestamp_micros();
            AnyValue::DatetimeOwned(at, TimeUnit::Microseconds, utc)
        }
        Constant::List(element, values) => AnyValue::List(Constant::series(*element, values)),
    }
}
