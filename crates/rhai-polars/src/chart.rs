//! A chart as data: a small frame and the way in which it is drawn. `output` draws it for people,
//! and writes its frame for programs.

use polars::prelude::DataFrame;

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// How it is drawn.
    pub chart_kind: ChartKind,
    /// What it shows, in a line.
    pub title: String,
    /// What is drawn, as its kind has it.
    pub data: DataFrame,
    /// Where bars are divided.
    pub divider: Option<Divider>,
}

/// A line between bars, such as at the age from which something holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divider {
    /// Below how many bars it lies.
    pub after: usize,
    /// What the line means.
    pub words: String,
}

impl Chart {
    /// A chart without a divider.
    pub fn new(chart_kind: ChartKind, title: impl Into<String>, data: DataFrame) -> Self {
        Self { chart_kind, title: title.into(), data, divider: None }
    }
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// One bar for each row: a label of any type, and a number; beside it, if there is a third
    /// column, a mark at its number, or with a fourth an interval between the two.
    Bars,
    /// One bar for each interval: `from`, `to` and `count`, in order.
    Histogram,
    /// A line through points in order: a place (a number or a date), and a number; if there are two
    /// more, an interval around each.
    Line,
    /// The same, where each number holds until the next place.
    Steps,
    /// Points: a place and a number.
    Scatter,
    /// Shades: `weekday` from 1 for Monday, `hour`, and `count`.
    Heatmap,
}
