//! Comparisons as Rhai means them. Rhai holds two decimal numbers for equal where they differ in
//! their last digit only, so that `0.1 + 0.2 == 0.3`, and compares nothing with what is not finite.
//!
//! Invariant: [`rhai_compare`] is Rhai's own comparison of decimal numbers; every lowering here
//! gives what it gives.

use super::kernel;
use crate::formula::constant::Constant;
use crate::formula::facts::{FactGraph, Facts};
use crate::formula::graph::{Comparison, NodeId};
use crate::formula::types::Type;
use polars::prelude::{DataType, Expr, NULL, lit};

pub(super) fn compare(
    graph: &FactGraph,
    how: Comparison,
    a: NodeId,
    b: NodeId,
    expression: impl Fn(NodeId) -> Expr,
) -> Expr {
    if graph.type_of(a) == Type::Missing || graph.type_of(b) == Type::Missing {
        return lit(NULL).cast(DataType::Boolean);
    }
    let decimal = |id| matches!(graph.type_of(id), Type::Float | Type::Number);
    if !decimal(a) && !decimal(b) {
        // Of a constant before a column that has one value, Polars makes a single row.
        return match graph.constant(a) {
            Some(_) => plain(how.turned(), expression(b), expression(a)),
            None => plain(how, expression(a), expression(b)),
        };
    }
    match (graph.constant(a), graph.constant(b)) {
        (_, Some(Constant::Float(bound))) if has_interval(*bound) => {
            with_constant(how, expression(a), *bound, graph.facts(a))
        }
        (Some(Constant::Float(bound)), _) if has_interval(*bound) => {
            with_constant(how.turned(), expression(b), *bound, graph.facts(b))
        }
        _ => kernel::compare(how, expression(a), expression(b)),
    }
}

/// To the last digit; never true of NaN.
pub(super) fn exactly(
    graph: &FactGraph,
    how: Comparison,
    a: NodeId,
    b: NodeId,
    expression: impl Fn(NodeId) -> Expr,
) -> Expr {
    let compared = plain(how, expression(a), expression(b));
    match graph.type_of(a) {
        Type::Float | Type::Number => compared.and(expression(a).is_not_nan()),
        _ => compared,
    }
}

/// So many constants are compared with one by one: of more, Polars makes a set.
const FEW: usize = 8;

/// How often `a` is written in `a in list`.
pub(super) fn times_within(graph: &FactGraph, a: NodeId, list: NodeId) -> usize {
    few(graph, a, list).map_or(1, |values| values.len().max(1))
}

/// The constants of a list that are compared with one by one.
fn few(graph: &FactGraph, a: NodeId, list: NodeId) -> Option<&[Constant]> {
    match graph.constant(list) {
        Some(Constant::List(_, values))
            if matches!(graph.type_of(a), Type::Text | Type::Int)
                && (1..=FEW).contains(&values.len())
                && !values.contains(&Constant::Missing) =>
        {
            Some(values)
        }
        _ => None,
    }
}

/// `a in list`.
pub(super) fn within(
    graph: &FactGraph,
    a: NodeId,
    list: NodeId,
    expression: impl Fn(NodeId) -> Expr,
) -> Expr {
    if let Some(values) = few(graph, a, list) {
        let equal = values.iter().map(|value| expression(a).eq(value.to_expr()));
        return equal.reduce(Expr::or).unwrap_or_else(|| lit(false));
    }
    match (graph.type_of(a), graph.constant(list)) {
        (Type::Float | Type::Number, Some(Constant::List(_, values))) => {
            let floats = values.iter().filter_map(|value| match value {
                Constant::Float(float) => Some(*float),
                _ => None,
            });
            kernel::one_of(expression(a), floats.collect())
        }
        _ => expression(a).is_in(expression(list), false),
    }
}

fn plain(how: Comparison, a: Expr, b: Expr) -> Expr {
    match how {
        Comparison::Equal => a.eq(b),
        Comparison::NotEqual => a.neq(b),
        Comparison::Less => a.lt(b),
        Comparison::LessOrEqual => a.lt_eq(b),
        Comparison::Greater => a.gt(b),
        Comparison::GreaterOrEqual => a.gt_eq(b),
    }
}

/// Whether what compares so with a constant lies between two bounds: not with one so small that its
/// product with another vanishes, of which Rhai makes an exception.
pub fn has_interval(constant: f64) -> bool {
    constant == 0.0 || (constant.is_finite() && constant.abs() > f64::EPSILON)
}

/// A comparison with a constant: the numbers for which it holds lie between two bounds, and Polars
/// compares with those as fast as with the constant itself.
fn with_constant(how: Comparison, a: Expr, bound: f64, facts: Facts) -> Expr {
    let (least, greatest) = interval(how, bound);
    let finite = !facts.nan && facts.floats.0.is_finite() && facts.floats.1.is_finite();
    let inside = match how {
        _ if finite && least <= facts.floats.0 => a.clone().lt_eq(lit(greatest)),
        _ if finite && greatest >= facts.floats.1 => a.clone().gt_eq(lit(least)),
        _ => kernel::between(a.clone(), least, greatest),
    };
    let holds = |special: f64| rhai_compare(how, special, bound);
    if how != Comparison::NotEqual {
        return with_nan(inside, a, facts, holds(f64::NAN));
    }
    let comparable = kernel::between(a.clone(), f64::MIN, f64::MAX);
    let outside = if finite { inside.not() } else { inside.not().and(comparable) };
    with_nan(outside, a, facts, holds(f64::NAN))
}

