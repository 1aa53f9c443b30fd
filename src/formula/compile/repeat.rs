//! `for` over what is known beforehand: each turn is compiled by itself, one after the other.
//!
//! Invariant: a turn changes nothing in rows that an earlier turn's `break` has taken out.

use super::Compiler;
use super::end::End;
use super::scope::{Scope, Value};
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::words::describe;
use rhai::{Dynamic, FlowControl, Ident, Position};

/// The most turns that are written out.
const TURNS_MAX: usize = 1_000;

impl Compiler<'_> {
    /// `for name in items { … }` or `for (name, counter) in items { … }`.
    pub(super) fn repeat(
        &mut self,
        (name, counter, parts): &(Ident, Option<Ident>, FlowControl),
        scope: &mut Scope,
        at: Position,
    ) -> Compiled<End> {
        let over = self.expression(&parts.expr, scope)?;
        let items = self.items(&over, "`for`", parts.expr.position())?;
        let mut all = End::nothing();
        for (turn, item) in (0_i64..).zip(items) {
            if self.always_leaves(&all) {
                break;
            }
            self.spend(1, at)?;
            let before = all.breaks.map(|_| scope.clone());
            let depth = scope.depth();
            let entry = if all.is_left() { Some(self.unless_left(&all, at)?) } else { None };
            if let Some(counter) = counter {
                scope.declare(&counter.name.as_str().into(), Value::known(turn));
            }
            scope.declare(&name.name.as_str().into(), item);
            let end = self.block(parts.body.statements(), scope);
            scope.leave(depth);
            if let Some(entry) = &entry {
                self.come_back(entry);
            }
            let end = end?;
            if let (Some(mut kept), Some(broken)) = (before, all.breaks) {
                self.merge(broken, &mut kept, scope, at)?;
                *scope = kept;
            }
            all = self.in_turn(all, End { continues: None, ..end }, at)?;
        }
        Ok(End { breaks: None, falls: Ok(Value::unit()), ..all })
    }

    /// The elements of what is gone through; `user` says by what.
    pub(super) fn items(&self, over: &Value, user: &str, at: Position) -> Compiled<Vec<Value>> {
        let items = match over {
            Value::Several(items) => items.to_vec(),
            Value::Known(known) => match elements(known).or_else(|| self.gone_through(known)) {
                Some(items) => items.into_iter().map(Value::known).collect(),
                None => {
                    let message = format!("{user} cannot go through {}", describe(known));
                    return Err(FormulaError::new("not-covered", at, message)
                        .help("give it a list, a range such as `0..3`, or a map's `keys()`"));
                }
            },
            _ => {
                let message = format!("{user} over what differs from row to row");
                return Err(FormulaError::new("not-covered", at, message)
                    .help("ask `i.tags.any(|tag| …)` or `\"client\" in i.tags` instead"));
            }
        };
        if items.len() > TURNS_MAX {
            let message = format!("{user} over more than {TURNS_MAX} elements");
            return Err(FormulaError::new("too-large", at, message)
                .help("ask `x in list`, or look the value up in a map"));
        }
        Ok(items)
    }
}

impl Compiler<'_> {
    /// What Rhai itself goes through in a value, such as `range(0, 10, 3)`; none where it cannot.
    fn gone_through(&self, known: &Dynamic) -> Option<Vec<Dynamic>> {
        let mut scope = rhai::Scope::new();
        scope.push_dynamic("all", known.clone());
        let most = i64::try_from(TURNS_MAX).unwrap_or(i64::MAX);
        scope.push("most", most);
        let script = "let l = []; for x in all { l.push(x); if l.len() > most { break; } } l";
        let engine = self.place.context.engine();
        engine.eval_with_scope::<rhai::Array>(&mut scope, script).ok()
    }
}

/// The elements of a known value, none where there are no such.
fn elements(known: &Dynamic) -> Option<Vec<Dynamic>> {
    let range = |range: &mut dyn Iterator<Item = i64>| {
        // One more than is allowed is enough to know that there are too many.
        range.take(TURNS_MAX + 1).map(Dynamic::from).collect()
    };
    if let Ok(array) = known.as_array_ref() {
        return Some(array.to_vec());
    }
    if let Some(mut exclusive) = known.clone().try_cast::<std::ops::Range<i64>>() {
        return Some(range(&mut exclusive));
    }
    if let Some(mut inclusive) = known.clone().try_cast::<std::ops::RangeInclusive<i64>>() {
        return Some(range(&mut inclusive));
    }
    let text = known.as_immutable_string_ref().ok()?;
    Some(text.chars().map(Dynamic::from).collect())
}
