//! Which day the n-th withdrawal of an account falls on, and from which day a person may be invited
//! again. Arithmetic only: the caller says where to start.
//!
//! Invariant: no date gets more than `per_day`, none is skipped but a weekend, and a higher rank
//! never comes earlier. Past the calendar's end the last date there is stands for the rest.

use chrono::{Datelike, Days, NaiveDate};

/// How an account's withdrawals are spread over days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pacing {
    /// The first date that may be used.
    pub start: NaiveDate,
    /// Whether Saturdays and Sundays stay free.
    pub skip_weekends: bool,
    /// The most withdrawals on one date; 0 counts as 1.
    pub per_day: usize,
    /// Withdrawals that are recorded already for the first date used: they count there.
    pub done_on_start: usize,
}

const WORKING_DAYS: u64 = 5;
const DAYS_IN_WEEK: u64 = 7;
/// More days than there are from the calendar's first date to its last.
const CALENDAR_DAYS: u64 = 200_000_000;

impl Pacing {
    /// The date of the withdrawal of that rank, from 1 within an account.
    pub fn day_of(&self, rank: usize) -> NaiveDate {
        let index = self.day_index(rank).min(CALENDAR_DAYS);
        if !self.skip_weekends {
            return later(self.start, index);
        }
        let weekday = u64::from(self.start.weekday().num_days_from_monday());
        let (free, weekday) = match weekday {
            0..WORKING_DAYS => (0, weekday),
            _ => (DAYS_IN_WEEK - weekday, 0),
        };
        let working = weekday + index;
        let days = working / WORKING_DAYS * DAYS_IN_WEEK + working % WORKING_DAYS - weekday;
        later(self.start, free + days)
    }

    /// How many dates so many withdrawals take.
    pub fn days_needed(&self, withdrawals: usize) -> usize {
        if withdrawals == 0 {
            return 0;
        }
        let days = self.day_index(withdrawals) - self.day_index(1) + 1;
        usize::try_from(days).unwrap_or(usize::MAX)
    }

    /// The day of a rank, counted from 0 in days that may be used.
    fn day_index(&self, rank: usize) -> u64 {
        let per_day = self.per_day.max(1);
        let before = rank.saturating_sub(1).saturating_add(self.done_on_start.min(per_day));
        (before / per_day) as u64
    }
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
    use chrono::Weekday;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn pacing(start: &str, skip_weekends: bool, per_day: usize) -> Pacing {
        Pacing { start: date(start), skip_weekends, per_day, done_on_start: 0 }
    }

    #[test]
    fn a_day_is_full_before_the_next_begins() {
        let pacing = pacing("2026-11-23", false, 25);
        assert_eq!(pacing.day_of(1), date("2026-11-23"));
        assert_eq!(pacing.day_of(25), date("2026-11-23"));
        assert_eq!(pacing.day_of(26), date("2026-11-24"));
        assert_eq!(pacing.days_needed(212), 9);
        assert_eq!(pacing.days_needed(0), 0);
    }

    #[test]
    fn a_weekend_start_moves_to_monday_when_weekends_are_skipped() {
        assert_eq!(pacing("2026-11-28", true, 1).day_of(1), date("2026-11-30"));
        assert_eq!(pacing("2026-11-29", true, 1).day_of(1), date("2026-11-30"));
        assert_eq!(pacing("2026-11-27", true, 1).day_of(2), date("2026-11-30"));
    }

    #[test]
    fn what_is_done_already_counts_on_the_first_date() {
        let pacing = Pacing { done_on_start: 20, ..pacing("2026-11-23", false, 25) };
        assert_eq!(pacing.day_of(5), date("2026-11-23"));
        assert_eq!(pacing.day_of(6), date("2026-11-24"));
        assert_eq!(pacing.days_needed(6), 2);
    }

    #[test]
    fn a_first_date_that_is_full_already_is_not_used() {
        let pacing = Pacing { done_on_start: 30, ..pacing("2026-11-23", false, 25) };
        assert_eq!(pacing.day_of(1), date("2026-11-24"));
        assert_eq!(pacing.days_needed(25), 1);
    }

    #[test]
    fn the_calendar_ends_without_a_panic() {
        let pacing = Pacing {
            start: NaiveDate::MAX,
            skip_weekends: true,
            per_day: 0,
            done_on_start: usize::MAX,
        };
        assert_eq!(pacing.day_of(usize::MAX), NaiveDate::MAX);
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
            done_on_start in 0_usize..80,
            withdrawals in 1_usize..600,
        ) {
            let start = date("2026-01-01") + Days::new(offset);
            let pacing = Pacing { start, skip_weekends, per_day, done_on_start };
            let dates: Vec<_> = (1..=withdrawals).map(|rank| pacing.day_of(rank)).collect();
            prop_assert!(dates.is_sorted());

            let mut count = BTreeMap::new();
            for date in &dates {
                *count.entry(*date).or_insert(0) += 1;
            }
            let weekend = |date: &NaiveDate| {
                skip_weekends && matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
            };
            prop_assert_eq!(count.len(), pacing.days_needed(withdrawals));
            prop_assert!(!count.keys().any(weekend));
            prop_assert!(count.values().all(|&n| n <= per_day));

            let usable = start.iter_days().filter(|date| !weekend(date));
            let full = usize::from(done_on_start >= per_day);
            let expected: Vec<_> = usable.clone().skip(full).take(count.len()).collect();
            let used: Vec<_> = count.keys().copied().collect();
            prop_assert_eq!(used, expected);

            let first = usable.clone().next().and_then(|date| count.get(&date)).unwrap_or(&0);
            prop_assert!(first + done_on_start.min(per_day) <= per_day);
        }
    }
}
