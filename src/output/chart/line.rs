//! A line through points, with its range at the left and its ends below.

use super::short;
use crate::output::cell_value::display_text;
use crate::output::chart_data::{Interpolation, Point, PointData};
use crate::output::text::{clean, cut, width as cells};
use polars::prelude::{Column, DataFrame, PolarsResult};

/// How many lines the drawing is high.
pub(super) const ROWS: usize = 12;
/// The line of the value in the middle of the range.
const MIDDLE: usize = (ROWS - 1) / 2;

/// The line, above its axis; intervals around its points stand before it.
pub(super) fn draw_line(
    data: &DataFrame,
    width: usize,
    between: Interpolation,
) -> PolarsResult<Vec<String>> {
    let Some(data) = PointData::read(data)? else { return Ok(vec![]) };
    if data.known().next().is_none() {
        return Ok(vec!["nothing to draw: no value is known".into()]);
    }
    let intervals = data.points.iter().filter_map(|point| Some((point.position, point.ends?)));
    let interval_ends = intervals.clone().flat_map(|(_, (low, high))| [low, high]);
    let bounds = || data.known().map(|point| point.1).chain(interval_ends.clone());
    let least = bounds().fold(f64::INFINITY, f64::min);
    let greatest = bounds().fold(f64::NEG_INFINITY, f64::max);
    let labels = [greatest, least / 2.0 + greatest / 2.0, least].map(short);
    let label_cells = labels.iter().map(|label| cells(label)).max().unwrap_or(0);
    let columns = width.saturating_sub(label_cells + 2).max(2);
    let levels = column_values(&data.points, columns, between);
    let rows: Vec<Option<usize>> =
        levels.iter().map(|level| level.map(|level| row(level, least, greatest))).collect();
    let mut canvas = canvas(&rows, columns);
    let span = HorizontalScale::over(&data.points);
    for (position, (low, high)) in intervals {
        let column = span.column(position, columns);
        for line in &mut canvas[row(high, least, greatest)..=row(low, least, greatest)] {
            if line[column] == ' ' {
                line[column] = '┊';
            }
        }
    }
    let mut lines: Vec<String> = canvas
        .iter()
        .enumerate()
        .map(|(row, line)| {
            let label = match row {
                MIDDLE => &labels[1],
                0 if greatest > least => &labels[0],
                at if at == ROWS - 1 && greatest > least => &labels[2],
                _ => "",
            };
            format!("{label:>label_cells$} ┤{}", line.iter().collect::<String>().trim_end())
        })
        .collect();
    lines.push(format!("{} └{}", " ".repeat(label_cells), "─".repeat(columns)));
    lines.push(ends(data.places, label_cells, columns)?);
    Ok(lines)
}

/// The first place and how far the last is from it.
pub(super) struct HorizontalScale {
    first: f64,
    length: f64,
}

impl HorizontalScale {
    pub(super) fn over(points: &[Point]) -> Self {
        let places = || points.iter().map(|point| point.position);
        let first = places().fold(f64::INFINITY, f64::min);
        Self { first, length: places().fold(f64::NEG_INFINITY, f64::max) - first }
    }

    /// The column of a place.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of the columns of a terminal"
    )]
    pub(super) fn column(&self, position: f64, columns: usize) -> usize {
        let share = if self.length > 0.0 { (position - self.first) / self.length } else { 0.0 };
        (share.clamp(0.0, 1.0) * (columns - 1) as f64).round() as usize
    }
}

/// The value in each column of the drawing: the mean of the points that fall into it, else what
/// lies on the way between its neighbours; none beside a missing value.
fn column_values(points: &[Point], columns: usize, between: Interpolation) -> Vec<Option<f64>> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return vec![] };
    let span = last.position - first.position;
    #[expect(clippy::cast_precision_loss, reason = "columns of a terminal")]
    let position = |column: f64| first.position + span * (column / (columns - 1) as f64);
    let mut levels = Vec::with_capacity(columns);
    let mut next = 0;
    for column in 0..columns {
        #[expect(clippy::cast_precision_loss, reason = "columns of a terminal")]
        let column = column as f64;
        let from = next;
        while points.get(next).is_some_and(|point| point.position <= position(column + 0.5)) {
            next += 1;
        }
        levels.push(match &points[from..next] {
            [] if between == Interpolation::Step => {
                points.get(next.wrapping_sub(1)).and_then(|point| point.value)
            }
            [] => interpolate(points, next, position(column)),
            [.., last] if between == Interpolation::Step => last.value,
            within => mean(within),
        });
    }
    levels
}

#[expect(clippy::cast_precision_loss, reason = "a number of points")]
fn mean(points: &[Point]) -> Option<f64> {
    let known: Vec<f64> = points.iter().filter_map(|point| point.value).collect();
    let parts = known.iter().map(|value| value / known.len() as f64);
    (!known.is_empty()).then(|| parts.sum())
}

fn interpolate(points: &[Point], next: usize, position: f64) -> Option<f64> {
    let (before, after) = (points.get(next.checked_sub(1)?)?, points.get(next)?);
    let share = (position - before.position) / (after.position - before.position);
    Some(before.value? * (1.0 - share) + after.value? * share)
}

/// The row of a value, from 0 at the top.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share of a dozen rows"
)]
pub(super) fn row(value: f64, least: f64, greatest: f64) -> usize {
    let share = (value / 2.0 - least / 2.0) / (greatest / 2.0 - least / 2.0);
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.5 };
    ROWS - 1 - (share * (ROWS - 1) as f64).round() as usize
}

/// The drawing: rows of characters.
fn canvas(rows: &[Option<usize>], columns: usize) -> Vec<Vec<char>> {
    let mut canvas = vec![vec![' '; columns]; ROWS];
    for (column, row) in rows.iter().enumerate() {
        let Some(row) = *row else { continue };
        match column.checked_sub(1).and_then(|before| rows[before]) {
            Some(before) if before != row => {
                let falls = before < row;
                canvas[before][column] = if falls { '╮' } else { '╯' };
                canvas[row][column] = if falls { '╰' } else { '╭' };
                for between in &mut canvas[before.min(row) + 1..before.max(row)] {
                    between[column] = '│';
                }
            }
            _ => canvas[row][column] = '─',
        }
    }
    canvas
}

/// The first and the last place, below the ends of the axis.
pub(super) fn ends(places: &Column, indent: usize, columns: usize) -> PolarsResult<String> {
    let known = places.drop_nulls();
    let text = |at: usize| -> PolarsResult<String> {
        let shown = known.get(at).map(|value| display_text(&value))?;
        Ok(cut(&clean(&shown.unwrap_or_default()), columns / 2 - 1))
    };
    if known.is_empty() {
        return Ok(String::new());
    }
    let (first, last) = (text(0)?, text(known.len() - 1)?);
    let gap = columns.saturating_sub(cells(&first) + cells(&last));
    Ok(format!("{}{first}{}{last}", " ".repeat(indent + 2), " ".repeat(gap)))
}
