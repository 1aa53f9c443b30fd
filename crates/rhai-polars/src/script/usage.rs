//! What a script's text says without running it: calls of functions that do not exist, also in
//! parts that did not run, and parameters that nothing uses.

use crate::formula::methods::METHODS;
use crate::formula::window_methods::WINDOWS;
use crate::nearest::did_you_mean;
use rhai::{AST, ASTNode, Expr, FnCallExpr, Position, Stmt};
use std::collections::{HashMap, HashSet};

/// What a script's text says.
#[derive(Debug, Default)]
pub struct ScriptUsage {
    /// Calls of functions that do not exist.
    pub unknown_calls: Vec<UnknownCall>,
    /// Parameters whose value nothing uses: their variable or name, and where.
    pub unused_params: Vec<(String, Position)>,
    /// Whether it calls a verb that declares a rule.
    pub declares_rules: bool,
}

/// A call of a function that does not exist.
#[derive(Debug)]
pub struct UnknownCall {
    /// What is called.
    pub name: String,
    /// Where.
    pub position: Position,
    /// The functions of a similar name.
    pub help: String,
}

/// Reads a script; `names` are the forms of the functions that there are.
pub fn read_usage(ast: &AST, names: &[String]) -> ScriptUsage {
    let mut text = NameCollector::default();
    ast.walk(&mut |path: &[ASTNode]| {
        if let Some(node) = path.last() {
            text.visit(node, path);
        }
        true
    });
    for statement in ast.statements() {
        let call = match statement {
            Stmt::FnCall(call, at) => Some((call, at)),
            Stmt::Expr(value) => match value.as_ref() {
                Expr::FnCall(call, at) => Some((call, at)),
                _ => None,
            },
            _ => None,
        };
        if let Some((call, at)) = call.filter(|(call, _)| call.name == "param")
            && let Some(Expr::StringConstant(name, _)) = call.args.first()
        {
            text.unnamed_params.push((name.to_string(), *at));
        }
    }
    let mut known: HashSet<&str> =
        names.iter().map(|form| form.split('(').next().unwrap_or(form)).collect();
    known.extend(ast.iter_functions().map(|function| function.name));
    known.extend(["call", "curry", "Fn", "is_def_var", "is_def_fn", "is_shared", "type_of"]);
    let methods = METHODS.iter().flat_map(|topic| topic.iter().map(|method| method.name));
    known.extend(methods.chain(WINDOWS.iter().map(|window| window.name)));
    let unknown = text.calls.iter().filter(|(name, _)| {
        !known.contains(name.as_str()) && !text.declared.contains_key(name.as_str())
    });
    let is_word = |name: &&str| name.starts_with(|c: char| c.is_alphabetic());
    let words = || known.iter().copied().filter(is_word);
    let mut unknown_calls: Vec<UnknownCall> = unknown
        .map(|(name, position)| {
            let help = did_you_mean(name, words(), "a function");
            UnknownCall { name: name.clone(), position: *position, help }
        })
        .collect();
    unknown_calls.sort_by_key(|call| call.position);
    unknown_calls.dedup_by_key(|call| call.position);
    let mut unused_params: Vec<(String, Position)> = text
        .params
        .iter()
        .filter(|(name, at)| !text.is_used(name, *at))
        .cloned()
        .chain(text.unnamed_params.iter().cloned())
        .collect();
    unused_params.sort_by_key(|(_, position)| *position);
    let declares_rules =
        text.calls.iter().any(|(name, _)| matches!(name.as_str(), "keep" | "withdraw"));
    ScriptUsage { unknown_calls, unused_params, declares_rules }
}

#[derive(Default)]
struct NameCollector {
    calls: Vec<(String, Position)>,
    declared: HashMap<String, Position>,
    params: Vec<(String, Position)>,
    unnamed_params: Vec<(String, Position)>,
    uses: Vec<VariableUse>,
    /// Where variables are declared at the top of the script.
    tops: Vec<(String, Position)>,
}

/// Where a variable is named.
struct VariableUse {
    name: String,
    at: Position,
    /// The variable that is declared there, at the top of the script.
    declared: Option<(String, Position)>,
}

impl NameCollector {
    /// Whether anything comes of the variable that is declared here: it is named before another of
    /// its name is declared, and not only for one of which nothing comes.
    fn is_used(&self, name: &str, at: Position) -> bool {
        let mut open = vec![(name.to_owned(), at)];
        let mut seen = HashSet::new();
        while let Some((name, at)) = open.pop() {
            if !seen.insert((name.clone(), at)) {
                continue;
            }
            let hidden = self
                .tops
                .iter()
                .filter(|(declared_name, other)| *declared_name == name && *other > at);
            let hidden = hidden.map(|(_, at)| *at).min();
            for variable_use in self
                .uses
                .iter()
                .filter(|variable_use| variable_use.name == name && variable_use.at > at)
            {
                // Its successor of the same name may be made of it.
                let made_from = variable_use
                    .declared
                    .as_ref()
                    .filter(|(source, _)| *source == name)
                    .map(|(_, at)| *at);
                if hidden
                    .is_some_and(|hidden| variable_use.at > hidden && made_from != Some(hidden))
                {
                    continue;
                }
                match &variable_use.declared {
                    None => return true,
                    Some(declared) => open.push(declared.clone()),
                }
            }
        }
        false
    }

    fn visit(&mut self, node: &ASTNode, path: &[ASTNode]) {
        match node {
            ASTNode::Stmt(Stmt::Var(parts, _, at)) => {
                let (name, value, _) = &**parts;
                self.declared.insert(name.name.to_string(), *at);
                if path.len() == 1 {
                    self.tops.push((name.name.to_string(), name.pos));
                }
                if matches!(value, Expr::FnCall(call, _) if call.name == "param") {
                    self.params.push((name.name.to_string(), name.pos));
                }
            }
            ASTNode::Stmt(Stmt::FnCall(call, at))
            | ASTNode::Expr(Expr::FnCall(call, at) | Expr::MethodCall(call, at)) => {
                self.call(call, *at);
            }
            ASTNode::Expr(Expr::Variable(parts, _, at)) => {
                let calls = path.iter().any(|node| {
                    matches!(node, ASTNode::Expr(Expr::FnCall(call, _)) if call.op_token.is_none())
                });
                // What a call does with a variable, it may do for other reasons than its value.
                let declared = match path.first() {
                    Some(ASTNode::Stmt(Stmt::Var(variable, ..))) if !calls => {
                        Some((variable.0.name.to_string(), variable.0.pos))
                    }
                    _ => None,
                };
                self.uses.push(VariableUse { name: parts.1.to_string(), at: *at, declared });
            }
            _ => {}
        }
    }

    fn call(&mut self, call: &FnCallExpr, at: Position) {
        let word = call.name.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if word && call.namespace.is_empty() && call.op_token.is_none() {
            self.calls.push((call.name.to_string(), at));
        }
    }
}
