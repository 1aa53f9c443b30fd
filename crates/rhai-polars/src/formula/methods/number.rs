//! Methods of numbers.

use super::row::{Argument, Method, PLAIN, given};
use crate::formula::lower::kernel;
use crate::formula::types::{Facts, Type};
use crate::formula::value::Value;
use polars::prelude::{DataType, Expr};
use rhai::{Engine, EvalAltResult};

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
        result: |types, facts| (types[0], facts[0].in_order(f64::floor)),
        lower: |a| rounded(&a[0], Expr::floor),
        ..ROUNDING
    },
    Method {
        name: "ceiling",
        meaning: "the least whole number that is not below it",
        example: "2.1.ceiling() == 3.0",
        result: |types, facts| (types[0], facts[0].in_order(f64::ceil)),
        lower: |a| rounded(&a[0], Expr::ceil),
        ..ROUNDING
    },
    Method {
        name: "round",
        meaning: "the nearest whole number; halves go away from 0",
        example: "2.5.round() == 3.0",
        result: |types, facts| (types[0], facts[0].in_order(f64::round)),
        lower: |a| rounded(&a[0], kernel::rounded),
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
        lower: |a| extreme(a, false),
        ..EXTREME
    },
    Method {
        name: "max",
        meaning: "the greater of the two",
        example: "3.max(5) == 5",
        lower: |a| extreme(a, true),
        ..EXTREME
    },
    Method {
        name: "clamp",
        parameters: &[given("least", NUMBERS), given("most", NUMBERS)],
        meaning: "the nearest number from the least to the most",
        example: "130.clamp(0, 100) == 100",
        check: |graph, nodes| {
            let types: Vec<Type> = nodes.iter().map(|id| graph.type_of(*id)).collect();
            let ends_differ = types[1].is_number() && types[2].is_number() && types[1] != types[2];
            if ends_differ { Err("both ends must be of one kind".into()) } else { Ok(()) }
        },
        lower: |a| {
            let of = if are_whole(a) { kernel::whole_extreme } else { kernel::extreme };
            of(false, a[2].expr.clone(), of(true, a[1].expr.clone(), a[0].expr.clone()))
        },
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
        lower: |a| match a[0].of_type {
            Type::Int => a[0].expr.clone(),
            _ => kernel::truncated(a[0].expr.clone()),
        },
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
    result: |types, facts| {
        let of_type = widest(types);
        let wide = |of: usize| match (of_type, types[of]) {
            (Type::Int, _) | (_, Type::Float | Type::Number) => facts[of],
            _ => facts[of].to_decimal(),
        };
        (of_type, (1..types.len()).map(wide).fold(wide(0), Facts::join))
    },
    ..PLAIN
};

/// A whole number where all are, a decimal one as soon as one surely is; unknown where one is.
fn widest(types: &[Type]) -> Type {
    if types.contains(&Type::Missing) {
        return Type::Missing;
    }
    if types.contains(&Type::Float) {
        return Type::Float;
    }
    if types.contains(&Type::Number) { Type::Number } else { Type::Int }
}

fn rounded(argument: &Argument, how: fn(Expr) -> Expr) -> Expr {
    match argument.of_type {
        Type::Int => argument.expr.clone(),
        _ if DECIMAL.contains(&argument.of_type) => how(argument.expr.clone()),
        _ => argument.expr.clone(),
    }
}

/// Whether all are whole numbers, as far as they are known.
fn are_whole(a: &[Argument]) -> bool {
    a.iter().all(|own| matches!(own.of_type, Type::Int | Type::Missing))
}

/// The smaller or the greater of two numbers, as Rhai chooses it; unknown where either is.
fn extreme(a: &[Argument], greater: bool) -> Expr {
    let (x, y) = (a[0].expr.clone(), a[1].expr.clone());
    if are_whole(a) {
        return kernel::whole_extreme(greater, x, y);
    }
    kernel::extreme(greater, x, y)
}

/// On whole numbers what Rhai has for decimal ones only, and as methods what it has as functions.
pub(super) fn register(engine: &mut Engine) {
    for name in ["floor", "ceiling", "round", "to_int"] {
        engine.register_fn(name, |number: i64| number);
    }
    #[expect(clippy::cast_precision_loss, reason = "as Rhai's own to_float")]
    engine.register_fn("sqrt", |number: i64| (number as f64).sqrt());
    engine.register_fn("to_int", whole);
    engine.register_fn("to_float", |number: f64| number);
    engine
        .register_fn("clamp", |number: i64, least: i64, most: i64| number.max(least).min(most))
        .register_fn("clamp", clamped)
        .register_fn("clamp", |number: i64, least: f64, most: f64| {
            clamped(Value::decimal(number), least, most)
        })
        .register_fn("clamp", |number: f64, least: i64, most: i64| {
            clamped(number, Value::decimal(least), Value::decimal(most))
        });
}

/// The nearest number between two ends; NaN stays.
fn clamped(number: f64, least: f64, most: f64) -> f64 {
    let above = if number < least { least } else { number };
    if above > most { most } else { above }
}

/// The whole part of a number, or that 64 bits do not hold it.
fn whole(number: f64) -> Result<i64, Box<EvalAltResult>> {
    truncated(number).ok_or_else(|| format!("{number} does not fit a whole number").into())
}

/// The whole part of a number, where 64 bits hold it.
pub(crate) fn truncated(number: f64) -> Option<i64> {
    const END: f64 = 9_223_372_036_854_775_808.0;
    if !(-END..END).contains(&number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked above; what it drops is meant")]
    let whole = number as i64;
    Some(whole)
}
