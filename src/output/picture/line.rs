//! A line through points in order, which breaks where a value is missing.

use super::axis::{Axis, columns, levels, short};
use super::{Canvas, DrawResult, MARK, Plot, SOFT, TOP, WIDTH};
use crate::output::chart::numbers;
use crate::output::text::count;
use chrono::NaiveDate;
use plotters::element::{Circle, PathElement};
use plotters::style::Color;
use polars::prelude::{Column, DataFrame, DataType, PolarsResult, TimeUnit};

const HEIGHT: i32 = 260;
/// With more points no dots are drawn.
const DOTS_MAX: usize = 60;
const DAY_MS: f64 = 86_400_000.0;

/// Points, and whether their places are days since 1970.
pub(super) struct LineChart {
    points: Vec<(f64, Option<f64>)>,
    is_dated: bool,
}

impl LineChart {
    /// Those of a place and a number in each row.
    pub(super) fn read(data: &DataFrame) -> PolarsResult<Self> {
        let [places, values] = data.columns() else {
            return Ok(Self { points: vec![], is_dated: false });
        };
        let pairs = days_or_numbers(places)?.into_iter().zip(numbers(values)?);
        let points = pairs.filter_map(|(position, value)| Some((position?, value)));
        Ok(Self { points: points.collect(), is_dated: places.dtype().is_temporal() })
    }

    fn known(&self) -> impl Iterator<Item = (f64, f64)> {
        self.points.iter().filter_map(|(position, value)| Some((*position, (*value)?)))
    }

    fn words(&self, position: f64) -> String {
        #[expect(clippy::cast_possible_truncation, reason = "a day that no calendar has is none")]
        let date = NaiveDate::from_epoch_days(position.floor() as i32);
        match date.filter(|_| self.is_dated) {
            Some(date) => date.to_string(),
            None => short(position),
        }
    }
}

/// Where points lie: days since 1970, or numbers.
fn days_or_numbers(places: &Column) -> PolarsResult<Vec<Option<f64>>> {
    match places.dtype() {
        DataType::Date => numbers(&places.to_physical_repr()),
        DataType::Datetime(_, zone) => {
            let to = DataType::Datetime(TimeUnit::Milliseconds, zone.clone());
            let places = numbers(&places.cast(&to)?.to_physical_repr())?;
            Ok(places.into_iter().map(|ms| ms.map(|ms| ms / DAY_MS)).collect())
        }
        _ => numbers(places),
    }
}

impl Plot for LineChart {
    fn height(&self) -> i32 {
        if self.known().next().is_none() { 16 } else { HEIGHT + 32 }
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
            missing => format!(" {} missing.", count(missing, "value")),
        };
        format!(
            "{}: from {} to {}; greatest {}, least {}.{missing}",
            count(self.points.len(), "point"),
            told(first),
            told(end),
            told(most),
            told(least),
        )
    }

    fn draw(&self, canvas: &Canvas) -> DrawResult {
        if self.known().next().is_none() {
            return Ok(());
        }
        let (top, bottom, left, right) = (TOP + 8, TOP + HEIGHT, 64, WIDTH - 48);
        // A small change is not to look like a large one.
        let values = self.known().map(|point| point.1).chain([0.0]);
        let height = Axis::over(values, bottom, top);
        let across = Axis::over(self.points.iter().map(|point| point.0), left, right);
        levels(canvas, &height, (left, right))?;
        let ticks = across.ticks(if self.is_dated { 5 } else { 8 }).into_iter();
        let ticks: Vec<_> = ticks.map(|tick| (tick, self.words(tick))).collect();
        columns(canvas, &across, &ticks, (bottom, bottom + 4))?;
        for piece in self.points.split(|point| point.1.is_none()) {
            let places = piece
                .iter()
                .filter_map(|(position, value)| Some((across.at(*position), height.at((*value)?))));
            let places: Vec<(i32, i32)> = places.collect();
            if self.points.len() <= DOTS_MAX || places.len() == 1 {
                for centre in &places {
                    canvas.draw(&Circle::new(*centre, 3, MARK.filled()))?;
                }
            }
            if places.len() > 1 {
                canvas.draw(&PathElement::new(places, MARK.stroke_width(2)))?;
            }
        }
        canvas.draw(&PathElement::new(vec![(left, bottom), (right, bottom)], SOFT.filled()))
    }
}
