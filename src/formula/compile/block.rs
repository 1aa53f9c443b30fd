//! Statements: variables, branches and early returns.
//!
//! Invariant: every statement is compiled once. What follows an early return becomes the other
//! branch of its condition, so many returns are one chain and not a tree of copies.

use super::Compiler;
use super::closure;
use super::scope::{Scope, Value};
use crate::formula::build::choice;
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::graph::NodeId;
use crate::formula::value::Value as Constant;
use rhai::{ASTFlags, Dynamic, Expr, Position, Stmt};

/// How a run of statements ends.
pub(super) enum End {
    /// It comes to its end with this value.
    Falls(Value),
    /// It returns this from the function.
    Returns(Value),
    /// It returns `value` where `when` holds, else it comes to its end with `falls`.
    Either { when: NodeId, value: NodeId, falls: Value },
}

const UNIT: Value = Value::Known(Dynamic::UNIT);

impl Compiler<'_> {
    /// The value of a function's body: what it returns, or what it ends with.
    pub(super) fn body(
        &mut self,
        statements: &[Stmt],
        scope: &mut Scope,
        at: Position,
    ) -> Compiled<Value> {
        match self.statements(statements, scope)? {
            End::Falls(value) | End::Returns(value) => Ok(value),
            End::Either { when, value, falls } => {
                let falls = self.node(falls, at)?;
                choice::choose(&mut self.graph, when, (value, falls), at).map(Value::Node)
            }
        }
    }

    /// Statements in a block of their own.
    pub(super) fn block(&mut self, statements: &[Stmt], scope: &mut Scope) -> Compiled<End> {
        let depth = scope.depth();
        let end = self.statements(statements, scope);
        scope.leave(depth);
        end
    }

    fn statements(&mut self, statements: &[Stmt], scope: &mut Scope) -> Compiled<End> {
        let mut last = UNIT;
        for (index, statement) in statements.iter().enumerate() {
            match self.statement(statement, scope)? {
                End::Falls(value) => last = value,
                End::Returns(value) => return Ok(End::Returns(value)),
                End::Either { when, value, falls } => {
                    let rest = &statements[index + 1..];
                    if rest.is_empty() {
                        return Ok(End::Either { when, value, falls });
                    }
                    let rest = self.statements(rest, scope)?;
                    return self.either((when, value), rest, statement.position());
                }
            }
        }
        Ok(End::Falls(last))
    }

    /// What a return on condition and all that follows it come to together.
    fn either(
        &mut self,
        (when, value): (NodeId, NodeId),
        rest: End,
        at: Position,
    ) -> Compiled<End> {
        match rest {
            End::Falls(falls) => Ok(End::Either { when, value, falls }),
            End::Returns(later) => {
                let later = self.node(later, at)?;
                let value = choice::choose(&mut self.graph, when, (value, later), at)?;
                Ok(End::Returns(Value::Node(value)))
            }
            End::Either { when: then, value: later, falls } => {
                let yes = self.node(Value::Known(true.into()), at)?;
                let any = choice::choose(&mut self.graph, when, (yes, then), at)?;
                let value = choice::choose(&mut self.graph, when, (value, later), at)?;
                Ok(End::Either { when: any, value, falls })
            }
        }
    }

    fn statement(&mut self, statement: &Stmt, scope: &mut Scope) -> Compiled<End> {
        match statement {
            Stmt::Noop(_) | Stmt::Share(_) => Ok(End::Falls(UNIT)),
            Stmt::Expr(expression) => self.expression(expression, scope).map(End::Falls),
            Stmt::FnCall(call, at) => self.call(call, scope, *at).map(End::Falls),
            Stmt::Block(block) => self.block(block.statements(), scope),
            Stmt::Var(variable, _, _) => {
                let value = self.expression(&variable.1, scope)?;
                scope.declare(&variable.0.name, value);
                Ok(End::Falls(UNIT))
            }
            Stmt::Assignment(assignment) => {
                let (operation, sides) = &**assignment;
                let base = operation.get_op_assignment_info().map(|info| info.5);
                self.assign(base, (&sides.lhs, &sides.rhs), scope, operation.position())
            }
            Stmt::Return(Some(value), flags, _) if !flags.intersects(ASTFlags::BREAK) => {
                self.expression(value, scope).map(End::Returns)
            }
            Stmt::Return(None, flags, _) if !flags.intersects(ASTFlags::BREAK) => {
                Ok(End::Returns(UNIT))
            }
            Stmt::If(parts, at) => {
                let branches = (parts.body.statements(), parts.branch.statements());
                self.branch(&parts.expr, branches, scope, *at)
            }
            other => Err(not_covered(other)),
        }
    }

    fn assign(
        &mut self,
        base: Option<&str>,
        (left, right): (&Expr, &Expr),
        scope: &mut Scope,
        at: Position,
    ) -> Compiled<End> {
        let Expr::Variable(name, _, _) = left else {
            let message = "only a variable of the formula can be assigned";
            return Err(FormulaError::new("not-covered", left.position(), message)
                .help("declare one with `let`, and give the result as the last expression"));
        };
        let mut value = self.expression(right, scope)?;
        if let Some(sign) = base {
            let old = self.expression(left, scope)?;
            value = self.operator(sign, vec![old, value], at)?;
        }
        if scope.assign(&name.1, value) {
            return Ok(End::Falls(UNIT));
        }
        Err(FormulaError::new("unknown-variable", left.position(), format!("no `{}` here", name.1)))
    }

    fn branch(
        &mut self,
        condition: &Expr,
        (yes, no): (&[Stmt], &[Stmt]),
        scope: &mut Scope,
        at: Position,
    ) -> Compiled<End> {
        let condition_value = self.expression(condition, scope)?;
        if let Value::Known(known) = &condition_value
            && let Ok(known) = known.as_bool()
        {
            return self.block(if known { yes } else { no }, scope);
        }
        let condition = self.node(condition_value, condition.position())?;
        let mut other = scope.clone();
        let yes = self.block(yes, scope)?;
        let no = self.block(no, &mut other)?;
        match (&yes, &no) {
            (End::Returns(_), End::Returns(_)) => {}
            (End::Returns(_), _) => *scope = other,
            (_, End::Returns(_)) => {}
            _ => self.merge(condition, scope, &other, at)?,
        }
        self.ends(condition, yes, no, at)
    }

    /// Gives every variable that the branches left different the value of the branch taken.
    fn merge(
        &mut self,
        condition: NodeId,
        yes: &mut Scope,
        no: &Scope,
        at: Position,
    ) -> Compiled<()> {
        for (name, mine, theirs) in yes.beside(no) {
            let same = match (&*mine, theirs) {
                (Value::Row, Value::Row) => true,
                (Value::Node(a), Value::Node(b)) => a == b,
                (Value::Known(a), Value::Known(b)) => {
                    std::ptr::eq(a, b) || Constant::from_script(a) == Constant::from_script(b)
                }
                _ => false,
            };
            if same {
                continue;
            }
            let first = self.node(mine.clone(), at)?;
            let second = self.node(theirs.clone(), at)?;
            let merged = choice::choose(&mut self.graph, condition, (first, second), at)
                .map_err(|error| error.help(format!("`{name}` differs between the branches")))?;
            *mine = Value::Node(merged);
        }
        Ok(())
    }

    /// How an `if` ends whose branches end so.
    fn ends(&mut self, condition: NodeId, yes: End, no: End, at: Position) -> Compiled<End> {
        if let (End::Falls(yes), End::Falls(no)) = (&yes, &no) {
            let value = self.chosen(condition, (yes.clone(), no.clone()), at)?;
            return Ok(End::Falls(value));
        }
        if let (End::Returns(yes), End::Returns(no)) = (&yes, &no) {
            let value = self.chosen(condition, (yes.clone(), no.clone()), at)?;
            return Ok(End::Returns(value));
        }
        let (when_yes, value_yes, falls_yes) = self.parts(yes, at)?;
        let (when_no, value_no, falls_no) = self.parts(no, at)?;
        let when = choice::choose(&mut self.graph, condition, (when_yes, when_no), at)?;
        let value = match (value_yes, value_no) {
            (Some(a), Some(b)) => choice::choose(&mut self.graph, condition, (a, b), at)?,
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => self.node(UNIT, at)?,
        };
        let falls = match (falls_yes, falls_no) {
            (Some(yes), Some(no)) => self.chosen(condition, (yes, no), at)?,
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => UNIT,
        };
        Ok(End::Either { when, value, falls })
    }

    /// The condition, the returned value and the value at the end, of which the others are never
    /// asked for where the condition says so.
    fn parts(
        &mut self,
        end: End,
        at: Position,
    ) -> Compiled<(NodeId, Option<NodeId>, Option<Value>)> {
        let truth = |this: &mut Self, value: bool| this.node(Value::Known(value.into()), at);
        match end {
            End::Falls(falls) => Ok((truth(self, false)?, None, Some(falls))),
            End::Returns(value) => {
                let value = self.node(value, at)?;
                Ok((truth(self, true)?, Some(value), None))
            }
            End::Either { when, value, falls } => Ok((when, Some(value), Some(falls))),
        }
    }

    /// The value of the branch taken; statements without a value stay without one.
    fn chosen(
        &mut self,
        condition: NodeId,
        (yes, no): (Value, Value),
        at: Position,
    ) -> Compiled<Value> {
        let unit = |value: &Value| matches!(value, Value::Known(known) if known.is_unit());
        if unit(&yes) && unit(&no) {
            return Ok(UNIT);
        }
        let yes = self.node(yes, at)?;
        let no = self.node(no, at)?;
        choice::choose(&mut self.graph, condition, (yes, no), at).map(Value::Node)
    }

    /// The value of a script function's body with these arguments.
    pub(super) fn inline(
        &mut self,
        definition: &rhai::Shared<rhai::ScriptFuncDef>,
        arguments: Vec<Value>,
        at: Position,
    ) -> Compiled<Value> {
        let name = definition.name.to_string();
        if self.inlined.contains(&name) {
            let message = format!("`{name}` calls itself, which a formula cannot");
            return Err(FormulaError::new("recursion", at, message)
                .help("write it as one expression, or with `frame.map_rows`, row by row"));
        }
        let mut scope = Scope::default();
        for (parameter, argument) in definition.params.iter().zip(arguments) {
            scope.declare(parameter, argument);
        }
        self.inlined.push(name);
        let value = self.body(&closure::statements(definition), &mut scope, at);
        self.inlined.pop();
        value
    }
}

/// The error for a statement that formulas do not know.
fn not_covered(statement: &Stmt) -> FormulaError {
    let (what, help) = match statement {
        Stmt::While(..) | Stmt::Do(..) => {
            ("a loop", "write the condition over lists with `in` or `contains`")
        }
        Stmt::For(..) => ("`for`", "ask `i.company in names` instead of going through the names"),
        Stmt::Switch(..) => ("`switch`", "write it as `if … else if … else`"),
        Stmt::TryCatch(..) => ("`try`", "a missing value is asked for with `== ()` or `??`"),
        Stmt::Return(..) => ("`throw`", "give `false` where nothing is to be done"),
        Stmt::Import(..) => ("`import`", "import at the top of the script"),
        _ => ("this statement", "a formula is made of `let`, `if`, `return` and expressions"),
    };
    FormulaError::new("not-covered", statement.position(), format!("{what} inside a formula"))
        .help(help)
}
