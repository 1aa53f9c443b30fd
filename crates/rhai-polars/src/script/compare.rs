//! Comparisons of what cannot be compared. Rhai answers those silently with `false` (`!=` with
//! `true`); where a frame or a date is on either side, they are errors.
//!
//! Invariant: `==` and `!=` with `()` ask whether a value is missing, whatever the value is.

use super::Frame;
use super::aggregate::Aggregate;
use super::convert::describe;
use super::error::{Fallible, mismatch};
use super::frame::Grouped;
use crate::chart::Chart;
use crate::formula::dates::{Day, Instant};
use crate::report::{Report, Section};
use rhai::{Dynamic, Engine, Variant};

pub(super) fn register(engine: &mut Engine) {
    for sign in ["<", "<=", ">", ">="] {
        engine.register_fn(sign, |a: Dynamic, b: Dynamic| cannot(&a, &b));
    }
    equality::<Day>(engine);
    equality::<Instant>(engine);
    equality::<Frame>(engine);
    equality::<Grouped>(engine);
    equality::<Aggregate>(engine);
    equality::<Chart>(engine);
    equality::<Section>(engine);
    equality::<Report>(engine);
}

/// `==` and `!=` of a type with any other.
pub(super) fn equality<T: Variant + Clone>(engine: &mut Engine) {
    for (sign, differ) in [("==", false), ("!=", true)] {
        engine.register_fn(sign, move |a: T, b: Dynamic| {
            if b.is_unit() { Ok(differ) } else { cannot(&Dynamic::from(a), &b) }
        });
        engine.register_fn(sign, move |a: Dynamic, b: T| {
            if a.is_unit() { Ok(differ) } else { cannot(&a, &Dynamic::from(b)) }
        });
    }
}

fn cannot(a: &Dynamic, b: &Dynamic) -> Fallible<bool> {
    let message = format!("{} cannot be compared with {}", describe(a), describe(b));
    let help = if a.is_unit() || b.is_unit() {
        "ask for a missing value with `== ()`, or say with `??` what to take instead"
    } else if a.is::<Frame>() || b.is::<Frame>() {
        "compare one of its values, such as `frame.len()` or `frame.value(\"column\", 0)`"
    } else {
        "compare values of one type, such as `date(\"2026-01-31\")` with a date"
    };
    let value = if a.is_unit() { a } else { b };
    Err(mismatch(value, message, help))
}
