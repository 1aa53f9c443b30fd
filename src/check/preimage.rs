//! For which values of an operand an operation gives what is asked.
//!
//! Invariant: exact, and none where it cannot be said exactly.

use super::interval_set::IntervalSet;
use super::possible_values::{NAN, PossibleValues, ValueSet};
use crate::formula::constant::Constant;
use crate::formula::dates::DAY_US;
use crate::formula::graph::{Comparison, ConstantTable};
use crate::formula::lower::compare::{has_interval, interval, rhai_compare, sort_key};
use crate::formula::types::Type;
use std::collections::BTreeSet;

/// The values of this type for which a comparison with a constant is true.
pub(super) fn of_comparison(how: Comparison, bound: &Constant, of_type: Type) -> Option<ValueSet> {
    match (bound, of_type) {
        (Constant::Float(bound), Type::Float | Type::Number) => decimal(how, *bound),
        (Constant::Text(text), Type::Text) => {
            let texts = BTreeSet::from([text.to_string()]);
            match how {
                Comparison::Equal => Some(ValueSet::Texts(texts)),
                Comparison::NotEqual => Some(ValueSet::OtherTexts(texts)),
                _ => None,
            }
        }
        _ => exactly(how, bound, of_type),
    }
}

/// The same for a comparison to the last digit.
pub(super) fn exactly(how: Comparison, bound: &Constant, of_type: Type) -> Option<ValueSet> {
    let (ValueSet::Ordinals(at), ValueSet::Ordinals(whole_domain)) =
        (ValueSet::one(bound), ValueSet::all_of(of_type))
    else {
        return None;
    };
    let [(at, _)] = at.iter().collect::<Vec<_>>()[..] else { return None };
    let decimal = matches!(of_type, Type::Float | Type::Number);
    if (decimal && at == NAN) || bound.of_type() != of_type || of_type.is_list() {
        return None;
    }
    let greatest = if decimal { sort_key(f64::INFINITY) } else { i64::MAX };
    let below = || at.checked_sub(1).map(|end| (i64::MIN, end));
    let above = || at.checked_add(1).map(|start| (start, greatest));
    let ranges: Vec<(i64, i64)> = match how {
        Comparison::Equal => vec![(at, at)],
        Comparison::NotEqual => below().into_iter().chain(above()).collect(),
        Comparison::Less => below().into_iter().collect(),
        Comparison::LessOrEqual => vec![(i64::MIN, at)],
        Comparison::Greater => above().into_iter().collect(),
        Comparison::GreaterOrEqual => vec![(at, greatest)],
    };
    Some(ValueSet::Ordinals(IntervalSet::from_unsorted(ranges).intersection(&whole_domain)))
}

/// The decimal numbers for which Rhai holds a comparison for true.
fn decimal(how: Comparison, bound: f64) -> Option<ValueSet> {
    if !has_interval(bound) {
        return None;
    }
    let (least, greatest) = interval(how, bound);
    let mut places = IntervalSet::between(sort_key(least), sort_key(greatest));
    if how == Comparison::NotEqual {
        places = IntervalSet::between(sort_key(f64::MIN), sort_key(f64::MAX)).difference(&places);
    }
    let finite = IntervalSet::between(sort_key(f64::MIN), sort_key(f64::MAX));
    let special = [f64::NEG_INFINITY, f64::INFINITY, f64::NAN].into_iter();
    let special = special.filter(|number| rhai_compare(how, *number, bound));
    let special = special.map(|number| if number.is_nan() { NAN } else { sort_key(number) });
    let special = IntervalSet::from_unsorted(special.map(|at| (at, at)).collect());
    Some(ValueSet::Ordinals(places.intersection(&finite).union(&special)))
}

/// The values of this type that are in a list.
pub(super) fn one_of(values: &[Constant], of_type: Type) -> Option<ValueSet> {
    let each = values.iter().map(|value| of_comparison(Comparison::Equal, value, of_type));
    each.collect::<Option<Vec<_>>>()
        .map(|each| each.iter().fold(ValueSet::none(), |union, one| union.union(one)))
}

/// The values whose cast is one of these.
pub(super) fn cast(from: Type, to: Type, asked: &ValueSet) -> Option<ValueSet> {
    let ValueSet::Ordinals(places) = asked else { return None };
    let exact: fn(i64) -> i128 = match (from, to) {
        (Type::Int, Type::Float | Type::Number) => {
            |int| i128::from(sort_key(Constant::int_to_float(int)))
        }
        (Type::Date, Type::Instant) => |day| i128::from(day) * i128::from(DAY_US),
        _ => return None,
    };
    let ranges = places.iter().filter(|range| range.0 != NAN).filter_map(|(least, greatest)| {
        let first = first(|int| exact(int) >= i128::from(least))?;
        let after = self::first(|int| exact(int) > i128::from(greatest));
        let last = after.map_or(Some(i64::MAX), |after| after.checked_sub(1))?;
        Some((first, last))
    });
    Some(ValueSet::Ordinals(IntervalSet::from_unsorted(ranges.collect())))
}

/// The first whole number for which something holds that holds for all greater ones.
fn first(holds: impl Fn(i64) -> bool) -> Option<i64> {
    let (mut low, mut high) = (i64::MIN, i64::MAX);
    if !holds(high) {
        return None;
    }
    while low < high {
        let middle = low.midpoint(high).min(high - 1);
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}

/// The whole numbers that are one of these once `by` is added; beyond 64 bits the sum is missing.
pub(super) fn of_addition(asked: &PossibleValues, by: i128) -> PossibleValues {
    let within = |range: (i128, i128)| {
        let bounds = (i128::from(i64::MIN), i128::from(i64::MAX));
        let ends = (range.0.max(bounds.0), range.1.min(bounds.1));
        i64::try_from(ends.0).ok().zip(i64::try_from(ends.1).ok())
    };
    let back = |least: i64, greatest: i64| {
        within((i128::from(least) - by, i128::from(greatest) - by)).filter(|(a, b)| a <= b)
    };
    let ValueSet::Ordinals(places) = &asked.known else { return asked.clone() };
    let mut ranges = IntervalSet::from_unsorted(
        places.iter().filter_map(|(least, greatest)| back(least, greatest)).collect(),
    );
    if asked.missing {
        let fits = back(i64::MIN, i64::MAX)
            .map_or_else(IntervalSet::default, |(a, b)| IntervalSet::between(a, b));
        ranges = ranges.union(&IntervalSet::everything().difference(&fits));
    }
    PossibleValues { missing: asked.missing, known: ValueSet::Ordinals(ranges) }
}

/// The keys of a table with the value of each, in the type of the table. A list is asked from its
/// end with -1 and so on.
pub(super) fn keys(table: &ConstantTable) -> Vec<(ValueSet, Constant)> {
    let count = i64::try_from(table.values.len()).unwrap_or(i64::MAX);
    let places = (0_i64..).zip(&table.values);
    let keys = places.map(|(position, value)| {
        let named = table.names.as_ref().zip(usize::try_from(position).ok());
        let key = match named.and_then(|(names, at)| names.get(at)) {
            Some(name) => ValueSet::Texts(BTreeSet::from([name.clone()])),
            None => ValueSet::Ordinals(IntervalSet::from_unsorted(vec![
                (position, position),
                (position - count, position - count),
            ])),
        };
        (key, value.clone())
    });
    keys.collect()
}
