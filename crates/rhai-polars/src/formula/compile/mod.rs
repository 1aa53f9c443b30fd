//! From a Rhai closure to a graph. The syntax tree is walked once; a variable stands for a value
//! known beforehand, for the row, or for a node. What does not depend on the row is computed by
//! Rhai itself.
//!
//! Invariant: a construct that is not covered is an error at its place, never a wrong formula.

mod block;
mod call;
mod chain;
mod change;
mod chosen;
mod elements;
mod end;
mod expression;
mod function;
mod known;
mod list;
mod look;
mod missing;
mod operator;
pub mod reach;
mod repeat;
mod scope;
mod switch;
mod unknown;
mod window;

use super::build::leaf;
use super::error::{Compiled, FormulaError};
use super::graph::{Graph, NodeId, Op};
use super::growth;
use super::known_column::KnownColumns;
use super::lower::Watch;
use super::probes::{Probe, Probes};
use super::types::Type;
use super::words::describe;
use crate::deadline;
use function::Definition;
use polars::prelude::Schema;
use reach::Reach;
use rhai::{
    FnPtr, GlobalRuntimeState, Module, NativeCallContext, Position, ScriptFuncDef, Shared, Stmt,
};
use scope::Value;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The most nodes that a formula may have: far more than anyone writes by hand, little enough for
/// Polars to plan in milliseconds.
const NODES_MAX: usize = 20_000;

/// How much of a formula's source may be written out: its statements, each turn of its loops anew,
/// and the elements of its lists each time that one of them changes.
const WORK_MAX: usize = 2_000_000;

/// How much of it passes between two looks at the clock.
const WORK_BETWEEN_LOOKS: usize = 256;

/// The most elements of a list, those of lists in it included: as many as Rhai's own may have.
const ELEMENTS_MAX: usize = 100_000;

/// How deep a formula's source may nest, the functions that it calls included: what the stack of a
/// thread holds many times over.
const DEPTH_MAX: usize = 150;

/// A compiled closure.
#[derive(Clone, Debug)]
pub struct Formula {
    /// Its parts.
    pub graph: Graph,
    /// The node of its result.
    pub root: NodeId,
    /// The imported script in which it stands; none for the script that runs.
    pub script: Option<String>,
    /// The probes in it, if any are looked for.
    pub probes: Vec<Probe>,
    /// What is noted of the frame that it meets; none in a strategy: its plan says who meets what.
    pub watch: Option<Arc<Watch>>,
}

impl Formula {
    /// The type of its result.
    pub fn of_type(&self) -> Type {
        self.graph.type_of(self.root)
    }

    /// A part of it as a formula of its own.
    #[must_use]
    pub fn part(&self, root: NodeId) -> Self {
        let (graph, script) = (self.graph.clone(), self.script.clone());
        Self { graph, root, script, probes: vec![], watch: None }
    }

    /// The columns that a part of it looks at, in the order in which they are first named.
    pub fn columns(&self, root: NodeId) -> Vec<String> {
        let needed = self.graph.needed_by(root).into_iter();
        let names = needed.filter_map(|id| match &self.graph.node(id).op {
            Op::Column { name, .. } => Some(name.clone()),
            _ => None,
        });
        names.collect()
    }

    /// The imported script in which a part of it stands; none for the script that runs.
    pub fn script_of(&self, part: NodeId) -> Option<&str> {
        self.graph.script_of(part)
    }

    /// Where its result stands in the source.
    pub fn position(&self) -> Position {
        self.graph.node(self.root).position
    }
}

/// The functions of imported modules. A closure that a module's function returned is known to Rhai
/// by its name alone.
pub trait Imported {
    /// The function of that name and number of parameters.
    fn function(&self, name: &str, parameters: usize) -> Option<Shared<ScriptFuncDef>>;

    /// All functions of the module that a function stands in; none where no module holds it.
    fn home(&self, function: &Shared<ScriptFuncDef>) -> Option<Shared<Module>>;

