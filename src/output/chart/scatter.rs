//! Points, the denser the more of them fall into one cell.

use super::line::{HorizontalScale, ROWS, ends, row};
use super::short;
use crate::output::chart_data::PointData;
use crate::output::text::width as cells;
use polars::prelude::{DataFrame, PolarsResult};

/// One point in a cell, two or three, and more.
const DOTS: [char; 3] = ['·', '•', '●'];

/// The points, above their axis.
pub(super) fn draw_scatter(data: &DataFrame, width: usize) -> PolarsResult<Vec<String>> {
    let Some(data) = PointData::read(data)? else { return Ok(vec![]) };
    if data.known().next().is_none() {
        return Ok(vec!["nothing to draw: no value is known".into()]);
    }
    let least = data.known().fold(f64::INFINITY, |least, point| least.min(point.1));
    let greatest = data.known().fold(f64::NEG_INFINITY, |most, point| most.max(point.1));
    let labels = [greatest, least].map(short);
    let label_cells = labels.iter().map(|label| cells(label)).max().unwrap_or(0);
    let across = width.saturating_sub(label_cells + 2).max(2);
    let span = HorizontalScale::over(&data.points);
    let mut counts = vec![vec![0_usize; across]; ROWS];
    for (position, value) in data.known() {
        counts[row(value, least, greatest)][span.column(position, across)] += 1;
    }
    let mut lines: Vec<String> = Vec::with_capacity(ROWS + 2);
    for (at, counts) in counts.iter().enumerate() {
        let label = match at {
            0 => &labels[0],
            bottom if bottom == ROWS - 1 && greatest > least => &labels[1],
            _ => "",
        };
        let line: String = counts.iter().map(|count| dot(*count)).collect();
        lines.push(format!("{label:>label_cells$} ┤{}", line.trim_end()));
    }
    lines.push(format!("{} └{}", " ".repeat(label_cells), "─".repeat(across)));
    lines.push(ends(data.places, label_cells, across)?);
    Ok(lines)
}

fn dot(count: usize) -> char {
    match count {
        0 => ' ',
        1 => DOTS[0],
        2 | 3 => DOTS[1],
        _ => DOTS[2],
    }
}
