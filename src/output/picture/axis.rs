//! Axes: where a number lies between two ends, and which round numbers are written beside them.

use super::{Canvas, DrawResult, GRID, SOFT, label};
use crate::output::cell_value::display_text;
use crate::output::text::cut;
use plotters::element::PathElement;
use plotters::style::Color;
use plotters::style::text_anchor::HPos;
use polars::prelude::AnyValue;

/// Numbers between two ends in pixels.
pub(super) struct Axis {
    least: f64,
    greatest: f64,
    from: i32,
    to: i32,
}

impl Axis {
    /// Over these numbers; a single one lies at the beginning.
    pub(super) fn over(numbers: impl Iterator<Item = f64>, from: i32, to: i32) -> Self {
        let start = (f64::INFINITY, f64::NEG_INFINITY);
        let (least, greatest) = numbers
            .filter(|number| number.is_finite())
            .fold(start, |(least, greatest), number| (least.min(number), greatest.max(number)));
        let is_empty = least > greatest;
        let (least, greatest) = if is_empty { (0.0, 1.0) } else { (least, greatest) };
        Self { least, greatest, from, to }
    }

    /// Where a number lies.
    pub(super) fn at(&self, number: f64) -> i32 {
        // Halves, so that the whole range of numbers does not overflow.
        let span = self.greatest / 2.0 - self.least / 2.0;
        let share = if span > 0.0 { (number / 2.0 - self.least / 2.0) / span } else { 0.0 };
        let pixels = f64::from(self.to - self.from) * share.clamp(0.0, 1.0);
        #[expect(clippy::cast_possible_truncation, reason = "between two ends in pixels")]
        let pixels = pixels.round() as i32;
        self.from + pixels
    }

    /// Round numbers between the ends, about so many.
    pub(super) fn ticks(&self, about: u32) -> Vec<f64> {
        let span = self.greatest / 2.0 - self.least / 2.0;
        let rough = span / f64::from(about.max(1)) * 2.0;
        if !(rough.is_finite() && rough > 0.0) {
            return vec![self.least];
        }
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|round| round * power);
        let step = step.into_iter().find(|step| *step >= rough).unwrap_or(rough);
        let first = (self.least / step).ceil() * step;
        let ticks = (0_u32..=about * 2).map(|number| first + f64::from(number) * step);
        let within = |tick: &f64| tick.is_finite() && *tick <= self.greatest;
        // What is nearly nothing beside a step is nothing.
        let ticks = ticks.filter(within);
        ticks.map(|tick| if tick.abs() < step / 1e6 { 0.0 } else { tick }).collect()
    }
}

/// Lines from left to right at round numbers, which stand at the left.
pub(super) fn levels(canvas: &Canvas, axis: &Axis, ends: (i32, i32)) -> DrawResult {
    for tick in axis.ticks(5) {
        let level = axis.at(tick);
        canvas.draw(&PathElement::new(vec![(ends.0, level), (ends.1, level)], GRID.filled()))?;
        label(canvas, &short(tick), (ends.0 - 6, level), HPos::Right, SOFT)?;
    }
    Ok(())
}

/// Lines from top to bottom at these numbers, which stand below in their words.
pub(super) fn draw_column_lines(
    canvas: &Canvas,
    axis: &Axis,
    ticks: &[(f64, String)],
    ends: (i32, i32),
) -> DrawResult {
    for (tick, words) in ticks {
        let place_across = axis.at(*tick);
        let line = vec![(place_across, ends.0), (place_across, ends.1)];
        canvas.draw(&PathElement::new(line, GRID.filled()))?;
        label(canvas, words, (place_across, ends.1 + 14), HPos::Center, SOFT)?;
    }
    Ok(())
}

/// The room for what is written below a drawing: the numbers of the axis, and what they count.
pub(super) const BELOW: i32 = 44;

/// The most letters of what an axis is called.
const TITLE_CELLS: usize = 42;

/// What the axis below counts, under its numbers.
pub(super) fn title_below(canvas: &Canvas, words: &str, middle: i32, bottom: i32) -> DrawResult {
    label(canvas, &titled(words), (middle, bottom + 34), HPos::Center, SOFT)
}

/// What the axis at the left counts, above its numbers.
pub(super) fn title_left(canvas: &Canvas, words: &str, top: i32) -> DrawResult {
    label(canvas, &titled(words), (8, top - 16), HPos::Left, SOFT)
}

/// A column's name as words.
fn titled(words: &str) -> String {
    cut(&words.replace('_', " "), TITLE_CELLS)
}

/// A number as short as it can be said.
pub(super) fn short(number: f64) -> String {
    if number.abs() >= 1e7 {
        return format!("{number:.1e}");
    }
    display_text(&AnyValue::Float64(number)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_between_the_ends() {
        let ticks = |numbers: [f64; 2]| Axis::over(numbers.into_iter(), 0, 100).ticks(5);
        assert_eq!(ticks([0.0, 612.0]), [0.0, 200.0, 400.0, 600.0]);
        assert_eq!(ticks([-1.0, 1.0]), [-1.0, -0.5, 0.0, 0.5, 1.0]);
        assert_eq!(ticks([3.0, 3.0]), [3.0]);
        assert!(ticks([f64::MIN, f64::MAX]).iter().all(|tick| tick.is_finite()));
    }

    #[test]
    fn a_number_lies_between_the_ends() {
        let axis = Axis::over([0.0, 10.0].into_iter(), 100, 200);
        assert_eq!([0.0, 5.0, 10.0, 99.0].map(|number| axis.at(number)), [100, 150, 200, 200]);
        assert_eq!(Axis::over([f64::MIN, f64::MAX].into_iter(), 0, 100).at(0.0), 50);
        assert_eq!(Axis::over(std::iter::empty(), 0, 100).at(7.0), 100);
    }
}
