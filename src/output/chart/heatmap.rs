//! Shades: how often each hour of each weekday occurs.

use crate::output::chart_data::{HOURS, WEEKDAYS, WeekHours};
use polars::prelude::{DataFrame, PolarsResult};

const SHADES: [char; 5] = [' ', '░', '▒', '▓', '█'];
/// Before the first hour: the day and a space.
const INDENT: usize = 4;

/// One line a weekday, one or two cells an hour, and what the shades stand for.
pub(super) fn draw_heatmap(data: &DataFrame, width: usize) -> PolarsResult<Vec<String>> {
    let hours = WeekHours::read(data)?;
    let most = hours.most();
    let wide = if width >= INDENT + 2 * HOURS { 2 } else { 1 };
    let mut lines = vec![header(wide)];
    for (day, counts) in WEEKDAYS.iter().zip(&hours.counts) {
        let cells = counts.iter().map(|count| shade(*count, most).to_string().repeat(wide));
        lines.push(format!("{day} {}", cells.collect::<String>()).trim_end().to_owned());
    }
    lines.push(legend(most));
    Ok(lines)
}

fn header(wide: usize) -> String {
    let every = 3;
    let hours = (0..HOURS).step_by(every);
    let cells: Vec<String> =
        hours.map(|hour| format!("{hour:<cells$}", cells = every * wide)).collect();
    let header = cells.concat();
    format!("{}{}", " ".repeat(INDENT), header.trim_end())
}

/// Into how many equal parts the counts are divided; none at all is a shade of its own.
const STEPS: i64 = 4;

fn shade(count: i64, most: i64) -> char {
    let step = if most == 0 { 0 } else { (count * STEPS + most - 1) / most };
    usize::try_from(step).ok().and_then(|step| SHADES.get(step)).copied().unwrap_or(' ')
}

fn legend(most: i64) -> String {
    let parts = (1..=STEPS).filter_map(|step| {
        let (first, last) = ((step - 1) * most / STEPS + 1, step * most / STEPS);
        let shade = shade(last, most);
        match last - first {
            0 => Some(format!("{shade} {first}")),
            more if more > 0 => Some(format!("{shade} {first}–{last}")),
            _ => None,
        }
    });
    let parts: Vec<String> = parts.collect();
    format!("{}{}", " ".repeat(INDENT), parts.join("  ")).trim_end().to_owned()
}
