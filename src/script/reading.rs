//! What a script's text says without running it: calls of functions that do not exist, also in
//! parts that did not run, and parameters that nothing uses.

use crate::formula::methods::METHODS;
use crate::formula::windows::WINDOWS;
use crate::nearest::did_you_mean;
use rhai::{AST, ASTNode, Expr, FnCallExpr, Position, Stmt};
use std::collections::{HashMap, HashSet};

/// What a script's text says.
#[derive(Debug, Default)]
pub struct Reading {
    /// Calls of functions that do not exist.
    pub unknown_calls: Vec<UnknownCall>,
    /// Parameters whose value nothing uses: their variable or name, and where.
    pub unused_params: Vec<(String, Position)>,
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
pub fn read(ast: &AST, names: &[String]) -> Reading {
    let mut text = Text::default();
    ast.walk(&mut |path: &[ASTNode]| {
        if let Some(node) = path.last() {
            text.visit(node);
        }
        true
    });
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
        .filter(|(name, _)| !text.used.contains(name))
        .cloned()
        .chain(text.dropped.iter().cloned())
        .collect();
    unused_params.sort_by_key(|(_, position)| *position);
    Reading { unknown_calls, unused_params }
}

#[derive(Default)]
struct Text {
    calls: Vec<(String, Position)>,
    declared: HashMap<String, Position>,
    params: Vec<(String, Position)>,
    dropped: Vec<(String, Position)>,
    used: HashSet<String>,
}

impl Text {
    fn visit(&mut self, node: &ASTNode) {
        match node {
            ASTNode::Stmt(Stmt::Var(parts, _, at)) => {
                let (name, value, _) = &**parts;
                self.declared.insert(name.name.to_string(), *at);
                if matches!(value, Expr::FnCall(call, _) if call.name == "param") {
                    self.params.push((name.name.to_string(), name.pos));
                }
            }
            ASTNode::Stmt(Stmt::FnCall(call, at)) => {
                self.call(call, *at);
                if call.name == "param"
                    && let Some(Expr::StringConstant(name, _)) = call.args.first()
                {
                    self.dropped.push((name.to_string(), *at));
                }
            }
            ASTNode::Expr(Expr::FnCall(call, at) | Expr::MethodCall(call, at)) => {
                self.call(call, *at);
            }
            ASTNode::Expr(Expr::Variable(parts, _, _)) => {
                self.used.insert(parts.1.to_string());
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
