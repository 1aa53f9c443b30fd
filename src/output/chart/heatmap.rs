//! Shades: how often each hour of each weekday occurs.

use polars::prelude::{DataFrame, DataType, PolarsResult};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const HOURS: usize = 24;
const SHADES: [char; 5] = [' ', '░', '▒', '▓', '█'];
/// Before the first hour: the day and a space.
const INDENT: usize = 4;

/// One line a weekday, one or two cells an hour, and what the shades stand for.
pub(super) fn draw_heatmap(data: &DataFrame, width: usize) -> PolarsResult<Vec<String>> {
    let mut counts = [[0_i64; HOURS]; DAYS.len()];
    let column = |name: &str| data.column(name)?.cast(&DataType::Int64);
    let (weekdays, hours, counted) = (column("weekday")?, column("hour")?, column("count")?);
    for row in 0..data.height() {
        let (weekday, hour) = (weekdays.i64()?.get(row), hours.i64()?.get(row));
        let day = weekday.and_then(|day| usize::try_from(day - 1).ok());
        let hour = hour.and_then(|hour| usize::try_from(hour).ok());
        let cell = day.zip(hour).and_then(|(day, hour)| counts.get_mut(day)?.get_mut(hour));
        if let (Some(cell), Some(count)) = (cell, counted.i64()?.get(row)) {
            *cell += count;
        }
    }
    let most = counts.iter().flatten().copied().max().unwrap_or(0);
    let wide = if width >= INDENT + 2 * HOURS { 2 } else { 1 };
    let mut lines = vec![header(wide)];
    for (day, counts) in DAYS.iter().zip(&counts) {
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
