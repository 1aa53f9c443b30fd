//! Reads what each part of a script rests on, statement by statement.

use super::host::UNKNOWN;
use super::library::MISSING_IMPORT;
use super::origins::{CallParts, FILE_READERS, Origin, Origins, PartReferences};
use rhai::{AST, ASTNode, Expr, FnCallExpr, FnPtr, Position, ScriptFuncDef, Stmt};

impl Origins {
    pub(super) fn bind(&mut self, name: &str, parts: PartReferences) {
        self.bindings.entry(name.into()).or_default().push(parts);
    }

    /// Notes what has to be known of the whole script before its parts are read.
    pub(super) fn note_names(&mut self, path: &[ASTNode]) {
        match path.last() {
            Some(ASTNode::Stmt(Stmt::Import(import, _))) => {
                if matches!(&import.0, Expr::StringConstant(path, _) if path == MISSING_IMPORT) {
                    self.missing_imports.insert(import.1.name.to_string());
                }
            }
            Some(ASTNode::Expr(Expr::FnCall(call, _))) if call.name == "curry" => {
                if let Some(closure) = call.args.first().and_then(pointer) {
                    self.captured.insert(closure.fn_name().into(), call.args.len() - 1);
                }
            }
            _ => {}
        }
    }

    /// A function: what its body rests on, and that its parameters come from elsewhere.
    pub(super) fn define(&mut self, function: &ScriptFuncDef, body: &AST) {
        let name = function.name.to_string();
        let shared = self.captured.get(&name).copied().unwrap_or(0);
        let parameters: Vec<String> = function.params.iter().map(ToString::to_string).collect();
        for parameter in parameters.iter().skip(shared) {
            let origin = Origin { varies_by_run: true, ..Origin::default() };
            self.bind(parameter, PartReferences { origin, ..PartReferences::default() });
        }
        self.parameters.entry(name.clone()).or_default().push(parameters);
        let mut parts = PartReferences::default();
        body.walk(&mut |path: &[ASTNode]| self.gather(path, &mut parts));
        self.functions.insert(name.clone(), parts);
        self.read(body, Some(&name));
    }

    /// The bindings and calls of a function's body, or of the script itself.
    pub(super) fn read(&mut self, ast: &AST, within: Option<&str>) {
        ast.walk(&mut |path: &[ASTNode]| {
            match path.last() {
                Some(ASTNode::Stmt(statement)) => self.statement_in(statement, path, within),
                Some(ASTNode::Expr(expression)) => self.expression_in(expression, path, within),
                _ => {}
            }
            true
        });
    }

    fn statement_in(&mut self, statement: &Stmt, path: &[ASTNode], within: Option<&str>) {
        match statement {
            Stmt::Var(parts, ..) => {
                let value = self.references_in(&parts.1);
                self.bind(&parts.0.name, value);
            }
            Stmt::Assignment(parts) => {
                if let Some(name) = base(&parts.1.lhs) {
                    let values =
                        [self.references_in(&parts.1.lhs), self.references_in(&parts.1.rhs)];
                    for value in values.into_iter().chain(self.conditions(path)) {
                        self.bind(&name, value);
                    }
                }
            }
            Stmt::For(parts, ..) => {
                let value = self.references_in(&parts.2.expr);
                self.bind(&parts.0.name, value.clone());
                if let Some(counter) = &parts.1 {
                    self.bind(&counter.name, value);
                }
            }
            Stmt::FnCall(call, at) => self.call(call, *at, path, within),
            _ => {}
        }
    }

    fn expression_in(&mut self, expression: &Expr, path: &[ASTNode], within: Option<&str>) {
        match expression {
            Expr::FnCall(call, at) => self.call(call, *at, path, within),
            // A method may change what it is called on.
            Expr::Dot(parts, ..) => {
                if let (Some(name), Expr::MethodCall(call, _)) = (base(&parts.lhs), &parts.rhs) {
                    let values: Vec<PartReferences> =
                        call.args.iter().map(|value| self.references_in(value)).collect();
                    for value in values {
                        self.bind(&name, value);
                    }
                }
            }
            _ => {}
        }
    }

