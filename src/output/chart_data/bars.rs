//! Bars: one for each row of labels and numbers, or for each interval of a histogram.

use super::{ChartColumns, ValueAnnotations, numbers};
use crate::output::cell_value::display_text;
use crate::output::text::MISSING;
use polars::prelude::{DataFrame, PolarsResult};

/// The most bars that are drawn; further ones are counted.
const BARS_MAX: usize = 60;

/// Labels or intervals, and a number for each.
pub(in crate::output) struct BarData {
    /// None where there are intervals.
    pub(in crate::output) labels: Vec<String>,
    /// From where to where each interval goes; none where there are labels.
    pub(in crate::output) intervals: Vec<(f64, f64)>,
    pub(in crate::output) values: Vec<Option<f64>>,
    pub(in crate::output) beside: ValueAnnotations,
    /// What the numbers are called.
    pub(in crate::output) value_name: String,
    /// How many bars are not drawn.
    pub(in crate::output) further: usize,
}

impl BarData {
    /// Bars of the first column's values, as long as the second column's numbers.
    pub(in crate::output) fn labelled(data: &DataFrame) -> PolarsResult<Self> {
        let Some(columns) = ChartColumns::read(data)? else { return Ok(Self::empty()) };
        let label = |row| {
            let value = columns.first.get(row)?;
            Ok(display_text(&value).unwrap_or_else(|| MISSING.into()))
        };
        let drawn = count_drawn(data.height());
        Ok(Self {
            labels: (0..drawn).map(label).collect::<PolarsResult<_>>()?,
            values: columns.values.into_iter().take(drawn).collect(),
            beside: columns.beside,
            value_name: columns.value_name.to_owned(),
            further: data.height() - drawn,
            ..Self::empty()
        })
    }

    /// Bars of intervals from `from` to `to`, as long as `count`.
    pub(in crate::output) fn intervals(data: &DataFrame) -> PolarsResult<Self> {
        let column = |name: &str| numbers(data.column(name)?);
        let ends = column("from")?.into_iter().zip(column("to")?);
        let known = ends
            .zip(column("count")?)
            .filter_map(|((from, to), value)| Some(((from?, to?), value)));
        let (intervals, values) = known.unzip();
        Ok(Self { intervals, values, value_name: "count".into(), ..Self::empty() })
    }

    fn empty() -> Self {
        Self {
            labels: vec![],
            intervals: vec![],
            values: vec![],
            beside: ValueAnnotations::Nothing,
            value_name: String::new(),
            further: 0,
        }
    }
}

/// How many of so many bars are drawn. To leave out a single one takes as much room as to draw it.
fn count_drawn(rows: usize) -> usize {
    if rows <= BARS_MAX + 1 { rows } else { BARS_MAX }
}
