//! Methods of numbers that Rhai has not, or has otherwise.

use crate::formula::constant::Constant;
use rhai::{Engine, EvalAltResult};

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
            clamped(Constant::int_to_float(number), least, most)
        })
        .register_fn("clamp", |number: f64, least: i64, most: i64| {
            clamped(number, Constant::int_to_float(least), Constant::int_to_float(most))
        });
}

/// The nearest number between two ends; NaN stays.
fn clamped(number: f64, least: f64, most: f64) -> f64 {
    let above = if number < least { least } else { number };
    if above > most { most } else { above }
}

/// The whole part of a number, or that 64 bits do not hold it.
fn whole(number: f64) -> Result<i64, Box<EvalAltResult>> {
    truncate(number).ok_or_else(|| format!("{number} does not fit a whole number").into())
}

/// The whole part of a number, where 64 bits hold it.
pub(in crate::formula) fn truncate(number: f64) -> Option<i64> {
    const END: f64 = 9_223_372_036_854_775_808.0;
    if !(-END..END).contains(&number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked above; what it drops is meant")]
    let whole = number as i64;
    Some(whole)
}