    /// What the module with these functions lets them see: its constants and imports.
    fn environment(&self, home: &Shared<Module>) -> Option<Shared<GlobalRuntimeState>>;

    /// The module that the one with these functions has imported under a name.
    fn imported_by(&self, home: &Shared<Module>, name: &str) -> Option<Shared<Module>>;
}

/// Where a closure was handed over: what names mean there.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The call that it was handed to.
    pub context: &'a NativeCallContext<'a>,
    /// The functions of imported modules.
    pub imported: &'a dyn Imported,
    /// Where probes are noted that are reached whatever the row; none where nobody looks for any.
    pub probes: Option<&'a Arc<Probes>>,
}

/// The rows that a formula is about.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    /// Their columns.
    pub columns: &'a Schema,
    /// What is known of them: in a strategy what the domain says, of any frame nothing.
    pub known: KnownColumns,
    /// Whether whoever computes it notes which of its parts are reached: so in a frame, and not in
    /// a strategy, whose plan does.
    pub is_watched: bool,
    /// How the formula is looked at, where it is not compiled to be run.
    pub look: Option<Look<'a>>,
}

/// How a formula is looked at that is never run.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// Where the errors go that are found after the first.
    pub others: &'a RefCell<Vec<FormulaError>>,
    /// The captured variables that may hold any value of their type; none where all hold what they
    /// hold. Those of an imported script's closure then all may.
    pub open: Option<&'a HashSet<String>>,
}

/// Compiles a closure of one parameter, the invitation.
///
/// # Errors
/// Whatever is wrong with the closure, at its place.
pub fn compile(place: Place, closure: &FnPtr, rows: Rows) -> Compiled<Formula> {
    let (closure, definition) = place.closure(closure)?;
    let at = place.context.call_position();
    let mut compiler = Compiler {
        graph: Graph::default(),
        rows,
        place,
        inlined: vec![],
        depth: 0,
        work: 0,
        elements: 0,
        reach: Reach::new(place.probes.cloned()),
        bodies: HashMap::new(),
    };
    let script = definition.script();
    let values = (compiler.left_open(&definition, closure.captured, at)?, vec![Value::Row]);
    let end = function::end(&definition).unwrap_or(at);
    let result = compiler.inline_closure(definition.clone(), values, at)?;
    compiler.inlined.push(definition);
    let root = compiler.node(result, end)?;
    if let Some(first) = compiler.first_of_others() {
        return Err(first);
    }
    compiler.graph.stands_in(0, script.clone());
    let (graph, probes) = (compiler.graph, compiler.reach.into_found());
    if let Some(long) = growth::too_long(&graph) {
        let message = "this text is put together of too many pieces";
        return Err(FormulaError::new("too-large", graph.node(long).position, message)
            .help("look for a text that is joined with itself again and again")
            .within(script.as_deref()));
    }
    Ok(Formula { graph, root, script, probes, watch: None })
}

/// What a compilation has built so far, and where it looks things up.
struct Compiler<'a> {
    graph: Graph,
    rows: Rows<'a>,
    place: Place<'a>,
    /// The functions that are being written out, outermost first.
    inlined: Vec<Definition>,
    depth: usize,
    /// How much of the source has been written out.
    work: usize,
    /// How many closures over the elements of lists are being written out.
    elements: usize,
    reach: Reach,
    /// The statements of functions, each function kept so that its address stays its own.
    bodies: HashMap<*const ScriptFuncDef, (Shared<ScriptFuncDef>, Arc<Vec<Stmt>>)>,
}

