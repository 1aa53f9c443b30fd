//! Functions and questions of numbers that Rhai has.

use super::row::{Argument, Method, PLAIN, any};
use crate::formula::lower::kernel;
use crate::formula::types::{Facts, Type};
use crate::formula::value::typed;
use polars::prelude::Expr;

const NUMBERS: &[Type] = &[Type::Int, Type::Float, Type::Number];
const DECIMAL: &[Type] = &[Type::Float, Type::Number];
const INT: &[Type] = &[Type::Int];

pub(super) const METHODS: &[Method] = &[
    Method {
        receivers: NUMBERS,
        name: "sign",
        meaning: "-1, 0 or 1; unknown of NaN",
        example: "(-3).sign() == -1",
        result: |types, facts| {
            let nullable = facts[0].nullable || types[0] != Type::Int;
            (Type::Int, Facts::between(nullable, -1, 1))
        },
        lower: |a| match a[0].of_type {
            Type::Int => kernel::whole_sign(a[0].expr.clone()),
            _ => kernel::sign(a[0].expr.clone()),
        },
        ..PLAIN
    },
    Method {
        name: "exp",
        meaning: "e to the power of it",
        example: "1.5.exp() > 4.0",
        lower: |a| kernel::applied(a[0].expr.clone(), f64::exp),
        ..FUNCTION
    },
    Method {
        name: "ln",
        meaning: "its natural logarithm",
        example: "7.4.ln() > 2.0",
        lower: |a| kernel::applied(a[0].expr.clone(), f64::ln),
        ..FUNCTION
    },
    Method {
        name: "log",
        meaning: "its logarithm to the base 10",
        example: "100.0.log() == 2.0",
        lower: |a| kernel::applied(a[0].expr.clone(), f64::log10),
        ..FUNCTION
    },
    Method {
        receivers: DECIMAL,
        name: "is_nan",
        meaning: "whether it is not a number, as 0.0 / 0.0 is in other programs",
        example: "1.5.is_nan() == false",
        lower: |a| kernel::asked(a[0].expr.clone(), f64::is_nan),
        ..QUESTION
    },
    Method {
        receivers: DECIMAL,
        name: "is_finite",
        meaning: "whether it is neither infinite nor NaN",
        example: "1.5.is_finite()",
        lower: |a| kernel::asked(a[0].expr.clone(), f64::is_finite),
        ..QUESTION
    },
    Method {
        receivers: NUMBERS,
        name: "is_zero",
        meaning: "whether it is 0",
        example: "0.is_zero()",
        lower: |a| match a[0].of_type {
            Type::Int => a[0].expr.clone().eq(typed(0_i64)),
            _ => kernel::asked(a[0].expr.clone(), |number| number == 0.0),
        },
        ..QUESTION
    },
    Method {
        receivers: INT,
        name: "is_even",
        meaning: "whether 2 divides it",
        example: "4.is_even()",
        lower: |a| last_bit(a).eq(typed(0_i64)),
        ..QUESTION
    },
    Method {
        receivers: INT,
        name: "is_odd",
        meaning: "whether 2 does not divide it",
        example: "3.is_odd()",
        lower: |a| last_bit(a).neq(typed(0_i64)),
        ..QUESTION
    },
];

const FUNCTION: Method = Method {
    receivers: DECIMAL,
    result: |_, facts| (Type::Float, Facts { nullable: facts[0].nullable, ..Facts::UNKNOWN }),
    ..PLAIN
};

const QUESTION: Method =
    Method { result: |_, facts| any(Type::Bool, facts), property: true, ..PLAIN };

/// What is left when a number is divided by 2.
fn last_bit(a: &[Argument]) -> Expr {
    a[0].expr.clone() % typed(2_i64)
}
