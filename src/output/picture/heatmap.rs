//! Hours of the week, the darker the more there is of them.

use super::{Canvas, DrawResult, GRID, INK, MARK, Plot, SOFT, label};
use crate::output::chart_data::{WEEKDAYS, WeekHours};
use crate::output::picture::axis::short;
use plotters::element::Rectangle;
use plotters::style::Color;
use plotters::style::text_anchor::HPos;
use polars::prelude::{DataFrame, PolarsResult};

const LEFT: i32 = 48;
const CELL_WIDTH: i32 = 14;
const CELL_HEIGHT: i32 = 26;
/// Of so many shades each is a further quarter of the greatest.
const SHADES: u32 = 4;

/// How many there are in each hour of each weekday.
pub(super) struct HeatmapChart {
    /// The hours that have any: weekday, hour and count.
    cells: Vec<(usize, usize, f64)>,
}

impl HeatmapChart {
    #[expect(clippy::cast_precision_loss, reason = "a number of invitations")]
    pub(super) fn read(data: &DataFrame) -> PolarsResult<Self> {
        let counts = WeekHours::read(data)?.counts;
        let cells = counts.iter().enumerate().flat_map(|(day, counts)| {
            let counts = counts.iter().enumerate().filter(|(_, count)| **count > 0);
            counts.map(move |(hour, count)| (day, hour, *count as f64))
        });
        Ok(Self { cells: cells.collect() })
    }

    fn greatest(&self) -> f64 {
        self.cells.iter().map(|cell| cell.2).fold(0.0, f64::max)
    }
}

/// How dark a cell is, from 0 for nothing.
fn shade(count: f64, greatest: f64) -> f64 {
    let steps = f64::from(SHADES);
    (count / greatest * steps).ceil().clamp(1.0, steps) / steps
}

fn pixels(number: usize, each: i32) -> i32 {
    i32::try_from(number).unwrap_or(0) * each
}

impl Plot for HeatmapChart {
    fn height(&self) -> i32 {
        7 * CELL_HEIGHT + 64
    }

    fn sentence(&self) -> String {
        let Some(most) = self.cells.iter().max_by(|one, other| one.2.total_cmp(&other.2)) else {
            return "There is nothing to draw: no hour has any.".into();
        };
        let (day, hour, count) = most;
        let total = self.cells.iter().map(|cell| cell.2).sum::<f64>();
        let day = WEEKDAYS.get(*day).copied().unwrap_or_default();
        format!("{} in all; most, {}, on {day} at {hour}:00.", short(total), short(*count))
    }

    fn draw(&self, canvas: &Canvas, top: i32) -> DrawResult {
        for (row, day) in WEEKDAYS.iter().enumerate() {
            let level = top + pixels(row, CELL_HEIGHT) + CELL_HEIGHT / 2;
            label(canvas, day, (LEFT - 8, level), HPos::Right, INK)?;
        }
        let corners = [(LEFT, top), (LEFT + 24 * CELL_WIDTH, top + 7 * CELL_HEIGHT)];
        canvas.draw(&Rectangle::new(corners, GRID.stroke_width(1)))?;
        let greatest = self.greatest();
        for (day, hour, count) in &self.cells {
            let (left, top) = (LEFT + pixels(*hour, CELL_WIDTH), top + pixels(*day, CELL_HEIGHT));
            let corners = [(left + 1, top + 1), (left + CELL_WIDTH - 1, top + CELL_HEIGHT - 1)];
            let colour = MARK.mix(shade(*count, greatest)).filled();
            canvas.draw(&Rectangle::new(corners, colour))?;
        }
        let bottom = top + 7 * CELL_HEIGHT + 14;
        for hour in (0..24).step_by(4) {
            let middle = LEFT + hour * CELL_WIDTH + CELL_WIDTH / 2;
            label(canvas, &format!("{hour}:00"), (middle, bottom), HPos::Center, SOFT)?;
        }
        for step in 1..=SHADES {
            let share = f64::from(step) / f64::from(SHADES);
            let left = LEFT + (i32::try_from(step).unwrap_or(0) - 1) * 86;
            let corners = [(left, bottom + 14), (left + 16, bottom + 28)];
            canvas.draw(&Rectangle::new(corners, MARK.mix(share).filled()))?;
            let words = format!("to {}", short((greatest * share).floor()));
            label(canvas, &words, (left + 22, bottom + 21), HPos::Left, SOFT)?;
        }
        Ok(())
    }
}
