//! What is known of `+ - * / % **` of numbers, and of days added to dates.
//!
//! Invariant: the bounds of a result enclose every value that its operands' bounds allow, so that
//! the lowering checks for overflow exactly where one is possible.

use super::infer::TypedFacts;
use super::value_facts::Facts;
use crate::formula::graph::Arithmetic;
use crate::formula::types::Type;

/// More days than lie between two dates: fewer than the 2^40 that 64 bits of microseconds hold.
const DAYS_MAX: i128 = 1 << 40;

/// Of `a how b`, which has this type.
pub(super) fn arithmetic_facts(
    how: Arithmetic,
    of_type: Type,
    left: TypedFacts,
    right: TypedFacts,
) -> Facts {
    let types = (of_type, left.of_type, right.of_type);
    let (left, right) = (left.facts, right.facts);
    let nullable = left.nullable || right.nullable;
    match types {
        (Type::Int, Type::Int, Type::Int) => whole(how, left, right),
        // The days between two dates.
        (Type::Int, ..) => Facts::between(nullable, -DAYS_MAX, DAYS_MAX),
        (Type::Float, ..) => decimal(how, left, right),
        (Type::Text, ..) => Facts::nullable(nullable),
        // A date moved by days is missing where the calendar ends.
        (Type::Date | Type::Instant, ..) => Facts::nullable(true),
        _ => Facts::UNKNOWN,
    }
}

/// Of `-a`, which has this type.
pub(super) fn negation_facts(of_type: Type, a: Facts) -> Facts {
    let ints = (-a.ints.1, -a.ints.0);
    let floats = (-a.floats.1, -a.floats.0);
    let facts = Facts { ints, floats, ..a };
    if of_type != Type::Int {
        return facts;
    }
    Facts { nullable: a.nullable || !facts.fits_64_bits(), ..facts }.clamp_to_64_bits()
}

fn whole(how: Arithmetic, left: Facts, right: Facts) -> Facts {
    let ints = whole_bounds(how, left, right);
    let divides = matches!(how, Arithmetic::Divide | Arithmetic::Remainder);
    let by = |number: i128| divides && right.ints.0 <= number && number <= right.ints.1;
    // The remainder of the least number by -1 is 0, but Rhai computes the quotient, too.
    let beyond = by(-1) && left.ints.0 <= i128::from(i64::MIN);
    let facts = Facts { ints, ..Facts::between(false, 0, 0) };
    let nullable = left.nullable || right.nullable || by(0) || beyond || !facts.fits_64_bits();
    Facts { nullable, ..facts }.clamp_to_64_bits()
}

/// Between which whole numbers the result lies, before any check that it fits 64 bits.
pub(in crate::formula) fn whole_bounds(how: Arithmetic, left: Facts, right: Facts) -> (i128, i128) {
    let corners = |operation: fn(i128, i128) -> i128| {
        let (l, r) = (left.ints, right.ints);
        let results =
            [operation(l.0, r.0), operation(l.0, r.1), operation(l.1, r.0), operation(l.1, r.1)];
        results.iter().fold((results[0], results[0]), |(low, high), x| (low.min(*x), high.max(*x)))
    };
    let largest = left.ints.0.abs().max(left.ints.1.abs());
    match how {
        Arithmetic::Add => corners(|l, r| l + r),
        Arithmetic::Subtract => corners(|l, r| l - r),
        Arithmetic::Multiply => corners(i128::saturating_mul),
        Arithmetic::Divide => (-largest, largest),
        Arithmetic::Remainder => (left.ints.0.min(0), left.ints.1.max(0)),
        Arithmetic::Power => (i128::MIN, i128::MAX),
    }
}

fn decimal(how: Arithmetic, left: Facts, right: Facts) -> Facts {
    let corners = |operation: fn(f64, f64) -> f64| {
        let (l, r) = (left.floats, right.floats);
        let results =
            [operation(l.0, r.0), operation(l.0, r.1), operation(l.1, r.0), operation(l.1, r.1)];
        results.iter().fold((results[0], results[0]), |(low, high), x| (low.min(*x), high.max(*x)))
    };
    let floats = match how {
        Arithmetic::Add => corners(|l, r| l + r),
        Arithmetic::Subtract => corners(|l, r| l - r),
        Arithmetic::Multiply => corners(|l, r| l * r),
        _ => Facts::UNKNOWN.floats,
    };
    let ends = [left.floats.0, left.floats.1, right.floats.0, right.floats.1, floats.0, floats.1];
    let finite = ends.iter().all(|end| end.is_finite());
    let safe = matches!(how, Arithmetic::Add | Arithmetic::Subtract | Arithmetic::Multiply);
    let nan = left.nan || right.nan || !(safe && finite);
    let floats = if finite { floats } else { Facts::UNKNOWN.floats };
    let by_zero = matches!(how, Arithmetic::Divide | Arithmetic::Remainder)
        && right.floats.0 <= 0.0
        && right.floats.1 >= 0.0;
    Facts::decimal(left.nullable || right.nullable || by_zero, nan, floats)
}
