//! What a missing value makes of what is known beforehand. Rhai takes `()` for a value that nothing
//! equals; in a formula it is unknown, wherever it comes from.
//!
//! Invariant: a call of known values gives what the same call gives where a column holds them.
//! Only `== ()`, `!= ()` and `??` make a known value of a missing one.

use super::operator::comparison_of;
use super::resolver::Resolver;
use super::scope::{ResolvedValue, Scope};
use crate::codes;
use crate::diagnostic::DiagnosisSubject;
use crate::formula::error::{FormulaError, FormulaResult};
use crate::formula::{element_methods, methods};
use rhai::{Dynamic, Expr, FnPtr, Position};
use std::sync::Arc;

/// Methods of lists that compare the elements with one another.
const COMPARING: [&str; 5] = ["sort", "sort_desc", "order", "order_desc", "dedup"];

impl Resolver<'_> {
    /// A comparison with `()` as the source has it; none where a call is another.
    pub(super) fn resolve_missing_test(
        &mut self,
        sign: &str,
        sides: &[Expr],
        scope: &mut Scope,
        at: Position,
    ) -> FormulaResult<Option<ResolvedValue>> {
        let missing = |side: &Expr| side.get_literal_value(None).is_some_and(|side| side.is_unit());
        let value = match sides {
            _ if comparison_of(sign).is_none() => return Ok(None),
            [value, side] if missing(side) => value,
            [side, value] if missing(side) => value,
            _ => return Ok(None),
        };
        if !matches!(sign, "==" | "!=") {
            let message = "a missing value is neither smaller nor greater than another";
            return Err(FormulaError::new(codes::TYPE_MISMATCH, at, message)
                .with_subject(Some(DiagnosisSubject::MissingValue))
                .with_help("ask for it with `== ()`, or replace it with `??`"));
        }
        let value = self.expression(value, scope)?;
        self.test_missing(sign, value, at).map(Some)
    }

    /// What a call of known values gives in a formula where Rhai itself would compare with a
    /// missing one; none where it may be left to Rhai.
    pub(super) fn known_call_with_missing(
        &mut self,
        name: &str,
        known: &[Arc<Dynamic>],
        at: Position,
    ) -> FormulaResult<Option<ResolvedValue>> {
        let [receiver, rest @ ..] = known else { return Ok(None) };
        if receiver.is_unit() {
            let unknown = methods::is_method_name(name) || element_methods::find(name).is_some();
            return Ok(unknown.then(ResolvedValue::unit));
        }
        let asks_closure = rest.iter().any(|argument| argument.is::<FnPtr>());
        if receiver.is_array() {
            if asks_closure || matches!((name, rest), ("contains" | "index_of", [_])) {
                return self.of_known_list(name, receiver, rest, at);
            }
            let holds_missing = receiver.as_array_ref().is_ok_and(|list| has_missing(&list));
            if holds_missing && COMPARING.contains(&name) {
                let message = format!("`{name}` compares the elements, and one of them is missing");
                return Err(FormulaError::new(codes::CONSTANT, at, message)
                    .with_help("leave it out first: `list.filter(|x| x != ())`"));
            }
            if name == "index_of" && (holds_missing || rest.iter().any(is_unit)) {
                let message = "a place from which to look, in a list with missing values";
                return Err(FormulaError::new(codes::NOT_COVERED, at, message)
                    .with_help("leave them out first: `list.filter(|x| x != ())`"));
            }
            return Ok((name == "get" && rest.iter().any(is_unit)).then(ResolvedValue::unit));
        }
        if asks_closure && receiver.is_map() {
            return Err(closure_of_rhai(name, at));
        }
        let asks_missing = rest.iter().any(is_unit);
        let looks_up = matches!(name, "contains" | "get");
        let asks = looks_up || !receiver.is_map() && methods::is_method_name(name);
        Ok((asks_missing && asks).then(ResolvedValue::unit))
    }

    /// A method of a list of known values that looks for one, or asks a closure.
    fn of_known_list(
        &mut self,
        name: &str,
        list: &Arc<Dynamic>,
        arguments: &[Arc<Dynamic>],
        at: Position,
    ) -> FormulaResult<Option<ResolvedValue>> {
        let arguments: Vec<ResolvedValue> =
            arguments.iter().cloned().map(ResolvedValue::Known).collect();
        let list = ResolvedValue::Known(list.clone());
        let result = self.list_method(name, &list, &arguments, at)?;
        if result.is_none() && arguments.iter().any(|argument| argument.closure().is_some()) {
            return Err(closure_of_rhai(name, at));
        }
        Ok(result)
    }
}

/// Whether it is `()`.
fn is_unit(value: &Arc<Dynamic>) -> bool {
    value.is_unit()
}

/// Whether one of these is missing.
pub(super) fn has_missing(list: &[Dynamic]) -> bool {
    list.iter().any(Dynamic::is_unit)
}

/// Whether something is missing in a list or map, or in one within it.
pub(super) fn has_missing_at_any_depth(value: &Dynamic) -> bool {
    if let Ok(list) = value.as_array_ref() {
        return list.iter().any(has_missing_at_any_depth);
    }
    match value.as_map_ref() {
        Ok(map) => map.values().any(has_missing_at_any_depth),
        Err(_) => value.is_unit(),
    }
}

/// The error for a closure that only Rhai itself could ask: in it, a missing value would be equal
/// to others or not.
fn closure_of_rhai(name: &str, at: Position) -> FormulaError {
    let message = format!("`{name}` with a closure inside a formula");
    FormulaError::new(codes::NOT_COVERED, at, message).with_help(
        "do it before the formula; in one, lists have `.any(|x| …)` `.all(|x| …)` \
         `.filter(|x| …)` `.map(|x| …)` `.find(|x| …)` `.index_of(|x| …)` `.reduce(|sum, x| …, 0)`",
    )
}
