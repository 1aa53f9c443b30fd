//! Where a script's values come from, by its text: which variables rest on the data, on a parameter
//! or on the day, and which columns an argument speaks of.
//!
//! Invariant: what is said to rest on nothing of these is the same in every run. A name counts as
//! one variable wherever it is declared, so more may be said to rest on them than does.

use super::domain::Domain;
use crate::formula::resolve::function_ast;
use rhai::{AST, ASTNode, Module, Position, ScriptFuncDef, Shared, Stmt};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The functions that read files.
pub(super) const FILE_READERS: [&str; 2] = ["list", "frame"];

/// What a part of a script rests on.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says something else, and any may hold")]
pub struct Origin {
    /// Whether it rests on the data.
    pub data: bool,
    /// Whether it rests on a parameter, the day, a limit, or on what somebody else hands over.
    pub varies_by_run: bool,
    /// Whether it rests on something that is not there.
    pub rests_on_missing: bool,
    /// Whether it asks another script, or a ready question, which may look at any column.
    pub asks_other_scripts: bool,
    /// The properties that it asks for and the texts in it: the columns are among them.
    pub words: BTreeSet<String>,
}

impl Origin {
    /// Whether it is the same in every run.
    pub fn is_fixed(&self) -> bool {
        !(self.data || self.varies_by_run || self.rests_on_missing)
    }
}

/// A call of a verb.
#[derive(Clone, Debug, Default)]
pub(super) struct CallParts {
    pub(super) arguments: Vec<PartReferences>,
    /// What decides whether it is carried out at all.
    pub(super) conditions: Vec<PartReferences>,
    /// The function that it stands in.
    pub(super) within: Option<String>,
}

/// The conditions under which a function is called, and the function that calls it.
type CallerContext = (Vec<PartReferences>, Option<String>);

/// A part of a script, as it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct PartReferences {
    pub(super) origin: Origin,
    pub(super) variables: BTreeSet<String>,
    pub(super) functions: BTreeSet<String>,
}

/// Where the values of a script come from.
pub struct Origins {
    pub(super) domain: &'static Domain,
    pub(super) bindings: HashMap<String, Vec<PartReferences>>,
    pub(super) functions: HashMap<String, PartReferences>,
    pub(super) parameters: HashMap<String, Vec<Vec<String>>>,
    pub(super) captured: HashMap<String, usize>,
    pub(super) calls: HashMap<Position, CallParts>,
    /// Under which conditions functions are called, and from which function.
    pub(super) callers: HashMap<String, Vec<CallerContext>>,
    /// Import names behind which nothing is.
    pub(super) missing_imports: HashSet<String>,
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
            calls: HashMap::new(),
            callers: HashMap::new(),
            missing_imports: HashSet::new(),
            whole: Origin::default(),
        }
    }

    /// Reads a script; `broken` are variables of which it is not known what they hold.
    pub fn of_script(ast: &AST, broken: &[String], domain: &'static Domain) -> Self {
        let mut origins = Self::none(domain);
        for name in broken {
            let origin = Origin { rests_on_missing: true, ..Origin::default() };
            origins.bind(name, PartReferences { origin, ..PartReferences::default() });
        }
        let library = ast.shared_lib();
        let functions = library
            .iter_script_fn_info()
            .filter_map(|(_, _, name, count, _)| library.get_script_fn(name, count).cloned());
        let functions: Vec<Shared<ScriptFuncDef>> = functions.collect();
        let bodies: Vec<AST> = functions.iter().map(function_ast).collect();
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
        let mut parts = PartReferences::default();
        ast.walk(&mut |path: &[ASTNode]| origins.gather(path, &mut parts));
        origins.whole = origins.resolve_parts(&[parts]);
        origins
    }

    /// What a variable holds rests on.
    pub fn origin_of_variable(&self, name: &str) -> Origin {
        let variables = BTreeSet::from([name.to_owned()]);
        self.resolve_parts(&[PartReferences { variables, ..PartReferences::default() }])
    }

    /// The variables that do not hold the same in every run.
    pub fn open_names(&self) -> HashSet<String> {
        let Domain { frames, settings, .. } = self.domain;
        let always_open = frames.iter().chain(*settings).map(ToString::to_string);
        let bound = self.bindings.keys().filter(|name| !self.origin_of_variable(name).is_fixed());
        bound.cloned().chain(always_open).collect()
    }

    /// What a statement at the top of the script rests on.
    pub fn origin_of_statement(&self, statement: &Stmt) -> Origin {
        let mut parts = PartReferences::default();
        statement.walk(&mut vec![], &mut |path: &[ASTNode]| self.gather(path, &mut parts));
        self.resolve_parts(&[parts])
    }

    /// What the script as a whole asks for.
    pub fn whole(&self) -> &Origin {
        &self.whole
    }

    /// What the argument of this number rests on that the verb called here is given.
    pub fn of_argument(&self, verb: Position, number: usize) -> Option<Origin> {
        let parts = self.calls.get(&verb)?.arguments.get(number)?;
        Some(self.resolve_parts(std::slice::from_ref(parts)))
    }

    /// Whether the verb called here is called in every run.
    pub fn is_always_called(&self, verb: Position) -> bool {
        let Some(call) = self.calls.get(&verb) else { return false };
        let mut conditions = call.conditions.clone();
        let mut open: Vec<&String> = call.within.iter().collect();
        let mut seen = HashSet::new();
        while let Some(name) = open.pop() {
            if !seen.insert(name) {
                continue;
            }
            for (callers, within) in self.callers.get(name).into_iter().flatten() {
                conditions.extend(callers.iter().cloned());
                open.extend(within);
            }
        }
        self.resolve_parts(&conditions).is_fixed()
    }

    /// Whether anything is called in some runs and not in others.
    pub fn has_branches(&self) -> bool {
        let mut calls = self.callers.values().flatten();
        calls.any(|(conditions, _)| !self.resolve_parts(conditions).is_fixed())
    }

    /// What parts rest on, through the variables and functions that they name.
    fn resolve_parts(&self, parts: &[PartReferences]) -> Origin {
        let mut origin = Origin::default();
        let mut open: Vec<&PartReferences> = parts.iter().collect();
        let mut seen: HashSet<(bool, &str)> = HashSet::new();
        while let Some(part) = open.pop() {
            origin.data |= part.origin.data;
            origin.varies_by_run |= part.origin.varies_by_run;
            origin.rests_on_missing |= part.origin.rests_on_missing;
            origin.asks_other_scripts |= part.origin.asks_other_scripts;
            origin.words.extend(part.origin.words.iter().cloned());
            for name in &part.variables {
                origin.data |= self.domain.frames.contains(&name.as_str());
                origin.varies_by_run |= self.domain.settings.contains(&name.as_str());
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
