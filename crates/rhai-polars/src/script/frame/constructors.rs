//! Frames from a script's own values, and from files of the data folder.

use super::Frame;
use crate::codes;
use crate::formula::dates::{Day, Instant};
use crate::script::bounded_query::check_deadline;
use crate::script::convert::describe_type;
use crate::script::error::{
    ScriptResult, call_error, from_polars, script_error, type_mismatch_error,
};
use crate::script::function::{Function, function};
use crate::script::host::Host;
use polars::prelude::{
    AnyValue, Column, DataFrame, IntoLazy, PlSmallStr, Series, TimeUnit, TimeZone,
};
use rhai::{Array, Dynamic, Identifier, Map, NativeCallContext, Position};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) const FUNCTIONS: &[Function] = &[function(
    "frame",
    &["source"],
    "a frame of lists, as a map from each column's name to its values, or of rows, as a list of \
     maps; or of a file in the data folder, such as \"deals.csv\": CSV, JSON, Parquet or a \
     workbook, of which \"book.xlsx/Sheet\" names a sheet",
    "frame(#{ name: [\"Ada\", \"Ben\"], n: [1, ()] }).len() == 2",
    |to| {
        to.add(|at: NativeCallContext, columns: Map| of_lists(&at, &columns));
        to.add(of_rows);
        to.add(of_file);
    },
)];

/// The most cells of a frame that is made of rows.
const CELLS_MAX: usize = 10_000_000;

/// How deep lists may nest in a cell: Polars' own work grows with the square of it, and more.
const NESTED_MAX: usize = 16;

fn of_file(context: NativeCallContext, file: &str) -> ScriptResult<Frame> {
    let at = context.call_position();
    let Some(read) = &Host::of_call(&context).frames else {
        let message = format!("`{file}` cannot be read: no data were given");
        return Err(script_error(codes::NO_DATA, at, message, None));
    };
    let lazy = read(file)
        .map_err(|problem| script_error(codes::DATA, at, problem.message, problem.help))?;
    Ok(Frame::derive_from(&context, &[], lazy))
}

/// A frame of rows. A value that a row does not have is missing.
fn of_rows(context: NativeCallContext, rows: Array) -> ScriptResult<Frame> {
    let mut names = BTreeSet::new();
    for (number, row) in rows.iter().enumerate() {
        let Ok(row) = row.as_map_ref() else {
            let message = format!("row {number} is {}, expected a map", describe_type(row));
            let help = "write `frame([#{ name: \"Ada\", age: 30 }])`";
            return Err(type_mismatch_error(row, message, help));
        };
        names.extend(row.keys().cloned());
    }
    if names.len().saturating_mul(rows.len()) > CELLS_MAX {
        let (rows, columns) = (rows.len(), names.len());
        let message = format!(
            "{rows} rows have {columns} columns in all, which is more than {CELLS_MAX} cells"
        );
        let help = "rows of one frame have the same columns; `#{ name: \"n\", value: 1 }` is a row \
                    of many names";
        return Err(call_error(codes::TOO_LARGE, message, help));
    }
    let column = |name: &Identifier| {
        let value = |row: &Dynamic| {
            row.as_map_ref().ok().and_then(|row| row.get(name).cloned()).unwrap_or(Dynamic::UNIT)
        };
        let values: Array = rows.iter().map(value).collect();
        (name.clone(), Dynamic::from(values))
    };
    let columns: Map = names.iter().map(column).collect();
    of_lists(&context, &columns)
}

fn of_lists(context: &NativeCallContext, columns: &Map) -> ScriptResult<Frame> {
    let at = context.call_position();
    let mut series_made = vec![];
    for (name, values) in columns {
        let Ok(values) = values.as_array_ref() else {
            let message = format!("`{name}` is {}, expected a list", describe_type(values));
            let help = "write `frame(#{ name: [\"Ada\"], age: [30] })`";
            return Err(type_mismatch_error(values, message, help));
        };
        series_made.push(Column::from(series(name, &values, NESTED_MAX, at)?));
        check_deadline(at)?;
    }
    let height = series_made.first().map_or(0, Column::len);
    if let Some(other) = series_made.iter().find(|column| column.len() != height) {
        let (name, length) = (other.name(), other.len());
        let message = format!("`{name}` has {length} value(s), other columns {height}");
        return Err(call_error(codes::ARGUMENTS, message, "`()` is a missing value"));
    }
    let frame = from_polars(DataFrame::new(height, series_made))?;
    Ok(Frame::derive_from(context, &[], frame.lazy()))
}

/// Values of one type as a column; whole numbers among decimal ones become decimal.
fn series(name: &str, values: &[Dynamic], nested: usize, at: Position) -> ScriptResult<Series> {
    let decimal = values.iter().any(Dynamic::is_float);
    let cells = values.iter().map(|value| any_value(value, decimal, nested, at));
    let cells = cells.collect::<ScriptResult<Vec<_>>>()?;
    Series::from_any_values(PlSmallStr::from(name), &cells, true).map_err(|_| {
        let mut kinds: Vec<String> = values.iter().map(describe_type).collect();
        kinds.sort();
        kinds.dedup();
        let message = format!("`{name}` has values of several types: {}", kinds.join(", "));
        call_error(codes::TYPE_MISMATCH, message, "give a column values of one type")
    })
}

/// A value of a column, in which so many lists may still be nested.
fn any_value(
    value: &Dynamic,
    decimal: bool,
    nested: usize,
    at: Position,
) -> ScriptResult<AnyValue<'static>> {
    if let Ok(number) = value.as_int() {
        #[expect(
            clippy::cast_precision_loss,
            reason = "as Rhai turns a whole number to a decimal"
        )]
        return Ok(if decimal { (number as f64).into() } else { number.into() });
    }
    if let Ok(items) = value.as_array_ref() {
        let Some(nested) = nested.checked_sub(1) else {
            let message = format!("lists nest more than {NESTED_MAX} deep in a frame");
            let help = "make rows of their elements";
            return Err(call_error(codes::TOO_LARGE, message, help));
        };
        return Ok(AnyValue::List(series("", &items, nested, at)?));
    }
    if let Some(Day(day)) = value.clone().try_cast() {
        return Ok(AnyValue::Date(day.to_epoch_days()));
    }
    if let Some(Instant(instant)) = value.clone().try_cast() {
        let zone = Some(Arc::new(TimeZone::UTC));
        let micros = instant.timestamp_micros();
        return Ok(AnyValue::DatetimeOwned(micros, TimeUnit::Microseconds, zone));
    }
    match value {
        value if value.is_unit() => Ok(AnyValue::Null),
        value if value.is_float() => Ok(value.as_float().unwrap_or_default().into()),
        value if value.is_bool() => Ok(value.as_bool().unwrap_or_default().into()),
        value if value.is_string() || value.is_char() => {
            Ok(AnyValue::StringOwned(value.to_string().into()))
        }
        other => {
            let message = format!("{} cannot stand in a frame", describe_type(other));
            Err(script_error(codes::TYPE_MISMATCH, at, message, None))
        }
    }
}
