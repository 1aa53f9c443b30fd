//! Column functions for what Polars' own operators mean otherwise than Rhai: comparisons with NaN,
//! rounding, look-ups, dates moved within the calendar.
//!
//! Invariant: where Rhai would fail (overflow, division by zero, beyond the calendar), the result
//! is missing.

use super::{compare, elementwise};
use crate::formula::constant::{Constant, typed_lit};
use crate::formula::dates::{self, DAY_US};
use crate::formula::facts::Facts;
use crate::formula::graph::{Arithmetic, Comparison, ConstantTable};
use crate::formula::interpreted;
use crate::formula::types::Type;
use chrono::NaiveDate;
use polars::prelude::{
    ChunkApply, ChunkCompareEq, ChunkFullNull, ChunkZip, Column, DataType, Expr, Float64Chunked,
    IdxCa, IdxSize, Int64Chunked, IntoColumn, PolarsResult, StringChunked, TimeUnit, TimeZone,
    map_multiple,
};
use std::collections::HashMap;
use std::sync::Arc;

/// Where a whole number is cut in two: 32 bits, so that the sum of either part fits 64.
pub(super) const HALF: i64 = 1 << 32;

/// The sum whose upper and lower parts are these; missing where it does not fit.
pub(super) fn from_halves(upper: Expr, lower: Expr) -> Expr {
    whole(upper, lower, |upper, lower| {
        i64::try_from(i128::from(upper) * i128::from(HALF) + i128::from(lower)).ok()
    })
}

/// `-a`.
pub(super) fn negated(a: Expr, facts: Facts) -> Expr {
    if facts.ints.0 > i128::from(i64::MIN) {
        return typed_lit(0_i64) - a;
    }
    whole(typed_lit(0_i64), a, i64::checked_sub)
}

/// The distance of a whole number from 0.
pub fn absolute(a: Expr, facts: Facts) -> Expr {
    if facts.ints.0 > i128::from(i64::MIN) {
        return a.abs();
    }
    whole(a.clone(), a, |a, _| a.checked_abs())
}

/// A comparison of decimal numbers as Rhai means it. Each way to compare gets a loop of its own,
/// which has nothing to choose.
pub(super) fn compare(how: Comparison, left: Expr, right: Expr) -> Expr {
    use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    elementwise::of_decimal(left, right, DataType::Boolean, move |a, b| match how {
        Equal => elementwise::map_to_bool(a, b, |a, b| compare::rhai_compare(Equal, a, b)),
        NotEqual => elementwise::map_to_bool(a, b, |a, b| compare::rhai_compare(NotEqual, a, b)),
        Less => elementwise::map_to_bool(a, b, |a, b| compare::rhai_compare(Less, a, b)),
        LessOrEqual => {
            elementwise::map_to_bool(a, b, |a, b| compare::rhai_compare(LessOrEqual, a, b))
        }
        Greater => elementwise::map_to_bool(a, b, |a, b| compare::rhai_compare(Greater, a, b)),
        GreaterOrEqual => {
            elementwise::map_to_bool(a, b, |a, b| compare::rhai_compare(GreaterOrEqual, a, b))
        }
    })
}

/// Whether a decimal number lies between two; NaN never does.
pub(super) fn between(a: Expr, least: f64, greatest: f64) -> Expr {
    elementwise::of_one_decimal(a, DataType::Boolean, move |a| {
        elementwise::map_to_bool(a, a, |a, _| least <= a && a <= greatest)
    })
}

/// Whether a decimal number is one of these, as Rhai compares them.
pub(super) fn one_of(a: Expr, list: Vec<f64>) -> Expr {
    elementwise::of_one_decimal(a, DataType::Boolean, move |a| {
        let equals = |a| list.iter().any(|b| compare::rhai_compare(Comparison::Equal, *b, a));
        elementwise::map_to_bool(a, a, |a, _| equals(a))
    })
}

/// The greater or the smaller of two decimal numbers; the second where either is NaN.
pub(in crate::formula) fn min_or_max(greater: bool, left: Expr, right: Expr) -> Expr {
    elementwise::of_decimal(
        left,
        right,
        DataType::Float64,
        move |a, b| -> PolarsResult<Float64Chunked> {
            elementwise::map_numbers(a, b, |a, b| {
                if (greater && a >= b) || (!greater && a <= b) { a } else { b }
            })
        },
    )
}