impl Compiler<'_> {
    /// The node of a value, known beforehand or not.
    fn node(&mut self, value: Value, at: Position) -> Compiled<NodeId> {
        if self.graph.len() > NODES_MAX {
            let message = format!("this formula has more than {NODES_MAX} parts");
            return Err(FormulaError::new("too-large", at, message)
                .help("keep long lists in a file and ask `i.company in list(\"file.csv\")`"));
        }
        let not_a_value = |message: &str| FormulaError::new("not-a-value", at, message);
        match value {
            Value::Node(node) => Ok(node),
            Value::Known(value) if describe(&value) == "a column expression" => {
                Err(self.column_expression(at))
            }
            Value::Known(value) => leaf::from_script(&mut self.graph, &value, at),
            Value::Row => Err(not_a_value("the invitation as a whole is not a value")
                .help("name one of its columns, as in `i.age_days`")),
            Value::Several(_) => Err(not_a_value("a list of columns' values is not a value")
                .help("ask `x in [i.a, i.b]`, or go through it with `for`")),
            Value::Chosen(_) => Err(not_a_value("a map or list is not a value of a formula")
                .help("ask for something in it, as in `weights[i.kind].days` or `.contains(…)`")),
            Value::Closure(_) => {
                Err(not_a_value("a closure is not a value")
                    .help("call it, as in `f.call(i.age_days)`"))
            }
        }
    }

    /// Goes one level deeper into the source; fails where it nests too deep.
    fn deeper<T>(
        &mut self,
        at: Position,
        compile: impl FnOnce(&mut Self) -> Compiled<T>,
    ) -> Compiled<T> {
        if self.depth >= DEPTH_MAX {
            let message = "this formula nests too deep, the functions that it calls included";
            return Err(FormulaError::new("too-deep", at, message)
                .help("give parts of it names with `let`, or columns of their own"));
        }
        self.depth += 1;
        let compiled = compile(self);
        self.depth -= 1;
        compiled
    }

    /// Writes out so much more of the source; fails where that is too much, or where its time is
    /// over.
    fn spend(&mut self, work: usize, at: Position) -> Compiled<()> {
        let looks = self.work / WORK_BETWEEN_LOOKS;
        self.work = self.work.saturating_add(work);
        if self.work > WORK_MAX {
            let message = "this formula takes too much to be written out";
            return Err(FormulaError::new("too-large", at, message)
                .help("look for loops in loops; compute before it what is the same in every row"));
        }
        if self.work / WORK_BETWEEN_LOOKS == looks {
            return Ok(());
        }
        let Some(ended) = deadline::ended() else { return Ok(()) };
        let message = format!("the script {ended} while this formula was written out");
        Err(FormulaError::new("out-of-time", at, message)
            .help("look for loops in loops; `--timeout SECONDS` gives it longer"))
    }

    /// A list of these, known where all of them are; fails where it has too many elements.
    fn list(&mut self, values: Vec<Value>, at: Position) -> Compiled<Value> {
        let list = Value::Several(Arc::new(values));
        self.held(&list, at)?;
        Ok(match list {
            Value::Several(values) => known::array(Arc::unwrap_or_clone(values)),
            other => other,
        })
    }

    /// Fails where a value has too many elements, those of what is in it included.
    fn held(&mut self, value: &Value, at: Position) -> Compiled<()> {
        let mut left = ELEMENTS_MAX;
        let fits = value.fits(&mut left);
        self.spend(ELEMENTS_MAX - left, at)?;
        if fits {
            return Ok(());
        }
        let message = format!("a list of more than {ELEMENTS_MAX} elements");
        Err(FormulaError::new("too-large", at, message)
            .help("look for a list that is joined with itself; keep bulk data in frames"))
    }

    /// What the module sees whose function is being written out; none in the script that runs.
    fn environment(&self) -> Option<Shared<GlobalRuntimeState>> {
        let home = self.inlined.last()?.home.as_ref()?;
        self.place.imported.environment(home)
    }

    /// A constant of the script or module that the code being compiled stands in.
    fn global(&self, name: &str) -> Option<rhai::Dynamic> {
        let own = self.environment();
        let seen = own.as_deref().unwrap_or_else(|| self.place.context.global_runtime_state());
        let constants = seen.constants.as_ref()?;
        let locked = constants.read().ok()?;
        locked.get(name).cloned()
    }
}
