//! Where a script's values come from, by its text: which variables rest on the data, on a parameter
//! or on the day, and which columns an argument speaks of.
//!
//! Invariant: what is said to rest on nothing of these is the same in every run. A name counts as
//! one variable wherever it is declared, so more may be said to rest on them than does.

use super::domain::Domain;
use super::host::{NOTHING, UNKNOWN};
use rhai::{AST, ASTNode, Expr, FnCallExpr, FnPtr, Module, Position, ScriptFuncDef, Shared, Stmt};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The functions that read files.
const READERS: [&str; 2] = ["list", "frame"];

/// What a part of a script rests on.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says something else, and any may hold")]
pub struct Origin {
    /// Whether it rests on the data.
    pub data: bool,
    /// Whether it rests on a parameter, the day, a limit, or on what somebody else hands over.
    pub varies: bool,
    /// Whether it rests on something that is not there.
    pub broken: bool,
    /// Whether it asks another script, or a ready question, which may look at any column.
    pub elsewhere: bool,
    /// The properties that it asks for and the texts in it: the columns are among them.
    pub words: BTreeSet<String>,
}

impl Origin {
    /// Whether it is the same in every run.
    pub fn is_fixed(&self) -> bool {
        !(self.data || self.varies || self.broken)
    }
}

/// A call of a verb.
#[derive(Clone, Debug, Default)]
struct VerbCall {
    arguments: Vec<WrittenPart>,
    /// What decides whether it is carried out at all.
    conditions: Vec<WrittenPart>,
    /// The function that it stands in.
    within: Option<String>,
}

/// The conditions under which a function is called, and the function that calls it.
type CalledWithin = (Vec<WrittenPart>, Option<String>);

/// A part of a script, as it is written.
#[derive(Clone, Debug, Default)]
struct WrittenPart {
    origin: Origin,
    variables: BTreeSet<String>,
    functions: BTreeSet<String>,
}

/// Where the values of a script come from.
pub struct Origins {
    domain: &'static Domain,
    bindings: HashMap<String, Vec<WrittenPart>>,
    functions: HashMap<String, WrittenPart>,
    parameters: HashMap<String, Vec<Vec<String>>>,
    captured: HashMap<String, usize>,
    verbs: HashMap<Position, VerbCall>,
    /// Under which conditions functions are called, and from which function.
    called: HashMap<String, Vec<CalledWithin>>,
    /// Import names behind which nothing is.
    empty: HashSet<String>,
    whole: Origin,
}

impl Origins {
    /// Of a script that declares nothing.
    pub fn none(domain: &'static Domain) -> Self {
        Self {
            domain,
            bindings: HashMap::new(),
            functions: HashMap::new(),
            parameters: HashMap::new(),
            captured: HashMap::new(),
            verbs: HashMap::new(),
            called: HashMap::new(),
            empty: HashSet::new(),
            whole: Origin::default(),
        }
    }

    /// Reads a script; `broken` are variables of which it is not known what they hold.
    pub fn of_script(ast: &AST, broken: &[String], domain: &'static Domain) -> Self {
        let mut origins = Self::none(domain);
        for name in broken {
            let origin = Origin { broken: true, ..Origin::default() };
            origins.bind(name, WrittenPart { origin, ..WrittenPart::default() });
        }
        let library = ast.shared_lib();
        let functions = library
            .iter_script_fn_info()
            .filter_map(|(_, _, name, count, _)| library.get_script_fn(name, count).cloned());
        let functions: Vec<Shared<ScriptFuncDef>> = functions.collect();
        let bodies: Vec<AST> = functions.iter().map(body).collect();
        let whole = AST::new(ast.statements().iter().cloned(), Module::new());
        for ast in bodies.iter().chain([&whole]) {
            ast.walk(&mut |path: &[ASTNode]| {
                origins.note_names(path);
                true
            });
        }
        for (function, body) in functions.iter().zip(&bodies) {
            origins.define(function, body);
        }
        origins.read(&whole, None);
        let mut parts = WrittenPart::default();
        ast.walk(&mut |path: &[ASTNode]| origins.gather(path, &mut parts));
        origins.whole = origins.resolved(&[parts]);
        origins
    }

