//! Bars: lying, one for each label; or standing, one for each interval of a histogram.

use super::axis::{Axis, columns, levels, short};
use super::{Canvas, DrawResult, INK, MARK, Plot, SOFT, WIDTH, label};
use crate::output::chart::numbers;
use crate::output::text::{MISSING, clean, count, cut};
use crate::output::value::human;
use plotters::element::{PathElement, Rectangle};
use plotters::style::Color;
use plotters::style::text_anchor::HPos;
use polars::prelude::{DataFrame, PolarsResult};

/// The most bars that are drawn; further ones are counted.
const BARS_MAX: usize = 60;
/// The room for labels at the left.
const LABELS: i32 = 190;
/// The room for numbers at the right.
const NUMBERS: i32 = 70;
const BAR: i32 = 24;
/// How high a histogram is, without what is written below.
const STANDING: i32 = 240;

/// Labels or intervals, and a number for each.
pub(super) struct BarChart {
    labels: Vec<String>,
    /// From where to where each interval goes; none where there are labels.
    intervals: Vec<(f64, f64)>,
    values: Vec<Option<f64>>,
    further: usize,
}

impl BarChart {
    /// Bars of the first column's values, as long as the second column's numbers.
    pub(super) fn labelled(data: &DataFrame) -> PolarsResult<Self> {
        let [labels, values] = data.columns() else { return Ok(Self::none()) };
        let rows = if data.height() <= BARS_MAX + 1 { data.height() } else { BARS_MAX };
        let text = |row| labels.get(row).map(|value| human(&value).unwrap_or(MISSING.into()));
        let labels = (0..rows).map(text).collect::<PolarsResult<Vec<_>>>()?;
        let mut values = numbers(values)?;
        values.truncate(rows);
        Ok(Self { labels, intervals: vec![], values, further: data.height() - rows })
    }

    /// Bars of intervals.
    pub(super) fn intervals(data: &DataFrame) -> PolarsResult<Self> {
        let (from, to) = (numbers(data.column("from")?)?, numbers(data.column("to")?)?);
        let values = numbers(data.column("count")?)?;
        let known = from.into_iter().zip(to).zip(values);
        let known = known.filter_map(|((from, to), value)| Some(((from?, to?), value)));
        let (intervals, values): (Vec<_>, Vec<_>) = known.unzip();
        let labels =
            intervals.iter().map(|(from, to)| format!("{} to {}", short(*from), short(*to)));
        Ok(Self { labels: labels.collect(), intervals, values, further: 0 })
    }

    fn none() -> Self {
        Self { labels: vec![], intervals: vec![], values: vec![], further: 0 }
    }

    fn rows(&self) -> i32 {
        i32::try_from(self.values.len()).unwrap_or(i32::MAX)
    }

    fn lying(&self, canvas: &Canvas) -> DrawResult {
        let zero_too = self.values.iter().flatten().copied().chain([0.0]);
        let axis = Axis::over(zero_too, LABELS, WIDTH - NUMBERS);
        let (top, bottom) = (super::TOP, super::TOP + self.rows() * BAR);
        let ticks: Vec<_> = axis.ticks(5).into_iter().map(|tick| (tick, short(tick))).collect();
        columns(canvas, &axis, &ticks, (top, bottom + 4))?;
        for (row, value) in (0_i32..).zip(&self.values) {
            let level = top + row * BAR + BAR / 2;
            let words = self.labels.get(usize::try_from(row).unwrap_or(0));
            let words = words.map(|words| cut(&clean(words), 26)).unwrap_or_default();
            label(canvas, &words, (LABELS - 8, level), HPos::Right, INK)?;
            let Some(value) = value else {
                label(canvas, MISSING, (axis.at(0.0) + 6, level), HPos::Left, SOFT)?;
                continue;
            };
            let (zero, end) = (axis.at(0.0), axis.at(*value));
            let corners = [(zero.min(end), level - 8), (zero.max(end), level + 8)];
            canvas.draw(&Rectangle::new(corners, MARK.filled()))?;
            let beside = zero.max(end) + 6;
            label(canvas, &short(*value), (beside, level), HPos::Left, INK)?;
        }
        let zero = axis.at(0.0);
        canvas.draw(&PathElement::new(vec![(zero, top), (zero, bottom)], SOFT.filled()))
    }

    fn standing(&self, canvas: &Canvas) -> DrawResult {
        let (top, bottom) = (super::TOP + 8, super::TOP + STANDING);
        let (left, right) = (64, WIDTH - 24);
        let zero_too = self.values.iter().flatten().copied().chain([0.0]);
        let height = Axis::over(zero_too, bottom, top);
        let edges = self.intervals.iter().flat_map(|(from, to)| [*from, *to]);
        let across = Axis::over(edges, left, right);
        levels(canvas, &height, (left, right))?;
        let ticks: Vec<_> = across.ticks(8).into_iter().map(|tick| (tick, short(tick))).collect();
        columns(canvas, &across, &ticks, (bottom, bottom + 4))?;
        for ((from, to), value) in self.intervals.iter().zip(&self.values) {
            let Some(value) = value else { continue };
            let (begin, end) = (across.at(*from), across.at(*to));
            let gap = i32::from(end - begin > 3);
            let corners = [(begin + gap, height.at(*value)), (end - gap, height.at(0.0))];
            canvas.draw(&Rectangle::new(corners, MARK.filled()))?;
        }
        canvas.draw(&PathElement::new(vec![(left, bottom), (right, bottom)], SOFT.filled()))
    }
}

impl Plot for BarChart {
    fn height(&self) -> i32 {
        match self.values.len() {
            0 => 16,
            _ if self.intervals.is_empty() => self.rows() * BAR + 32,
            _ => STANDING + 32,
        }
    }

    fn sentence(&self) -> String {
        let known = || {
            self.labels
                .iter()
                .zip(&self.values)
                .filter_map(|(label, value)| value.map(|value| (clean(label), value)))
        };
        let most = known().max_by(|one, other| one.1.total_cmp(&other.1));
        let least = known().min_by(|one, other| one.1.total_cmp(&other.1));
        let (Some((most, greatest)), Some((least, smallest))) = (most, least) else {
            return "There is nothing to draw: no value is known.".into();
        };
        let (greatest, smallest) = (short(greatest), short(smallest));
        let what = if self.intervals.is_empty() { "bar" } else { "interval" };
        let bars = count(self.values.len(), what);
        let further = match self.further {
            0 => String::new(),
            further => format!(" {} not drawn.", count(further, "further bar")),
        };
        if self.values.len() == 1 {
            return format!("One {what}: {most} has {greatest}.{further}");
        }
        format!("{bars}: {most} has most, {greatest}; {least} least, {smallest}.{further}")
    }

    fn draw(&self, canvas: &Canvas) -> DrawResult {
        match self.values.len() {
            0 => Ok(()),
            _ if self.intervals.is_empty() => self.lying(canvas),
            _ => self.standing(canvas),
        }
    }
}
