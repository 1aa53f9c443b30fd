//! The operators of column expressions, against columns and constants on either side.

use super::{ColumnExpr, expression};
use crate::formula::constant::{Constant, typed_lit};
use crate::formula::dates::{Day, Instant};
use crate::script::function::operator;
use polars::prelude::{Expr, Operator, binary_expr, lit};
use rhai::{Dynamic, Engine, ImmutableString, Variant};

type BinaryOperation = fn(Expr, Expr) -> Expr;

const OPERATORS: [(&str, BinaryOperation); 13] = [
    ("==", Expr::eq),
    ("!=", Expr::neq),
    ("<", Expr::lt),
    ("<=", Expr::lt_eq),
    (">", Expr::gt),
    (">=", Expr::gt_eq),
    ("+", |a, b| a + b),
    ("-", |a, b| a - b),
    ("*", |a, b| a * b),
    ("/", |a, b| binary_expr(a, Operator::TrueDivide, b)),
    ("%", |a, b| a % b),
    ("&", Expr::and),
    ("|", Expr::or),
];

pub(super) fn register(engine: &mut Engine) {
    for (sign, join) in OPERATORS {
        operator(engine, sign, move |a: ColumnExpr, b: ColumnExpr| ColumnExpr(join(a.0, b.0)));
        operator(engine, sign, move |a: ColumnExpr, b: Dynamic| {
            expression(&b).map(|b| joined(sign, a.0, b, join))
        });
        operator(engine, sign, move |a: Dynamic, b: ColumnExpr| {
            expression(&a).map(|a| joined(sign, a, b.0, join))
        });
    }
    // Dates have forms of their own against any value, which would be taken otherwise.
    with_constants::<Day>(engine);
    with_constants::<Instant>(engine);
    // Rhai joins a text with anything else to a text, unless there is a form for this very pair.
    operator(engine, "+", |a: ImmutableString, b: ColumnExpr| ColumnExpr(lit(a.as_str()) + b.0));
    operator(engine, "+", |a: ColumnExpr, b: ImmutableString| ColumnExpr(a.0 + lit(b.as_str())));
    operator(engine, "!", |a: ColumnExpr| ColumnExpr(a.0.not()));
    operator(engine, "-", |a: ColumnExpr| ColumnExpr(typed_lit(0_i64) - a.0));
}

/// The operators between an expression and constants of this type.
fn with_constants<T: Variant + Clone>(engine: &mut Engine) {
    for (sign, join) in OPERATORS {
        operator(engine, sign, move |a: ColumnExpr, b: T| {
            expression(&Dynamic::from(b)).map(|b| ColumnExpr(join(a.0, b)))
        });
        operator(engine, sign, move |a: T, b: ColumnExpr| {
            expression(&Dynamic::from(a)).map(|a| ColumnExpr(join(a, b.0)))
        });
    }
}

/// Compared with `()`, an expression asks whether a value is missing, as in formulas.
fn joined(sign: &str, a: Expr, b: Expr, join: BinaryOperation) -> ColumnExpr {
    let missing = Constant::Missing.to_expr();
    ColumnExpr(match sign {
        "==" if b == missing => a.is_null(),
        "==" if a == missing => b.is_null(),
        "!=" if b == missing => a.is_not_null(),
        "!=" if a == missing => b.is_not_null(),
        _ => join(a, b),
    })
}
