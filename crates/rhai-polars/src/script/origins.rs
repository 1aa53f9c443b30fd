//! Where a script's values come from, by its text: which variables rest on the data, on a parameter
//! or on the day, and which columns an argument speaks of.
//!
//! Invariant: what is said to rest on nothing of these is the same in every run. A name counts as
//! one variable wherever it is declared, so more may be said to rest on them than does.

use super::domain::Domain;
use crate::formula::resolve::tree;
use rhai::{AST, ASTNode, Module, Position, ScriptFuncDef, Shared, Stmt};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The functions that read files.
pub(super) const READERS: [&str; 2] = ["list", "frame"];

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
pub(super) struct VerbCall {
    pub(super) arguments: Vec<WrittenPart>,
    /// What decides whether it is carried out at all.
    pub(super) conditions: Vec<WrittenPart>,
    /// The function that it stands in.
    pub(super) within: Option<String>,
}

/// The conditions under which a function is called, and the function that calls it.
type CalledWithin = (Vec<WrittenPart>, Option<String>);

/// A part of a script, as it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct WrittenPart {
    pub(super) origin: Origin,
    pub(super) variables: BTreeSet<String>,
    pub(super) functions: BTreeSet<String>,
}

/// Where the values of a script come from.
pub struct Origins {
    pub(super) domain: &'static Domain,
    pub(super) bindings: HashMap<String, Vec<WrittenPart>>,
    pub(super) functions: HashMap<String, WrittenPart>,
    pub(super) parameters: HashMap<String, Vec<Vec<String>>>,
    pub(super) captured: HashMap<String, usize>,
    pub(super) verbs: HashMap<Position, VerbCall>,
    /// Under which conditions functions are called, and from which function.
    pub(super) called: HashMap<String, Vec<CalledWithin>>,
    /// Import names behind which nothing is.
    pub(super) empty: HashSet<String>,
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
        let bodies: Vec<AST> = functions.iter().map(tree).collect();
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
