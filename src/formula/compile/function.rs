//! Script functions and closures: where their definitions are, and their bodies written out in
//! place of a call.

use super::chain::place;
use super::scope::{Closure, Scope, Value};
use super::{Compiler, Place};
use crate::formula::error::{Compiled, FormulaError};
use rhai::{AST, ASTNode, FnPtr, Module, Position, ScriptFuncDef, Shared, Stmt};

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
}

impl Place<'_> {
    /// The function of that name and number of parameters that the running script can see.
    fn function(&self, name: &str, parameters: usize) -> Option<Definition> {
        let mut seen = self.context.namespaces().iter();
        let own = seen.find_map(|module| module.get_script_fn(name, parameters).cloned());
        let found = own.or_else(|| {
            // By its name alone, only a closure that a module has returned is known.
            let closure = name.starts_with("anon$");
            closure.then(|| self.imported.function(name, parameters)).flatten()
        })?;
        Some(self.at_home(found))
    }

    /// A definition with the module that it stands in.
    pub(super) fn at_home(&self, function: Shared<ScriptFuncDef>) -> Definition {
        let home = self.imported.home(&function);
        Definition { function, home }
    }

    /// The closure that was handed over, taken apart.
    pub(super) fn closure(&self, pointer: &FnPtr) -> Compiled<(Closure, Definition)> {
        let closure = Value::known(pointer.clone()).closure();
        let count = pointer.curry().len() + 1;
        match (closure, self.function(pointer.fn_name(), count)) {
            (Some(closure), Some(definition)) => Ok((closure, definition)),
            _ => Err(self.wrong_parameters(pointer)),
        }
    }

    fn wrong_parameters(&self, pointer: &FnPtr) -> FormulaError {
        let at = self.context.call_position();
        let own = pointer.curry().len();
        let count = (0..8).find(|n| self.function(pointer.fn_name(), own + n).is_some());
        let message = match count {
            Some(n) => format!("a formula takes one parameter, the invitation, but this takes {n}"),
            None => format!("`{}` is not a function of this script", pointer.fn_name()),
        };
        FormulaError::new("parameters", at, message).help("write it as `|i| i.age_days > 90`")
    }
}

impl Compiler<'_> {
    /// The function of that name and number of parameters that the code being compiled can see.
    pub(super) fn find(&self, name: &str, parameters: usize) -> Option<Definition> {
        let home = self.inlined.last().and_then(|definition| definition.home.as_ref());
        let near = home.and_then(|module| module.get_script_fn(name, parameters).cloned());
        match near {
            Some(function) => Some(Definition { function, home: home.cloned() }),
            None => self.place.function(name, parameters),
        }
    }

    /// The value of a function's body with these arguments.
    pub(super) fn inline(
        &mut self,
        definition: Definition,
        arguments: Vec<Value>,
        at: Position,
    ) -> Compiled<Value> {
        self.inline_closure(definition, (vec![], arguments), at)
    }

    /// The value of a closure's body with what it has captured and these arguments.
    pub(super) fn inline_closure(
        &mut self,
        definition: Definition,
        (captured, arguments): (Vec<Value>, Vec<Value>),
        at: Position,
    ) -> Compiled<Value> {
        let function = definition.function.clone();
        let known = |other: &Definition| Shared::ptr_eq(&other.function, &function);
        if self.inlined.iter().any(known) {
            let message = format!("`{}` calls itself, which a formula cannot", function.name);
            return Err(FormulaError::new("recursion", at, message)
                .help("write it without the call of itself"));
        }
        let mut scope = Scope::default();
        let shared = captured.len();
        let values = captured.into_iter().chain(arguments);
        for (place, (parameter, value)) in function.params.iter().zip(values).enumerate() {
            scope.declare(parameter, value);
            if place < shared {
                scope.share(parameter);
            }
        }
        let script = definition.script();
        self.inlined.push(definition);
        let body = statements(&function);
        let before = self.graph.len();
        let value = self.deeper(at, |this| this.body(&body, &mut scope, at));
        self.graph.stands_in(before, script.clone());
        self.inlined.pop();
        value.map_err(|error| error.within(script.as_deref()))
    }

    /// The value of a closure with these arguments.
    pub(super) fn apply(
        &mut self,
        closure: &Closure,
        arguments: Vec<Value>,
        at: Position,
    ) -> Compiled<Value> {
        let captured = closure.captured.clone();
        let given = arguments.len();
        match self.find(&closure.name, captured.len() + given) {
            Some(definition) => self.inline_closure(definition, (captured, arguments), at),
            None => {
                let message = format!("this closure does not take {given} parameter(s)");
                Err(FormulaError::new("parameters", at, message)
                    .help("write it as `|x| …`, with one name for each value"))
            }
        }
    }
}

/// Where the value stands that a function's body ends with.
pub(super) fn end(definition: &Definition) -> Option<Position> {
    match statements(&definition.function).last() {
        Some(Stmt::Expr(value)) => Some(place(value)),
        _ => None,
    }
}

/// A function's statements. The tree of a body has no public name in rhai 1.27; a module of the
/// one function has a tree that can be walked, and its outermost nodes are the statements.
pub(super) fn statements(definition: &Shared<ScriptFuncDef>) -> Vec<Stmt> {
    let mut module = Module::new();
    module.set_script_fn(definition.clone());
    let mut statements = vec![];
    AST::new_from_module(module).walk(&mut |path: &[ASTNode]| {
        if let [ASTNode::Stmt(statement)] = path {
            statements.push((*statement).clone());
        }
        true
    });
    statements
}
