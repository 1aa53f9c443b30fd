//! Whether the year comes first in days of three short numbers: `26-07-03` is July 3rd of 2026, or
//! July 26th of 2003. No text shows it by itself; the values of a column show it together.
//!
//! Whoever keeps a list of invitations has those of a few years: an order that keeps all of them in
//! the last ones is meant where the other puts some into the future, or to when LinkedIn began.
//!
//! Invariant: one value that cannot have the year first, and it comes last in all.

use chrono::{Datelike, NaiveDate};

/// Invitations are of so many years at most, as far as anybody keeps them.
const RECENT_YEARS: i32 = 10;
/// What would be older than this is not what is meant.
const OLD_YEARS: i32 = 15;
/// The same where it is not known which days have come.
const RECENT: i32 = 2016;
const OLD: i32 = 2010;

/// Where the year is in the short days of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearPosition {
    /// It comes last, or there are none.
    Last,
    /// It comes first.
    First,
    /// Nothing tells in so many values; it is taken to come last.
    Ambiguous(usize),
}

/// What the short days of a column are in both orders.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ShortYearTally {
    count: usize,
    /// How many cannot have the year first.
    not_year_first: usize,
    /// How many cannot have it last: there is no such day, or it lies in the future.
    not_year_last: usize,
    /// The least and the greatest with the year first, and the least with it last.
    first_least: Option<NaiveDate>,
    first_greatest: Option<NaiveDate>,
    last_least: Option<NaiveDate>,
}

impl ShortYearTally {
    /// Takes note of a day that is `year_first` or one of `others`; `latest` is the last day that
    /// it can be, if there is one.
    pub(super) fn add(
        &mut self,
        year_first: Option<NaiveDate>,
        others: [Option<NaiveDate>; 2],
        latest: Option<NaiveDate>,
    ) {
        self.count += 1;
        let has_come = |day: &NaiveDate| latest.is_none_or(|latest| *day <= latest);
        match year_first.filter(has_come) {
            Some(day) => {
                self.first_least = Some(self.first_least.map_or(day, |least| least.min(day)));
                self.first_greatest = self.first_greatest.max(Some(day));
            }
            None => self.not_year_first += 1,
        }
        match others.into_iter().flatten().filter(has_come).max() {
            Some(day) => {
                self.last_least = Some(self.last_least.map_or(day, |least| least.min(day)));
            }
            None => self.not_year_last += 1,
        }
    }

    /// What this and others are together.
    pub(super) fn and(self, other: Self) -> Self {
        let least = |one: Option<NaiveDate>, other: Option<NaiveDate>| match (one, other) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (only, None) | (None, only) => only,
        };
        Self {
            count: self.count + other.count,
            not_year_first: self.not_year_first + other.not_year_first,
            not_year_last: self.not_year_last + other.not_year_last,
            first_least: least(self.first_least, other.first_least),
            first_greatest: self.first_greatest.max(other.first_greatest),
            last_least: least(self.last_least, other.last_least),
        }
    }

    pub(super) fn years(self, latest: Option<NaiveDate>) -> YearPosition {
        let Some(first_least) = self.first_least.filter(|_| self.not_year_first == 0) else {
            return YearPosition::Last;
        };
        let (recent, old) = match latest {
            Some(latest) => (latest.year() - RECENT_YEARS, latest.year() - OLD_YEARS),
            None => (RECENT, OLD),
        };
        let is_old = self.last_least.is_some_and(|least| least.year() < old);
        match () {
            () if first_least.year() < recent => YearPosition::Last,
            () if self.not_year_last > 0 || is_old => YearPosition::First,
            () => YearPosition::Ambiguous(self.count),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::import::dates::form::DateFormat;
    use chrono::NaiveDate;

    fn days(values: &[&str]) -> String {
        let latest = NaiveDate::from_ymd_opt(2026, 11, 23);
        let form = DateFormat::of_values(values.iter().copied(), latest);
        let day = |value: &&str| form.day(value).map_or("-".into(), |day| day.to_string());
        let days = values.iter().map(day).collect::<Vec<String>>().join(" ");
        if form.ambiguous_year_count().is_some() { format!("{days} open") } else { days }
    }

    #[test]
    fn a_column_shows_where_its_years_are() {
        for (values, expected) in [
            (&["26-07-03"][..], "2026-07-03"),
            (&["26/07/03"], "2026-07-03"),
            (&["26.07.03"], "2026-07-03"),
            (&["26-07-01", "25-12-31"], "2026-07-01 2025-12-31"),
            (&["26-7-3", "26-11-23"], "2026-07-03 2026-11-23"),
            (&["26-07-03 10:00", "26-10-20 9:30"], "2026-07-03 2026-10-20"),
            // Nobody has invitations of 2009 and of 2026 whose days are those of years.
            (&["24-08-09", "25-01-25"], "2024-08-09 2025-01-25"),
            // The first number is that of any day.
            (&["26-07-26", "03-07-26"], "2026-07-26 2026-07-03"),
            (&["13/7/26", "25/7/26"], "2026-07-13 2026-07-25"),
            (&["7/13/26", "10/11/26"], "2026-07-13 2026-10-11"),
            (&["27-12-24"], "2024-12-27"),
            // Both are days of the last years.
            (&["25-07-26", "24-03-25"], "2026-07-25 2025-03-24 open"),
        ] {
            assert_eq!(days(values), expected, "{values:?}");
        }
    }
}