    /// What a variable holds rests on.
    pub fn variable(&self, name: &str) -> Origin {
        let variables = BTreeSet::from([name.to_owned()]);
        self.resolved(&[WrittenPart { variables, ..WrittenPart::default() }])
    }

    /// The variables that do not hold the same in every run.
    pub fn open_names(&self) -> HashSet<String> {
        let Domain { frames, settings, .. } = self.domain;
        let always_open = frames.iter().chain(*settings).map(ToString::to_string);
        let bound = self.bindings.keys().filter(|name| !self.variable(name).is_fixed());
        bound.cloned().chain(always_open).collect()
    }

    /// What a statement at the top of the script rests on.
    pub fn statement(&self, statement: &Stmt) -> Origin {
        let mut parts = WrittenPart::default();
        statement.walk(&mut vec![], &mut |path: &[ASTNode]| self.gather(path, &mut parts));
        self.resolved(&[parts])
    }

    /// What the script as a whole asks for.
    pub fn whole(&self) -> &Origin {
        &self.whole
    }

    /// What the argument of this number rests on that the verb called here is given.
    pub fn of_argument(&self, verb: Position, number: usize) -> Option<Origin> {
        let parts = self.verbs.get(&verb)?.arguments.get(number)?;
        Some(self.resolved(std::slice::from_ref(parts)))
    }

    /// Whether the verb called here is called in every run.
    pub fn is_always_called(&self, verb: Position) -> bool {
        let Some(call) = self.verbs.get(&verb) else { return false };
        let mut conditions = call.conditions.clone();
        let mut open: Vec<&String> = call.within.iter().collect();
        let mut seen = HashSet::new();
        while let Some(name) = open.pop() {
            if !seen.insert(name) {
                continue;
            }
            for (callers, within) in self.called.get(name).into_iter().flatten() {
                conditions.extend(callers.iter().cloned());
                open.extend(within);
            }
        }
        self.resolved(&conditions).is_fixed()
    }

    /// Whether anything is called in some runs and not in others.
    pub fn has_branches(&self) -> bool {
        let mut calls = self.called.values().flatten();
        calls.any(|(conditions, _)| !self.resolved(conditions).is_fixed())
    }

    fn bind(&mut self, name: &str, parts: WrittenPart) {
        self.bindings.entry(name.into()).or_default().push(parts);
    }

