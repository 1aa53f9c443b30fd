//! A chart as data: a small frame and the way in which it is drawn. `output` draws it for people,
//! and writes its frame for programs.

use polars::prelude::DataFrame;

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// How it is drawn.
    pub kind: ChartKind,
    /// What it shows, in a line.
    pub title: String,
    /// What is drawn, as its kind has it.
    pub data: DataFrame,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// One bar for each row: a label of any type, and a number.
    Bars,
    /// One bar for each interval: `from`, `to` and `count`, in order.
    Histogram,
    /// A line through points in order: a place (a number or a date), and a number.
    Line,
    /// Shades: `weekday` from 1 for Monday, `hour`, and `count`.
    Heatmap,
}
