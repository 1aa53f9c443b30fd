//! Arithmetic as Rhai means it. Where bounds prove that nothing can overflow and no sign differs,
//! it is Polars' own; elsewhere a checked kernel, whose result is unknown where Rhai would fail.

use super::{checked_arithmetic, kernel};
use crate::formula::facts::{FactGraph, Facts, whole_bounds};
use crate::formula::graph::{Arithmetic, NodeId, Op, Window};
use crate::formula::types::Type;
use polars::prelude::{DataType, Expr};

pub(super) fn arithmetic(
    graph: &FactGraph,
    how: Arithmetic,
    a: NodeId,
    b: NodeId,
    expression: impl Fn(NodeId) -> Expr,
) -> Expr {
    let (left, right) = (expression(a), expression(b));
    let (left_facts, right_facts) = (graph.facts(a), graph.facts(b));
    match (graph.type_of(a), how, graph.type_of(b)) {
        (Type::Int, _, Type::Int) => whole(how, left, right, left_facts, right_facts),
        (Type::Text, _, Type::Text) => left + right,
        (day @ (Type::Date | Type::Instant), _, Type::Int) => {
            kernel::move_date(day, how == Arithmetic::Subtract, left, right)
        }
        (Type::Date, _, Type::Date) => {
            left.to_physical().cast(DataType::Int64) - right.to_physical().cast(DataType::Int64)
        }
        (Type::Instant, _, Type::Instant) => kernel::days_between(left, right),
        _ => decimal(how, left, right),
    }
}

/// Whether an operation may have no result for known operands, because 64 bits or the calendar do
/// not hold it.
pub fn may_misfit(graph: &FactGraph, id: NodeId) -> bool {
    let node = graph.node(id);
    match &node.op {
        Op::Negate(_) => node.of_type == Type::Int && !fits(graph.facts(id).ints),
        Op::Arithmetic(Arithmetic::Divide | Arithmetic::Remainder, ..) => false,
        Op::Arithmetic(how, a, b) => match (graph.type_of(*a), graph.type_of(*b)) {
            (Type::Int, Type::Int) => !fits(whole_bounds(*how, graph.facts(*a), graph.facts(*b))),
            (Type::Date | Type::Instant, Type::Int) => true,
            _ => false,
        },
        Op::Window(Window::Sum, Some(_), _) => node.of_type == Type::Int,
        _ => false,
    }
}

fn fits(bounds: (i128, i128)) -> bool {
    Facts::between(false, bounds.0, bounds.1).fits_64_bits()
}

fn whole(how: Arithmetic, left: Expr, right: Expr, left_facts: Facts, right_facts: Facts) -> Expr {
    let fits = fits(whole_bounds(how, left_facts, right_facts));
    let positive = left_facts.ints.0 >= 0 && right_facts.ints.0 > 0;
    match how {
        Arithmetic::Add if fits => left + right,
        Arithmetic::Subtract if fits => left - right,
        Arithmetic::Multiply if fits => left * right,
        Arithmetic::Divide if positive => left.floor_div(right),
        Arithmetic::Remainder if positive => left % right,
        _ => checked_arithmetic::checked_arithmetic(how, left, right),
    }
}

fn decimal(how: Arithmetic, left: Expr, right: Expr) -> Expr {
    match how {
        Arithmetic::Add => left + right,
        Arithmetic::Subtract => left - right,
        Arithmetic::Multiply => left * right,
        Arithmetic::Power => kernel::power(left, right),
        Arithmetic::Divide | Arithmetic::Remainder => kernel::divide(how, left, right),
    }
}
