//! Bars: one for each row of labels and numbers, or for each interval of a histogram.

use super::short;
use crate::output::chart_data::{BarData, ValueAnnotations};
use crate::output::text::{MISSING, clean, cut, isolate, width as cells};
use crate::plural::pluralize;
use polars::prelude::{DataFrame, PolarsResult};

/// The share of the width that labels may take: one in so many.
const LABEL_SHARE: usize = 3;
/// A cell filled from the left by so many eighths.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const FULL: &str = "█";

/// Bars of the first column's values, as long as the second column's numbers.
pub(super) fn draw_labelled_bars(data: &DataFrame, width: usize) -> PolarsResult<Vec<String>> {
    let bars = BarData::labelled(data)?;
    Ok(draw_bars(&bars, &bars.labels, width))
}

/// Bars of intervals, each labelled with its beginning.
pub(super) fn draw_histogram(data: &DataFrame, width: usize) -> PolarsResult<Vec<String>> {
    let bars = BarData::intervals(data)?;
    let labels: Vec<String> = bars.intervals.iter().map(|(from, _)| short(*from)).collect();
    Ok(draw_bars(&bars, &labels, width))
}

fn draw_bars(bars: &BarData, labels: &[String], width: usize) -> Vec<String> {
    let is_numeric = !bars.intervals.is_empty();
    let BarData { values, beside, further, .. } = bars;
    let label_cells = labels.iter().map(|label| cells(&clean(label))).max().unwrap_or(0);
    let label_cells = label_cells.min(width / LABEL_SHARE);
    let text = |(row, value): (usize, &Option<f64>)| {
        let number = value.map_or_else(|| MISSING.into(), short);
        format!("{number}{}", beside.in_words(row))
    };
    let mut texts: Vec<String> = values.iter().enumerate().map(text).collect();
    for text in &mut texts {
        *text = cut(text, width / LABEL_SHARE);
    }
    let value_cells = texts.iter().map(|text| cells(text)).max().unwrap_or(0);
    let room = width.saturating_sub(label_cells + value_cells + 3).max(1);
    let scale = Scale::over(values, room);
    let rows = labels.iter().zip(values).zip(&texts).map(|((label, value), text)| {
        let label = cut(&clean(label), label_cells);
        let pad = " ".repeat(label_cells - cells(&label));
        let label = isolate(&label);
        let (before, after) = if is_numeric { (pad.as_str(), "") } else { ("", pad.as_str()) };
        let line = format!("{before}{label}{after}  {}", scale.bar(*value));
        format!("{} {text}", line.trim_end())
    });
    let mut lines: Vec<String> = rows.collect();
    if *further > 0 {
        lines.push(format!("… {} not shown", pluralize(*further, "bar")));
    }
    lines
}

impl ValueAnnotations {
    /// What is written behind the number of a row.
    fn in_words(&self, row: usize) -> String {
        match (self, &self.numbers(row)[..]) {
            (Self::Mark(_, name), [mark]) => format!(" ({} {})", clean(name), short(*mark)),
            (Self::Interval(_), [low, high]) => format!(" ({}–{})", short(*low), short(*high)),
            _ => String::new(),
        }
    }
}

/// Where numbers lie between the ends of the room for bars.
struct Scale {
    least: f64,
    greatest: f64,
    room: usize,
}

impl Scale {
    fn over(values: &[Option<f64>], room: usize) -> Self {
        let known = || values.iter().flatten().copied();
        let (least, greatest) = (known().fold(0.0, f64::min), known().fold(0.0, f64::max));
        Self { least, greatest, room }
    }

    /// How many eighths of a cell a number is from the left end of the room.
    fn eighths(&self, number: f64) -> usize {
        let share = (number / 2.0 - self.least / 2.0) / (self.greatest / 2.0 - self.least / 2.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a share of the width of a terminal"
        )]
        let eighths = (share.clamp(0.0, 1.0) * (self.room * 8) as f64).round() as usize;
        eighths
    }

    /// A bar from zero to the number; one that is not zero is always seen.
    fn bar(&self, value: Option<f64>) -> String {
        let Some(value) = value.filter(|_| self.greatest > self.least) else {
            return String::new();
        };
        let (zero, end) = (self.eighths(0.0).div_ceil(8), self.eighths(value));
        if value < 0.0 {
            // Blocks are filled from the left, so what ends at zero is drawn in whole cells.
            let start = (end / 8).min(zero.max(1) - 1);
            return format!("{}{}", " ".repeat(start), FULL.repeat(zero.max(1) - start));
        }
        let start = zero.min(self.room - 1);
        let length = end.saturating_sub(start * 8).max(usize::from(value > 0.0));
        format!("{}{}{}", " ".repeat(start), FULL.repeat(length / 8), EIGHTHS[length % 8])
    }
}
