//! Charts of a frame: `hist`, `bars`, `line`, `heatmap`. Their values are computed at once; they
//! are drawn when they are shown.

use super::Frame;
use super::hist::{BINS, hist};
use crate::chart::{Chart, ChartKind};
use crate::script::error::fail;
use crate::script::function::{Function, Receiver};
use crate::script::host::{Drawn, Host};
use crate::script::operand::{Fallible, known, polars};
use crate::script::printing::PRINTING;
use polars::prelude::{
    Column, DataFrame, DataType, IntoLazy, LazyFrame, PlSmallStr, Schema, SortMultipleOptions,
    TimeUnit, col, len,
};
use rhai::{Engine, ImmutableString, NativeCallContext};

/// The most rows that a chart is drawn of.
const ROWS_MAX: u32 = 10_000;

/// Registers the type and how it prints.
pub(super) fn register(engine: &mut Engine, host: &Host) {
    engine.register_type_with_name::<Chart>("Chart");
    for name in PRINTING {
        let host = host.clone();
        engine.register_fn(name, move |chart: Chart| drawn(&host, &chart));
    }
}

fn drawn(host: &Host, chart: &Chart) -> String {
    (host.draw)(Drawn::Chart(chart), host.width).trim_end().to_owned()
}

pub(super) const FUNCTIONS: &[Function] = &[
    Receiver::Frame.method(
        "hist",
        &["column", "[bins]"],
        "a histogram of a column of numbers, in about so many intervals of a round length",
        "pending.hist(\"age_days\").show() == ()",
        |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame, column: ImmutableString| {
                hist(&at, frame, &column, BINS)
            });
            to.add(
                |at: NativeCallContext, frame: &mut Frame, column: ImmutableString, bins: i64| {
                    hist(&at, frame, &column, bins)
                },
            );
        },
    ),
    Receiver::Frame.method(
        "bars",
        &["[label]", "[value]"],
        "a bar for each row, of a column of labels and one of numbers: the first and the last \
         unless named",
        "pending.count_by(\"account\").bars().show() == ()",
        |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame| {
                let (label, value) = ends(&at, frame)?;
                bars(&at, frame, &label, &value)
            });
            to.add(
                |at: NativeCallContext,
                 frame: &mut Frame,
                 label: ImmutableString,
                 value: ImmutableString| bars(&at, frame, &label, &value),
            );
        },
    ),
    Receiver::Frame.method(
        "line",
        &["[x]", "[y]"],
        "a line through points of a column of numbers or dates and one of numbers: the first and \
         the last unless named",
        "invitations.by_week(\"sent_at\").agg(#{ sent: count() }).line().show() == ()",
        |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame| {
                let (x, y) = ends(&at, frame)?;
                line(&at, frame, &x, &y)
            });
            to.add(
                |at: NativeCallContext,
                 frame: &mut Frame,
                 x: ImmutableString,
                 y: ImmutableString| line(&at, frame, &x, &y),
            );
        },
    ),
    Receiver::Frame.method(
        "heatmap",
        &["column"],
        "how many rows fall on each hour of each weekday, of a column of instants, in UTC",
        "invitations.heatmap(\"sent_at\").show() == ()",
        |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame, column: ImmutableString| {
                heatmap(&at, frame, &column)
            });
        },
    ),
    Function {
        receiver: Some(Receiver::Chart),
        name: "show",
        parameters: &[],
        meaning: "prints it",
        example: "frame(#{ k: [\"a\"], n: [3] }).bars().show() == ()",
        register: |to| {
            let host = to.host.clone();
            to.add(move |chart: &mut Chart| host.say(&drawn(&host, chart)));
        },
    },
    Function {
        receiver: Some(Receiver::Chart),
        name: "frame",
        parameters: &[],
        meaning: "the rows that it draws",
        example: "frame(#{ n: [1, 2, 2] }).hist(\"n\").frame().select(sum(\"count\")).item() == 3",
        register: |to| {
            to.add(|at: NativeCallContext, chart: &mut Chart| {
                Frame::derived(&at, &[], chart.data.clone().lazy())
            });
        },
    },
];

/// The first column and the last.
fn ends(context: &NativeCallContext, frame: &Frame) -> Fallible<(String, String)> {
    let at = context.call_position();
    let columns = frame.columns(at)?;
    let names: Vec<&str> = columns.iter_names().map(PlSmallStr::as_str).collect();
    match (names.first(), names.last()) {
        (Some(first), Some(last)) if names.len() > 1 => Ok(((*first).into(), (*last).into())),
        _ => {
            let message = "a chart needs two columns, and this frame has fewer";
            let help = "count first, as in `pending.count_by(\"account\").bars()`";
            Err(fail("arguments", at, message, Some(help.into())))
        }
    }
}

