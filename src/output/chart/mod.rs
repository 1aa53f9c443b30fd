//! Charts drawn with characters, for people.
//!
//! They are drawn here, not by a crate: those that draw lines read the environment for colours, lose
//! precision, or panic on an empty series; none draws bars or shades with labels in a given width.
//!
//! Invariant: no line is wider than the width, whatever the labels and numbers are; no colour, no
//! control character; the same chart and width give the same lines.

mod bars;
mod heatmap;
mod line;

use super::error::OutputError;
use super::text::{clean, cut};
use crate::chart::{Chart, Kind};
use polars::prelude::{AnyValue, Column, DataType, PolarsResult};

/// Narrower than this no chart can be read.
const LEAST_WIDTH: usize = 40;

/// The lines of a chart: its title, and the drawing in so many columns.
pub(super) fn drawn(chart: &Chart, width: usize) -> Result<Vec<String>, OutputError> {
    let width = width.max(LEAST_WIDTH);
    let mut lines = vec![cut(&clean(&chart.title), width)];
    lines.extend(match chart.kind {
        Kind::Bars => bars::labelled(&chart.data, width)?,
        Kind::Histogram => bars::intervals(&chart.data, width)?,
        Kind::Line => line::drawn(&chart.data, width)?,
        Kind::Heatmap => heatmap::drawn(&chart.data, width)?,
    });
    Ok(lines)
}

/// A column's numbers; none where one is missing or not finite.
fn numbers(column: &Column) -> PolarsResult<Vec<Option<f64>>> {
    let numbers = column.cast(&DataType::Float64)?;
    Ok(numbers.f64()?.iter().map(|number| number.filter(|number| number.is_finite())).collect())
}

/// A number as short as it can be said: with at most three decimals, and large ones with few digits.
fn short(number: f64) -> String {
    if number.abs() >= 1e15 {
        return format!("{number:e}");
    }
    super::value::human(&AnyValue::Float64(number)).unwrap_or_default()
}
