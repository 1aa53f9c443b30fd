//! Statements: variables, branches and early returns.

use super::block_exits::BlockExits;
use super::chain::error_position;
use super::reachability::ConditionOutcome;
use super::resolver::Resolver;
use super::scope::{AssignError, ResolvedValue, Scope};
use crate::codes;
use crate::formula::error::{FormulaError, FormulaResult};
use rhai::{ASTFlags, Expr, Position, Stmt};

impl Resolver<'_> {
    /// The value of a function's body: what it returns, or what it ends with.
    pub(super) fn body(
        &mut self,
        statements: &[Stmt],
        scope: &mut Scope,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let end = self.statements(statements, scope)?;
        if self.always_returns(&end)
            && let Some((_, value)) = end.returns
        {
            return Ok(value);
        }
        let falls = end.fallthrough?;
        match end.returns {
            None => Ok(falls),
            Some((when, value)) => self.choose_value(when, value, falls, at),
        }
    }

    /// Statements in a block of their own.
    pub(super) fn block(
        &mut self,
        statements: &[Stmt],
        scope: &mut Scope,
    ) -> FormulaResult<BlockExits> {
        let depth = scope.depth();
        let end = self.statements(statements, scope);
        scope.leave(depth);
        end
    }

    /// After a return on condition the variables need no care, for nobody sees them again; after a
    /// `break` or `continue` they must stay as they were.
    fn statements(&mut self, statements: &[Stmt], scope: &mut Scope) -> FormulaResult<BlockExits> {
        let mut earlier: Vec<(BlockExits, Option<Scope>, Position)> = vec![];
        let mut last = BlockExits::without_value();
        let mut entry = None;
        for statement in statements {
            last = self.statement(statement, scope)?;
            if self.always_leaves(&last) {
                break;
            }
            if last.may_leave() {
                let before = last.may_jump().then(|| scope.clone());
                let falls = last.fallthrough.clone();
                let before_it = self.enter_unless_left(&last, statement.position())?;
                entry.get_or_insert(before_it);
                earlier.push((last, before, statement.position()));
                last = BlockExits { fallthrough: falls, ..BlockExits::without_value() };
            }
        }
        if let Some(entry) = &entry {
            self.restore_path(entry);
        }
        for (end, before, at) in earlier.into_iter().rev() {
            if let Some(before) = before
                && let Some(jumped) = self.jumping(&end, at)?
            {
                let mut kept = before;
                kept.leave(scope.depth());
                self.merge_variables(jumped, &mut kept, scope, at)?;
                *scope = kept;
            }
            last = self.sequence_exits(end, last, at)?;
        }
        Ok(last)
    }

    fn statement(&mut self, statement: &Stmt, scope: &mut Scope) -> FormulaResult<BlockExits> {
        self.spend(1, statement.position())?;
        match statement {
            Stmt::Noop(_) => Ok(BlockExits::without_value()),
            Stmt::Share(captured) => {
                captured.iter().for_each(|(name, _)| scope.share(&name.name));
                Ok(BlockExits::without_value())
            }
            Stmt::Expr(expression) => self.block_or_expression(expression, scope),
            Stmt::FnCall(call, at) => self.call(call, scope, *at).map(BlockExits::with_value),
            Stmt::Block(block) => self.block(block.statements(), scope),
            Stmt::Var(variable, _, _) => {
                let end = self.block_or_expression(&variable.1, scope)?;
                let value = end.fallthrough.clone()?;
                scope.declare(&variable.0.name.as_str().into(), value);
                Ok(BlockExits { fallthrough: Ok(ResolvedValue::unit()), ..end })
            }
            Stmt::Assignment(assignment) => {
                let (operation, sides) = &**assignment;
                let base = operation.get_op_assignment_info().map(|info| info.5);
                self.assign(base, &sides.lhs, &sides.rhs, scope, operation.position())
            }
            Stmt::Return(value, flags, at) if !flags.intersects(ASTFlags::BREAK) => {
                let end = match value {
                    Some(value) => self.block_or_expression(value, scope)?,
                    None => BlockExits::without_value(),
                };
                let always = self.always(*at)?;
                let value = end.fallthrough.clone()?;
                let returned =
                    BlockExits { returns: Some((always, value)), ..BlockExits::without_value() };
                self.sequence_exits(
                    BlockExits { fallthrough: Ok(ResolvedValue::unit()), ..end },
                    returned,
                    *at,
                )
            }
            Stmt::BreakLoop(None, flags, at) => {
                let always = Some(self.always(*at)?);
                let leaves = flags.intersects(ASTFlags::BREAK);
                let (breaks, continues) = if leaves { (always, None) } else { (None, always) };
                Ok(BlockExits { breaks, continues, ..BlockExits::without_value() })
            }
            Stmt::If(parts, at) => {
                let (yes, no) = (parts.body.statements(), parts.branch.statements());
                self.branch(&parts.expr, yes, no, scope, *at)
            }
            Stmt::Switch(parts, at) => self.switch(&parts.0, &parts.1, scope, *at),
            Stmt::For(parts, at) => self.repeat(parts, scope, *at),
            Stmt::While(parts, at) => self.repeat_while(parts, scope, *at),
            other => Err(not_covered(other)),
        }
    }

    /// An expression that may be a block, from which `return` leaves the whole function.
    pub(super) fn block_or_expression(
        &mut self,
        source: &Expr,
        scope: &mut Scope,
    ) -> FormulaResult<BlockExits> {
        match source {
            Expr::Stmt(block) => {
                self.nested(source.position(), |this| this.block(block.statements(), scope))
            }
            other => self.expression(other, scope).map(BlockExits::with_value),
        }
    }

    fn assign(
        &mut self,
        base: Option<&str>,
        left: &Expr,
        right: &Expr,
        scope: &mut Scope,
        at: Position,
    ) -> FormulaResult<BlockExits> {
        let Expr::Variable(name, _, _) = left else {
            let end = self.block_or_expression(right, scope)?;
            let value = end.fallthrough.clone()?;
            self.assign_within(base, left, value, scope, at)?;
            return Ok(BlockExits { fallthrough: Ok(ResolvedValue::unit()), ..end });
        };
        let end = self.block_or_expression(right, scope)?;
        let mut value = end.fallthrough.clone()?;
        if let Some(sign) = base {
            let old = self.expression(left, scope)?;
            let longer = if sign == "+" { self.extend_list(&old, &value, at)? } else { None };
            value = match longer {
                Some(longer) => longer,
                None => self.operator(sign, vec![old, value], at)?,
            };
        }
        match scope.assign(&name.1, value) {
            Ok(()) => Ok(BlockExits { fallthrough: Ok(ResolvedValue::unit()), ..end }),
            Err(why) => Err(assign_error(why, &name.1, left.position())),
        }
    }

    fn branch(
        &mut self,
        condition: &Expr,
        yes: &[Stmt],
        no: &[Stmt],
        scope: &mut Scope,
        at: Position,
    ) -> FormulaResult<BlockExits> {
        let value = self.expression(condition, scope)?;
        if let ResolvedValue::Known(known) = &value
            && let Ok(known) = known.as_bool()
        {
            return self.block(if known { yes } else { no }, scope);
        }
        let node = self.node(value, error_position(condition))?;
        self.graph.at(error_position(condition)).demand_condition(node, "`if`")?;
        let mut other = scope.clone();
        let before = self.enter_where(node, ConditionOutcome::Holds, at)?;
        let yes = self.nested(at, |this| this.block(yes, scope))?;
        self.restore_path(&before);
        self.enter_where(node, ConditionOutcome::Fails, at)?;
        let no = self.nested(at, |this| this.block(no, &mut other))?;
        self.restore_path(&before);
        self.join_branches(node, yes, no, scope, other, at)
    }
}

