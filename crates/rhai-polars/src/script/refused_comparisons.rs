//! Comparisons of what cannot be compared. Rhai answers those silently with `false` (`!=` with
//! `true`); where a frame or a date is on either side, they are errors.
//!
//! Invariant: `==` and `!=` with `()` ask whether a value is missing, whatever the value is.

use super::Frame;
use super::aggregate::Aggregate;
use super::convert::describe_type;
use super::error::{ScriptResult, type_mismatch_error};
use super::frame::GroupedFrame;
use crate::chart::Chart;
use crate::formula::dates::{Day, Instant};
use crate::report::{Report, Section};
use rhai::{Dynamic, Engine, Variant};

pub(super) fn register(engine: &mut Engine) {
    for sign in ["<", "<=", ">", ">="] {
        engine.register_fn(sign, |a: Dynamic, b: Dynamic| refuse_comparison(&a, &b));
    }
    register_equality::<Day>(engine);
    register_equality::<Instant>(engine);
    register_equality::<Frame>(engine);
    register_equality::<GroupedFrame>(engine);
    register_equality::<Aggregate>(engine);
    register_equality::<Chart>(engine);
    register_equality::<Section>(engine);
    register_equality::<Report>(engine);
}

/// `==` and `!=` of a type with any other.
pub(super) fn register_equality<T: Variant + Clone>(engine: &mut Engine) {
    for (sign, differ) in [("==", false), ("!=", true)] {
        engine.register_fn(sign, move |a: T, b: Dynamic| {
            if b.is_unit() { Ok(differ) } else { refuse_comparison(&Dynamic::from(a), &b) }
        });
        engine.register_fn(sign, move |a: Dynamic, b: T| {
            if a.is_unit() { Ok(differ) } else { refuse_comparison(&a, &Dynamic::from(b)) }
        });
    }
}

fn refuse_comparison(a: &Dynamic, b: &Dynamic) -> ScriptResult<bool> {
    let message = format!("{} cannot be compared with {}", describe_type(a), describe_type(b));
    let help = if a.is_unit() || b.is_unit() {
        "ask for a missing value with `== ()`, or say with `??` what to take instead"
    } else if a.is::<Frame>() || b.is::<Frame>() {
        "compare one of its values, such as `frame.len()` or `frame.value(\"column\", 0)`"
    } else {
        "compare values of one type, such as `date(\"2026-01-31\")` with a date"
    };
    let value = if a.is_unit() { a } else { b };
    Err(type_mismatch_error(value, message, help))
}
