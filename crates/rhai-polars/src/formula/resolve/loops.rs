//! `for` over what is known beforehand: each turn is compiled by itself, one after the other.
//!
//! Invariant: a turn changes nothing in rows that an earlier turn's `break` has taken out.

use super::block_exits::BlockExits;
use super::resolver::Resolver;
use super::scope::{ResolvedValue, Scope};
use crate::codes;
use crate::formula::error::{FormulaError, FormulaResult};
use crate::formula::type_names::describe_type;
use rhai::{Dynamic, Expr, FlowControl, Ident, Position, Stmt};

/// The most turns that are written out.
pub(super) const TURNS_MAX: usize = 1_000;

/// The error for a loop that is left when a column says so.
fn not_a_for(at: Position) -> FormulaError {
    FormulaError::new(codes::NOT_COVERED, at, "a loop that is not a `for` inside a formula")
        .with_help("go through a list or range with `for`, or ask `x in list`, `list.any(|x| …)`")
}

impl Resolver<'_> {
    /// `for name in items { … }` or `for (name, counter) in items { … }`.
    pub(super) fn repeat(
        &mut self,
        (name, counter, parts): &(Ident, Option<Ident>, FlowControl),
        scope: &mut Scope,
        at: Position,
    ) -> FormulaResult<BlockExits> {
        let over = self.expression(&parts.expr, scope)?;
        let items = self.iterated_items(&over, "`for`", parts.expr.position(), TURNS_MAX)?;
        let mut end = BlockExits::without_value();
        for (turn, item) in (0_i64..).zip(items) {
            if self.always_leaves(&end) {
                break;
            }
            self.spend(1, at)?;
            let mut variables = vec![(name.name.as_str(), item)];
            if let Some(counter) = counter {
                variables.insert(0, (counter.name.as_str(), ResolvedValue::known(turn)));
            }
            end = self.turn(end, variables, parts.body.statements(), scope, at)?;
        }
        Ok(BlockExits { breaks: None, fallthrough: Ok(ResolvedValue::unit()), ..end })
    }

    /// `while` and `loop`, for as long as it is known beforehand.
    pub(super) fn repeat_while(
        &mut self,
        parts: &FlowControl,
        scope: &mut Scope,
        at: Position,
    ) -> FormulaResult<BlockExits> {
        let mut end = BlockExits::without_value();
        for _ in 0..=TURNS_MAX {
            let goes_on = match &parts.expr {
                Expr::Unit(_) => ResolvedValue::known(true),
                condition => self.expression(condition, scope)?,
            };
            let ResolvedValue::Known(goes_on) = goes_on else { return Err(not_a_for(at)) };
            let goes_on = goes_on.as_bool().map_err(|_| not_a_for(at))?;
            if !goes_on || self.always_leaves(&end) {
                return Ok(BlockExits {
                    breaks: None,
                    fallthrough: Ok(ResolvedValue::unit()),
                    ..end
                });
            }
            end = self.turn(end, vec![], parts.body.statements(), scope, at)?;
        }
        let message = format!("a loop of more than {TURNS_MAX} turns");
        Err(FormulaError::new(codes::TOO_LARGE, at, message)
            .with_help("compute what is the same in every row before the formula"))
    }

    /// One turn of a loop after those before it, with variables of its own.
    fn turn(
        &mut self,
        earlier: BlockExits,
        variables: Vec<(&str, ResolvedValue)>,
        body: &[Stmt],
        scope: &mut Scope,
        at: Position,
    ) -> FormulaResult<BlockExits> {
        let before = earlier.breaks.map(|_| scope.clone());
        let depth = scope.depth();
        let entry =
            if earlier.may_leave() { Some(self.enter_unless_left(&earlier, at)?) } else { None };
        for (name, value) in variables {
            scope.declare(&name.into(), value);
        }
        let end = self.block(body, scope);
        scope.leave(depth);
        if let Some(entry) = &entry {
            self.restore_path(entry);
        }
        let end = end?;
        if let (Some(mut kept), Some(broken)) = (before, earlier.breaks) {
            self.merge_variables(broken, &mut kept, scope, at)?;
            *scope = kept;
        }
        self.sequence_exits(earlier, BlockExits { continues: None, ..end }, at)
    }

    /// The elements of what is gone through, so many at most; `user` says by what.
    pub(super) fn iterated_items(
        &self,
        over: &ResolvedValue,
        user: &str,
        at: Position,
        most: usize,
    ) -> FormulaResult<Vec<ResolvedValue>> {
        let items = match over {
            ResolvedValue::VaryingList(items) => items.to_vec(),
            ResolvedValue::Known(known) => {
                match elements(known).or_else(|| self.iterate_by_rhai(known)) {
                    Some(items) => items.into_iter().map(ResolvedValue::known).collect(),
                    None => {
                        let message = format!("{user} cannot go through {}", describe_type(known));
                        return Err(FormulaError::new(codes::NOT_COVERED, at, message).with_help(
                            "give it a list, a range such as `0..3`, or a map's `keys()`",
                        ));
                    }
                }
            }
            _ => {
                let message = format!("{user} over what differs from row to row");
                return Err(FormulaError::new(codes::NOT_COVERED, at, message)
                    .with_help("ask `i.tags.any(|tag| …)` or `\"client\" in i.tags` instead"));
            }
        };
        if items.len() > most {
            let message = format!("{user} over more than {most} elements");
            return Err(FormulaError::new(codes::TOO_LARGE, at, message)
                .with_help("ask `x in list`, or look the value up in a map"));
        }
        Ok(items)
    }
}

impl Resolver<'_> {
    /// What Rhai itself goes through in a value, such as `range(0, 10, 3)`; none where it cannot.
    fn iterate_by_rhai(&self, known: &Dynamic) -> Option<Vec<Dynamic>> {
        let mut scope = rhai::Scope::new();
        scope.push_dynamic("all", known.clone());
        let most = i64::try_from(TURNS_MAX).unwrap_or(i64::MAX);
        scope.push("most", most);
        let script = "let l = []; for x in all { l.push(x); if l.len() > most { break; } } l";
        let engine = self.context.call.engine();
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
