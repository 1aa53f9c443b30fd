//! Bars: lying, one for each label; or standing, one for each interval of a histogram.

use super::axis::{Axis, BELOW, draw_column_lines, levels, short, title_below, title_left};
use super::{Canvas, DrawResult, INK, MARK, Plot, SOFT, WIDTH, label};
use crate::chart::{Chart, Divider};
use crate::output::chart_data::{BarData, ValueAnnotations};
use crate::output::text::{MISSING, clean, cut, width};
use crate::plural::pluralize;
use plotters::element::{PathElement, Rectangle};
use plotters::style::Color;
use plotters::style::text_anchor::HPos;
use polars::prelude::{DataFrame, PolarsResult};

/// The most of the width that labels at the left may take, and how wide a letter is about.
const LABELS_MAX: i32 = 150;
const LETTER: i32 = 8;
/// How wide a number at the end of a bar is, at most.
const NUMBER: i32 = 44;
/// The room for numbers at the right.
const NUMBERS: i32 = 56;
const BAR: i32 = 26;
/// The room for the words of a divider.
const DIVIDER: i32 = 24;
/// How high a histogram is, without what is written below.
const STANDING: i32 = 220;

/// Labels or intervals, and a number for each.
pub(super) struct BarChart {
    bars: BarData,
    divider: Option<Divider>,
}

impl BarChart {
    /// Bars of the first column's values, as long as the second column's numbers.
    pub(super) fn labelled(chart: &Chart) -> PolarsResult<Self> {
        let bars = BarData::labelled(&chart.data)?;
        let divider = chart.divider.clone();
        let divider = divider.filter(|divider| divider.after < bars.values.len());
        Ok(Self { bars, divider })
    }

    pub(super) fn intervals(data: &DataFrame) -> PolarsResult<Self> {
        let mut bars = BarData::intervals(data)?;
        let ends = bars.intervals.iter();
        bars.labels =
            ends.map(|(from, to)| format!("{} to {}", short(*from), short(*to))).collect();
        Ok(Self { bars, divider: None })
    }

    /// What the axis counts, and what stands beside the bars.
    fn measure(&self) -> String {
        let measure = clean(&self.bars.value_name);
        match &self.bars.beside {
            ValueAnnotations::Nothing => measure,
            ValueAnnotations::Mark(_, name) => format!("{measure}  ( | {} )", clean(name)),
            ValueAnnotations::Interval(_) => format!("{measure}  ( |–| interval )"),
        }
    }

    /// Where a row begins, below the divider if that lies above it.
    fn edge(&self, top: i32, row: usize) -> i32 {
        let divider = self.divider.as_ref().filter(|divider| divider.after <= row);
        let rows = i32::try_from(row).unwrap_or(i32::MAX / BAR);
        top + rows * BAR + divider.map_or(0, |_| DIVIDER)
    }

    /// How much room the labels need.
    fn label_room(&self) -> i32 {
        let widest = self.bars.labels.iter().map(|words| width(&clean(words))).max().unwrap_or(0);
        let widest = i32::try_from(widest).unwrap_or(i32::MAX).saturating_mul(LETTER);
        widest.saturating_add(20).min(LABELS_MAX)
    }

    /// The numbers of the bars, and of what stands beside them, and zero.
    fn ends(&self) -> impl Iterator<Item = f64> {
        let beside = (0..self.bars.values.len()).flat_map(|row| self.bars.beside.numbers(row));
        self.bars.values.iter().flatten().copied().chain(beside).chain([0.0])
    }

    fn draw_horizontal(&self, canvas: &Canvas, top: i32) -> DrawResult {
        let room = self.label_room();
        let axis = Axis::over(self.ends(), room, WIDTH - NUMBERS);
        let bottom = self.edge(top, self.bars.values.len());
        let ticks: Vec<_> = axis.ticks(4).into_iter().map(|tick| (tick, short(tick))).collect();
        draw_column_lines(canvas, &axis, &ticks, (top, bottom + 4))?;
        title_below(canvas, &self.measure(), i32::midpoint(room, WIDTH - NUMBERS), bottom)?;
        let letters = usize::try_from((room - 20) / LETTER).unwrap_or(0);
        for (row, value) in self.bars.values.iter().enumerate() {
            let level = self.edge(top, row) + BAR / 2;
            let words = self.bars.labels.get(row).map(|words| cut(&clean(words), letters));
            label(canvas, &words.unwrap_or_default(), (room - 8, level), HPos::Right, INK)?;
            let Some(value) = value else {
                label(canvas, MISSING, (axis.at(0.0) + 6, level), HPos::Left, SOFT)?;
                continue;
            };
            let (zero, end) = (axis.at(0.0), axis.at(*value));
            let corners = [(zero.min(end), level - 8), (zero.max(end), level + 8)];
            canvas.draw(&Rectangle::new(corners, MARK.filled()))?;
            let beside = self.draw_beside(canvas, &axis, row, level)?;
            // Beside the bar, but not across what stands there.
            let right = zero.max(end);
            let is_free = beside.is_none_or(|(first, _)| right + NUMBER < first);
            let right =
                if is_free { right } else { beside.map_or(right, |(_, last)| right.max(last)) };
            let right = right + 6;
            label(canvas, &short(*value), (right, level), HPos::Left, INK)?;
        }
        self.draw_divider(canvas, top)?;
        let zero = axis.at(0.0);
        canvas.draw(&PathElement::new(vec![(zero, top), (zero, bottom)], SOFT.filled()))
    }

