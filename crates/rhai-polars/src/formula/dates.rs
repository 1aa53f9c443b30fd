//! Days and instants in scripts. All arithmetic is in whole days: a day less a day is a number of
//! days, a day plus a number is a day; `days(n)` is `n`, for reading.
//!
//! Invariant: no function here reads the clock; `today` and `as_of` come from the session.

use crate::problem::Problem;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use rhai::{Engine, EvalAltResult};
use std::fmt;

/// Microseconds of a day.
pub const DAY_US: i64 = 86_400_000_000;

/// Whole days between two instants in microseconds, rounded down. The span itself may be beyond 64
/// bits.
pub fn days_between(later: i64, earlier: i64) -> i64 {
    let began = later.rem_euclid(DAY_US) < earlier.rem_euclid(DAY_US);
    later.div_euclid(DAY_US) - earlier.div_euclid(DAY_US) - i64::from(began)
}

type DateResult<T> = Result<T, Box<EvalAltResult>>;

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub NaiveDate);

/// An instant, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub DateTime<Utc>);

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0.format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

impl Day {
    /// The day that a text such as `2026-01-31` names.
    ///
    /// # Errors
    /// That it names none.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map(Self).map_err(|_| {
            let help = "expected year-month-day, such as 2026-01-31";
            Problem::with_help(format!("`{text}` is not a date"), help)
        })
    }

    /// Its first instant.
    pub fn midnight(self) -> Instant {
        Instant(self.0.and_time(NaiveTime::MIN).and_utc())
    }
}

impl Instant {
    /// Whole days since `earlier`, rounded down.
    pub fn days_since(self, earlier: Self) -> i64 {
        days_between(self.0.timestamp_micros(), earlier.0.timestamp_micros())
    }
}

/// What days and instants are moved by.
macro_rules! moved_by_days {
    ($date:ty) => {
        impl $date {
            /// The day so many days later; none beyond the calendar.
            pub fn moved(self, days: i64) -> Option<Self> {
                let amount = Days::new(days.unsigned_abs());
                let moved = if days < 0 {
                    self.0.checked_sub_days(amount)
                } else {
                    self.0.checked_add_days(amount)
                };
                moved.map(Self)
            }

            fn plus(self, days: i64) -> DateResult<Self> {
                self.moved(days)
                    .ok_or_else(|| format!("{self} and {days} days is beyond the calendar").into())
            }
        }
    };
}

moved_by_days!(Day);
moved_by_days!(Instant);

fn minus(days: i64) -> DateResult<i64> {
    days.checked_neg().ok_or_else(|| "too many days".into())
}

/// Registers the two types, their arithmetic, comparisons and parts.
pub fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Day>("Date").register_type_with_name::<Instant>("DateTime");
    for name in ["to_string", "to_debug", "print", "debug"] {
        engine.register_fn(name, |day: Day| day.to_string());
        engine.register_fn(name, |at: Instant| at.to_string());
    }
    engine
        .register_fn("+", |day: Day, days: i64| day.plus(days))
        .register_fn("-", |day: Day, days: i64| day.plus(minus(days)?))
        .register_fn("-", |day: Day, other: Day| (day.0 - other.0).num_days())
        .register_fn("+", |at: Instant, days: i64| at.plus(days))
        .register_fn("-", |at: Instant, days: i64| at.plus(minus(days)?))
        .register_fn("-", |at: Instant, other: Instant| at.days_since(other))
        .register_fn("-", |at: Instant, day: Day| at.days_since(day.midnight()))
        .register_fn("-", |day: Day, at: Instant| day.midnight().days_since(at));
    register_comparisons(engine);
    register_parts(engine);
}

fn register_comparisons(engine: &mut Engine) {
    macro_rules! compare {
        ($($name:literal $op:tt),*) => {$(
            engine
                .register_fn($name, |a: Day, b: Day| a $op b)
                .register_fn($name, |a: Instant, b: Instant| a $op b)
                .register_fn($name, |a: Day, b: Instant| a.midnight() $op b)
                .register_fn($name, |a: Instant, b: Day| a $op b.midnight());
        )*};
    }
    compare!("==" ==, "!=" !=, "<" <, "<=" <=, ">" >, ">=" >=);
}

fn register_parts(engine: &mut Engine) {
    macro_rules! part {
        ($($name:literal => $getter:expr),*) => {$(
            engine.register_get($name, |day: &mut Day| $getter(day.0));
            engine.register_get($name, |at: &mut Instant| $getter(at.0.date_naive()));
            engine.register_fn($name, |day: Day| $getter(day.0));
            engine.register_fn($name, |at: Instant| $getter(at.0.date_naive()));
        )*};
    }
    part!(
        "year" => |day: NaiveDate| i64::from(day.year()),
        "month" => |day: NaiveDate| i64::from(day.month()),
        "day" => |day: NaiveDate| i64::from(day.day()),
        "weekday" => |day: NaiveDate| i64::from(day.weekday().number_from_monday())
    );
}
