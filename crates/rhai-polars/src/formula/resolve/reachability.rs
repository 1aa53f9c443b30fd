//! Which rows reach a part of a formula: the condition under which each probe is.
//!
//! Invariant: a condition here is known in every row; where what decides is unknown, the row
//! reaches what Rhai's short cuts would leave out only if its value can matter.

use super::block_exits::BlockExits;
use super::resolver::Resolver;
use super::scope::ResolvedValue;
use crate::formula::constant::Constant;
use crate::formula::error::FormulaResult;
use crate::formula::graph::{Comparison, NodeId, Quantifier, Window};
use crate::formula::probes::{self, Probe, ReachedProbes};
use rhai::{Dynamic, Position};
use std::ops::Range;
use std::sync::Arc;

/// Where a compilation has come, as far as probes are looked for.
#[derive(Default)]
pub(super) struct Reachability {
    /// Where probes that Rhai itself reaches are noted; none where nobody looks for any.
    sink: Option<Arc<ReachedProbes>>,
    probes: Vec<Probe>,
    /// The condition under which a row gets here; none where every row does.
    path: Option<NodeId>,
}

/// Which rows go on behind a condition.
#[derive(Clone, Copy)]
pub(super) enum ConditionOutcome {
    /// Those of which it is known to hold.
    Holds,
    /// Those of which it is known not to hold.
    Fails,
    /// Those of which it is not known to hold.
    NotHolds,
    /// Those of which it is not known to fail.
    NotFails,
}

/// How rows got to a place, to come back to it.
pub(super) struct PathCondition(Option<NodeId>);

impl Reachability {
    pub(super) fn new(sink: Option<Arc<ReachedProbes>>) -> Self {
        Self { sink, ..Self::default() }
    }

    pub(super) fn into_probes(self) -> Vec<Probe> {
        self.probes
    }

    fn is_asked(&self) -> bool {
        self.sink.is_some()
    }
}

