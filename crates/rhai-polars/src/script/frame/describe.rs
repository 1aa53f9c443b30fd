//! What a frame consists of: `schema`, `describe`, `null_count`, `explain`.

use super::Frame;
use super::one_row::one_row;
use crate::formula::lower::exact_sums;
use crate::script::error::{ScriptResult, from_polars};
use crate::script::function::{Function, Receiver};
use polars::prelude::{
    Column, DataFrame, DataType, Expr, Field, IntoLazy, OptFlags, PlSmallStr, PolarsResult, Schema,
    SchemaRef, Series, UnpivotArgsDSL, col, cols, empty, lit,
};
use rhai::NativeCallContext;
use std::sync::Arc;

pub(super) const FUNCTIONS: &[Function] = &[
    Receiver::Frame.nullary(
        "schema",
        "a frame of its columns and their types",
        "frame(#{ n: [1] }).schema().value(\"type\", 0) == \"int\"",
        |to| to.add(schema),
    ),
    Receiver::Frame.nullary(
        "describe",
        "a frame with a row for each of its columns: how many values are known, how many missing, \
         how many different ones there are (a missing one is one, as in `n_unique`), their mean, \
         spread, least, middle and greatest",
        "frame(#{ n: [1, 2, ()] }).describe().value(\"mean\", 0) == 1.5",
        |to| to.add(described),
    ),
    Receiver::Frame.nullary(
        "null_count",
        "a frame with a row for each of its columns: how many values are missing",
        "frame(#{ n: [1, ()] }).null_count().value(\"null_count\", 0) == 1",
        |to| to.add(missing),
    ),
    Receiver::Frame.method(
        "explain",
        &["[optimized]"],
        "Polars' plan of the query as a text, as it is carried out or, with `false`, as it was \
         written",
        "frame(#{ n: [1] }).filter(col(\"n\") > 0).explain().contains(\"FILTER\")",
        |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame| explain(at, frame, true));
            to.add(explain);
        },
    ),
];

/// A type in the words of the documents.
fn type_name(dtype: &DataType) -> String {
    match dtype {
        DataType::String => "str".into(),
        DataType::Boolean => "bool".into(),
        DataType::Date => "date".into(),
        DataType::Datetime(..) => "datetime".into(),
        DataType::Duration(_) => "duration".into(),
        DataType::Null => "missing".into(),
        DataType::List(inner) => format!("list[{}]", type_name(inner)),
        dtype if dtype.is_integer() => "int".into(),
        dtype if dtype.is_float() => "float".into(),
        other => other.to_string(),
    }
}

/// The columns' names and types, as two columns.
fn named(schema: &Schema) -> Vec<Column> {
    let names: Vec<&str> = schema.iter_names().map(PlSmallStr::as_str).collect();
    let types: Vec<String> = schema.iter_values().map(type_name).collect();
    vec![Column::new("column".into(), names), Column::new("type".into(), types)]
}

fn schema(context: NativeCallContext, frame: &mut Frame) -> ScriptResult<Frame> {
    let at = context.call_position();
    let columns = named(&*frame.columns(at)?);
    let rows = columns.first().map_or(0, Column::len);
    let listed = from_polars(DataFrame::new(rows, columns))?;
    Ok(frame.derive(&context, listed.lazy()))
}

fn missing(context: NativeCallContext, frame: &mut Frame) -> ScriptResult<Frame> {
    let columns = frame.columns(context.call_position())?;
    let each = |name| col(Clone::clone(name)).null_count().cast(DataType::Int64);
    let counts: Vec<Expr> = columns.iter_names().map(each).collect();
    let arguments = UnpivotArgsDSL {
        on: Some(cols(columns.iter_names().cloned().collect::<Vec<_>>())),
        index: empty(),
        variable_name: Some("column".into()),
        value_name: Some("null_count".into()),
    };
    frame.derive(&context, one_row(frame.lazy(), &counts).unpivot(arguments)).check_columns()
}

fn explain(context: NativeCallContext, frame: &mut Frame, optimized: bool) -> ScriptResult<String> {
    let at = context.call_position();
    frame.columns(at)?;
    from_polars(frame.lazy().explain(optimized))
}

/// The columns of `describe` after the name and the type: each with its type and, for a column of
/// that type, what it holds.
const STATISTICS: &[(&str, DataType, MeasureOf)] = &[
    ("known", DataType::Int64, |_| Some(Expr::count)),
    ("null_count", DataType::Int64, |_| Some(Expr::null_count)),
    ("n_unique", DataType::Int64, |_| Some(Expr::n_unique)),
    ("min", DataType::String, |dtype| (!dtype.is_nested()).then_some(Expr::min)),
    ("median", DataType::Float64, |dtype| is_number(dtype).then_some(Expr::median)),
    ("max", DataType::String, |dtype| (!dtype.is_nested()).then_some(Expr::max)),
    ("mean", DataType::Float64, |dtype| is_number(dtype).then_some(exact_sums::mean)),
    ("std", DataType::Float64, |dtype| is_number(dtype).then_some(exact_sums::deviation)),
];

type Measure = fn(Expr) -> Expr;
type MeasureOf = fn(&DataType) -> Option<Measure>;

fn is_number(dtype: &DataType) -> bool {
    dtype.is_primitive_numeric() || dtype.is_bool()
}

/// One pass over the data for all columns and statistics, whose only row is turned into one row a
/// column.
fn described(context: NativeCallContext, frame: &mut Frame) -> ScriptResult<Frame> {
    let columns = frame.columns(context.call_position())?;
    let measured = columns.iter().enumerate().flat_map(|(number, (name, dtype))| {
        STATISTICS.iter().map(move |(statistic, to, measure)| {
            let value = match measure(dtype) {
                Some(measure) => as_shown(measure(col(name.clone())), dtype, to),
                None => lit(polars::prelude::NULL).cast(to.clone()),
            };
            value.alias(format!("{number} {statistic}"))
        })
    });
    let measured: Vec<Expr> = measured.collect();
    let described_columns = columns.clone();
    let turned = frame.lazy().select(measured).map(
        move |row| turned(&row, &described_columns),
        OptFlags::empty(),
        Some(Arc::new(|_: &Schema| Ok(described_schema()))),
        Some("describe"),
    );
    Ok(frame.derive(&context, turned))
}

/// A statistic as its column holds it; the least and the greatest instant to the minute.
fn as_shown(value: Expr, dtype: &DataType, to: &DataType) -> Expr {
    match (dtype, to) {
        (DataType::Datetime(..), DataType::String) => value.dt().to_string("%Y-%m-%d %H:%M"),
        _ => value.cast(to.clone()),
    }
}

fn described_schema() -> SchemaRef {
    let texts = ["column", "type"].map(|name| Field::new(name.into(), DataType::String));
    let statistics =
        STATISTICS.iter().map(|(name, dtype, _)| Field::new((*name).into(), dtype.clone()));
    Arc::new(texts.into_iter().chain(statistics).collect())
}

fn turned(row: &DataFrame, columns: &Schema) -> PolarsResult<DataFrame> {
    let mut turned = named(columns);
    for (at, (name, dtype, _)) in STATISTICS.iter().enumerate() {
        let values = row.columns().iter().skip(at).step_by(STATISTICS.len());
        let values = values.map(|value| value.get(0)).collect::<PolarsResult<Vec<_>>>()?;
        let series = Series::from_any_values_and_dtype((*name).into(), &values, dtype, true)?;
        turned.push(series.into());
    }
    DataFrame::new(columns.len(), turned)
}
