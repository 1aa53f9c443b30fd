//! From a function pointer to the statements that it runs.

use super::Place;
use crate::formula::error::{Compiled, FormulaError};
use rhai::{AST, ASTNode, Dynamic, FnPtr, Module};
use rhai::{ScriptFuncDef, Shared, Stmt};

/// A closure taken apart.
pub(super) struct Closure {
    pub(super) name: String,
    /// Captured variables with the values they have now.
    pub(super) captured: Vec<(String, Dynamic)>,
    pub(super) parameter: String,
    pub(super) body: Vec<Stmt>,
}

impl Closure {
    pub(super) fn find(place: &Place, pointer: &FnPtr) -> Compiled<Self> {
        let captured = pointer.curry();
        let Some(definition) = find(place, pointer.fn_name(), captured.len() + 1) else {
            return Err(wrong_parameters(place, pointer));
        };
        let (names, parameter) = definition.params.split_at(captured.len());
        let values = captured.iter().map(Dynamic::flatten_clone);
        Ok(Self {
            name: pointer.fn_name().into(),
            captured: names.iter().map(ToString::to_string).zip(values).collect(),
            parameter: parameter.first().map(ToString::to_string).unwrap_or_default(),
            body: statements(&definition),
        })
    }
}

/// The script function of that name and number of parameters that the call can see.
pub(super) fn find(place: &Place, name: &str, parameters: usize) -> Option<Shared<ScriptFuncDef>> {
    let mut seen = place.context.namespaces().iter();
    seen.find_map(|module| module.get_script_fn(name, parameters).cloned())
        .or_else(|| place.imported.function(name, parameters))
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

fn wrong_parameters(place: &Place, pointer: &FnPtr) -> FormulaError {
    let at = place.context.call_position();
    let own = pointer.curry().len();
    let count = (0..8).find(|n| find(place, pointer.fn_name(), own + n).is_some());
    let message = match count {
        Some(n) => format!("a formula takes one parameter, the invitation, but this takes {n}"),
        None => format!("`{}` is not a function of this script", pointer.fn_name()),
    };
    FormulaError::new("parameters", at, message).help("write it as `|i| i.age_days > 90`")
}
