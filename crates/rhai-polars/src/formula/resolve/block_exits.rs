//! How a run of statements ends: where it is left early, and with which value.
//!
//! Invariant: the conditions of one [`BlockExits`] exclude one another in every row, and each
//! statement is compiled once: what follows an early return becomes the other side of its
//! condition.

use super::constant_evaluation::same_value;
use super::resolver::Resolver;
use super::scope::{ResolvedValue, Scope};
use crate::formula::constant::Constant;
use crate::formula::error::FormulaResult;
use crate::formula::graph::NodeId;
use rhai::Position;

/// How a run of statements ends. A condition that is not there never holds.
#[derive(Clone, Debug)]
pub(super) struct BlockExits {
    /// When it returns from the function, and what.
    pub(super) returns: Option<(NodeId, ResolvedValue)>,
    /// When it leaves the innermost loop.
    pub(super) breaks: Option<NodeId>,
    /// When it goes on to the loop's next turn.
    pub(super) continues: Option<NodeId>,
    /// Its value in all other rows, or why it has none that a formula could use.
    pub(super) fallthrough: FormulaResult<ResolvedValue>,
}

impl BlockExits {
    /// It comes to its end with this value.
    pub(super) fn with_value(value: ResolvedValue) -> Self {
        Self { returns: None, breaks: None, continues: None, fallthrough: Ok(value) }
    }

    /// It comes to its end without a value.
    pub(super) fn without_value() -> Self {
        Self::with_value(ResolvedValue::unit())
    }

    /// Whether it is left early in any row.
    pub(super) fn may_leave(&self) -> bool {
        self.returns.is_some() || self.may_jump()
    }

    /// Whether a loop's turn is left early in any row.
    pub(super) fn may_jump(&self) -> bool {
        self.breaks.is_some() || self.continues.is_some()
    }

    /// When it returns from the function.
    pub(super) fn return_condition(&self) -> Option<NodeId> {
        self.returns.as_ref().map(|(when, _)| *when)
    }
}

