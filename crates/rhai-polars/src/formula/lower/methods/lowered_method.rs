//! What Polars computes for a method, whatever its topic is.

use super::{date, list, number, text};
use crate::formula::constant::Constant;
use crate::formula::facts::Facts;
use crate::formula::methods::{ListMethod, Method, MethodId};
use crate::formula::types::Type;
use polars::prelude::Expr;

/// The receiver or an argument of a method: its expression and what is known of it.
#[derive(Debug)]
pub(in crate::formula::lower) struct MethodOperand<'a> {
    pub(in crate::formula::lower) expr: Expr,
    /// The column that it has in small letters, where it is such.
    pub(in crate::formula::lower) lowercase_of: Option<Expr>,
    /// Its value, where it is the same in every row.
    pub(in crate::formula::lower) value: Option<&'a Constant>,
    pub(in crate::formula::lower) of_type: Type,
    pub(in crate::formula::lower) facts: Facts,
}

/// The expression of a method with its receiver and arguments.
pub(in crate::formula::lower) fn lower_method(method: &Method, a: &[MethodOperand]) -> Expr {
    match method.id {
        MethodId::Text(method) => text::lowered(method, a),
        MethodId::Number(method) => number::lowered(method, a),
        MethodId::Date(method) => date::lowered(method, a),
        MethodId::List(method) => list::lowered(method, a),
    }
}

/// The same of a method of texts whose receiver and arguments are texts of which nothing is known.
pub(crate) fn lower_text_method(method: &Method, operands: Vec<Expr>) -> Expr {
    let argument = |expr| MethodOperand {
        expr,
        lowercase_of: None,
        value: None,
        of_type: Type::Text,
        facts: Facts::UNKNOWN,
    };
    lower_method(method, &operands.into_iter().map(argument).collect::<Vec<_>>())
}

/// How often the expression of a method writes each operand, at most.
pub(in crate::formula::lower) fn method_operand_repeats(method: &Method) -> usize {
    match method.id {
        MethodId::List(ListMethod::Contains) => 2,
        _ => 1,
    }
}