/// Fails unless the column is there and of a type that will do.
pub(super) fn fitting(
    context: &NativeCallContext,
    columns: &Schema,
    name: &str,
    demand: Demand,
    help: &str,
) -> Fallible<()> {
    let at = context.call_position();
    known(name, columns, at)?;
    if columns.get(name).is_some_and(|dtype| (demand.fits)(dtype) || dtype.is_null()) {
        return Ok(());
    }
    let message = format!("`{name}` holds no {}", demand.wanted);
    Err(fail("type-mismatch", at, message, Some(help.into())))
}

/// What a chart asks of a column.
#[derive(Clone, Copy)]
pub(super) struct Demand {
    /// Whether a column of this type will do.
    fits: fn(&DataType) -> bool,
    wanted: &'static str,
}

pub(super) const NUMBERS: Demand =
    Demand { fits: DataType::is_primitive_numeric, wanted: "numbers" };
const NUMBERS_OR_DATES: Demand = Demand {
    fits: |dtype| {
        dtype.is_primitive_numeric() || matches!(dtype, DataType::Date | DataType::Datetime(..))
    },
    wanted: "numbers and no dates",
};
const INSTANTS: Demand =
    Demand { fits: |dtype| matches!(dtype, DataType::Datetime(..)), wanted: "instants" };

/// The rows, if they are not too many to be drawn.
fn few(context: &NativeCallContext, frame: &Frame, lazy: LazyFrame) -> Fallible<DataFrame> {
    let at = context.call_position();
    let rows = frame.then(context, lazy.limit(ROWS_MAX + 1)).collect(at)?;
    if rows.height() > ROWS_MAX as usize {
        let message = format!("a chart of more than {ROWS_MAX} rows cannot be read");
        let help = "group them first, as in `.by_week(\"sent_at\").agg(#{ sent: count() })`";
        return Err(fail("too-large", at, message, Some(help.into())));
    }
    Ok(rows)
}

fn bars(context: &NativeCallContext, frame: &Frame, label: &str, value: &str) -> Fallible<Chart> {
    let columns = frame.columns(context.call_position())?;
    known(label, &columns, context.call_position())?;
    let help = "name a column of numbers: `.bars(\"account\", \"pending\")`";
    fitting(context, &columns, value, NUMBERS, help)?;
    let chosen = [col(label).alias("label"), col(value).alias("value")];
    let data = few(context, frame, frame.lazy().select(chosen))?;
    let title = format!("{value} by {label}");
    Ok(Chart { kind: ChartKind::Bars, title, data: named(context, data, [label, value])? })
}

fn line(context: &NativeCallContext, frame: &Frame, x: &str, y: &str) -> Fallible<Chart> {
    let columns = frame.columns(context.call_position())?;
    let help = "name a column of numbers or dates, and one of numbers: `.line(\"week\", \"sent\")`";
    fitting(context, &columns, x, NUMBERS_OR_DATES, help)?;
    fitting(context, &columns, y, NUMBERS, help)?;
    let chosen = [col(x).alias("label"), col(y).alias("value")];
    let order = SortMultipleOptions::default().with_maintain_order(true);
    let placed = frame.lazy().select(chosen).filter(col("label").is_not_null());
    let data = few(context, frame, placed.sort(["label"], order))?;
    let title = format!("{y} by {x}");
    Ok(Chart { kind: ChartKind::Line, title, data: named(context, data, [x, y])? })
}

/// The two columns under their own names; one column twice keeps another name for the second.
fn named(context: &NativeCallContext, data: DataFrame, names: [&str; 2]) -> Fallible<DataFrame> {
    let rows = data.height();
    let columns: Vec<Column> = data.into_columns();
    let names = if names[0] == names[1] { [names[0], "value"] } else { names };
    let columns =
        columns.into_iter().zip(names).map(|(column, name)| column.with_name(name.into()));
    polars(DataFrame::new(rows, columns.collect()), context.call_position())
}

fn heatmap(context: &NativeCallContext, frame: &Frame, column: &str) -> Fallible<Chart> {
    let columns = frame.columns(context.call_position())?;
    let help = "a heatmap needs the hours of the day: `invitations.heatmap(\"sent_at\")`";
    fitting(context, &columns, column, INSTANTS, help)?;
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
    let data = few(context, frame, counted)?;
    let title = format!("{column} by weekday and hour (UTC)");
    Ok(Chart { kind: ChartKind::Heatmap, title, data })
}
