//! What is said of the figures of an audit beside their drawings.

use polars::prelude::{DataFrame, DataType, PolarsResult};

/// Of more accounts it is only said how many.
const NAMED_MAX: usize = 6;

/// Each number of a column; none where one is missing, or the column.
pub(super) fn numbers(rows: &DataFrame, name: &str) -> PolarsResult<Vec<Option<f64>>> {
    let Ok(column) = rows.column(name) else { return Ok(vec![None; rows.height()]) };
    Ok(column.cast(&DataType::Float64)?.f64()?.iter().collect())
}

/// All that is known of a column, added up.
pub(super) fn sum(rows: &DataFrame, name: &str) -> PolarsResult<f64> {
    Ok(numbers(rows, name)?.into_iter().flatten().sum())
}

/// The names of the accounts.
pub(super) fn names(rows: &DataFrame) -> PolarsResult<Vec<String>> {
    let names = rows.column("account")?.str()?;
    Ok(names.iter().map(|name| name.unwrap_or_default().to_owned()).collect())
}

/// How far each account is from its cap.
pub(super) fn of_caps(rows: &DataFrame) -> PolarsResult<String> {
    let (rooms, weeks) = (numbers(rows, "room")?, numbers(rows, "weeks_left")?);
    let accounts = names(rows)?;
    if accounts.len() > NAMED_MAX {
        let over = rooms.iter().flatten().filter(|room| **room < 0.0).count();
        return Ok(format!("{over} of {} accounts are above their cap.", accounts.len()));
    }
    let each = accounts.iter().zip(rooms).zip(weeks).filter_map(|((name, room), weeks)| {
        let room = room?;
        Some(match weeks {
            _ if room < 0.0 => format!("{name} is {:.0} above the cap.", -room),
            Some(weeks) => {
                format!("{name} has room for {room:.0}, at its pace for {weeks:.0} weeks.")
            }
            None => format!("{name} has room for {room:.0}, and its pending do not grow."),
        })
    });
    Ok(each.collect::<Vec<_>>().join(" "))
}

/// How many of how many, in percent.
pub(super) fn percent(part: f64, whole: f64) -> String {
    if whole > 0.0 { format!("{:.0}%", part / whole * 100.0) } else { "none".into() }
}