fn with_nan(compared: Expr, a: Expr, facts: Facts, holds: bool) -> Expr {
    if holds && facts.nan { compared.or(a.is_nan()) } else { compared }
}

/// The least and the greatest finite number for which a comparison with `bound` holds; for `!=`,
/// for which it does not.
pub fn interval(how: Comparison, bound: f64) -> (f64, f64) {
    let holds = |number: f64| match how {
        Comparison::NotEqual => !rhai_compare(how, number, bound),
        _ => rhai_compare(how, number, bound),
    };
    let least = |from: f64, to: f64| first(sort_key(from), sort_key(to), &|at| holds(number(at)));
    let greatest =
        |from: f64, to: f64| first(-sort_key(to), -sort_key(from), &|at| holds(number(-at)));
    let (min, max) = (f64::MIN, f64::MAX);
    match how {
        Comparison::Equal | Comparison::NotEqual => {
            (number(least(min, bound)), number(-greatest(bound, max)))
        }
        Comparison::Greater | Comparison::GreaterOrEqual => {
            // One beyond the greatest number is infinity, between which and it lies nothing.
            (number(least(min, max)), max)
        }
        Comparison::Less | Comparison::LessOrEqual => (min, number(-greatest(min, max))),
    }
}

/// The first place from `low` to `high` at which `holds` is true, as it is at all after it; one
/// more than `high` where there is none.
fn first(mut low: i64, high: i64, holds: &dyn Fn(i64) -> bool) -> i64 {
    let mut end = high + 1;
    while low < end {
        let middle = low.midpoint(end).min(end - 1);
        if holds(middle) {
            end = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// The place of a number among all finite ones in order; 0 is at 0.
pub fn sort_key(number: f64) -> i64 {
    let bits = number.abs().to_bits().cast_signed();
    if number < 0.0 { -bits } else { bits }
}

/// The number at a place.
fn number(rank: i64) -> f64 {
    let size = f64::from_bits(rank.unsigned_abs());
    if rank < 0 { -size } else { size }
}

/// Whether Rhai 1.27 holds a comparison of two decimal numbers for true.
pub fn rhai_compare(how: Comparison, x: f64, y: f64) -> bool {
    let largest = if x * y == 0.0 { 1.0 } else { x.abs().max(y.abs()) };
    if largest == 0.0 {
        return !matches!(how, Comparison::NotEqual | Comparison::Less | Comparison::Greater);
    }
    match how {
        Comparison::Equal => (x - y).abs() / largest <= f64::EPSILON,
        Comparison::NotEqual => (x - y).abs() / largest > f64::EPSILON,
        Comparison::Greater => (x - y) / largest > f64::EPSILON,
        Comparison::GreaterOrEqual => (x - y) / largest > -f64::EPSILON,
        Comparison::Less => (y - x) / largest > f64::EPSILON,
        Comparison::LessOrEqual => (y - x) / largest > -f64::EPSILON,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Comparison; 6] = [
        Comparison::Equal,
        Comparison::NotEqual,
        Comparison::Less,
        Comparison::LessOrEqual,
        Comparison::Greater,
        Comparison::GreaterOrEqual,
    ];

    fn finite() -> impl Strategy<Value = f64> {
        prop_oneof![
            any::<f64>().prop_filter("finite", |number| number.is_finite()),
            -1000.0..1000.0_f64,
            Just(0.0),
            Just(-0.0),
            Just(f64::MIN_POSITIVE),
            Just(5e-324),
            Just(f64::MAX),
            Just(f64::MIN),
        ]
    }

    fn bound() -> impl Strategy<Value = f64> {
        finite().prop_filter("one that bounds", |bound| has_interval(*bound))
    }

    fn near(bound: f64) -> impl Strategy<Value = f64> {
        let at = sort_key(bound);
        let limit = sort_key(f64::MAX);
        (-5_i64..=5).prop_map(move |by| number((at + by).clamp(-limit, limit)))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn a_comparison_with_a_constant_holds_within_two_bounds(
            (bound, number) in bound().prop_flat_map(|bound| {
                (Just(bound), prop_oneof![finite(), near(bound), near(bound + 1e-300)])
            }),
        ) {
            for how in ALL {
                let (least, greatest) = interval(how, bound);
                let inside = least <= number && number <= greatest;
                let expected = rhai_compare(how, number, bound) != (how == Comparison::NotEqual);
                prop_assert_eq!(inside, expected, "{} {:?} {}", number, how, bound);
            }
        }
    }
}