impl Resolver<'_> {
    /// The node of `true`, for what happens in every row.
    pub(super) fn always(&mut self, at: Position) -> FormulaResult<NodeId> {
        self.node(ResolvedValue::known(true), at)
    }

    /// Whether it returns in every row.
    pub(super) fn always_returns(&self, end: &BlockExits) -> bool {
        end.return_condition().is_some_and(|when| self.is_true(when))
    }

    /// Whether nothing after it is reached in any row.
    pub(super) fn always_leaves(&self, end: &BlockExits) -> bool {
        let conditions = [end.return_condition(), end.breaks, end.continues];
        conditions.into_iter().flatten().any(|when| self.is_true(when))
    }

    fn is_true(&self, when: NodeId) -> bool {
        self.graph.constant(when) == Some(&Constant::Bool(true))
    }

    /// The condition that one or the other holds, by a condition; none where neither ever does.
    fn either(
        &mut self,
        condition: NodeId,
        yes: Option<NodeId>,
        no: Option<NodeId>,
        at: Position,
    ) -> FormulaResult<Option<NodeId>> {
        if yes.is_none() && no.is_none() {
            return Ok(None);
        }
        let never = self.node(ResolvedValue::known(false), at)?;
        let (yes, no) = (yes.unwrap_or(never), no.unwrap_or(never));
        self.graph.at(at).choose(condition, yes, no).map(Some)
    }

    /// One condition or, where it does not hold, the other.
    pub(super) fn or_else(
        &mut self,
        first: Option<NodeId>,
        second: Option<NodeId>,
        at: Position,
    ) -> FormulaResult<Option<NodeId>> {
        let Some(first) = first else { return Ok(second) };
        let yes = self.always(at)?;
        self.either(first, Some(yes), second, at)
    }

    /// When a turn of a loop is left early by `break` or `continue`.
    pub(super) fn jumping(
        &mut self,
        end: &BlockExits,
        at: Position,
    ) -> FormulaResult<Option<NodeId>> {
        self.or_else(end.breaks, end.continues, at)
    }

    /// What statements and those after them come to together.
    pub(super) fn sequence_exits(
        &mut self,
        first: BlockExits,
        rest: BlockExits,
        at: Position,
    ) -> FormulaResult<BlockExits> {
        let returned = first.return_condition();
        let jumped = self.jumping(&first, at)?;
        let out_but_break = self.or_else(returned, first.continues, at)?;
        let out_but_continue = self.or_else(returned, first.breaks, at)?;
        let when = self.later(returned, jumped, rest.return_condition(), at)?;
        let breaks = self.later(first.breaks, out_but_break, rest.breaks, at)?;
        let continues = self.later(first.continues, out_but_continue, rest.continues, at)?;
        let value = match (first.returns, rest.returns) {
            (Some((when, first)), Some((_, rest))) => {
                Some(self.choose_value(when, first, rest, at)?)
            }
            (Some((_, only)), None) | (None, Some((_, only))) => Some(only),
            (None, None) => None,
        };
        Ok(BlockExits {
            returns: when.zip(value),
            breaks,
            continues,
            fallthrough: rest.fallthrough,
        })
    }

    /// When something happens first, or later where nothing else happened before.
    fn later(
        &mut self,
        first: Option<NodeId>,
        other: Option<NodeId>,
        rest: Option<NodeId>,
        at: Position,
    ) -> FormulaResult<Option<NodeId>> {
        let rest = match other {
            Some(other) => self.either(other, None, rest, at)?,
            None => rest,
        };
        // Where the first never happens and the rest never does, `either` above gave a constant.
        self.or_else(first, rest, at)
    }

    /// What two branches of a condition come to together; `scope` and `other` are their variables,
    /// and `scope` becomes those after both.
    pub(super) fn join_branches(
        &mut self,
        condition: NodeId,
        yes: BlockExits,
        no: BlockExits,
        scope: &mut Scope,
        other: Scope,
        at: Position,
    ) -> FormulaResult<BlockExits> {
        match (self.always_returns(&yes), self.always_returns(&no)) {
            (true, false) => *scope = other,
            (false, false) => self.merge_variables(condition, scope, &other, at)?,
            _ => {}
        }
        let when = self.either(condition, yes.return_condition(), no.return_condition(), at)?;
        let breaks = self.either(condition, yes.breaks, no.breaks, at)?;
        let continues = self.either(condition, yes.continues, no.continues, at)?;
        let falls = match (self.always_leaves(&yes), self.always_leaves(&no)) {
            (true, _) => no.fallthrough,
            (_, true) => yes.fallthrough,
            _ => match (yes.fallthrough, no.fallthrough) {
                (Ok(yes), Ok(no)) => self.choose_value(condition, yes, no, at),
                (Err(error), _) | (_, Err(error)) => Err(error),
            },
        };
        let value = match (yes.returns, no.returns) {
            (Some((_, yes)), Some((_, no))) => Some(self.choose_value(condition, yes, no, at)?),
            (Some((_, only)), None) | (None, Some((_, only))) => Some(only),
            (None, None) => None,
        };
        Ok(BlockExits { returns: when.zip(value), breaks, continues, fallthrough: falls })
    }

    /// Gives every variable that the branches left different the value of the branch taken.
    pub(super) fn merge_variables(
        &mut self,
        condition: NodeId,
        yes: &mut Scope,
        no: &Scope,
        at: Position,
    ) -> FormulaResult<()> {
        for (name, mine, theirs) in yes.zip_branches(no) {
            if same(mine, theirs) {
                continue;
            }
            let first = self.node(mine.clone(), at)?;
            let second = self.node(theirs.clone(), at)?;
            let merged = self.graph.at(at).choose(condition, first, second).map_err(|error| {
                error.with_help(format!("`{name}` differs between the branches"))
            })?;
            *mine = self.value_of(merged);
        }
        Ok(())
    }

    /// The value of the branch taken; statements without a value stay without one.
    pub(super) fn choose_value(
        &mut self,
        condition: NodeId,
        yes: ResolvedValue,
        no: ResolvedValue,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        if yes.is_unit() && no.is_unit() {
            return Ok(yes);
        }
        let yes = self.node(yes, at)?;
        let no = self.node(no, at)?;
        let chosen = self.graph.at(at).choose(condition, yes, no)?;
        Ok(self.value_of(chosen))
    }
}

/// Whether two values are one; values that are written alike count as such.
fn same(mine: &ResolvedValue, theirs: &ResolvedValue) -> bool {
    match (mine, theirs) {
        (ResolvedValue::Row, ResolvedValue::Row) => true,
        (ResolvedValue::Node(a), ResolvedValue::Node(b)) => a == b,
        (ResolvedValue::VaryingList(a), ResolvedValue::VaryingList(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b))
        }
        (ResolvedValue::TableLookup(a), ResolvedValue::TableLookup(b)) => {
            std::sync::Arc::ptr_eq(a, b)
        }
        (ResolvedValue::Closure(a), ResolvedValue::Closure(b)) => std::sync::Arc::ptr_eq(a, b),
        (ResolvedValue::Known(a), ResolvedValue::Known(b)) => {
            std::sync::Arc::ptr_eq(a, b) || same_value(a, b)
        }
        _ => false,
    }
}
