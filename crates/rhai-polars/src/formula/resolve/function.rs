//! Script functions and closures: where their definitions are, and their bodies written out in
//! place of a call.

use super::chain::error_position;
use super::context::ClosureContext;
use super::resolver::Resolver;
use super::scope::{Closure, ResolvedValue, Scope};
use crate::codes;
use crate::formula::error::{FormulaError, FormulaResult};
use rhai::{AST, ASTNode, Expr, FnPtr, Module, Position, ScriptFuncDef, Shared, Stmt};
use std::sync::Arc;

/// More parameters than a function of a script has.
const PARAMETERS_MAX: usize = 12;

/// The variable that a function called as a method has for its receiver.
pub(super) const THIS: &str = "this";

/// A definition, and the functions that its body sees before all others.
#[derive(Clone)]
pub(super) struct Definition {
    pub(super) function: Shared<ScriptFuncDef>,
    /// The functions of the module that it stands in; none for the script that runs.
    pub(super) home: Option<Shared<Module>>,
}

impl Definition {
    /// The name of the imported script that it stands in.
    pub(super) fn script(&self) -> Option<String> {
        self.home.as_ref()?.id().map(Into::into)
    }

    /// What it is called; a closure has no name that anybody has written.
    fn shown(&self) -> String {
        let name = &self.function.name;
        if !name.starts_with("anon$") {
            return format!("`{name}`");
        }
        let line = self.function.body.start_position().line();
        let line = line.map(|line| format!(" at line {line}")).unwrap_or_default();
        let script = self.script().map(|script| format!(" of `{script}`")).unwrap_or_default();
        format!("the closure{line}{script}")
    }
}

impl ClosureContext<'_> {
    /// The function of that name and number of parameters that the running script can see.
    fn function(&self, name: &str, parameters: usize) -> Option<Definition> {
        let mut seen = self.call.namespaces().iter();
        let visible = seen.find_map(|module| module.get_script_fn(name, parameters).cloned());
        let function = visible.or_else(|| {
            // By its name alone, only a closure that a module has returned is known.
            let closure = name.starts_with("anon$");
            closure.then(|| self.imported.function(name, parameters)).flatten()
        })?;
        Some(self.with_home(function))
    }

    /// A definition with the module that it stands in.
    pub(super) fn with_home(&self, function: Shared<ScriptFuncDef>) -> Definition {
        let home = self.imported.home(&function);
        Definition { function, home }
    }

    /// The closure that was handed over, taken apart.
    pub(super) fn closure(&self, pointer: &FnPtr) -> FormulaResult<(Closure, Definition)> {
        let closure = ResolvedValue::known(pointer.clone()).closure();
        let count = pointer.curry().len() + 1;
        match (closure, self.function(pointer.fn_name(), count)) {
            (Some(closure), Some(definition)) => Ok((closure, definition)),
            _ => Err(self.wrong_parameters(pointer)),
        }
    }

    fn wrong_parameters(&self, pointer: &FnPtr) -> FormulaError {
        let at = self.call.call_position();
        let captured = pointer.curry().len();
        let count = (0..8).find(|n| self.function(pointer.fn_name(), captured + n).is_some());
        let message = match count {
            Some(n) => format!("a formula takes one parameter, the invitation, but this takes {n}"),
            None => format!("`{}` is not a function of this script", pointer.fn_name()),
        };
        FormulaError::new(codes::PARAMETERS, at, message)
            .with_help("write it as `|i| i.age_days > 90`")
    }
}

