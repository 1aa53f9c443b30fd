//! Expressions: literals, variables, logic and blocks used as values.

use super::call::CallSite;
use super::chain::error_position;
use super::function::THIS;
use super::reachability::{ConditionOutcome, PathCondition};
use super::resolver::Resolver;
use super::scope::{ResolvedValue, Scope};
use crate::codes;
use crate::formula::error::{FormulaError, FormulaResult};
use crate::formula::graph::NodeId;
use crate::formula::graph_builder::GraphBuilder;
use crate::nearest::did_you_mean;
use rhai::{Dynamic, Expr, Map, Position};

/// How two conditions are joined.
struct LogicalOperator {
    sign: &'static str,
    /// The known value that decides the whole.
    deciding: bool,
    join: fn(&mut GraphBuilder, NodeId, NodeId) -> FormulaResult<NodeId>,
}

const AND: LogicalOperator =
    LogicalOperator { sign: "`&&`", deciding: false, join: |graph, a, b| graph.and(a, b) };
const OR: LogicalOperator =
    LogicalOperator { sign: "`||`", deciding: true, join: |graph, a, b| graph.or(a, b) };

impl Resolver<'_> {
    /// What an expression stands for.
    pub(super) fn expression(
        &mut self,
        source: &Expr,
        scope: &mut Scope,
    ) -> FormulaResult<ResolvedValue> {
        let at = source.position();
        if let Some(literal) = source.get_literal_value(None) {
            return Self::demand_known(ResolvedValue::known(literal), at);
        }
        let value = self.nested(at, |this| this.compound(source, scope))?;
        Self::demand_known(value, at)
    }

    fn compound(&mut self, source: &Expr, scope: &mut Scope) -> FormulaResult<ResolvedValue> {
        match source {
            Expr::Variable(parts, _, at) if parts.2.is_empty() => {
                self.variable(&parts.1, scope, *at)
            }
            Expr::ThisPtr(at) => self.variable(THIS, scope, *at),
            Expr::Variable(parts, _, at) => {
                self.module_constant(&parts.2.to_string(), &parts.1, *at)
            }
            Expr::And(sides, at) => self.logical(sides, scope, *at, &AND),
            Expr::Or(sides, at) => self.logical(sides, scope, *at, &OR),
            Expr::Coalesce(sides, at) => self.coalesce(sides, scope, *at),
            Expr::Dot(..) | Expr::Index(..) => self.chain(source, scope),
            Expr::FnCall(call, at) => self.call(call, scope, *at),
            Expr::Array(items, at) => self.array(items, scope, *at),
            Expr::Map(entries, at) => self.map(&entries.0, scope, *at),
            Expr::InterpolatedString(parts, at) => self.interpolated(parts, scope, *at),
            Expr::Stmt(block) => {
                let end = self.block(block.statements(), scope)?;
                if end.may_leave() {
                    let message = "`return` inside an expression";
                    return Err(FormulaError::new(codes::NOT_COVERED, source.position(), message)
                        .with_help("return from an `if` that is a statement of its own"));
                }
                end.fallthrough
            }
            other => Err(FormulaError::new(
                codes::NOT_COVERED,
                other.position(),
                "a formula cannot use this expression",
            )
            .with_help(
                "formulas are made of columns, values, operators, `if`, `switch` and calls",
            )),
        }
    }

    /// `&&` or `||`. A side that decides the whole beforehand ends it, as it does in Rhai.
    fn logical(
        &mut self,
        sides: &[Expr],
        scope: &mut Scope,
        at: Position,
        joined: &LogicalOperator,
    ) -> FormulaResult<ResolvedValue> {
        let mut whole: Option<NodeId> = None;
        let which =
            if joined.deciding { ConditionOutcome::NotHolds } else { ConditionOutcome::NotFails };
        let mut entry: Option<PathCondition> = None;
        for side in sides {
            if let Some(so_far) = whole {
                let before = self.enter_where(so_far, which, at)?;
                entry.get_or_insert(before);
            }
            let (node, decides) = match self.side(side, scope, joined) {
                Ok(resolved) => resolved,
                Err(error) => (self.note_and_replace(error)?, false),
            };
            let so_far = match whole {
                None => node,
                Some(before) => (joined.join)(&mut self.graph.at(at), before, node)?,
            };
            whole = Some(so_far);
            if decides {
                break;
            }
        }
        if let Some(entry) = &entry {
            self.restore_path(entry);
        }
        whole
            .map(|whole| self.value_of(whole))
            .ok_or_else(|| FormulaError::new(codes::NOT_COVERED, at, "nothing here"))
    }

    /// One side, and whether it decides the whole.
    fn side(
        &mut self,
        side: &Expr,
        scope: &mut Scope,
        joined: &LogicalOperator,
    ) -> FormulaResult<(NodeId, bool)> {
        let value = self.expression(side, scope)?;
        let decides = match &value {
            ResolvedValue::Known(known) => known.as_bool() == Ok(joined.deciding),
            _ => false,
        };
        let node = self.node(value, error_position(side))?;
        self.graph.at(error_position(side)).demand_condition(node, joined.sign)?;
        Ok((node, decides))
    }

    fn coalesce(
        &mut self,
        sides: &[Expr],
        scope: &mut Scope,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let mut first: Option<ResolvedValue> = None;
        let mut entry: Option<PathCondition> = None;
        for side in sides {
            if let Some(ResolvedValue::Node(so_far)) = &first {
                let before = self.enter_where_missing(*so_far, at)?;
                entry.get_or_insert(before);
            }
            let next = self.expression(side, scope)?;
            let so_far = match first {
                Some(before) if !before.is_unit() => {
                    let (before, next) = (self.node(before, at)?, self.node(next, at)?);
                    ResolvedValue::Node(self.graph.at(at).coalesce(before, next)?)
                }
                _ => next,
            };
            let settled = matches!(&so_far, ResolvedValue::Known(_)) && !so_far.is_unit();
            first = Some(so_far);
            if settled {
                break;
            }
        }
        if let Some(entry) = &entry {
            self.restore_path(entry);
        }
        first.ok_or_else(|| FormulaError::new(codes::NOT_COVERED, at, "nothing here"))
    }

    fn array(
        &mut self,
        items: &[Expr],
        scope: &mut Scope,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let items = self.arguments(items, scope)?;
        self.make_list(items, at)
    }

    fn map(
        &mut self,
        entries: &[(rhai::Ident, Expr)],
        scope: &mut Scope,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let mut known = Map::new();
        for (name, entry) in entries {
            let ResolvedValue::Known(value) = self.expression(entry, scope)? else {
                let message = "a map inside a formula cannot hold a column's value";
                return Err(FormulaError::new(codes::NOT_COVERED, at, message)
                    .with_help("choose with `if` or `switch`"));
            };
            known.insert(name.name.as_str().into(), value.as_ref().clone());
        }
        Ok(ResolvedValue::known(Dynamic::from_map(known)))
    }

    fn interpolated(
        &mut self,
        parts: &[Expr],
        scope: &mut Scope,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let mut text = ResolvedValue::known("");
        for part in parts {
            let value = self.expression(part, scope)?;
            let position = part.start_position();
            let written = self.method("to_string", value, vec![], CallSite::bare(position))?;
            text = self.operator("+", vec![text, written], at)?;
        }
        Ok(text)
    }

    fn module_constant(
        &mut self,
        namespace: &str,
        name: &str,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        if self.leaves_open() {
            return Err(FormulaError::unknown(at));
        }
        let constant = if namespace == "global" {
            self.global(name)
        } else {
            self.module(namespace).and_then(|module| module.get_var(name))
        };
        constant.map(ResolvedValue::known).ok_or_else(|| {
            let message = format!("`{namespace}::{name}` is not a constant of that module");
            FormulaError::new(codes::UNKNOWN_VARIABLE, at, message)
                .with_help("export it with `export const`")
        })
    }

    /// What a name stands for: a variable or, as in Rhai, a function of the script.
    fn variable(&self, name: &str, scope: &Scope, at: Position) -> FormulaResult<ResolvedValue> {
        if let Some(value) = scope.get(name) {
            return Ok(value.clone());
        }
        if self.parameter_counts(name).next().is_some() {
            return Self::pointer(name, at);
        }
        Err(FormulaError::new(codes::UNKNOWN_VARIABLE, at, format!("no variable `{name}` here"))
            .with_help(did_you_mean(name, scope.names(), "a variable")))
    }

    /// A function of that name, as a value.
    pub(super) fn pointer(name: &str, at: Position) -> FormulaResult<ResolvedValue> {
        let pointer = rhai::FnPtr::new(name).map(ResolvedValue::known);
        pointer.map_err(|_| {
            FormulaError::new(codes::VALUE_TYPE, at, format!("`{name}` names no function"))
        })
    }
}