/// The greater or the smaller of two whole numbers.
pub(in crate::formula) fn int_min_or_max(greater: bool, left: Expr, right: Expr) -> Expr {
    elementwise::of_whole(left, right, DataType::Int64, move |a, b| -> PolarsResult<Int64Chunked> {
        elementwise::map_numbers(a, b, |a, b| if greater { a.max(b) } else { a.min(b) })
    })
}

/// The whole part of a decimal number; missing where 64 bits do not hold it.
pub(in crate::formula) fn truncated(a: Expr) -> Expr {
    elementwise::of_one_decimal(a, DataType::Int64, |a| -> PolarsResult<Int64Chunked> {
        elementwise::map_checked(a, a, |a, _| interpreted::truncate(a))
    })
}

/// The nearest whole number; halves go away from 0.
pub(in crate::formula) fn rounded(a: Expr) -> Expr {
    elementwise::of_one_decimal(a, DataType::Float64, |a| Ok(a.apply_values(f64::round)))
}

/// A function of decimal numbers.
pub(in crate::formula) fn map_float(a: Expr, function: fn(f64) -> f64) -> Expr {
    elementwise::of_one_decimal(a, DataType::Float64, move |a| Ok(a.apply_values(function)))
}

/// A question to decimal numbers.
pub(in crate::formula) fn test_float(a: Expr, question: fn(f64) -> bool) -> Expr {
    elementwise::of_one_decimal(a, DataType::Boolean, move |a| {
        elementwise::map_to_bool(a, a, |a, _| question(a))
    })
}

/// -1, 0 or 1 by the sign of a decimal number; NaN has none.
pub(in crate::formula) fn sign(a: Expr) -> Expr {
    elementwise::of_one_decimal(a, DataType::Int64, |a| -> PolarsResult<Int64Chunked> {
        elementwise::map_checked(a, a, |a, _| a.partial_cmp(&0.0).map(|order| order as i64))
    })
}

/// -1, 0 or 1 by the sign of a whole number.
pub(in crate::formula) fn whole_sign(a: Expr) -> Expr {
    whole(a, typed_lit(0_i64), |a, _| Some(a.signum()))
}

/// A text made of each number as Rhai writes it.
pub(in crate::formula) fn float_to_text(a: Expr) -> Expr {
    elementwise::of_one_decimal(a, DataType::String, |a| {
        let texts = a.iter().map(|a| Some(rhai::Dynamic::from_float(a?).to_string()));
        Ok(texts.collect::<StringChunked>().with_name(a.name().clone()))
    })
}

/// A function of texts and, after them, whole numbers, as the methods of single values have it.
pub(in crate::formula) fn of_text<T, C>(
    operands: Vec<Expr>,
    to: &DataType,
    function: impl Fn(&str, &[Option<&str>], &[Option<i64>]) -> Option<T> + Send + Sync + 'static,
) -> Expr
where
    C: FromIterator<Option<T>> + IntoColumn + 'static,
{
    let dtype = to.clone();
    let compute = move |columns: &mut [Column]| -> PolarsResult<Column> {
        let height = columns.iter().map(Column::len).max().unwrap_or(0);
        let height = if columns.iter().any(Column::is_empty) { 0 } else { height };
        let mut texts = vec![];
        let mut numbers = vec![];
        for column in columns.iter() {
            match column.dtype() {
                DataType::String => texts.push(column.str()?.clone()),
                _ => numbers.push(column.cast(&DataType::Int64)?.i64()?.clone()),
            }
        }
        let at = |length: usize, row: usize| if length == 1 { 0 } else { row };
        let rows = (0..height).map(|row| {
            let row_texts: Vec<Option<&str>> =
                texts.iter().map(|text| text.get(at(text.len(), row))).collect();
            let counts: Vec<Option<i64>> =
                numbers.iter().map(|number| number.get(at(number.len(), row))).collect();
            let (first, rest) = row_texts.split_first()?;
            function((*first)?, rest, &counts)
        });
        let mut out = rows.collect::<C>().into_column();
        out.rename(columns[0].name().clone());
        out.cast(&dtype)
    };
    map_multiple(compute, operands, elementwise::output_field(to.clone()))
}