impl Resolver<'_> {
    /// The function of that name and number of parameters that the code being compiled can see.
    pub(super) fn find_function(&self, name: &str, parameters: usize) -> Option<Definition> {
        let home = self.inlined.last().and_then(|definition| definition.home.as_ref());
        let near = home.and_then(|module| module.get_script_fn(name, parameters).cloned());
        match near {
            Some(function) => Some(Definition { function, home: home.cloned() }),
            None => self.context.function(name, parameters),
        }
    }

    /// How many parameters the functions of that name have, as the code being compiled sees them.
    pub(super) fn parameter_counts(&self, name: &str) -> impl Iterator<Item = usize> {
        (0..=PARAMETERS_MAX).filter(move |count| self.find_function(name, *count).is_some())
    }

    /// The value of a function's body with these arguments.
    pub(super) fn inline(
        &mut self,
        definition: Definition,
        arguments: Vec<ResolvedValue>,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        self.inline_closure(definition, vec![], arguments, at)
    }

    /// The value of a closure's body with what it has captured and these arguments.
    pub(super) fn inline_closure(
        &mut self,
        definition: Definition,
        captured: Vec<ResolvedValue>,
        arguments: Vec<ResolvedValue>,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let mut scope = Scope::default();
        let shared = captured.len();
        let values = captured.into_iter().chain(arguments);
        let parameters = definition.function.params.iter();
        for (number, (parameter, value)) in parameters.zip(values).enumerate() {
            scope.declare(parameter, value);
            if number < shared {
                scope.share(parameter);
            }
        }
        self.inline_body(definition, scope, at)
    }

    /// The value of a function's body that is called as a method, with what `this` is.
    pub(super) fn inline_method(
        &mut self,
        definition: Definition,
        receiver: ResolvedValue,
        arguments: Vec<ResolvedValue>,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let mut scope = Scope::default();
        scope.declare(&THIS.into(), receiver);
        for (parameter, value) in definition.function.params.iter().zip(arguments) {
            scope.declare(parameter, value);
        }
        self.inline_body(definition, scope, at)
    }

    /// The value of a function's body with these variables.
    fn inline_body(
        &mut self,
        definition: Definition,
        mut scope: Scope,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let function = definition.function.clone();
        let known = |other: &Definition| Shared::ptr_eq(&other.function, &function);
        if self.inlined.iter().any(known) && !scope.is_known() {
            let message = format!("{} calls itself, which a formula cannot", definition.shown());
            return Err(FormulaError::new(codes::RECURSION, at, message)
                .with_help("write it without the call of itself"));
        }
        let script = definition.script();
        self.inlined.push(definition);
        let body = self.statements_of(&function);
        let around = self.graph.enter(script.as_deref().map(Arc::from));
        let value = self.nested(at, |this| this.body(&body, &mut scope, at));
        self.graph.enter(around);
        self.inlined.pop();
        value.map_err(|error| error.in_script(script.as_deref()))
    }

    /// A function's statements, taken apart once.
    fn statements_of(&mut self, function: &Shared<ScriptFuncDef>) -> Arc<Vec<Stmt>> {
        let entry = self.bodies.entry(Shared::as_ptr(function));
        let (_, body) = entry.or_insert_with(|| (function.clone(), Arc::new(statements(function))));
        body.clone()
    }

    /// The value of a closure asked of an element of a list, which it may take with its place.
    pub(super) fn apply_at(
        &mut self,
        closure: &Closure,
        mut arguments: Vec<ResolvedValue>,
        index: i64,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let count = closure.captured.len() + arguments.len();
        let takes = |this: &Self, count| this.find_function(&closure.name, count).is_some();
        if !takes(self, count) && takes(self, count + 1) {
            arguments.push(ResolvedValue::known(index));
        }
        self.apply(closure, arguments, at)
    }

    /// The value of a closure with these arguments.
    pub(super) fn apply(
        &mut self,
        closure: &Closure,
        arguments: Vec<ResolvedValue>,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let captured = closure.captured.clone();
        let argument_count = arguments.len();
        match self.find_function(&closure.name, captured.len() + argument_count) {
            Some(definition) => self.inline_closure(definition, captured, arguments, at),
            None => {
                let message = format!("this closure does not take {argument_count} parameter(s)");
                Err(FormulaError::new(codes::PARAMETERS, at, message)
                    .with_help("write it as `|x| …`, with one name for each value"))
            }
        }
    }
}

/// Where the value stands that a function's body ends with.
pub(super) fn result_position(definition: &Definition) -> Option<Position> {
    match statements(&definition.function).last() {
        Some(Stmt::Expr(value)) => Some(error_position(value)),
        _ => None,
    }
}

/// Where a function's body first names a variable.
pub(super) fn first_mention(definition: &Definition, name: &str) -> Option<Position> {
    let mut position = None;
    function_ast(&definition.function).walk(&mut |path: &[ASTNode]| {
        if let Some(ASTNode::Expr(Expr::Variable(parts, _, at))) = path.last()
            && parts.1 == name
        {
            position.get_or_insert(*at);
        }
        position.is_none()
    });
    position
}

/// A function's body as a tree of its own. The tree of a body has no public name in rhai 1.27; a
/// module of the one function has a tree that can be walked.
pub fn function_ast(function: &Shared<ScriptFuncDef>) -> AST {
    let mut module = Module::new();
    module.set_script_fn(function.clone());
    AST::new_from_module(module)
}

/// A function's statements: the outermost nodes of its tree.
pub(super) fn statements(definition: &Shared<ScriptFuncDef>) -> Vec<Stmt> {
    let mut statements = vec![];
    function_ast(definition).walk(&mut |path: &[ASTNode]| {
        if let [ASTNode::Stmt(statement)] = path {
            statements.push((*statement).clone());
        }
        true
    });
    statements
}
