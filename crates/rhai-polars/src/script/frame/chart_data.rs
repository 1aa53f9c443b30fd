//! The frames of charts: few rows, of the types that a chart can draw.

use super::Frame;
use crate::chart::{Chart, ChartKind};
use crate::codes;
use crate::script::error::{ScriptResult, call_error, from_polars};
use crate::script::expression_type::column_dtype;
use polars::prelude::{
    Column, DataFrame, DataType, Expr, LazyFrame, PlSmallStr, Schema, SortMultipleOptions,
    TimeUnit, col, len,
};
use rhai::NativeCallContext;

/// The most rows that a chart is drawn of.
const ROWS_MAX: u32 = 10_000;

/// The first column and the last.
pub(super) fn ends(context: &NativeCallContext, frame: &Frame) -> ScriptResult<(String, String)> {
    let at = context.call_position();
    let columns = frame.columns(at)?;
    let names: Vec<&str> = columns.iter_names().map(PlSmallStr::as_str).collect();
    match (names.first(), names.last()) {
        (Some(first), Some(last)) if names.len() > 1 => Ok(((*first).into(), (*last).into())),
        _ => {
            let message = "a chart needs two columns, and this frame has fewer";
            let help = "count first, as in `pending.count_by(\"account\").bars()`";
            Err(call_error(codes::ARGUMENTS, message, help))
        }
    }
}

/// Fails unless the column is there and of a type that will do.
pub(super) fn demand_column(
    columns: &Schema,
    name: &str,
    demand: ColumnDemand,
    help: &str,
) -> ScriptResult<()> {
    column_dtype(name, columns)?;
    if columns.get(name).is_some_and(|dtype| (demand.fits)(dtype) || dtype.is_null()) {
        return Ok(());
    }
    let message = format!("`{name}` holds no {}", demand.wanted);
    Err(call_error(codes::TYPE_MISMATCH, message, help))
}

/// What a chart asks of a column.
#[derive(Clone, Copy)]
pub(super) struct ColumnDemand {
    /// Whether a column of this type will do.
    fits: fn(&DataType) -> bool,
    wanted: &'static str,
}

pub(super) const NUMBERS: ColumnDemand =
    ColumnDemand { fits: DataType::is_primitive_numeric, wanted: "numbers" };

const NUMBERS_OR_DATES: ColumnDemand = ColumnDemand {
    fits: |dtype| {
        dtype.is_primitive_numeric() || matches!(dtype, DataType::Date | DataType::Datetime(..))
    },
    wanted: "numbers and no dates",
};

const INSTANTS: ColumnDemand =
    ColumnDemand { fits: |dtype| matches!(dtype, DataType::Datetime(..)), wanted: "instants" };

/// The rows, if they are not too many to be drawn.
fn collect_chart_rows(
    context: &NativeCallContext,
    frame: &Frame,
    lazy: LazyFrame,
) -> ScriptResult<DataFrame> {
    let at = context.call_position();
    let rows = frame.derive(context, lazy.limit(ROWS_MAX + 1)).collect(at)?;
    if rows.height() > ROWS_MAX as usize {
        let message = format!("a chart of more than {ROWS_MAX} rows cannot be read");
        let help = "group them first, as in `.by_week(\"sent_at\").agg(#{ sent: count() })`";
        return Err(call_error(codes::TOO_LARGE, message, help));
    }
    Ok(rows)
}

pub(super) fn bars(
    context: &NativeCallContext,
    frame: &Frame,
    names: &[&str],
) -> ScriptResult<Chart> {
    let columns = frame.columns(context.call_position())?;
    let help = "name a column of numbers: `.bars(\"account\", \"pending\")`";
    if let Some((label, values)) = names.split_first() {
        column_dtype(label, &columns)?;
        for value in values {
            demand_column(&columns, value, NUMBERS, help)?;
        }
    }
    let data = collect_chart_rows(context, frame, frame.lazy().select(chosen(names)))?;
    let data = restore_names(data, names)?;
    Ok(Chart::new(ChartKind::Bars, title(names), data))
}

/// A chart of places and numbers, from left to right.
pub(super) fn points(
    context: &NativeCallContext,
    frame: &Frame,
    chart_kind: ChartKind,
    names: &[&str],
) -> ScriptResult<Chart> {
    let columns = frame.columns(context.call_position())?;
    let help = "name a column of numbers or dates, and one of numbers: `.line(\"week\", \"sent\")`";
    if let Some((x, values)) = names.split_first() {
        demand_column(&columns, x, NUMBERS_OR_DATES, help)?;
        for value in values {
            demand_column(&columns, value, NUMBERS, help)?;
        }
    }
    let order = SortMultipleOptions::default().with_maintain_order(true);
    let first = chosen_name(0);
    let placed = frame.lazy().select(chosen(names)).filter(col(first.as_str()).is_not_null());
    let data = collect_chart_rows(context, frame, placed.sort([first.as_str()], order))?;
    Ok(Chart::new(chart_kind, title(names), restore_names(data, names)?))
}

/// What is drawn, by what.
fn title(names: &[&str]) -> String {
    match names {
        [by, value, ..] => format!("{value} by {by}"),
        _ => String::new(),
    }
}

/// What a chosen column is called until all are computed: one may be chosen twice.
fn chosen_name(at: usize) -> String {
    format!("chosen {at}")
}

fn chosen(names: &[&str]) -> Vec<Expr> {
    names.iter().enumerate().map(|(at, name)| col(*name).alias(chosen_name(at))).collect()
}

/// The columns under their own names; one that is there twice keeps another name for the second.
pub(super) fn restore_names(data: DataFrame, names: &[&str]) -> ScriptResult<DataFrame> {
    const AGAIN: [&str; 4] = ["label", "value", "low", "high"];
    let rows = data.height();
    let columns: Vec<Column> = data.into_columns();
    let mut together: Vec<Column> = Vec::with_capacity(columns.len());
    for ((column, name), again) in columns.into_iter().zip(names).zip(AGAIN) {
        let is_there = together.iter().any(|other| other.name() == name);
        together.push(column.with_name(if is_there { again } else { name }.into()));
    }
    from_polars(DataFrame::new(rows, together))
}

pub(super) fn heatmap(
    context: NativeCallContext,
    frame: &mut Frame,
    column: &str,
) -> ScriptResult<Chart> {
    let columns = frame.columns(context.call_position())?;
    let help = "a heatmap needs the hours of the day: `invitations.heatmap(\"sent_at\")`";
    demand_column(&columns, column, INSTANTS, help)?;
    let instants = || col(column).cast(DataType::Datetime(TimeUnit::Microseconds, None));
    let parts = [
        instants().dt().weekday().cast(DataType::Int64).alias("weekday"),
        instants().dt().hour().cast(DataType::Int64).alias("hour"),
    ];
    let keys = [col("weekday"), col("hour")];
    let counted = frame
        .lazy()
        .filter(col(column).is_not_null())
        .select(parts)
        .group_by_stable(keys.clone())
        .agg([len().cast(DataType::Int64).alias("count")])
        .sort_by_exprs(keys, SortMultipleOptions::default());
    let data = collect_chart_rows(&context, frame, counted)?;
    let title = format!("{column} by weekday and hour (UTC)");
    Ok(Chart::new(ChartKind::Heatmap, title, data))
}
