//! Expressions: literals, variables, logic and blocks used as values.

use super::Compiler;
use super::block::End;
use super::scope::{Scope, Value};
use crate::formula::build::{choice, logic};
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::graph::NodeId;
use crate::nearest::did_you_mean;
use rhai::{Dynamic, Expr, Map, Position};

impl Compiler<'_> {
    /// What an expression stands for.
    pub(super) fn expression(&mut self, source: &Expr, scope: &mut Scope) -> Compiled<Value> {
        if let Some(literal) = source.get_literal_value(None) {
            return Ok(Value::Known(literal));
        }
        match source {
            Expr::Variable(parts, _, at) if parts.2.is_empty() => variable(&parts.1, scope, *at),
            Expr::Variable(parts, _, at) => {
                self.module_constant(&parts.2.to_string(), &parts.1, *at)
            }
            Expr::And(sides, at) => self.logical(sides, scope, *at, logic::and),
            Expr::Or(sides, at) => self.logical(sides, scope, *at, logic::or),
            Expr::Coalesce(sides, at) => self.coalesce(sides, scope, *at),
            Expr::Dot(..) | Expr::Index(..) => self.chain(source, scope),
            Expr::FnCall(call, at) => self.call(call, scope, *at),
            Expr::Array(items, at) => self.array(items, scope, *at),
            Expr::Map(entries, at) => self.map(&entries.0, scope, *at),
            Expr::InterpolatedString(parts, at) => self.interpolated(parts, scope, *at),
            Expr::Stmt(block) => match self.block(block.statements(), scope)? {
                End::Falls(value) => Ok(value),
                End::Returns(_) | End::Either { .. } => Err(FormulaError::new(
                    "not-covered",
                    source.position(),
                    "`return` inside an expression",
                )
                .help("return from an `if` that is a statement of its own")),
            },
            other => Err(FormulaError::new(
                "not-covered",
                other.position(),
                "a formula cannot use this expression",
            )),
        }
    }

    /// The node of an expression.
    pub(super) fn expression_node(&mut self, source: &Expr, scope: &mut Scope) -> Compiled<NodeId> {
        let value = self.expression(source, scope)?;
        self.node(value, source.start_position())
    }

    fn logical(
        &mut self,
        sides: &[Expr],
        scope: &mut Scope,
        at: Position,
        join: fn(&mut crate::formula::graph::Graph, NodeId, NodeId, Position) -> Compiled<NodeId>,
    ) -> Compiled<Value> {
        let mut joined: Option<NodeId> = None;
        for side in sides {
            let node = self.expression_node(side, scope)?;
            joined = Some(match joined {
                None => node,
                Some(before) => join(&mut self.graph, before, node, at)?,
            });
        }
        joined.map(Value::Node).ok_or_else(|| FormulaError::new("not-covered", at, "nothing here"))
    }

    fn coalesce(&mut self, sides: &[Expr], scope: &mut Scope, at: Position) -> Compiled<Value> {
        let mut first: Option<Value> = None;
        for side in sides {
            let next = self.expression(side, scope)?;
            first = Some(match first {
                None => next,
                Some(Value::Known(known)) if known.is_unit() => next,
                Some(Value::Known(known)) => Value::Known(known),
                Some(before) => {
                    let (before, next) = (self.node(before, at)?, self.node(next, at)?);
                    Value::Node(choice::coalesce(&mut self.graph, before, next, at)?)
                }
            });
        }
        first.ok_or_else(|| FormulaError::new("not-covered", at, "nothing here"))
    }

    fn array(&mut self, items: &[Expr], scope: &mut Scope, at: Position) -> Compiled<Value> {
        let mut known = vec![];
        for item in items {
            match self.expression(item, scope)? {
                Value::Known(value) => known.push(value),
                _ => {
                    let message = "a list inside a formula cannot hold a column's value";
                    return Err(FormulaError::new("not-covered", at, message)
                        .help("write `a == x || a == y` instead of `a in [x, y]`"));
                }
            }
        }
        Ok(Value::Known(Dynamic::from_array(known)))
    }

    fn map(
        &mut self,
        entries: &[(rhai::Ident, Expr)],
        scope: &mut Scope,
        at: Position,
    ) -> Compiled<Value> {
        let mut known = Map::new();
        for (name, entry) in entries {
            let Value::Known(value) = self.expression(entry, scope)? else {
                let message = "a map inside a formula cannot hold a column's value";
                return Err(FormulaError::new("not-covered", at, message));
            };
            known.insert(name.name.as_str().into(), value);
        }
        Ok(Value::Known(Dynamic::from_map(known)))
    }

    fn interpolated(&mut self, parts: &[Expr], scope: &mut Scope, at: Position) -> Compiled<Value> {
        let mut text = Value::Known("".into());
        for part in parts {
            let value = self.expression(part, scope)?;
            let position = part.start_position();
            let written = self.method("to_string", value, vec![], position)?;
            text = self.operator("+", vec![text, written], at)?;
        }
        Ok(text)
    }

    fn module_constant(&mut self, namespace: &str, name: &str, at: Position) -> Compiled<Value> {
        let module = self.place.context.iter_imports().find(|(alias, _)| *alias == namespace);
        let found = module.and_then(|(_, module)| module.get_var(name));
        found.map(Value::Known).ok_or_else(|| {
            let message = format!("`{namespace}::{name}` is not a constant of that module");
            FormulaError::new("unknown-variable", at, message)
        })
    }
}

fn variable(name: &str, scope: &Scope, at: Position) -> Compiled<Value> {
    scope.get(name).cloned().ok_or_else(|| {
        FormulaError::new("unknown-variable", at, format!("no variable `{name}` here"))
            .help(did_you_mean(name, scope.names(), "a variable"))
    })
}
