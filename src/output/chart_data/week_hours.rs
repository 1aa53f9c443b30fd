//! How often each hour of each weekday occurs.

use polars::prelude::{DataFrame, DataType, PolarsResult};

pub(in crate::output) const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// How many hours a day has.
pub(in crate::output) const HOURS: usize = 24;

/// How many there are in each hour of each weekday.
pub(in crate::output) struct WeekHours {
    pub(in crate::output) counts: [[i64; HOURS]; WEEKDAYS.len()],
}

impl WeekHours {
    /// Those of `weekday` from 1 for Monday, `hour` and `count`.
    pub(in crate::output) fn read(data: &DataFrame) -> PolarsResult<Self> {
        let mut counts = [[0_i64; HOURS]; WEEKDAYS.len()];
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
        Ok(Self { counts })
    }

    /// The greatest count.
    pub(in crate::output) fn most(&self) -> i64 {
        self.counts.iter().flatten().copied().max().unwrap_or(0)
    }
}
