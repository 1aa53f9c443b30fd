//! Looking at a frame: `len`, `value`, `rows`, `columns`, and how it prints.

use super::Frame;
use crate::codes;
use crate::script::convert::{cell_to_value, row_to_map};
use crate::script::error::{ScriptResult, call_error};
use crate::script::expr::clamp_count;
use crate::script::expression_type::column_dtype;
use crate::script::function::{Function, Receiver};
use crate::script::host::Host;
use crate::script::printing::PRINTING;
use polars::prelude::{DataFrame, DataType, LazyFrame, col, len};
use rhai::{Array, Dynamic, Engine, NativeCallContext};

/// The most rows that `rows()` takes out of a frame: bulk data stays in frames.
const ROWS_MAX: usize = 10_000;

pub(super) fn register(engine: &mut Engine) {
    for name in PRINTING {
        engine
            .register_fn(name, |context: NativeCallContext, frame: Frame| shown(&context, &frame));
    }
}

pub(super) const FUNCTIONS: &[Function] = &[
    Receiver::Frame.nullary(
        "len",
        "how many rows it has",
        "frame(#{ n: [1, 2] }).len() == 2",
        |to| to.add(rows),
    ),
    Receiver::Frame.nullary(
        "columns",
        "the names of its columns",
        "frame(#{ a: [1], b: [2] }).columns() == [\"a\", \"b\"]",
        |to| to.add(columns),
    ),
    Receiver::Frame.method(
        "value",
        &["column", "row"],
        "the value of a column in a row, counted from 0",
        "frame(#{ n: [10, 20] }).value(\"n\", 1) == 20",
        |to| to.add(value),
    ),
    Receiver::Frame.nullary(
        "item",
        "the only value of a frame of one row and one column",
        "frame(#{ n: [1, 2] }).select(col(\"n\").max()).item() == 2",
        |to| to.add(item),
    ),
    Receiver::Frame.nullary(
        "rows",
        "its rows as maps, 10,000 at most",
        "frame(#{ n: [1, 2] }).rows()[1].n == 2",
        |to| to.add(maps),
    ),
    Receiver::Frame.nullary("show", "prints it", "frame(#{ n: [1] }).show() == ()", |to| {
        to.add(|at: NativeCallContext, frame: &mut Frame| -> ScriptResult<()> {
            Host::of_call(&at).print_line(&shown(&at, frame)?);
            Ok(())
        });
    }),
];

fn columns(context: NativeCallContext, frame: &mut Frame) -> ScriptResult<Array> {
    let columns = frame.columns(context.call_position())?;
    Ok(columns.iter_names().map(|name| name.as_str().into()).collect())
}

fn shown(context: &NativeCallContext, frame: &Frame) -> ScriptResult<String> {
    let host = Host::of_call(context);
    let text = (host.show)(&frame.collect(context.call_position())?, host.width);
    Ok(text.trim_end().to_owned())
}

fn maps(context: NativeCallContext, frame: &mut Frame) -> ScriptResult<Array> {
    let most = u32::try_from(ROWS_MAX).unwrap_or(u32::MAX);
    let taken = frame.with_query(frame.lazy().limit(most + 1)).collect(context.call_position())?;
    if taken.height() > ROWS_MAX {
        let message = format!("this frame has more than {ROWS_MAX} rows");
        let help = "take fewer with `head`, or filter and group as a frame";
        return Err(call_error(codes::TOO_LARGE, message, help));
    }
    Ok((0..taken.height()).map(|at| Dynamic::from_map(row_to_map(&taken, at))).collect())
}

fn item(context: NativeCallContext, frame: &mut Frame) -> ScriptResult<Dynamic> {
    let collected = frame.with_query(frame.lazy().limit(2)).collect(context.call_position())?;
    match (collected.columns(), collected.height()) {
        ([only], 1) => Ok(only.get(0).map_or(Dynamic::UNIT, |value| cell_to_value(&value))),
        (columns, rows) => {
            let rows = if rows > 1 { "several rows".into() } else { format!("{rows} row(s)") };
            let message = format!("this frame has {rows} and {} column(s)", columns.len());
            let help = "`item` takes the value of one row and one column; `value` takes any";
            Err(call_error(codes::INDEX, message, help))
        }
    }
}

/// A query for how many rows a query has, which [`read_count`] reads. It counts under a cast:
/// Polars' own short cut for a bare `len` of frames one below the other needs integers of 128 bits.
pub fn count_query(rows: LazyFrame) -> LazyFrame {
    rows.select([len().cast(DataType::Int64)])
}

/// The number that such a query has given.
pub fn read_count(count: &DataFrame) -> usize {
    let count = count.columns().first().and_then(|column| column.get(0).ok());
    count.and_then(|count| count.extract::<usize>()).unwrap_or(0)
}

fn rows(context: NativeCallContext, frame: &mut Frame) -> ScriptResult<i64> {
    let count =
        read_count(&frame.with_query(count_query(frame.lazy())).collect(context.call_position())?);
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

fn value(
    context: NativeCallContext,
    frame: &mut Frame,
    column: &str,
    row: i64,
) -> ScriptResult<Dynamic> {
    let at = context.call_position();
    column_dtype(column, &*frame.columns(at)?)?;
    let one = frame.lazy().select([col(column)]).slice(clamp_count(row), 1);
    let one = frame.with_query(one).collect(at)?;
    match one.columns().first().and_then(|column| column.get(0).ok()) {
        Some(item) => Ok(cell_to_value(&item)),
        None => {
            let message = format!("the frame has no row {row}");
            Err(call_error(codes::INDEX, message, "rows are counted from 0"))
        }
    }
}