impl Resolver<'_> {
    /// The value of a probe, which is noted; none where a call is none.
    pub(super) fn probe(&mut self, name: &str, number: &[rhai::Expr]) -> Option<ResolvedValue> {
        if !self.reach.is_asked() {
            return None;
        }
        let value = probes::probe_value(name)?;
        let number = number.first()?.get_literal_value(None)?.as_int().ok()?;
        self.reach.probes.push(Probe { number, when: self.reach.path });
        Some(ResolvedValue::known(value))
    }

    /// Goes on with the rows behind a condition; [`Resolver::come_back`] leads back.
    pub(super) fn enter_where(
        &mut self,
        condition: NodeId,
        which: ConditionOutcome,
        at: Position,
    ) -> FormulaResult<PathCondition> {
        let before = PathCondition(self.reach.path);
        if !self.reach.is_asked() {
            return Ok(before);
        }
        let (unknown, wanted) = match which {
            ConditionOutcome::Holds => (false, true),
            ConditionOutcome::Fails => (true, false),
            ConditionOutcome::NotHolds => (false, false),
            ConditionOutcome::NotFails => (true, true),
        };
        let graph = &mut self.graph.at(at);
        let unknown = graph.add_constant(Constant::Bool(unknown));
        let mut narrowed = graph.coalesce(condition, unknown)?;
        if !wanted {
            narrowed = graph.not(narrowed)?;
        }
        self.narrow(narrowed, at)?;
        Ok(before)
    }

    /// Goes on with the rows that lack a value.
    pub(super) fn enter_where_missing(
        &mut self,
        value: NodeId,
        at: Position,
    ) -> FormulaResult<PathCondition> {
        let before = PathCondition(self.reach.path);
        if self.reach.is_asked() {
            let is_missing = self.graph.at(at).is_missing(value);
            self.narrow(is_missing, at)?;
        }
        Ok(before)
    }

    /// How rows get here.
    pub(super) fn path_condition(&self) -> PathCondition {
        PathCondition(self.reach.path)
    }

    /// Goes on with the rows that are still there after a statement.
    pub(super) fn enter_unless_left(
        &mut self,
        end: &BlockExits,
        at: Position,
    ) -> FormulaResult<PathCondition> {
        let here = self.path_condition();
        if self.reach.is_asked() {
            let jumped = self.jumping(end, at)?;
            if let Some(left) = self.or_else(end.return_condition(), jumped, at)? {
                self.enter_where(left, ConditionOutcome::Fails, at)?;
            }
        }
        Ok(here)
    }

    fn narrow(&mut self, condition: NodeId, at: Position) -> FormulaResult<()> {
        let path = match self.reach.path {
            None => condition,
            Some(path) => self.graph.at(at).and(path, condition)?,
        };
        self.reach.path = Some(path);
        Ok(())
    }

    pub(super) fn restore_path(&mut self, before: &PathCondition) {
        self.reach.path = before.0;
    }

    /// Lets Rhai compute something; the probes that it meets are reached by the rows that are here.
    pub(super) fn record_reached<T>(&mut self, compute: impl FnOnce(&Self) -> T) -> T {
        let Some(sink) = self.reach.sink.clone() else { return compute(self) };
        let before = sink.take();
        let computed = compute(self);
        let when = self.reach.path;
        self.reach.probes.extend(sink.take().into_iter().map(|number| Probe { number, when }));
        for number in before {
            sink.reach(number);
        }
        computed
    }

    /// Compiles a closure by itself, as if every row came to it; tells which places are in it, none
    /// where that is not asked.
    fn apart<T>(
        &mut self,
        compile: impl FnOnce(&mut Self) -> FormulaResult<T>,
    ) -> FormulaResult<(T, Range<usize>)> {
        if !self.reach.is_asked() {
            return Ok((compile(self)?, 0..0));
        }
        let outside = self.reach.path.take();
        let first = self.reach.probes.len();
        let compiled = compile(self);
        self.reach.path = outside;
        Ok((compiled?, first..self.reach.probes.len()))
    }

    /// Compiles a closure that is asked of a list's elements: a row reaches a part of it where one
    /// of its elements does.
    pub(super) fn compile_for_elements<T>(
        &mut self,
        list: NodeId,
        element: NodeId,
        depth: usize,
        at: Position,
        compile: impl FnOnce(&mut Self) -> FormulaResult<T>,
    ) -> FormulaResult<T> {
        let (compiled, probes) = self.apart(compile)?;
        for index in probes {
            let inside = match self.reach.probes[index].when {
                Some(inside) if self.graph.constant(inside) == Some(&Constant::Bool(false)) => {
                    continue;
                }
                Some(inside) if self.graph.constant(inside).is_none() => inside,
                // True of every element, in words that are about the element.
                _ => {
                    let missing = self.graph.at(at).is_missing(element);
                    let present = self.graph.at(at).not(missing)?;
                    self.graph.at(at).or(missing, present)?
                }
            };
            let any = self.graph.at(at).each(Quantifier::Any, list, inside, depth)?;
            let before = self.enter_where(any, ConditionOutcome::Holds, at)?;
            self.reach.probes[index].when = self.reach.path;
            self.restore_path(&before);
        }
        Ok(compiled)
    }

    /// Compiles a closure that is asked of the rows that share these keys: a row reaches a part of
    /// it where one of those rows does.
    pub(super) fn compile_for_rows<T>(
        &mut self,
        keys: &[NodeId],
        at: Position,
        compile: impl FnOnce(&mut Self) -> FormulaResult<T>,
    ) -> FormulaResult<T> {
        let (compiled, probes) = self.apart(compile)?;
        for index in probes {
            let Some(inside) = self.reach.probes[index].when else {
                self.reach.probes[index].when = self.reach.path;
                continue;
            };
            let graph = &mut self.graph.at(at);
            let [one, none] = [1, 0].map(|n| graph.add_constant(Constant::Int(n)));
            let counted = graph.choose(inside, one, none)?;
            let keys = keys.to_vec();
            let most = graph.window(Window::Max, "max_by", Some(counted), keys)?;
            let any = graph.compare(Comparison::Equal, most, one)?;
            let before = self.enter_where(any, ConditionOutcome::Holds, at)?;
            self.reach.probes[index].when = self.reach.path;
            self.restore_path(&before);
        }
        Ok(compiled)
    }
}

/// Registers the probes, so that those which Rhai itself meets are noted.
pub fn register(engine: &mut rhai::Engine, sink: &Arc<ReachedProbes>) {
    for name in [probes::REACHED, probes::REACHED_TRUE, probes::REACHED_FALSE] {
        let sink = sink.clone();
        engine.register_fn(name, move |number: i64| {
            sink.reach(number);
            probes::probe_value(name).unwrap_or(Dynamic::UNIT)
        });
    }
}
