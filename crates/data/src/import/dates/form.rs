//! The form of a column of dates, from all its values.
//!
//! `25/3/2026` proves that the day comes first, `3/25/2026` that the month does, and the whole
//! column follows. Where no value proves anything, whoever knows the rest of the table may say
//! ([`DateFormat::with_order`]), else a day that would lie in the future tells, if the column is of
//! what has happened; else the documented default holds and the column is
//! [`DateFormat::order_by_default`]. Where values prove both, those that can be read in two ways
//! are unknown. Serial numbers and epochs are dates only where every value of a column is one.

use super::date_text::{ParsedDay, Separator, WrittenDate, parse_date, parse_epoch, parse_serial};
pub use super::evidence::{DateOrder, OrderEvidence};
use super::local_time::in_utc;
use super::value_tally::DateTally;
use super::years::YearPosition;
use crate::parallel_map::parallel_map;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use polars::prelude::StringChunked;

/// How the values of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateEncoding {
    Text,
    Serial,
    Epoch,
}

/// How the dates of one column are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateFormat {
    pub(super) encoding: DateEncoding,
    /// The order, by [`Separator`].
    pub(super) orders: [(DateOrder, OrderEvidence); 3],
    /// Values that can be read in two ways, by [`Separator`].
    pub(super) open: [usize; 3],
    /// Where the year is in short days, by [`Separator`].
    pub(super) years: [YearPosition; 3],
    /// How many days that are certain look as if a spreadsheet had taken the day for the month.
    pub(super) swapped: usize,
}

pub(super) fn separator_index(separator: Separator) -> usize {
    match separator {
        Separator::Slash => 0,
        Separator::Dash => 1,
        Separator::Dot => 2,
    }
}

