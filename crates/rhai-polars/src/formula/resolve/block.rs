//! Statements: variables, branches and early returns.

use super::chain::error_position;
use super::early_end::End;
use super::reachability::Behind;
use super::resolver::Resolver;
use super::scope::{ResolvedValue, Scope, Unassigned};
use crate::codes;
use crate::formula::error::{Compiled, FormulaError};
use rhai::{ASTFlags, Expr, Position, Stmt};

impl Resolver<'_> {
    /// The value of a function's body: what it returns, or what it ends with.
    pub(super) fn body(
        &mut self,
        statements: &[Stmt],
        scope: &mut Scope,
        at: Position,
    ) -> Compiled<ResolvedValue> {
        let end = self.statements(statements, scope)?;
        if self.always_returns(&end)
            && let Some((_, value)) = end.returns
        {
            return Ok(value);
        }
        let falls = end.falls?;
        match end.returns {
            None => Ok(falls),
            Some((when, value)) => self.chosen(when, value, falls, at),
        }
    }

    /// Statements in a block of their own.
    pub(super) fn block(&mut self, statements: &[Stmt], scope: &mut Scope) -> Compiled<End> {
        let depth = scope.depth();
        let end = self.statements(statements, scope);
        scope.leave(depth);
        end
    }

    /// After a return on condition the variables need no care, for nobody sees them again; after a
    /// `break` or `continue` they must stay as they were.
    fn statements(&mut self, statements: &[Stmt], scope: &mut Scope) -> Compiled<End> {
        let mut earlier: Vec<(End, Option<Scope>, Position)> = vec![];
        let mut last = End::nothing();
        let mut entry = None;
        for statement in statements {
            last = self.statement(statement, scope)?;
            if self.always_leaves(&last) {
                break;
            }
            if last.is_left() {
                let before = last.jumps().then(|| scope.clone());
                let falls = last.falls.clone();
                let before_it = self.unless_left(&last, statement.position())?;
                entry.get_or_insert(before_it);
                earlier.push((last, before, statement.position()));
                last = End { falls, ..End::nothing() };
            }
        }
        if let Some(entry) = &entry {
            self.come_back(entry);
        }
        for (end, before, at) in earlier.into_iter().rev() {
            if let Some(before) = before
                && let Some(jumped) = self.jumping(&end, at)?
            {
                let mut kept = before;
                kept.leave(scope.depth());
                self.merge(jumped, &mut kept, scope, at)?;
                *scope = kept;
            }
            last = self.in_turn(end, last, at)?;
        }
        Ok(last)
    }

    fn statement(&mut self, statement: &Stmt, scope: &mut Scope) -> Compiled<End> {
        self.spend(1, statement.position())?;
        match statement {
            Stmt::Noop(_) => Ok(End::nothing()),
            Stmt::Share(captured) => {
                captured.iter().for_each(|(name, _)| scope.share(&name.name));
                Ok(End::nothing())
            }
            Stmt::Expr(expression) => self.settled(expression, scope),
            Stmt::FnCall(call, at) => self.call(call, scope, *at).map(End::falls),
            Stmt::Block(block) => self.block(block.statements(), scope),
            Stmt::Var(variable, _, _) => {
                let end = self.settled(&variable.1, scope)?;
                let value = end.falls.clone()?;
                scope.declare(&variable.0.name.as_str().into(), value);
                Ok(End { falls: Ok(ResolvedValue::unit()), ..end })
            }
            Stmt::Assignment(assignment) => {
                let (operation, sides) = &**assignment;
                let base = operation.get_op_assignment_info().map(|info| info.5);
                self.assign(base, &sides.lhs, &sides.rhs, scope, operation.position())
            }
            Stmt::Return(value, flags, at) if !flags.intersects(ASTFlags::BREAK) => {
                let end = match value {
                    Some(value) => self.settled(value, scope)?,
                    None => End::nothing(),
                };
                let always = self.always(*at)?;
                let value = end.falls.clone()?;
                let returned = End { returns: Some((always, value)), ..End::nothing() };
                self.in_turn(End { falls: Ok(ResolvedValue::unit()), ..end }, returned, *at)
            }
            Stmt::BreakLoop(None, flags, at) => {
                let always = Some(self.always(*at)?);
                let leaves = flags.intersects(ASTFlags::BREAK);
                let (breaks, continues) = if leaves { (always, None) } else { (None, always) };
                Ok(End { breaks, continues, ..End::nothing() })
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
    pub(super) fn settled(&mut self, source: &Expr, scope: &mut Scope) -> Compiled<End> {
        match source {
            Expr::Stmt(block) => {
                self.deeper(source.position(), |this| this.block(block.statements(), scope))
            }
            other => self.expression(other, scope).map(End::falls),
        }
    }

    fn assign(
        &mut self,
        base: Option<&str>,
        left: &Expr,
        right: &Expr,
        scope: &mut Scope,
        at: Position,
    ) -> Compiled<End> {
        let Expr::Variable(name, _, _) = left else {
            let end = self.settled(right, scope)?;
            let value = end.falls.clone()?;
            self.assign_within(base, left, value, scope, at)?;
            return Ok(End { falls: Ok(ResolvedValue::unit()), ..end });
        };
        let end = self.settled(right, scope)?;
        let mut value = end.falls.clone()?;
        if let Some(sign) = base {
            let old = self.expression(left, scope)?;
            let longer = if sign == "+" { self.lengthened(&old, &value, at)? } else { None };
            value = match longer {
                Some(longer) => longer,
                None => self.operator(sign, vec![old, value], at)?,
            };
        }
        match scope.assign(&name.1, value) {
            Ok(()) => Ok(End { falls: Ok(ResolvedValue::unit()), ..end }),
            Err(why) => Err(unassigned(why, &name.1, left.position())),
        }
    }

    fn branch(
        &mut self,
        condition: &Expr,
        yes: &[Stmt],
        no: &[Stmt],
        scope: &mut Scope,
        at: Position,
    ) -> Compiled<End> {
        let value = self.expression(condition, scope)?;
        if let ResolvedValue::Known(known) = &value
            && let Ok(known) = known.as_bool()
        {
            return self.block(if known { yes } else { no }, scope);
        }
        let node = self.node(value, error_position(condition))?;
        self.graph.at(error_position(condition)).truth(node, "`if`")?;
        let mut other = scope.clone();
        let before = self.behind(node, Behind::Holds, at)?;
        let yes = self.deeper(at, |this| this.block(yes, scope))?;
        self.come_back(&before);
        self.behind(node, Behind::Fails, at)?;
        let no = self.deeper(at, |this| this.block(no, &mut other))?;
        self.come_back(&before);
        self.join(node, yes, no, scope, other, at)
    }
}

/// The error for a variable that cannot be assigned or changed in place.
pub(super) fn unassigned(why: Unassigned, name: &str, at: Position) -> FormulaError {
    match why {
        Unassigned::Unknown => {
            FormulaError::new(codes::UNKNOWN_VARIABLE, at, format!("no variable `{name}` here"))
                .help(format!("declare it first: `let {name} = …;`"))
        }
        Unassigned::Shared => {
            let message = format!("`{name}` is shared with a closure, and changes here");
            FormulaError::new(codes::NOT_COVERED, at, message)
                .help(format!("give the new value a name of its own: `let own_{name} = {name};`"))
        }
    }
}

/// The error for an assignment to what is no variable. Most often a comparison is meant.
pub(super) fn not_a_variable(base: Option<&str>, left: &Expr) -> FormulaError {
    if matches!(left, Expr::ThisPtr(_)) {
        let message = "a function that a formula calls cannot change `this`";
        return FormulaError::new(codes::NOT_COVERED, left.position(), message)
            .help("keep the new value in a variable of its own: `let own = this;`");
    }
    let message = "only a variable of the formula can be assigned";
    let help = match base {
        None => "to compare, write `==`; to keep a value, declare a variable with `let`",
        Some(_) => "declare a variable with `let`, and give the result as the last expression",
    };
    FormulaError::new(codes::NOT_COVERED, error_position(left), message).help_alone(help)
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
        .help(help)
}