    /// Notes what has to be known of the whole script before its parts are read.
    fn note_names(&mut self, path: &[ASTNode]) {
        match path.last() {
            Some(ASTNode::Stmt(Stmt::Import(import, _))) => {
                if matches!(&import.0, Expr::StringConstant(path, _) if path == NOTHING) {
                    self.empty.insert(import.1.name.to_string());
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
    fn define(&mut self, function: &ScriptFuncDef, body: &AST) {
        let name = function.name.to_string();
        let shared = self.captured.get(&name).copied().unwrap_or(0);
        let parameters: Vec<String> = function.params.iter().map(ToString::to_string).collect();
        for parameter in parameters.iter().skip(shared) {
            let origin = Origin { varies: true, ..Origin::default() };
            self.bind(parameter, WrittenPart { origin, ..WrittenPart::default() });
        }
        self.parameters.entry(name.clone()).or_default().push(parameters);
        let mut parts = WrittenPart::default();
        body.walk(&mut |path: &[ASTNode]| self.gather(path, &mut parts));
        self.functions.insert(name.clone(), parts);
        self.read(body, Some(&name));
    }

    /// The bindings and calls of a function's body, or of the script itself.
    fn read(&mut self, ast: &AST, within: Option<&str>) {
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
                let value = self.parts(&parts.1);
                self.bind(&parts.0.name, value);
            }
            Stmt::Assignment(parts) => {
                if let Some(name) = base(&parts.1.lhs) {
                    let values = [self.parts(&parts.1.lhs), self.parts(&parts.1.rhs)];
                    for value in values.into_iter().chain(self.conditions(path)) {
                        self.bind(&name, value);
                    }
                }
            }
            Stmt::For(parts, ..) => {
                let value = self.parts(&parts.2.expr);
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
                    let values: Vec<WrittenPart> =
                        call.args.iter().map(|value| self.parts(value)).collect();
                    for value in values {
                        self.bind(&name, value);
                    }
                }
            }
            _ => {}
        }
    }

    fn call(&mut self, call: &FnCallExpr, at: Position, path: &[ASTNode], within: Option<&str>) {
        let arguments: Vec<WrittenPart> = call.args.iter().map(|value| self.parts(value)).collect();
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
        self.called.entry(name).or_default().push((conditions.clone(), within.clone()));
        self.verbs.insert(at, VerbCall { arguments, conditions, within });
    }

    /// The conditions of what stands around a node.
    fn conditions(&self, path: &[ASTNode]) -> Vec<WrittenPart> {
        let around = path.iter().filter_map(|node| match node {
            ASTNode::Stmt(Stmt::If(flow, _) | Stmt::While(flow, _) | Stmt::Do(flow, ..)) => {
                Some(self.parts(&flow.expr))
            }
            ASTNode::Stmt(Stmt::Switch(parts, _)) => Some(self.parts(&parts.0)),
            ASTNode::Stmt(Stmt::For(parts, _)) => Some(self.parts(&parts.2.expr)),
            _ => None,
        });
        around.collect()
    }

    fn parts(&self, expression: &Expr) -> WrittenPart {
        let mut parts = WrittenPart::default();
        expression.walk(&mut vec![], &mut |path: &[ASTNode]| self.gather(path, &mut parts));
        parts
    }

    fn gather(&self, path: &[ASTNode], parts: &mut WrittenPart) -> bool {
        match path.last() {
            Some(ASTNode::Stmt(Stmt::FnCall(call, _))) => self.gather_call(call, parts),
            Some(ASTNode::Expr(expression)) => match expression {
                Expr::Variable(names, ..) => {
                    parts.origin.elsewhere |= !names.2.is_empty();
                    parts.origin.varies |= !names.2.is_empty();
                    parts.variables.insert(names.1.to_string());
                }
                Expr::FnCall(call, _) | Expr::MethodCall(call, _) => self.gather_call(call, parts),
                Expr::Property(names, _) => {
                    parts.origin.words.insert(names.2.to_string());
                }
                Expr::StringConstant(text, _) => {
                    parts.origin.broken |= text == UNKNOWN;
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

    fn gather_call(&self, call: &FnCallExpr, parts: &mut WrittenPart) {
        let name = call.name.as_str();
        if !call.namespace.is_empty() {
            parts.origin.elsewhere = true;
            parts.origin.varies = true;
            let module = call.namespace.to_string();
            parts.origin.broken |=
                module.split("::").next().is_some_and(|m| self.empty.contains(m));
            return;
        }
        parts.origin.varies |= name == "param";
        if self.domain.is_function(name) {
            parts.origin.elsewhere = true;
            parts.origin.data = true;
        }
        parts.origin.data |= READERS.contains(&name)
            && matches!(call.args.first(), Some(Expr::StringConstant(..) | Expr::Variable(..)));
        parts.functions.insert(name.to_owned());
    }

    /// What parts rest on, through the variables and functions that they name.
    fn resolved(&self, parts: &[WrittenPart]) -> Origin {
        let mut origin = Origin::default();
        let mut open: Vec<&WrittenPart> = parts.iter().collect();
        let mut seen: HashSet<(bool, &str)> = HashSet::new();
        while let Some(part) = open.pop() {
            origin.data |= part.origin.data;
            origin.varies |= part.origin.varies;
            origin.broken |= part.origin.broken;
            origin.elsewhere |= part.origin.elsewhere;
            origin.words.extend(part.origin.words.iter().cloned());
            for name in &part.variables {
                origin.data |= self.domain.frames.contains(&name.as_str());
                origin.varies |= self.domain.settings.contains(&name.as_str());
                if seen.insert((true, name)) {
                    open.extend(self.bindings.get(name).into_iter().flatten());
                }
            }
            for name in &part.functions {
                if seen.insert((false, name)) {
                    open.extend(self.functions.get(name));
                }
            }
        }
        origin
    }
}

/// A function's body as a tree of its own.
fn body(function: &Shared<ScriptFuncDef>) -> AST {
    let mut module = Module::new();
    module.set_script_fn(function.clone());
    AST::new_from_module(module)
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
