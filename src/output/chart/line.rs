//! A line through points, with its range at the left and its ends below.

use super::{ChartColumns, Interpolation, ValueAnnotations, numbers, short};
use crate::output::cell_value::display_text;
use crate::output::text::{clean, cut, width as cells};
use polars::prelude::{Column, DataFrame, DataType, PolarsResult};

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
    let Some(chart_columns) = ChartColumns::read(data)? else { return Ok(vec![]) };
    let places = chart_columns.first;
    let points = points(places, &chart_columns.values)?;
    let known = || points.iter().filter_map(|point| point.1);
    if known().next().is_none() {
        return Ok(vec!["nothing to draw: no value is known".into()]);
    }
    let intervals = intervals(places, &chart_columns.beside)?;
    let bounds = || known().chain(intervals.iter().flat_map(|(_, (low, high))| [*low, *high]));
    let least = bounds().fold(f64::INFINITY, f64::min);
    let greatest = bounds().fold(f64::NEG_INFINITY, f64::max);
    let labels = [greatest, least / 2.0 + greatest / 2.0, least].map(short);
    let label_cells = labels.iter().map(|label| cells(label)).max().unwrap_or(0);
    let columns = width.saturating_sub(label_cells + 2).max(2);
    let levels = column_values(&points, columns, between);
    let rows: Vec<Option<usize>> =
        levels.iter().map(|level| level.map(|level| row(level, least, greatest))).collect();
    let mut canvas = canvas(&rows, columns);
    let span = HorizontalScale::over(&points);
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
    lines.push(ends(places, label_cells, columns)?);
    Ok(lines)
}

/// Where each point lies, and its value; points of unknown place are left out.
pub(super) fn points(
    places: &Column,
    values: &[Option<f64>],
) -> PolarsResult<Vec<(f64, Option<f64>)>> {
    let pairs = positions(places)?.into_iter().zip(values);
    Ok(pairs.filter_map(|(position, value)| Some((position?, *value))).collect())
}

/// Where the intervals lie, and from where to where each goes.
fn intervals(places: &Column, beside: &ValueAnnotations) -> PolarsResult<Vec<(f64, (f64, f64))>> {
    let ValueAnnotations::Interval(ends) = beside else { return Ok(vec![]) };
    let pairs = positions(places)?.into_iter().zip(ends);
    let known = pairs.filter_map(|(position, ends)| {
        let (low, high) = (*ends)?;
        Some((position?, (low.min(high), low.max(high))))
    });
    Ok(known.collect())
}

/// The first place and how far the last is from it.
pub(super) struct HorizontalScale {
    first: f64,
    length: f64,
}

impl HorizontalScale {
    pub(super) fn over(points: &[(f64, Option<f64>)]) -> Self {
        let places = || points.iter().map(|point| point.0);
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

fn positions(places: &Column) -> PolarsResult<Vec<Option<f64>>> {
    match places.dtype() {
        DataType::Date | DataType::Datetime(..) => numbers(&places.to_physical_repr()),
        _ => numbers(places),
    }
}

/// The value in each column of the drawing: the mean of the points that fall into it, else what
/// lies on the way between its neighbours; none beside a missing value.
fn column_values(
    points: &[(f64, Option<f64>)],
    columns: usize,
    between: Interpolation,
) -> Vec<Option<f64>> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return vec![] };
    let span = last.0 - first.0;
    #[expect(clippy::cast_precision_loss, reason = "columns of a terminal")]
    let position = |column: f64| first.0 + span * (column / (columns - 1) as f64);
    let mut levels = Vec::with_capacity(columns);
    let mut next = 0;
    for column in 0..columns {
        #[expect(clippy::cast_precision_loss, reason = "columns of a terminal")]
        let column = column as f64;
        let from = next;
        while points.get(next).is_some_and(|point| point.0 <= position(column + 0.5)) {
            next += 1;
        }
        levels.push(match &points[from..next] {
            [] if between == Interpolation::Step => {
                points.get(next.wrapping_sub(1)).and_then(|point| point.1)
            }
            [] => interpolate(points, next, position(column)),
            [.., last] if between == Interpolation::Step => last.1,
            within => mean(within),
        });
    }
    levels
}

#[expect(clippy::cast_precision_loss, reason = "a number of points")]
fn mean(points: &[(f64, Option<f64>)]) -> Option<f64> {
    let known: Vec<f64> = points.iter().filter_map(|point| point.1).collect();
    let parts = known.iter().map(|value| value / known.len() as f64);
    (!known.is_empty()).then(|| parts.sum())
}

fn interpolate(points: &[(f64, Option<f64>)], next: usize, position: f64) -> Option<f64> {
    let (before, after) = (points.get(next.checked_sub(1)?)?, points.get(next)?);
    let share = (position - before.0) / (after.0 - before.0);
    Some(before.1? * (1.0 - share) + after.1? * share)
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
