//! What does not depend on the row is computed by Rhai itself, once.
//!
//! Invariant: a function that changes its first argument in place changes the formula's variable
//! too, or is refused.

use super::resolver::Resolver;
use super::scope::ResolvedValue;
use crate::codes;
use crate::diagnostic::DiagnosisSubject;
use crate::formula::constant::Constant;
use crate::formula::error::{FormulaError, FormulaResult, RhaiFailure, message_without_position};
use crate::formula::methods;
use crate::formula::type_names::describe_type;
use crate::nearest::did_you_mean;
use crate::problem::Problem;
use rhai::{Dynamic, EvalAltResult, NativeCallContext, Position};
use std::sync::Arc;

/// How a function is called: `f(x)` or `x.f()`. Rhai calls a script's own function as a method
/// only where it has no parameter for the receiver.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CallStyle {
    Function,
    Method,
}

impl Resolver<'_> {
    /// What Rhai makes of known values, and the first of them where it was changed in place.
    pub(super) fn compute_known_in_place(
        &mut self,
        name: &str,
        style: CallStyle,
        known: &[Arc<Dynamic>],
        at: Position,
    ) -> FormulaResult<(ResolvedValue, Option<ResolvedValue>)> {
        self.demand_fixed(name, at)?;
        match self.known_call_with_missing(name, known, at)? {
            Some(value) => Ok((value, None)),
            None => self.call_rhai(name, style, known, at),
        }
    }

    /// The same, by Rhai alone.
    pub(super) fn call_rhai(
        &mut self,
        name: &str,
        style: CallStyle,
        known: &[Arc<Dynamic>],
        at: Position,
    ) -> FormulaResult<(ResolvedValue, Option<ResolvedValue>)> {
        let mut values: Vec<Dynamic> = known.iter().map(|value| value.as_ref().clone()).collect();
        let mut arguments: Vec<&mut Dynamic> = values.iter_mut().collect();
        let by_reference = !arguments.is_empty() && !super::operator::is_operator(name);
        let called = self.record_reached(|this| {
            let method = style == CallStyle::Method;
            let here = this.context.call;
            let Some(environment) = this.environment() else {
                return here.call_fn_raw(name, by_reference, method, &mut arguments);
            };
            let at_home = (here.engine(), name, None, environment.as_ref(), here.call_position());
            let at_home = NativeCallContext::from(at_home);
            at_home.call_fn_raw(name, by_reference, method, &mut arguments)
        });
        match called {
            Ok(value) => {
                let first = values.into_iter().next();
                let changed = first.filter(|_| by_reference).zip(known.first());
                let changed = changed.filter(|(now, then)| !same(now, then, true));
                let changed = changed.map(|(now, _)| ResolvedValue::known(now));
                Ok((ResolvedValue::known(value.flatten()), changed))
            }
            Err(error) => Err(failed(name, known, error.unwrap_inner(), at)),
        }
    }

    /// What Rhai makes of known values, none of which it may change.
    pub(super) fn compute_known(
        &mut self,
        name: &str,
        known: &[Arc<Dynamic>],
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        match self.compute_known_in_place(name, CallStyle::Function, known, at)? {
            (value, None) => Ok(value),
            (_, Some(_)) => Err(in_place_error(name, at)),
        }
    }
}

/// The error for a function that changes a value which has no variable.
pub(super) fn in_place_error(name: &str, at: Position) -> FormulaError {
    let message = format!("`{name}` changes a value in place, which a formula cannot here");
    FormulaError::new(codes::NOT_COVERED, at, message)
        .with_help("do it before the formula, or to a variable of the formula's own")
}

/// An array of these: known where all of them are.
pub(super) fn list_value(values: Vec<ResolvedValue>) -> ResolvedValue {
    match all_known(&values) {
        Some(known) => {
            let items = known.iter().map(|value| value.as_ref().clone()).collect();
            ResolvedValue::known(Dynamic::from_array(items))
        }
        None => ResolvedValue::VaryingList(Arc::new(values)),
    }
}

/// The values, if all of them are known beforehand.
pub(super) fn all_known(values: &[ResolvedValue]) -> Option<Vec<Arc<Dynamic>>> {
    let known = values.iter().map(|value| match value {
        ResolvedValue::Known(known) => Some(known.clone()),
        _ => None,
    });
    known.collect()
}

/// Whether two values of a script are of one type and the same; of a type that formulas do not
/// know, no two are.
pub(super) fn same_value(a: &Dynamic, b: &Dynamic) -> bool {
    same(a, b, false)
}

/// Whether two values are of one type and the same, where `others` says it of the types that
/// formulas do not know.
fn same(a: &Dynamic, b: &Dynamic, others: bool) -> bool {
    if let (Ok(a), Ok(b)) = (a.as_array_ref(), b.as_array_ref()) {
        return a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b, others));
    }
    if let (Ok(a), Ok(b)) = (a.as_map_ref(), b.as_map_ref()) {
        let mut pairs = a.iter().zip(b.iter());
        return a.len() == b.len() && pairs.all(|((k, a), (l, b))| k == l && same(a, b, others));
    }
    a.type_id() == b.type_id()
        && match (Constant::from_script(a), Constant::from_script(b)) {
            (Some(a), Some(b)) => a == b,
            _ => others,
        }
}

/// What Rhai says against a call.
fn failed(name: &str, known: &[Arc<Dynamic>], error: &EvalAltResult, at: Position) -> FormulaError {
    match error {
        EvalAltResult::ErrorFunctionNotFound(form, _) => match name.strip_prefix("get$") {
            Some(property) => no_property(property, known, at),
            None => FormulaError::new(codes::UNKNOWN_FUNCTION, at, format!("no function `{name}`"))
                .with_rhai_failure(RhaiFailure::NotFound(form.clone())),
        },
        EvalAltResult::ErrorRuntime(message, _) if message.is_string() => {
            FormulaError::new(codes::CONSTANT, at, message.to_string())
        }
        EvalAltResult::ErrorRuntime(value, _) => match value.clone().try_cast::<Problem>() {
            Some(Problem { message, help }) => {
                FormulaError { help, ..FormulaError::new(codes::CONSTANT, at, message) }
            }
            None => FormulaError::new(codes::CONSTANT, at, "this cannot be computed")
                .with_rhai_failure(RhaiFailure::Value(value.clone())),
        },
        EvalAltResult::ErrorTerminated(..) => {
            let message = "what is the same in every row takes too long to compute here";
            FormulaError::new(codes::OUT_OF_TIME, at, message)
                .with_help("compute it once, before the formula, or go through fewer elements")
        }
        other => FormulaError::new(codes::CONSTANT, at, message_without_position(other))
            .with_help("this part is the same in every row: compute it before the formula to see"),
    }
}

fn no_property(name: &str, known: &[Arc<Dynamic>], at: Position) -> FormulaError {
    let of_type = known.first().and_then(|value| Constant::from_script(value));
    let what = known.first().map_or_else(|| "this".into(), |value| describe_type(value));
    let error =
        FormulaError::new(codes::UNKNOWN_PROPERTY, at, format!("{what} has no property `{name}`"))
            .with_subject(known.first().and_then(|value| DiagnosisSubject::of_value(value)));
    let Some(of_type) = of_type.map(|value| value.of_type()) else { return error };
    if methods::find(of_type, name, false).is_some() {
        return error.with_help(format!("it is a method: write `.{name}()`"));
    }
    error.with_help(did_you_mean(name, methods::names(of_type), "a method of it"))
}