/// The error for a variable that cannot be assigned or changed in place.
pub(super) fn assign_error(why: AssignError, name: &str, at: Position) -> FormulaError {
    match why {
        AssignError::Unknown => {
            FormulaError::new(codes::UNKNOWN_VARIABLE, at, format!("no variable `{name}` here"))
                .with_help(format!("declare it first: `let {name} = …;`"))
        }
        AssignError::Shared => {
            let message = format!("`{name}` is shared with a closure, and changes here");
            FormulaError::new(codes::NOT_COVERED, at, message).with_help(format!(
                "give the new value a name of its own: `let own_{name} = {name};`"
            ))
        }
    }
}

/// The error for an assignment to what is no variable. Most often a comparison is meant.
pub(super) fn not_a_variable(base: Option<&str>, left: &Expr) -> FormulaError {
    if matches!(left, Expr::ThisPtr(_)) {
        let message = "a function that a formula calls cannot change `this`";
        return FormulaError::new(codes::NOT_COVERED, left.position(), message)
            .with_help("keep the new value in a variable of its own: `let own = this;`");
    }
    let message = "only a variable of the formula can be assigned";
    let help = match base {
        None => "to compare, write `==`; to keep a value, declare a variable with `let`",
        Some(_) => "declare a variable with `let`, and give the result as the last expression",
    };
    FormulaError::new(codes::NOT_COVERED, error_position(left), message).with_only_help(help)
}

/// The error for a statement that formulas do not know.
fn not_covered(statement: &Stmt) -> FormulaError {
    let (what, help) = match statement {
        Stmt::Do(..) => ("`do`", "go through a list or range with `for`"),
        Stmt::TryCatch(..) => ("`try`", "a missing value is asked for with `== ()` or `??`"),
        Stmt::Return(..) => ("`throw`", "give `false` where nothing is to be done"),
        Stmt::BreakLoop(..) => ("`break` with a value", "set a variable, then `break;`"),
        Stmt::Import(..) => ("`import`", "import at the top of the script"),
        _ => ("this statement", "a formula is made of `let`, `if`, `return` and expressions"),
    };
    FormulaError::new(codes::NOT_COVERED, statement.position(), format!("{what} inside a formula"))
        .with_help(help)
}
