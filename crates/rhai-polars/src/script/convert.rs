//! Between Polars' values and a script's.

use super::expr::ColumnExpr;
use crate::formula::constant::Constant;
use crate::formula::dates::{Day, Instant};
use chrono::DateTime;
use polars::prelude::{AnyValue, DataFrame, DataType, TimeUnit};
use rhai::{Dynamic, FnPtr, Map};

pub use crate::formula::type_names::{describe_type, type_in_words};

/// A cell as a script's value; what scripts have no type for becomes text.
pub fn cell_to_value(value: &AnyValue) -> Dynamic {
    match value {
        AnyValue::Null => Dynamic::UNIT,
        AnyValue::Boolean(value) => (*value).into(),
        AnyValue::String(value) => (*value).into(),
        AnyValue::StringOwned(value) => value.as_str().into(),
        AnyValue::Float32(value) => f64::from(*value).into(),
        AnyValue::Float64(value) => (*value).into(),
        AnyValue::Date(days) => day(*days).map_or(Dynamic::UNIT, Dynamic::from),
        AnyValue::Datetime(at, unit, _) | AnyValue::DatetimeOwned(at, unit, _) => {
            instant(*at, *unit)
        }
        AnyValue::List(series) => {
            Dynamic::from_array(series.iter().map(|item| cell_to_value(&item)).collect())
        }
        other => match other.extract::<i64>() {
            Some(number) if other.is_integer() => number.into(),
            _ => other.to_string().into(),
        },
    }
}

fn day(days: i32) -> Option<Day> {
    chrono::NaiveDate::from_epoch_days(days).map(Day)
}

fn instant(at: i64, unit: TimeUnit) -> Dynamic {
    let instant = match unit {
        TimeUnit::Nanoseconds => Some(DateTime::from_timestamp_nanos(at)),
        TimeUnit::Microseconds => DateTime::from_timestamp_micros(at),
        TimeUnit::Milliseconds => DateTime::from_timestamp_millis(at),
    };
    instant.map_or(Dynamic::UNIT, |at| Dynamic::from(Instant(at)))
}

/// Row `at` of a frame as a map from column to value.
pub fn row_to_map(frame: &DataFrame, at: usize) -> Map {
    let cells = frame.columns().iter().map(|column| {
        let value = column.get(at).map_or(Dynamic::UNIT, |value| cell_to_value(&value));
        (column.name().as_str().into(), value)
    });
    cells.collect()
}

/// A value that a column of this type can hold.
pub fn sample(dtype: &DataType) -> Dynamic {
    match dtype {
        DataType::Boolean => false.into(),
        DataType::Float32 | DataType::Float64 => 0.0.into(),
        DataType::String => "".into(),
        DataType::Date => day(0).map_or(Dynamic::UNIT, Dynamic::from),
        DataType::Datetime(..) => instant(0, TimeUnit::Microseconds),
        DataType::List(inner) => Dynamic::from_array(vec![sample(inner)]),
        dtype if dtype.is_integer() => 0_i64.into(),
        _ => Dynamic::UNIT,
    }
}

/// A closure's name, if it has one: Rhai's own for the others differs from run to run.
pub(super) fn closure_label(closure: &FnPtr) -> String {
    if closure.is_anonymous() { "a closure".into() } else { format!("Fn({})", closure.fn_name()) }
}

/// A script's value as text.
pub fn value_to_text(value: &Dynamic) -> String {
    if value.is_string() { value.to_string() } else { quoted(value) }
}

/// A script's value as text, with quotes around texts.
fn quoted(value: &Dynamic) -> String {
    if let Ok(array) = value.as_array_ref() {
        return format!("[{}]", array.iter().map(quoted).collect::<Vec<_>>().join(", "));
    }
    if let Ok(map) = value.as_map_ref() {
        let entries = map.iter().map(|(name, value)| format!("{name:?}: {}", quoted(value)));
        return format!("#{{{}}}", entries.collect::<Vec<_>>().join(", "));
    }
    if let Some(pointer) = value.clone().try_cast::<FnPtr>() {
        return closure_label(&pointer);
    }
    if let Some(expression) = value.clone().try_cast::<ColumnExpr>() {
        return expression.0.to_string();
    }
    match Constant::from_script(value) {
        Some(Constant::Missing) => "()".into(),
        Some(Constant::Text(text)) => format!("{text:?}"),
        Some(Constant::Date(day)) => day.to_string(),
        Some(Constant::Instant(at)) => at.to_string(),
        Some(_) => value.to_string(),
        None if value.type_name().contains("Range") => value.to_string(),
        None => type_in_words(value.type_name()),
    }
}

/// A script's value as JSON; what JSON has no form for becomes text.
pub fn value_to_json(value: &Dynamic) -> serde_json::Value {
    if let Ok(array) = value.as_array_ref() {
        return array.iter().map(value_to_json).collect();
    }
    if let Ok(map) = value.as_map_ref() {
        let entries = map.iter().map(|(name, value)| (name.to_string(), value_to_json(value)));
        return serde_json::Value::Object(entries.collect());
    }
    match Constant::from_script(value) {
        Some(Constant::Missing) => serde_json::Value::Null,
        Some(Constant::Bool(value)) => value.into(),
        Some(Constant::Int(value)) => value.into(),
        Some(Constant::Float(value)) => value.into(),
        _ => value_to_text(value).into(),
    }
}
