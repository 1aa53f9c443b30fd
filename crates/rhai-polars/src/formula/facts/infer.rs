//! What follows for an operation's value from what is known of its operands.

use super::arithmetic;
use super::method;
use super::value_facts::Facts;
use crate::formula::column_facts::{ColumnFacts, ColumnFactsLookup};
use crate::formula::constant::Constant;
use crate::formula::error::is_open_column;
use crate::formula::graph::{ConstantTable, NodeId, Op, Quantifier, Window};
use crate::formula::types::Type;

/// More rows than memory holds.
const ROWS_MAX: i128 = 1 << 40;

/// What is known of an operand.
#[derive(Clone, Copy)]
pub(super) struct TypedFacts {
    pub(super) of_type: Type,
    pub(super) facts: Facts,
}

/// What is known of an operation's value.
pub(super) fn infer_facts(
    op: &Op,
    of_type: Type,
    operand: &dyn Fn(NodeId) -> TypedFacts,
    columns: ColumnFactsLookup,
) -> Facts {
    let known = |id: &NodeId| operand(*id).facts;
    match op {
        Op::Column { name, .. } => column(name, of_type, columns),
        Op::Constant(value) => constant(value),
        Op::Not(a) => known(a),
        Op::Negate(a) => arithmetic::negation_facts(of_type, known(a)),
        Op::Arithmetic(how, a, b) => {
            arithmetic::arithmetic_facts(*how, of_type, operand(*a), operand(*b))
        }
        Op::Compare(_, a, b) | Op::CompareExactly(_, a, b) | Op::And(a, b) | Op::Or(a, b) => {
            Facts::nullable_if_any(&[known(a), known(b)])
        }
        Op::If(condition, yes, no) => {
            let either = either(operand(*yes), operand(*no));
            Facts { nullable: either.nullable || known(condition).nullable, ..either }
        }
        Op::Coalesce(first, second) => {
            let either = either(operand(*first), operand(*second));
            Facts { nullable: known(second).nullable, ..either }
        }
        Op::IsMissing(_) => Facts::nullable(false),
        Op::IsIn(a, _) => Facts::nullable_if_any(&[known(a)]),
        Op::Cast(a) => match operand(*a) {
            TypedFacts { of_type: Type::Int, facts } => facts.to_decimal(),
            TypedFacts { facts, .. } => facts,
        },
        Op::MixedNumber { joint, .. } => known(joint),
        Op::Call(method, operands) => {
            let operands = operands.iter().map(|id| operand(*id));
            let (types, facts): (Vec<Type>, Vec<Facts>) =
                operands.map(|operand| (operand.of_type, operand.facts)).unzip();
            method::method_facts(method, of_type, &types, &facts)
        }
        Op::LookUp(table, _) => looked_up(table),
        Op::Quantified(Quantifier::Filter, list, _) => known(list),
        Op::Quantified(Quantifier::Any | Quantifier::All, ..) | Op::Element(_) => Facts::UNKNOWN,
        Op::Window(how, value, _) => window(*how, value.as_ref().map_or(Facts::UNKNOWN, known)),
    }
}

/// What is known of a column, which holds of every row.
fn column(name: &str, of_type: Type, columns: ColumnFactsLookup) -> Facts {
    if is_open_column(name) {
        return Facts::nullable(false);
    }
    let Some(ColumnFacts { nullable, range }) = columns(name) else {
        return Facts::nullable(true);
    };
    match (of_type, range) {
        (Type::Int, Some((least, most))) => {
            Facts::between(nullable, i128::from(least), i128::from(most))
        }
        (Type::TextList, _) => Facts { nullable_elements: false, ..Facts::nullable(nullable) },
        _ => Facts::nullable(nullable),
    }
}

fn constant(value: &Constant) -> Facts {
    match value {
        Constant::Int(value) => Facts::between(false, i128::from(*value), i128::from(*value)),
        Constant::Float(value) if value.is_nan() => Facts { nullable: false, ..Facts::UNKNOWN },
        Constant::Float(value) => Facts::decimal(false, false, (*value, *value)),
        Constant::Missing => Facts::nullable(true),
        Constant::List(_, values) => Facts {
            nullable_elements: values.contains(&Constant::Missing),
            ..Facts::nullable(false)
        },
        _ => Facts::nullable(false),
    }
}

/// What holds of either value, of which one may be nothing but missing.
fn either(first: TypedFacts, second: TypedFacts) -> Facts {
    match (first.of_type, second.of_type) {
        (Type::Missing, _) => Facts { nullable: true, ..second.facts },
        (_, Type::Missing) => Facts { nullable: true, ..first.facts },
        _ => first.facts.join(second.facts),
    }
}

/// What a table has for a key: a key may be none of its own.
fn looked_up(table: &ConstantTable) -> Facts {
    if table.of_type != Type::Int {
        return Facts::UNKNOWN;
    }
    let numbers = table.values.iter().filter_map(|value| match value {
        Constant::Int(number) => Some(i128::from(*number)),
        _ => None,
    });
    let (least, most) = numbers.fold((i128::MAX, i128::MIN), |(least, most), number| {
        (least.min(number), most.max(number))
    });
    Facts::between(true, least, most)
}

fn window(how: Window, measured: Facts) -> Facts {
    match how {
        Window::Count => Facts::between(false, 1, ROWS_MAX),
        Window::Rank { .. } => Facts::between(measured.nullable, 1, ROWS_MAX),
        Window::Sum | Window::Mean => Facts::UNKNOWN,
        Window::Min | Window::Max => measured,
    }
}
