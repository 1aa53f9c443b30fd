//! What the values of a column of dates show, counted value by value.
//!
//! Invariant: a column counted in parts shows what it shows as a whole.

use super::date_text::{
    ParsedDay, Separator, parse_common_date, parse_date, parse_epoch, parse_serial,
};
use super::day_month_swap::SwapSigns;
use super::evidence::OrderCounts;
use super::form::{DateEncoding, DateFormat, separator_index};
use super::years::{ShortYearTally, YearPosition};
use chrono::NaiveDate;

/// What values show that were noted.
#[derive(Clone, Copy, Default)]
pub(super) struct DateTally {
    /// The last day that they can be, if there is one.
    latest: Option<NaiveDate>,
    /// Days of numbers, by [`Separator`].
    counts: [OrderCounts; 3],
    /// Days of short numbers, which count where the year is not the first.
    short: [(ShortYearTally, OrderCounts); 3],
    texts: usize,
    serials: usize,
    epochs: usize,
    /// Those that are no dates.
    others: usize,
    swaps: SwapSigns,
}

impl DateTally {
    pub(super) fn new(latest: Option<NaiveDate>) -> Self {
        Self { latest, ..Self::default() }
    }

    /// The same once these values are noted as well.
    pub(super) fn with_values<'a>(mut self, values: impl Iterator<Item = &'a str>) -> Self {
        values.for_each(|value| self.note(value));
        self
    }

    fn note(&mut self, value: &str) {
        let usual = parse_common_date(value);
        if usual.is_none() && parse_serial(value).is_some() {
            self.serials += 1;
        } else if usual.is_none() && parse_epoch(value).is_some() {
            self.epochs += 1;
        } else if let Some(written) = usual.or_else(|| parse_date(value)) {
            self.texts += 1;
            self.swaps.note(value, written.day);
            self.note_day(written.day);
        } else if !value.trim().is_empty() {
            self.others += 1;
        }
    }

    fn note_day(&mut self, day: ParsedDay) {
        let ParsedDay::Numeric { month_first, day_first, year_first, is_short, separator } = day
        else {
            return;
        };
        let (Some(counts), Some((years, of_short))) = (
            self.counts.get_mut(separator_index(separator)),
            self.short.get_mut(separator_index(separator)),
        ) else {
            return;
        };
        if is_short {
            years.add(year_first, [month_first, day_first], self.latest);
            of_short.add(month_first, day_first, self.latest);
        } else {
            counts.add(month_first, day_first, self.latest);
        }
    }

    /// What this and others show together.
    pub(super) fn merge(self, other: Self) -> Self {
        let mut both = Self {
            latest: self.latest,
            texts: self.texts + other.texts,
            serials: self.serials + other.serials,
            epochs: self.epochs + other.epochs,
            others: self.others + other.others,
            swaps: self.swaps.and(other.swaps),
            ..self
        };
        for (counts, others) in both.counts.iter_mut().zip(other.counts) {
            *counts = counts.and(others);
        }
        for ((years, counts), (other_years, others)) in both.short.iter_mut().zip(other.short) {
            (*years, *counts) = (years.and(other_years), counts.and(others));
        }
        both
    }

    /// How the column is to be read.
    pub(super) fn form(mut self) -> DateFormat {
        let writing = match (self.texts + self.others, self.serials, self.epochs) {
            (0, 1.., 0) => DateEncoding::Serial,
            (0, 0, 1..) => DateEncoding::Epoch,
            _ => DateEncoding::Text,
        };
        let years = self.short.map(|(years, _)| years.years(self.latest));
        for ((counts, (_, of_short)), years) in self.counts.iter_mut().zip(self.short).zip(years) {
            if years != YearPosition::First {
                *counts = counts.and(of_short);
            }
        }
        let [slash, dash, dot] = self.counts;
        DateFormat {
            encoding: writing,
            orders: [
                slash.order(Separator::Slash),
                dash.order(Separator::Dash),
                dot.order(Separator::Dot),
            ],
            open: self.counts.map(|counts| counts.open),
            years,
            swapped: self.swaps.swapped(slash.proving_alone() > 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DateFormat, DateTally};
    use chrono::NaiveDate;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_of_a_column_show_together_what_it_shows(
            values in prop::collection::vec(
                "([0-3]?[0-9][/.-]){2}(20)?[0-9]{2}(, 3:00 PM)?|46[0-9]{3}|17[0-9]{8}\
                 |2026-0[1-9]-11|no",
                0..12,
            ),
            cuts in prop::collection::vec(0_usize..13, 0..4),
            is_bounded: bool,
        ) {
            let latest = NaiveDate::from_ymd_opt(2026, 11, 23).filter(|_| is_bounded);
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(values.len())).collect();
            cuts.extend([0, values.len()]);
            cuts.sort_unstable();
            let parts = cuts.windows(2).map(|cut| {
                DateTally::new(latest).with_values(values[cut[0]..cut[1]].iter().copied())
            });
            let together = parts.reduce(DateTally::merge).unwrap().form();
            prop_assert_eq!(together, DateFormat::of_values(values.into_iter(), latest));
        }
    }
}
