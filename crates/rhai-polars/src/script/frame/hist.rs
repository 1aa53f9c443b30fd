//! Histograms: how many numbers of a column lie in each interval of a round length.
//!
//! Invariant: every finite number is counted, in one interval; the others are counted in the title.

use super::Frame;
use super::chart_data::{NUMBERS, demand_column};
use crate::chart::{Chart, ChartKind};
use crate::codes;
use crate::script::error::{ScriptResult, from_polars, script_error};
use polars::prelude::{Column, DataFrame, DataType, Expr, PolarsResult, col, len, lit};
use rhai::NativeCallContext;

/// How many intervals a histogram has, about, unless told.
pub(super) const BINS: i64 = 12;
/// The most intervals that can be asked for.
const BINS_MAX: i64 = 1_000;

pub(super) fn hist(
    context: NativeCallContext,
    frame: &mut Frame,
    column: &str,
    bins: i64,
) -> ScriptResult<Chart> {
    let at = context.call_position();
    let columns = frame.columns(at)?;
    let help = "count dates with `count_by(by_month(\"sent_at\")).bars()`, and texts with \
                `count_by(\"company\").bars()`";
    demand_column(&columns, column, NUMBERS, help)?;
    if !(1..=BINS_MAX).contains(&bins) {
        let message = format!("{bins} is no number of intervals");
        let help = format!("write a number from 1 to {BINS_MAX}");
        return Err(script_error(codes::ARGUMENTS, at, message, Some(help)));
    }
    let whole = columns.get(column).is_some_and(DataType::is_integer);
    let values = || col(column).cast(DataType::Float64);
    let drawn = || values().is_not_null().and(values().is_finite());
    let ends = frame.lazy().select([
        values().filter(drawn()).min().alias("least"),
        values().filter(drawn()).max().alias("greatest"),
        drawn().not().sum().cast(DataType::Int64).alias("left"),
    ]);
    let ends = frame.derive(&context, ends).collect(at)?;
    let figure = |column: &str| ends.column(column).ok()?.get(0).ok()?.extract::<f64>();
    let left = figure("left").unwrap_or(0.0);
    let range = figure("least").zip(figure("greatest"));
    let (least, greatest) = range.unwrap_or((0.0, 0.0));
    let step = round_step(least, greatest, bins, whole);
    let first = (least / step).floor();
    let number = |value: Expr| ((value / lit(step)).floor() - lit(first)).cast(DataType::Int64);
    let counted = frame
        .lazy()
        .filter(drawn())
        .select([number(values()).alias("bin")])
        .group_by_stable([col("bin")])
        .agg([len().cast(DataType::Int64).alias("count")]);
    let counted = frame.derive(&context, counted).collect(at)?;
    let data = from_polars(intervals(&counted, first, step, range.is_some()))?;
    let step = if step >= 1e15 { format!("{step:e}") } else { format!("{step}") };
    let left =
        if left > 0.0 { format!("; {left} without a value left out") } else { String::new() };
    let title = format!("{column} from, in steps of {step}{left}");
    Ok(Chart::new(ChartKind::Histogram, title, data))
}

/// A step of 1, 2 or 5 times a power of ten that divides the range into about so many parts; of
/// whole numbers, at least 1. Twice as many as asked for are never made.
fn round_step(least: f64, greatest: f64, bins: i64, whole: bool) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    let raw = (greatest / bins as f64 - least / bins as f64).max(f64::MIN_POSITIVE);
    if greatest <= least {
        return 1.0;
    }
    let power = 10_f64.powf(raw.log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= raw);
    let step = step.unwrap_or(raw);
    if whole { step.max(1.0) } else { step }
}

/// Every interval from the first to the last that has a value, with how many it has: `from`, `to`,
/// `count`.
fn intervals(counted: &DataFrame, first: f64, step: f64, any: bool) -> PolarsResult<DataFrame> {
    let (bins, counts) = (counted.column("bin")?.i64()?, counted.column("count")?.i64()?);
    let last = bins.iter().flatten().max().unwrap_or(0).clamp(0, 2 * BINS_MAX + 2);
    let mut totals = vec![0_i64; if any { usize::try_from(last + 1).unwrap_or(0) } else { 0 }];
    for (bin, count) in bins.iter().zip(counts.iter()) {
        let bin = bin.and_then(|bin| usize::try_from(bin.min(last)).ok());
        if let Some((total, count)) = bin.and_then(|bin| totals.get_mut(bin)).zip(count) {
            *total += count;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    let edge = |bin: usize| (first + bin as f64) * step;
    let columns = vec![
        Column::new("from".into(), (0..totals.len()).map(edge).collect::<Vec<_>>()),
        Column::new("to".into(), (0..totals.len()).map(|bin| edge(bin + 1)).collect::<Vec<_>>()),
        Column::new("count".into(), totals.clone()),
    ];
    DataFrame::new(totals.len(), columns)
}
