//! Which day the n-th withdrawal of an account falls on, and from which day a person may be invited
//! again. Arithmetic only: the caller says where to start.
//!
//! Invariant: no date gets more than `per_day`, what is recorded for it included; none is skipped
//! but a weekend or one that is full, and a higher rank never comes earlier. Past the calendar's
//! end the last date there is stands for the rest.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeMap;
use std::iter::successors;

/// How an account's withdrawals are spread over days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pacing {
    /// The first date that may be used.
    pub start: NaiveDate,
    /// Whether Saturdays and Sundays stay free.
    pub skip_weekends: bool,
    /// The most withdrawals on one date; 0 counts as 1.
    pub per_day: usize,
    /// Withdrawals that are recorded already, by date: they count there.
    pub recorded: BTreeMap<NaiveDate, usize>,
}

/// What an account withdraws on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayLoad {
    pub date: NaiveDate,
    /// Withdrawals that are put on it.
    pub planned: usize,
    /// Withdrawals that are recorded for it already.
    pub recorded: usize,
}

impl Pacing {
    /// The dates that so many withdrawals use: as many on each as it takes, the earliest first.
    pub fn spread(&self, withdrawals: usize) -> Vec<DayLoad> {
        let mut left = withdrawals;
        let mut loads = vec![];
        let usable = successors(Some(self.start), NaiveDate::succ_opt)
            .filter(|date| !(self.skip_weekends && is_weekend(*date)));
        for date in usable {
            if left == 0 {
                return loads;
            }
            let recorded = self.recorded_on(date);
            let planned = self.per_day.max(1).saturating_sub(recorded).min(left);
            if planned > 0 {
                loads.push(DayLoad { date, planned, recorded });
                left -= planned;
            }
        }
        let date = NaiveDate::MAX;
        match loads.last_mut().filter(|load| load.date == date) {
            Some(load) => load.planned += left,
            None if left == 0 => {}
            None => {
                let recorded = self.recorded_on(date);
                loads.push(DayLoad { date, planned: left, recorded });
            }
        }
        loads
    }

    /// Withdrawals that are recorded for a date already.
    pub fn recorded_on(&self, date: NaiveDate) -> usize {
        self.recorded.get(&date).copied().unwrap_or(0)
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The first date on which a person may be invited again.
pub fn reconnect_on(withdrawn_on: NaiveDate, cooling_off_days: i64) -> NaiveDate {
    later(withdrawn_on, u64::try_from(cooling_off_days).unwrap_or(0))
}

fn later(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn pacing(start: &str, skip_weekends: bool, per_day: usize) -> Pacing {
        Pacing { start: date(start), skip_weekends, per_day, recorded: BTreeMap::new() }
    }

    fn recorded<const N: usize>(days: [(&str, usize); N]) -> BTreeMap<NaiveDate, usize> {
        days.into_iter().map(|(day, count)| (date(day), count)).collect()
    }

    /// The date of the withdrawal of that rank, from 1.
    fn day_of(pacing: &Pacing, rank: usize) -> NaiveDate {
        pacing.spread(rank).last().unwrap().date
    }

    #[test]
    fn a_day_is_full_before_the_next_begins() {
        let pacing = pacing("2026-11-23", false, 25);
        assert_eq!(day_of(&pacing, 1), date("2026-11-23"));
        assert_eq!(day_of(&pacing, 25), date("2026-11-23"));
        assert_eq!(day_of(&pacing, 26), date("2026-11-24"));
        assert_eq!(pacing.spread(212).len(), 9);
        assert_eq!(pacing.spread(0).len(), 0);
    }

    #[test]
    fn a_weekend_start_moves_to_monday_when_weekends_are_skipped() {
        assert_eq!(day_of(&pacing("2026-11-28", true, 1), 1), date("2026-11-30"));
        assert_eq!(day_of(&pacing("2026-11-29", true, 1), 1), date("2026-11-30"));
        assert_eq!(day_of(&pacing("2026-11-27", true, 1), 2), date("2026-11-30"));
    }

    #[test]
    fn what_is_recorded_counts_on_its_date() {
        let days = recorded([("2026-11-23", 20), ("2026-11-25", 24)]);
        let pacing = Pacing { recorded: days, ..pacing("2026-11-23", false, 25) };
        assert_eq!(day_of(&pacing, 5), date("2026-11-23"));
        assert_eq!(day_of(&pacing, 6), date("2026-11-24"));
        assert_eq!(day_of(&pacing, 31), date("2026-11-25"));
        assert_eq!(day_of(&pacing, 32), date("2026-11-26"));
        assert_eq!(pacing.spread(6).len(), 2);
    }

    #[test]
    fn a_date_that_is_full_already_is_not_used() {
        let days = recorded([("2026-11-23", 30)]);
        let pacing = Pacing { recorded: days, ..pacing("2026-11-23", false, 25) };
        assert_eq!(day_of(&pacing, 1), date("2026-11-24"));
        assert_eq!(pacing.spread(25).len(), 1);
    }

    #[test]
    fn the_calendar_ends_without_a_panic() {
        let full = BTreeMap::from([(NaiveDate::MAX, usize::MAX)]);
        let pacing =
            Pacing { start: NaiveDate::MAX, skip_weekends: true, per_day: 0, recorded: full };
        assert_eq!(day_of(&pacing, 100), NaiveDate::MAX);
        assert_eq!(reconnect_on(NaiveDate::MAX, 21), NaiveDate::MAX);
        assert_eq!(reconnect_on(date("2026-11-23"), i64::MAX), NaiveDate::MAX);
    }

    #[test]
    fn a_person_may_be_invited_again_after_the_cooling_off() {
        assert_eq!(reconnect_on(date("2026-11-23"), 21), date("2026-12-14"));
    }

    proptest! {
        #[test]
        fn dates_are_filled_in_order_without_excess_weekend_or_gap(
            offset in 0_u64..3_000,
            skip_weekends: bool,
            per_day in 1_usize..60,
            recorded in prop::collection::btree_map(0_u64..12, 0_usize..80, 0..6),
            withdrawals in 1_usize..600,
        ) {
            let start = date("2026-01-01") + Days::new(offset);
            let on = |(day, count): (u64, usize)| (start + Days::new(day), count);
            let recorded: BTreeMap<_, _> = recorded.into_iter().map(on).collect();
            let pacing = Pacing { start, skip_weekends, per_day, recorded: recorded.clone() };
            let loads = pacing.spread(withdrawals);
            prop_assert!(loads.is_sorted_by(|one, next| one.date < next.date));
            prop_assert!(loads.iter().all(|load| load.planned > 0));
            prop_assert_eq!(loads.iter().map(|load| load.planned).sum::<usize>(), withdrawals);

            let planned: BTreeMap<_, _> =
                loads.iter().map(|load| (load.date, load.planned)).collect();
            let last = loads.last().unwrap().date;
            for date in start.iter_days().take_while(|date| *date <= last) {
                let planned = planned.get(&date).copied().unwrap_or(0);
                let room = per_day.saturating_sub(recorded.get(&date).copied().unwrap_or(0));
                if skip_weekends && matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
                    prop_assert_eq!(planned, 0);
                } else if date == last {
                    prop_assert!(planned <= room);
                } else {
                    prop_assert_eq!(planned, room);
                }
            }
        }
    }
}