    /// The line between bars, with what it means above it.
    fn draw_divider(&self, canvas: &Canvas, top: i32) -> DrawResult {
        let Some(divider) = &self.divider else { return Ok(()) };
        let level = self.edge(top, divider.after) - DIVIDER + 2;
        let line = vec![(8, level), (WIDTH - 8, level)];
        canvas.draw(&PathElement::new(line, INK.stroke_width(2)))?;
        let words = cut(&clean(&divider.words), 40);
        label(canvas, &words, (WIDTH - 8, level + 11), HPos::Right, INK)
    }

    /// The mark or the interval of a row, and from where to where it goes.
    fn draw_beside(
        &self,
        canvas: &Canvas,
        axis: &Axis,
        row: usize,
        level: i32,
    ) -> Result<Option<(i32, i32)>, super::DrawError> {
        let at: Vec<i32> =
            self.bars.beside.numbers(row).into_iter().map(|number| axis.at(number)).collect();
        for across in &at {
            let half = if at.len() == 1 { 11 } else { 5 };
            let stroke = vec![(*across, level - half), (*across, level + half)];
            canvas.draw(&PathElement::new(stroke, INK.stroke_width(2)))?;
        }
        if let [low, high] = at[..] {
            let stroke = vec![(low, level), (high, level)];
            canvas.draw(&PathElement::new(stroke, INK.stroke_width(1)))?;
        }
        Ok(at.iter().copied().min().zip(at.into_iter().max()))
    }

    fn draw_vertical(&self, canvas: &Canvas, top: i32) -> DrawResult {
        let (top, bottom) = (top + 24, top + STANDING);
        let (left, right) = (56, WIDTH - 24);
        let height = Axis::over(self.ends(), bottom, top);
        let edges = self.bars.intervals.iter().flat_map(|(from, to)| [*from, *to]);
        let across = Axis::over(edges, left, right);
        title_left(canvas, &self.measure(), top)?;
        levels(canvas, &height, (left, right))?;
        let ticks: Vec<_> = across.ticks(6).into_iter().map(|tick| (tick, short(tick))).collect();
        draw_column_lines(canvas, &across, &ticks, (bottom, bottom + 4))?;
        for ((from, to), value) in self.bars.intervals.iter().zip(&self.bars.values) {
            let Some(value) = value else { continue };
            let (begin, end) = (across.at(*from), across.at(*to));
            let gap = i32::from(end - begin > 3);
            let corners = [(begin + gap, height.at(*value)), (end - gap, height.at(0.0))];
            canvas.draw(&Rectangle::new(corners, MARK.filled()))?;
        }
        canvas.draw(&PathElement::new(vec![(left, bottom), (right, bottom)], SOFT.filled()))
    }

    /// What is said of a bar's mark or interval.
    fn beside_in_words(&self, row: usize) -> String {
        match (&self.bars.beside, &self.bars.beside.numbers(row)[..]) {
            (ValueAnnotations::Mark(_, name), [mark]) => {
                format!(" ({} {})", clean(name), short(*mark))
            }
            (ValueAnnotations::Interval(_), [low, high]) => {
                format!(" (between {} and {})", short(*low), short(*high))
            }
            _ => String::new(),
        }
    }
}

impl Plot for BarChart {
    fn height(&self) -> i32 {
        match self.bars.values.len() {
            0 => 16,
            rows if self.bars.intervals.is_empty() => self.edge(0, rows) + BELOW,
            _ => STANDING + BELOW - 12,
        }
    }

    fn sentence(&self) -> String {
        let known = || {
            let rows = self.bars.labels.iter().zip(&self.bars.values).enumerate();
            rows.filter_map(|(row, (words, value))| {
                value.map(|value| (clean(words), value, self.beside_in_words(row)))
            })
        };
        let most = known().max_by(|one, other| one.1.total_cmp(&other.1));
        let least = known().min_by(|one, other| one.1.total_cmp(&other.1));
        let (Some((most, greatest, with)), Some((least, smallest, with_least))) = (most, least)
        else {
            return "There is nothing to draw: no value is known.".into();
        };
        let (greatest, smallest) = (short(greatest), short(smallest));
        let what = if self.bars.intervals.is_empty() { "bar" } else { "interval" };
        let bars = pluralize(self.bars.values.len(), what);
        let further = match self.bars.further {
            0 => String::new(),
            further => format!(" {} not drawn.", pluralize(further, "further bar")),
        };
        if self.bars.values.len() == 1 {
            return format!("One {what}: {most} has {greatest}{with}.{further}");
        }
        format!(
            "{bars}: {most} has most, {greatest}{with}; {least} least, {smallest}{with_least}.\
             {further}"
        )
    }

    fn draw(&self, canvas: &Canvas, top: i32) -> DrawResult {
        match self.bars.values.len() {
            0 => Ok(()),
            _ if self.bars.intervals.is_empty() => self.draw_horizontal(canvas, top),
            _ => self.draw_vertical(canvas, top),
        }
    }
}
