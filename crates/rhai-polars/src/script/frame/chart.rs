//! Charts of a frame: `hist`, `bars`, `line`, `steps`, `scatter`, `heatmap`. Their values are
//! computed at once; they are drawn when they are shown.

use super::Frame;
use super::hist::{BINS, hist};
use crate::chart::{Chart, ChartKind};
use crate::script::error::fail;
use crate::script::function::{Function, Receiver, Registrar};
use crate::script::host::{Drawn, Host};
use crate::script::operand::{Fallible, known, polars};
use crate::script::printing::PRINTING;
use polars::prelude::{
    Column, DataFrame, DataType, Expr, IntoLazy, LazyFrame, PlSmallStr, Schema,
    SortMultipleOptions, TimeUnit, col, len,
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
        &["[label]", "[value]", "[mark or low]", "[high]"],
        "a bar for each row, of a column of labels and one of numbers: the first and the last \
         unless named; with a third, a mark such as a cap, with a fourth, an interval",
        "pending.count_by(\"account\").bars().show() == ()",
        |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame| {
                let (label, value) = ends(&at, frame)?;
                bars(&at, frame, &[&label, &value])
            });
            to.add(
                |at: NativeCallContext,
                 frame: &mut Frame,
                 label: ImmutableString,
                 value: ImmutableString| bars(&at, frame, &[&label, &value]),
            );
            to.add(
                |at: NativeCallContext,
                 frame: &mut Frame,
                 label: ImmutableString,
                 value: ImmutableString,
                 mark: ImmutableString| bars(&at, frame, &[&label, &value, &mark]),
            );
            to.add(
                |at: NativeCallContext,
                 frame: &mut Frame,
                 label: ImmutableString,
                 value: ImmutableString,
                 low: ImmutableString,
                 high: ImmutableString| {
                    bars(&at, frame, &[&label, &value, &low, &high])
                },
            );
        },
    ),
    Receiver::Frame.method(
        "line",
        &["[x]", "[y]", "[low]", "[high]"],
        "a line through points of a column of numbers or dates and one of numbers: the first and \
         the last unless named; with two more, an interval around each point",
        "invitations.by_week(\"sent_at\").agg(#{ sent: count() }).line().show() == ()",
        |to| {
            add_points(to, ChartKind::Line);
            to.add(
                |at: NativeCallContext,
                 frame: &mut Frame,
                 x: ImmutableString,
                 y: ImmutableString,
                 low: ImmutableString,
                 high: ImmutableString| {
                    points(&at, frame, ChartKind::Line, &[&x, &y, &low, &high])
                },
            );
        },
    ),
    Receiver::Frame.method(
        "steps",
        &["[x]", "[y]"],
        "a line that holds each number until the next place, such as the share that was accepted \
         within so many days",
        "frame(#{ day: [0, 3, 9], share: [0.0, 0.4, 0.5] }).steps().show() == ()",
        |to| {
            add_points(to, ChartKind::Steps);
        },
    ),
    Receiver::Frame.method(
        "scatter",
        &["[x]", "[y]"],
        "a point for each row, of a column of numbers or dates and one of numbers: the first and \
         the last unless named",
        "frame(#{ sent: [3, 9, 12], accepted: [1, 4, 2] }).scatter().show() == ()",
        |to| {
            add_points(to, ChartKind::Scatter);
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

/// Registers a chart of points, of two columns that are named or not.
fn add_points(to: &mut Registrar, chart_kind: ChartKind) {
    to.add(move |at: NativeCallContext, frame: &mut Frame| {
        let (x, y) = ends(&at, frame)?;
        points(&at, frame, chart_kind, &[&x, &y])
    });
    to.add(
        move |at: NativeCallContext, frame: &mut Frame, x: ImmutableString, y: ImmutableString| {
            points(&at, frame, chart_kind, &[&x, &y])
        },
    );
}

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

fn bars(context: &NativeCallContext, frame: &Frame, names: &[&str]) -> Fallible<Chart> {
    let columns = frame.columns(context.call_position())?;
    let help = "name a column of numbers: `.bars(\"account\", \"pending\")`";
    if let Some((label, values)) = names.split_first() {
        known(label, &columns, context.call_position())?;
        for value in values {
            fitting(context, &columns, value, NUMBERS, help)?;
        }
    }
    let data = few(context, frame, frame.lazy().select(chosen(names)))?;
    let data = named(context, data, names)?;
    Ok(Chart::new(ChartKind::Bars, title(names), data))
}

/// A chart of places and numbers, from left to right.
fn points(
    context: &NativeCallContext,
    frame: &Frame,
    chart_kind: ChartKind,
    names: &[&str],
) -> Fallible<Chart> {
    let columns = frame.columns(context.call_position())?;
    let help = "name a column of numbers or dates, and one of numbers: `.line(\"week\", \"sent\")`";
    if let Some((x, values)) = names.split_first() {
        fitting(context, &columns, x, NUMBERS_OR_DATES, help)?;
        for value in values {
            fitting(context, &columns, value, NUMBERS, help)?;
        }
    }
    let order = SortMultipleOptions::default().with_maintain_order(true);
    let first = chosen_name(0);
    let placed = frame.lazy().select(chosen(names)).filter(col(first.as_str()).is_not_null());
    let data = few(context, frame, placed.sort([first.as_str()], order))?;
    Ok(Chart::new(chart_kind, title(names), named(context, data, names)?))
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
fn named(context: &NativeCallContext, data: DataFrame, names: &[&str]) -> Fallible<DataFrame> {
    const AGAIN: [&str; 4] = ["label", "value", "low", "high"];
    let rows = data.height();
    let columns: Vec<Column> = data.into_columns();
    let mut together: Vec<Column> = Vec::with_capacity(columns.len());
    for ((column, name), again) in columns.into_iter().zip(names).zip(AGAIN) {
        let is_there = together.iter().any(|other| other.name() == name);
        together.push(column.with_name(if is_there { again } else { name }.into()));
    }
    polars(DataFrame::new(rows, together), context.call_position())
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
    Ok(Chart::new(ChartKind::Heatmap, title, data))
}
