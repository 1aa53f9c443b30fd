//! Points in order, and what lies between them: a line, which breaks where a value is missing;
//! steps; or nothing.

use super::axis::{Axis, BELOW, draw_column_lines, levels, short, title_below, title_left};
use super::{Canvas, DrawResult, INK, MARK, Plot, SOFT, WIDTH};
use crate::output::chart_data::{Interpolation, Point, PointData};
use crate::output::text::clean;
use crate::plural::pluralize;
use chrono::{Datelike, NaiveDate};
use plotters::element::{Circle, PathElement};
use plotters::style::Color;
use polars::prelude::{DataFrame, PolarsResult};

const HEIGHT: i32 = 240;
/// With more points no dots are drawn on a line.
const DOTS_MAX: usize = 60;
/// The most months that are written beside each other.
const MONTHS_MAX: usize = 6;

/// Points, and whether their places are days since 1970.
pub(super) struct LineChart {
    points: Vec<Point>,
    is_dated: bool,
    between: Interpolation,
    /// What the places and the numbers are.
    names: (String, String),
}

impl LineChart {
    /// Those of a place and a number in each row.
    pub(super) fn read(data: &DataFrame, between: Interpolation) -> PolarsResult<Self> {
        let Some(data) = PointData::read(data)? else {
            let names = (String::new(), String::new());
            return Ok(Self { points: vec![], is_dated: false, between, names });
        };
        Ok(Self {
            is_dated: data.places.dtype().is_temporal(),
            between,
            names: (clean(data.places.name()), clean(data.value_name)),
            points: data.points,
        })
    }

    fn known(&self) -> impl Iterator<Item = (f64, f64)> {
        self.points.iter().filter_map(|point| Some((point.position, point.value?)))
    }

    fn words(&self, position: f64) -> String {
        match self.date(position) {
            Some(date) if self.is_monthly() => date.format("%B %Y").to_string(),
            Some(date) => date.to_string(),
            None => short(position),
        }
    }

    fn date(&self, position: f64) -> Option<NaiveDate> {
        #[expect(clippy::cast_possible_truncation, reason = "a day that no calendar has is none")]
        let date = NaiveDate::from_epoch_days(position.floor() as i32);
        date.filter(|_| self.is_dated)
    }

    /// Whether the places are beginnings of months.
    fn is_monthly(&self) -> bool {
        let begins = |point: &Point| self.date(point.position).is_some_and(|date| date.day() == 1);
        self.is_dated && self.points.len() > 1 && self.points.iter().all(begins)
    }

    /// Which places are written below.
    fn ticks(&self, across: &Axis) -> Vec<(f64, String)> {
        if self.is_monthly() {
            let every = self.points.len().div_ceil(MONTHS_MAX);
            let months = self.points.iter().step_by(every).filter_map(|point| {
                let date = self.date(point.position)?;
                Some((point.position, date.format("%b %y").to_string()))
            });
            return months.collect();
        }
        let ticks = across.ticks(if self.is_dated { 3 } else { 6 }).into_iter();
        ticks.map(|tick| (tick, self.words(tick))).collect()
    }

    /// The points of a piece without gaps, as they are joined.
    fn join_points(&self, places: &[(i32, i32)]) -> Vec<(i32, i32)> {
        if self.between == Interpolation::Linear {
            return places.to_vec();
        }
        let mut corners = places.to_vec();
        corners.truncate(1);
        for pair in places.windows(2) {
            if let [before, point] = pair {
                corners.extend([(point.0, before.1), *point]);
            }
        }
        corners
    }

    fn draw_points(&self, canvas: &Canvas, across: &Axis, height: &Axis) -> DrawResult {
        for point in &self.points {
            let Some((low, high)) = point.ends else { continue };
            let (at, low, high) = (across.at(point.position), height.at(low), height.at(high));
            canvas.draw(&PathElement::new(vec![(at, low), (at, high)], INK.stroke_width(1)))?;
            for end in [low, high] {
                let cap = vec![(at - 5, end), (at + 5, end)];
                canvas.draw(&PathElement::new(cap, INK.stroke_width(1)))?;
            }
        }
        for piece in self.points.split(|point| point.value.is_none()) {
            let places = piece
                .iter()
                .filter_map(|point| Some((across.at(point.position), height.at(point.value?))));
            let places: Vec<(i32, i32)> = places.collect();
            let is_bare = self.between == Interpolation::Nothing;
            if is_bare || self.points.len() <= DOTS_MAX || places.len() == 1 {
                let dots = if is_bare { MARK.mix(0.6).filled() } else { MARK.filled() };
                for centre in &places {
                    canvas.draw(&Circle::new(*centre, 4, dots))?;
                }
            }
            if places.len() > 1 && !is_bare {
                canvas.draw(&PathElement::new(self.join_points(&places), MARK.stroke_width(2)))?;
            }
        }
        Ok(())
    }
}

impl Plot for LineChart {
    fn height(&self) -> i32 {
        if self.known().next().is_none() { 16 } else { HEIGHT + BELOW }
    }

    fn sentence(&self) -> String {
        let (Some(first), Some(end)) = (self.known().next(), self.known().last()) else {
            return "There is nothing to draw: no value is known.".into();
        };
        let most = self.known().max_by(|one, other| one.1.total_cmp(&other.1)).unwrap_or(first);
        let least = self.known().min_by(|one, other| one.1.total_cmp(&other.1)).unwrap_or(first);
        let told =
            |(position, value): (f64, f64)| format!("{} at {}", short(value), self.words(position));
        let missing = self.points.len() - self.known().count();
        let missing = match missing {
            0 => String::new(),
            missing => format!(" {} missing.", pluralize(missing, "value")),
        };
        let points = pluralize(self.points.len(), "point");
        if self.points.len() == 1 {
            return format!("One point: {}.", told(first));
        }
        if self.between == Interpolation::Nothing {
            let (from, to) = (self.words(first.0), self.words(end.0));
            let (greatest, least) = (short(most.1), short(least.1));
            return format!(
                "{points}: from {from} to {to}; greatest {greatest}, least {least}.{missing}"
            );
        }
        format!(
            "{points}: from {} to {}; greatest {}, least {}.{missing}",
            told(first),
            told(end),
            told(most),
            told(least),
        )
    }

    fn draw(&self, canvas: &Canvas, top: i32) -> DrawResult {
        if self.known().next().is_none() {
            return Ok(());
        }
        let (top, bottom, left, right) = (top + 24, top + HEIGHT, 56, WIDTH - 32);
        // A small change is not to look like a large one.
        let ends = self.points.iter().filter_map(|point| point.ends);
        let ends = ends.flat_map(|(low, high)| [low, high]).chain([0.0]);
        let height = Axis::over(self.known().map(|point| point.1).chain(ends), bottom, top);
        let across = Axis::over(self.points.iter().map(|point| point.position), left, right);
        let has_intervals = self.points.iter().any(|point| point.ends.is_some());
        let interval = if has_intervals { "  ( |–| interval )" } else { "" };
        title_left(canvas, &format!("{}{interval}", self.names.1), top)?;
        levels(canvas, &height, (left, right))?;
        draw_column_lines(canvas, &across, &self.ticks(&across), (bottom, bottom + 4))?;
        title_below(canvas, &self.names.0, i32::midpoint(left, right), bottom)?;
        self.draw_points(canvas, &across, &height)?;
        canvas.draw(&PathElement::new(vec![(left, bottom), (right, bottom)], SOFT.filled()))
    }
}