/// What a table has for a key.
pub(super) fn look_up(table: &Arc<ConstantTable>, key: Expr) -> Expr {
    let table = table.clone();
    let dtype = table.of_type.dtype();
    let present: Vec<(IdxSize, usize)> = (0..)
        .zip(table.values.iter().enumerate().filter(|(_, value)| **value != Constant::Missing))
        .map(|(at, (index, _))| (at, index))
        .collect();
    let values: Vec<Constant> =
        present.iter().map(|(_, index)| table.values[*index].clone()).collect();
    let values = Constant::series(table.of_type, &values);
    let by_place: HashMap<usize, IdxSize> =
        present.iter().map(|(at, index)| (*index, *at)).collect();
    let by_name: Option<HashMap<String, IdxSize>> = table
        .names
        .as_ref()
        .map(|names| present.iter().map(|(at, index)| (names[*index].clone(), *at)).collect());
    let count = i64::try_from(table.values.len()).unwrap_or(i64::MAX);
    let to = dtype.clone();
    let function = move |columns: &mut [Column]| -> PolarsResult<Column> {
        let places: IdxCa = match &by_name {
            Some(names) => {
                let key = columns[0].cast(&DataType::String)?;
                key.str()?.iter().map(|key| names.get(key?).copied()).collect()
            }
            None => {
                let key = columns[0].cast(&DataType::Int64)?;
                let places = key.i64()?.iter().map(|index| {
                    let index = index?;
                    let index = if index < 0 { index.checked_add(count)? } else { index };
                    by_place.get(&usize::try_from(index).ok()?).copied()
                });
                places.collect()
            }
        };
        let taken = values.cast(&to)?.take(&places)?;
        Ok(taken.with_name(columns[0].name().clone()).into_column())
    };
    map_multiple(function, [key], elementwise::output_field(dtype))
}

/// A decimal number raised to a power. Polars' own multiplies again and again where the power is a
/// small constant, and takes the square root for 0.5, which differ in the last digit and at
/// infinity.
pub(super) fn power(left: Expr, right: Expr) -> Expr {
    elementwise::of_decimal(
        left,
        right,
        DataType::Float64,
        |a, b| -> PolarsResult<Float64Chunked> { elementwise::map_numbers(a, b, f64::powf) },
    )
}

/// A division of decimal numbers, or its remainder; missing where it is by zero. Polars' own
/// multiplies by the inverse of a constant, which differs in the last digit.
pub(super) fn divide(how: Arithmetic, left: Expr, right: Expr) -> Expr {
    elementwise::of_decimal(left, right, DataType::Float64, move |a, b| {
        let out: Float64Chunked = match how {
            Arithmetic::Remainder => elementwise::map_numbers(a, b, |a, b| a % b)?,
            _ => elementwise::map_numbers(a, b, |a, b| a / b)?,
        };
        let divides = b.not_equal(0.0);
        if divides.all() {
            return Ok(out);
        }
        let missing = Float64Chunked::full_null(out.name().clone(), 1);
        out.zip_with(&divides, &missing)
    })
}

/// Whole days between two instants, rounded down.
pub(super) fn days_between(later: Expr, earlier: Expr) -> Expr {
    whole(later.to_physical(), earlier.to_physical(), |later, earlier| {
        Some(dates::days_between(later, earlier))
    })
}

/// The quotient, rounded down; missing where it is by zero.
pub fn floor_div(left: Expr, right: Expr) -> Expr {
    whole(left, right, |a, b| {
        let towards_zero = a.checked_div(b)?;
        Some(towards_zero - i64::from(a % b != 0 && (a < 0) != (b < 0)))
    })
}

/// Microseconds since 1970; missing beyond the calendar's ends.
pub fn in_calendar(micros: Expr) -> Expr {
    whole(micros, typed_lit(0_i64), |at, _| (INSTANTS.0..=INSTANTS.1).contains(&at).then_some(at))
}

/// A day or an instant moved by whole days; missing beyond the calendar's ends.
pub(super) fn move_date(of_type: Type, back: bool, date: Expr, days: Expr) -> Expr {
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
    function: impl Fn(i64, i64) -> Option<i64> + Copy + Send + Sync + 'static,
) -> Expr {
    elementwise::of_whole(left, right, DataType::Int64, move |a, b| -> PolarsResult<Int64Chunked> {
        elementwise::map_checked(a, b, function)
    })
}