    fn call(&mut self, call: &FnCallExpr, at: Position, path: &[ASTNode], within: Option<&str>) {
        let arguments: Vec<PartReferences> =
            call.args.iter().map(|value| self.references_in(value)).collect();
        let conditions = self.conditions(path);
        let name = call.name.to_string();
        for parameters in self.parameters.get(&name).cloned().unwrap_or_default() {
            if parameters.len() == arguments.len() {
                for (parameter, value) in parameters.iter().zip(&arguments) {
                    self.bind(parameter, value.clone());
                }
            }
        }
        let within = within.map(String::from);
        self.callers.entry(name).or_default().push((conditions.clone(), within.clone()));
        self.calls.insert(at, CallParts { arguments, conditions, within });
    }

    /// The conditions of what stands around a node.
    pub(super) fn conditions(&self, path: &[ASTNode]) -> Vec<PartReferences> {
        let around = path.iter().filter_map(|node| match node {
            ASTNode::Stmt(Stmt::If(flow, _) | Stmt::While(flow, _) | Stmt::Do(flow, ..)) => {
                Some(self.references_in(&flow.expr))
            }
            ASTNode::Stmt(Stmt::Switch(parts, _)) => Some(self.references_in(&parts.0)),
            ASTNode::Stmt(Stmt::For(parts, _)) => Some(self.references_in(&parts.2.expr)),
            _ => None,
        });
        around.collect()
    }

    fn references_in(&self, expression: &Expr) -> PartReferences {
        let mut parts = PartReferences::default();
        expression.walk(&mut vec![], &mut |path: &[ASTNode]| self.gather(path, &mut parts));
        parts
    }

    pub(super) fn gather(&self, path: &[ASTNode], parts: &mut PartReferences) -> bool {
        match path.last() {
            Some(ASTNode::Stmt(Stmt::FnCall(call, _))) => self.gather_call(call, parts),
            Some(ASTNode::Expr(expression)) => match expression {
                Expr::Variable(names, ..) => {
                    parts.origin.asks_other_scripts |= !names.2.is_empty();
                    parts.origin.varies_by_run |= !names.2.is_empty();
                    parts.variables.insert(names.1.to_string());
                }
                Expr::FnCall(call, _) | Expr::MethodCall(call, _) => self.gather_call(call, parts),
                Expr::Property(names, _) => {
                    parts.origin.words.insert(names.2.to_string());
                }
                Expr::StringConstant(text, _) => {
                    parts.origin.rests_on_missing |= text == UNKNOWN;
                    parts.origin.words.insert(text.to_string());
                }
                other => {
                    parts.functions.extend(pointer(other).map(|pointer| pointer.fn_name().into()));
                }
            },
            _ => {}
        }
        true
    }

    fn gather_call(&self, call: &FnCallExpr, parts: &mut PartReferences) {
        let name = call.name.as_str();
        if !call.namespace.is_empty() {
            parts.origin.asks_other_scripts = true;
            parts.origin.varies_by_run = true;
            let module = call.namespace.to_string();
            parts.origin.rests_on_missing |=
                module.split("::").next().is_some_and(|m| self.missing_imports.contains(m));
            return;
        }
        parts.origin.varies_by_run |= name == "param";
        if self.domain.is_function(name) {
            parts.origin.asks_other_scripts = true;
            parts.origin.data = true;
        }
        parts.origin.data |= FILE_READERS.contains(&name)
            && matches!(call.args.first(), Some(Expr::StringConstant(..) | Expr::Variable(..)));
        parts.functions.insert(name.to_owned());
    }
}

fn pointer(expression: &Expr) -> Option<FnPtr> {
    match expression {
        Expr::DynamicConstant(value, _) => value.as_ref().clone().try_cast::<FnPtr>(),
        _ => None,
    }
}

/// The variable of which something is assigned or called.
fn base(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Variable(parts, ..) => Some(parts.1.to_string()),
        Expr::Dot(parts, ..) | Expr::Index(parts, ..) => base(&parts.lhs),
        _ => None,
    }
}
