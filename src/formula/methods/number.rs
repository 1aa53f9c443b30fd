//! Methods of numbers.

use super::row::{Argument, Method, PLAIN, given};
use crate::formula::lower::kernel;
use crate::formula::types::{Facts, Type};
use polars::prelude::{DataType, Expr, NULL, RoundMode, lit, when};
use rhai::{Dynamic, Engine};

const INT: &[Type] = &[Type::Int];
const DECIMAL: &[Type] = &[Type::Float, Type::Number];
const NUMBERS: &[Type] = &[Type::Int, Type::Float, Type::Number];

pub(super) const METHODS: &[Method] = &[
    Method {
        receivers: NUMBERS,
        name: "abs",
        meaning: "its distance from 0",
        example: "(-3).abs() == 3",
        result: |types, facts| {
            let mut known = Facts { ints: (0, i128::from(i64::MAX)), ..facts[0] };
            known.nullable |= types[0] == Type::Int && facts[0].ints.0 <= i128::from(i64::MIN);
            known.floats = (0.0, facts[0].floats.0.abs().max(facts[0].floats.1.abs()));
            (types[0], known)
        },
        lower: |a| match a[0].of_type {
            Type::Int => kernel::absolute(a[0].expr.clone(), a[0].facts),
            _ => a[0].expr.clone().abs(),
        },
        ..PLAIN
    },
    Method {
        name: "floor",
        meaning: "the greatest whole number that is not above it",
        example: "2.7.floor() == 2.0",
        lower: |a| rounded(&a[0], Expr::floor),
        ..ROUNDING
    },
    Method {
        name: "ceiling",
        meaning: "the least whole number that is not below it",
        example: "2.1.ceiling() == 3.0",
        lower: |a| rounded(&a[0], Expr::ceil),
        ..ROUNDING
    },
    Method {
        name: "round",
        meaning: "the nearest whole number; halves go away from 0",
        example: "2.5.round() == 3.0",
        lower: |a| rounded(&a[0], |expr| expr.round(0, RoundMode::HalfAwayFromZero)),
        ..ROUNDING
    },
    Method {
        receivers: NUMBERS,
        name: "sqrt",
        meaning: "its square root",
        example: "9.0.sqrt() == 3.0",
        result: |_, facts| (Type::Float, Facts { nullable: facts[0].nullable, ..Facts::UNKNOWN }),
        lower: |a| a[0].expr.clone().cast(DataType::Float64).sqrt(),
        ..PLAIN
    },
    Method {
        name: "min",
        meaning: "the smaller of the two",
        example: "3.min(5) == 3",
        lower: |a| extreme(a, Expr::lt_eq),
        ..EXTREME
    },
    Method {
        name: "max",
        meaning: "the greater of the two",
        example: "3.max(5) == 5",
        lower: |a| extreme(a, Expr::gt_eq),
        ..EXTREME
    },
    Method {
        receivers: NUMBERS,
        name: "to_int",
        meaning: "the whole number without what follows the point",
        example: "2.9.to_int() == 2",
        result: |types, facts| match types[0] {
            Type::Int => (Type::Int, facts[0]),
            _ => (Type::Int, Facts { nan: false, ..Facts::UNKNOWN }),
        },
        lower: |a| a[0].expr.clone().cast(DataType::Int64),
        ..PLAIN
    },
    Method {
        receivers: NUMBERS,
        name: "to_float",
        meaning: "the same as a decimal number",
        example: "2.to_float() == 2.0",
        result: |types, facts| match types[0] {
            Type::Int => (Type::Float, facts[0].to_decimal()),
            _ => (Type::Float, facts[0]),
        },
        lower: |a| a[0].expr.clone().cast(DataType::Float64),
        ..PLAIN
    },
    Method {
        receivers: INT,
        name: "days",
        meaning: "the same number, for reading: `today - days(30)`",
        example: "days(30) == 30",
        ..PLAIN
    },
];

const ROUNDING: Method = Method { receivers: NUMBERS, ..PLAIN };

const EXTREME: Method = Method {
    receivers: NUMBERS,
    parameters: &[given("other", NUMBERS)],
    uses: 3,
    result: |types, facts| {
        let joined = types[0].join(types[1]).unwrap_or(types[0]);
        let wide = |of: usize| match (joined, types[of]) {
            (Type::Int, _) | (_, Type::Float | Type::Number) => facts[of],
            _ => facts[of].to_decimal(),
        };
        (joined, wide(0).join(wide(1)))
    },
    ..PLAIN
};

fn rounded(argument: &Argument, how: fn(Expr) -> Expr) -> Expr {
    match argument.of_type {
        Type::Int => argument.expr.clone(),
        _ if DECIMAL.contains(&argument.of_type) => how(argument.expr.clone()),
        _ => argument.expr.clone(),
    }
}

/// The one of two for which `first` holds; unknown where either is, unlike Polars' own, which
/// passes over a missing value.
fn extreme(a: &[Argument], first: fn(Expr, Expr) -> Expr) -> Expr {
    let (x, y) = (a[0].expr.clone(), a[1].expr.clone());
    when(first(x.clone(), y.clone()))
        .then(x.clone())
        .when(first(y.clone(), x))
        .then(y)
        .otherwise(lit(NULL))
}

/// On whole numbers what Rhai has for decimal ones only, and as methods what it has as functions.
pub(super) fn register(engine: &mut Engine) {
    for name in ["floor", "ceiling", "round", "to_int"] {
        engine.register_fn(name, |number: i64| number);
    }
    #[expect(clippy::cast_precision_loss, reason = "as Rhai's own to_float")]
    engine.register_fn("sqrt", |number: i64| (number as f64).sqrt());
    engine.register_fn("to_int", |number: f64| whole(number));
    #[expect(clippy::cast_precision_loss, reason = "as Rhai compares the two kinds")]
    engine
        .register_fn(
            "min",
            |a: i64, b: f64| if a as f64 <= b { a.into() } else { Dynamic::from(b) },
        )
        .register_fn(
            "min",
            |a: f64, b: i64| if a <= b as f64 { a.into() } else { Dynamic::from(b) },
        )
        .register_fn(
            "max",
            |a: i64, b: f64| if a as f64 >= b { a.into() } else { Dynamic::from(b) },
        )
        .register_fn(
            "max",
            |a: f64, b: i64| if a >= b as f64 { a.into() } else { Dynamic::from(b) },
        );
}

/// The whole part of a number, where 64 bits hold it; else nothing.
fn whole(number: f64) -> Dynamic {
    const END: f64 = 9_223_372_036_854_775_808.0;
    if !(-END..END).contains(&number) {
        return Dynamic::UNIT;
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked above; what it drops is meant")]
    let whole = number as i64;
    whole.into()
}