impl DateFormat {
    /// The form that these values show. `latest` is the last day that they can be, if there is one.
    pub fn of_values<'a>(values: impl Iterator<Item = &'a str>, latest: Option<NaiveDate>) -> Self {
        DateTally::new(latest).with_values(values).form()
    }

    /// The same of a column, whose parts are counted at once; `is_date` leaves out what is no date.
    pub fn of_column(
        texts: &StringChunked,
        latest: Option<NaiveDate>,
        is_date: impl Fn(&str) -> bool + Sync,
    ) -> Self {
        let parts: Vec<_> = texts.downcast_iter().collect();
        let tallies = parallel_map(&parts, |part| {
            let values = part.iter().flatten().filter(|text| is_date(text));
            DateTally::new(latest).with_values(values)
        });
        tallies.into_iter().fold(DateTally::new(latest), DateTally::merge).form()
    }

    /// The same in an order that somebody who knows has said.
    #[must_use]
    pub fn with_declared_order(self, order: DateOrder) -> Self {
        Self {
            orders: [(order, OrderEvidence::Declared); 3],
            years: [YearPosition::Last; 3],
            ..self
        }
    }

    /// The same in an order that something beside the column shows, for those of its values that
    /// prove nothing; between dots the day comes first unless values prove otherwise.
    #[must_use]
    pub fn with_order(mut self, order: DateOrder, evidence: OrderEvidence) -> Self {
        let [slash, dash, _] = &mut self.orders;
        for shown in [slash, dash] {
            let is_weaker = match shown.1 {
                OrderEvidence::Default => true,
                OrderEvidence::Future => evidence != OrderEvidence::Future,
                _ => false,
            };
            if is_weaker {
                *shown = (order, evidence);
            }
        }
        self
    }

    /// The order that values show, if it is one and with this evidence.
    pub fn order_by(&self, by: OrderEvidence) -> Option<DateOrder> {
        let mut orders = self.orders.iter().filter(|(_, evidence)| *evidence == by);
        let (first, _) = orders.next()?;
        orders.all(|(other, _)| other == first).then_some(*first)
    }

    /// Whether the order of some of its values has this evidence.
    pub fn has_evidence(&self, by: OrderEvidence) -> bool {
        self.orders.iter().any(|(_, evidence)| *evidence == by)
    }

    /// The day that a text names; of an instant, its day as written.
    pub fn day(&self, text: &str) -> Option<NaiveDate> {
        self.day_of(&self.written(text)?)
    }

    /// The instant that a text names: with an offset of its own, else in `zone`; a day alone is its
    /// midnight in UTC.
    pub fn instant(&self, text: &str, zone: Tz) -> Option<DateTime<Utc>> {
        let written = self.written(text)?;
        let day = self.day_of(&written)?;
        Some(match (written.time, written.offset) {
            (None, _) => day.and_time(NaiveTime::MIN).and_utc(),
            (Some(time), None) => in_utc(day.and_time(time), zone),
            (Some(time), Some(offset)) => {
                let local = day.and_time(time).and_local_timezone(offset).single()?;
                local.with_timezone(&Utc)
            }
        })
    }

    pub(super) fn written(&self, text: &str) -> Option<WrittenDate> {
        match self.encoding {
            DateEncoding::Text => parse_date(text),
            DateEncoding::Serial => parse_serial(text),
            DateEncoding::Epoch => parse_epoch(text),
        }
    }

    pub(super) fn has_years_first(&self, separator: Separator) -> bool {
        self.years.get(separator_index(separator)) == Some(&YearPosition::First)
    }

    fn day_of(&self, written: &WrittenDate) -> Option<NaiveDate> {
        let (month_first, day_first, separator) = match written.day {
            ParsedDay::Certain(day) => return Some(day),
            ParsedDay::Numeric { year_first, is_short: true, separator, .. }
                if self.has_years_first(separator) =>
            {
                return year_first;
            }
            ParsedDay::Numeric { month_first, day_first, separator, .. } => {
                (month_first, day_first, separator)
            }
        };
        match self.orders.get(separator_index(separator))?.0 {
            DateOrder::MonthFirst => month_first,
            DateOrder::DayFirst => day_first,
            // What can be read in one way only is read.
            DateOrder::Contradictory => match (month_first, day_first) {
                (Some(day), None) | (None, Some(day)) => Some(day),
                (Some(one), Some(other)) if one == other => Some(one),
                _ => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DateFormat;
    use chrono::NaiveDate;
    use chrono_tz::America::Los_Angeles;
    use proptest::prelude::*;

    fn days(values: &[&str]) -> Vec<String> {
        let latest = NaiveDate::from_ymd_opt(2026, 11, 23);
        let form = DateFormat::of_values(values.iter().copied(), latest);
        let day = |value: &&str| form.day(value).map_or("-".into(), |day| day.to_string());
        values.iter().map(day).collect()
    }

    #[test]
    fn a_column_follows_what_its_values_prove() {
        assert_eq!(days(&["3/4/2026", "25/4/2026"]), ["2026-04-03", "2026-04-25"]);
        assert_eq!(days(&["3/4/2026", "4/25/2026"]), ["2026-03-04", "2026-04-25"]);
        assert_eq!(days(&["3/4/2026"]), ["2026-03-04"]);
        assert_eq!(days(&["3.4.2026"]), ["2026-04-03"]);
        assert_eq!(days(&["3.25.2026", "3.4.2026"]), ["2026-03-25", "2026-03-04"]);
    }

    #[test]
    fn what_would_be_in_the_future_tells_where_nothing_else_does() {
        assert_eq!(days(&["2/12/2026", "3/4/2026"]), ["2026-02-12", "2026-03-04"]);
        assert_eq!(days(&["12/2/2026", "3/4/2026"]), ["2026-02-12", "2026-04-03"]);
    }

    #[test]
    fn where_values_contradict_each_other_only_what_is_certain_is_read() {
        let values = ["25/3/2026", "3/25/2026", "3/4/2026", "5/5/2026"];
        assert_eq!(days(&values), ["2026-03-25", "2026-03-25", "-", "2026-05-05"]);
    }

    #[test]
    fn numbers_are_dates_only_where_all_are() {
        assert_eq!(days(&["46229", "46289.5", ""]), ["2026-07-26", "2026-09-24", "-"]);
        assert_eq!(days(&["46229", "2026-07-26"]), ["-", "2026-07-26"]);
        assert_eq!(days(&["1785024000000"]), ["2026-07-26"]);
    }

    #[test]
    fn instants_are_local_to_the_zone_unless_they_say_so() {
        for (text, expected) in [
            ("1/29/26, 2:37 PM", "2026-01-29T22:37:00Z"),
            ("7/1/26, 12:05 AM", "2026-07-01T07:05:00Z"),
            ("2026-01-29T14:37:00+02:00", "2026-01-29T12:37:00Z"),
            ("2026-01-29", "2026-01-29T00:00:00Z"),
            // The hour that occurs twice is the later one, and the missing one is an hour later.
            ("11/2/25, 1:30 AM", "2025-11-02T09:30:00Z"),
            ("11/2/25, 12:30 AM", "2025-11-02T07:30:00Z"),
            ("3/9/25, 2:30 AM", "2025-03-09T10:30:00Z"),
            ("3/9/25, 3:30 AM", "2025-03-09T10:30:00Z"),
        ] {
            let form = DateFormat::of_values([text].into_iter(), None);
            let time = form.instant(text, Los_Angeles).unwrap();
            assert_eq!(time.format("%Y-%m-%dT%H:%M:%SZ").to_string(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_column_of_one_writing_is_read_back(
            offsets in prop::collection::vec(0_i64..800, 1..12), day_first in any::<bool>(),
        ) {
            let start = NaiveDate::from_ymd_opt(2024, 9, 1).unwrap();
            let days: Vec<NaiveDate> =
                offsets.iter().map(|days| start + chrono::Duration::days(*days)).collect();
            let pattern = if day_first { "%d/%m/%Y" } else { "%m/%d/%Y" };
            let texts: Vec<String> = days.iter().map(|d| d.format(pattern).to_string()).collect();
            let form = DateFormat::of_values(texts.iter().map(String::as_str), None);
            let read: Vec<_> = texts.iter().filter_map(|text| form.day(text)).collect();
            let decided = form.order_by_default().is_none();
            prop_assert_eq!(read.len(), days.len());
            if decided {
                prop_assert_eq!(read, days);
            }
        }
    }
}
