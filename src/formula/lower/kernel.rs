//! Column functions for what Polars' own operators mean otherwise than Rhai: checked whole-number
//! arithmetic, truncating division, dates moved within the calendar.
//!
//! Invariant: where Rhai would fail (overflow, division by zero, beyond the calendar), the result
//! is missing.

use crate::formula::graph::Arithmetic;
use crate::formula::types::{Facts, Type};
use chrono::NaiveDate;
use polars::prelude::arity::broadcast_binary_elementwise;
use polars::prelude::{
    Column, DataType, Expr, Field, Float64Chunked, Int64Chunked, IntoColumn, PolarsResult, Schema,
    TimeUnit, TimeZone, lit, map_multiple,
};

const DAY_US: i64 = 86_400_000_000;

/// Whole-number arithmetic that never wraps.
pub(super) fn checked(how: Arithmetic, left: Expr, right: Expr) -> Expr {
    whole(left, right, move |a, b| match how {
        Arithmetic::Add => a.checked_add(b),
        Arithmetic::Subtract => a.checked_sub(b),
        Arithmetic::Multiply => a.checked_mul(b),
        Arithmetic::Divide => a.checked_div(b),
        Arithmetic::Remainder => a.checked_rem(b),
        Arithmetic::Power => u32::try_from(b).ok().and_then(|b| a.checked_pow(b)),
    })
}

/// `-a`.
pub(super) fn negated(a: Expr, facts: Facts) -> Expr {
    if facts.ints.0 > i128::from(i64::MIN) {
        return lit(0_i64) - a;
    }
    whole(lit(0_i64), a, i64::checked_sub)
}

/// The distance of a whole number from 0.
pub(in crate::formula) fn absolute(a: Expr, facts: Facts) -> Expr {
    if facts.ints.0 > i128::from(i64::MIN) {
        return a.abs();
    }
    whole(a.clone(), a, |a, _| a.checked_abs())
}

/// The remainder of a division that drops what follows the point; missing where it is by zero.
pub(super) fn remainder(left: Expr, right: Expr) -> Expr {
    let function = |columns: &mut [Column]| -> PolarsResult<Column> {
        let (a, b) = (columns[0].cast(&DataType::Float64)?, columns[1].cast(&DataType::Float64)?);
        let out: Float64Chunked = broadcast_binary_elementwise(
            a.f64()?,
            b.f64()?,
            |a: Option<f64>, b: Option<f64>| match (a?, b?) {
                (_, 0.0) => None,
                (a, b) => Some(a % b),
            },
        );
        Ok(out.into_column())
    };
    map_multiple(function, [left, right], named(DataType::Float64))
}

/// Whole days between two instants, rounded down.
pub(super) fn days_between(later: Expr, earlier: Expr) -> Expr {
    whole(later.to_physical(), earlier.to_physical(), |a, b| {
        a.checked_sub(b).map(|span| span.div_euclid(DAY_US))
    })
}

/// A day or an instant moved by whole days; missing beyond the calendar's ends.
pub(super) fn moved(of_type: Type, back: bool, date: Expr, days: Expr) -> Expr {
    let instant = of_type == Type::Instant;
    let (unit, ends) = if instant { (DAY_US, INSTANTS) } else { (1, DAYS) };
    let physical = date.to_physical().cast(DataType::Int64);
    let moved = whole(physical, days, move |date, days| {
        let span = days.checked_mul(unit)?;
        let moved = if back { date.checked_sub(span)? } else { date.checked_add(span)? };
        (ends.0..=ends.1).contains(&moved).then_some(moved)
    });
    if instant {
        return moved.cast(DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)));
    }
    moved.cast(DataType::Int32).cast(DataType::Date)
}

/// The first and the last day of the calendar, in days since 1970.
const DAYS: (i64, i64) = (days_since_1970(NaiveDate::MIN), days_since_1970(NaiveDate::MAX));

/// The same in microseconds; the last day's own are not counted.
const INSTANTS: (i64, i64) = (DAYS.0 * DAY_US, DAYS.1 * DAY_US);

const fn days_since_1970(day: NaiveDate) -> i64 {
    day.to_epoch_days() as i64
}

fn whole(
    left: Expr,
    right: Expr,
    of: impl Fn(i64, i64) -> Option<i64> + Copy + Send + Sync + 'static,
) -> Expr {
    let function = move |columns: &mut [Column]| -> PolarsResult<Column> {
        let (a, b) = (columns[0].cast(&DataType::Int64)?, columns[1].cast(&DataType::Int64)?);
        let out: Int64Chunked =
            broadcast_binary_elementwise(a.i64()?, b.i64()?, |a: Option<i64>, b: Option<i64>| {
                of(a?, b?)
            });
        Ok(out.into_column())
    };
    map_multiple(function, [left, right], named(DataType::Int64))
}

fn named(dtype: DataType) -> impl Fn(&Schema, &[Field]) -> PolarsResult<Field> + Send + Sync {
    move |_, fields| Ok(Field::new(fields[0].name().clone(), dtype.clone()))
}
