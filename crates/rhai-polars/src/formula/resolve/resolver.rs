//! What a resolution has built so far, and the bounds that hold it: nodes, work, depth, elements.

use super::constant_evaluation;
use super::context::{ClosureContext, RowSchema};
use super::function::{self, Definition};
use super::reachability::Reachability;
use super::scope::ResolvedValue;
use crate::codes;
use crate::deadline;
use crate::formula::error::{FormulaError, FormulaResult};
use crate::formula::facts::FactGraph;
use crate::formula::graph::NodeId;
use crate::formula::probes::Probe;
use crate::formula::type_names::describe_type;
use rhai::{FnPtr, GlobalRuntimeState, Position, ScriptFuncDef, Shared, Stmt};
use std::collections::HashMap;
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

/// A closure as a typed graph.
pub(in crate::formula) struct ResolvedClosure {
    pub(in crate::formula) graph: FactGraph,
    /// The node of its result.
    pub(in crate::formula) root: NodeId,
    /// The imported script in which it stands; none for the script that runs.
    pub(in crate::formula) script: Option<String>,
    /// The probes in it, if any are looked for.
    pub(in crate::formula) probes: Vec<Probe>,
}

/// Resolves a closure of one parameter, the row.
///
/// # Errors
/// Whatever is wrong with the closure, at its place.
pub(in crate::formula) fn resolve(
    context: ClosureContext,
    closure: &FnPtr,
    rows: RowSchema,
) -> FormulaResult<ResolvedClosure> {
    let (closure, definition) = context.closure(closure)?;
    let at = context.call.call_position();
    let mut resolver = Resolver {
        graph: FactGraph::over(rows.known),
        rows,
        context,
        inlined: vec![],
        depth: 0,
        work: 0,
        element_depth: 0,
        reach: Reachability::new(context.probes.cloned()),
        bodies: HashMap::new(),
    };
    let script = definition.script();
    resolver.graph.enter(script.as_deref().map(Arc::from));
    let captured = resolver.open_captured(&definition, closure.captured, at)?;
    let row = vec![ResolvedValue::Row];
    let end = function::result_position(&definition).unwrap_or(at);
    let result = resolver.inline_closure(definition.clone(), captured, row, at)?;
    resolver.inlined.push(definition);
    let root = resolver.node(result, end)?;
    if let Some(first) = resolver.take_first_noted_error() {
        return Err(first);
    }
    let (graph, probes) = (resolver.graph, resolver.reach.into_probes());
    Ok(ResolvedClosure { graph, root, script, probes })
}

/// What a resolution has built so far, and where it looks things up.
pub(super) struct Resolver<'a> {
    pub(super) graph: FactGraph,
    pub(super) rows: RowSchema<'a>,
    pub(super) context: ClosureContext<'a>,
    /// The functions that are being written out, outermost first.
    pub(super) inlined: Vec<Definition>,
    pub(super) depth: usize,
    /// How much of the source has been written out.
    pub(super) work: usize,
    /// How many closures over the elements of lists are being written out.
    pub(super) element_depth: usize,
    pub(super) reach: Reachability,
    /// The statements of functions, each function kept so that its address stays its own.
    pub(super) bodies: HashMap<*const ScriptFuncDef, (Shared<ScriptFuncDef>, Arc<Vec<Stmt>>)>,
}

impl Resolver<'_> {
    /// The node of a value, known beforehand or not.
    pub(super) fn node(&mut self, value: ResolvedValue, at: Position) -> FormulaResult<NodeId> {
        if self.graph.len() > NODES_MAX {
            let message = format!("this formula has more than {NODES_MAX} parts");
            return Err(FormulaError::new(codes::TOO_LARGE, at, message)
                .with_help("keep long lists in a file and ask `i.company in list(\"file.csv\")`"));
        }
        let not_a_value = |message: &str| FormulaError::new(codes::NOT_A_VALUE, at, message);
        match value {
            ResolvedValue::Node(node) => Ok(node),
            ResolvedValue::Known(value) if describe_type(&value) == "a column expression" => {
                Err(self.column_expression_error(at))
            }
            ResolvedValue::Known(value) => self.graph.at(at).add_script_value(&value),
            ResolvedValue::Row => Err(not_a_value("the invitation as a whole is not a value")
                .with_help("name one of its columns, as in `i.age_days`")),
            ResolvedValue::VaryingList(_) => {
                Err(not_a_value("a list of columns' values is not a value")
                    .with_help("ask `x in [i.a, i.b]`, or go through it with `for`"))
            }
            ResolvedValue::TableLookup(_) => Err(not_a_value(
                "a map or list is not a value of a formula",
            )
            .with_help("ask for something in it, as in `weights[i.kind].days` or `.contains(…)`")),
            ResolvedValue::Closure(_) => Err(not_a_value("a closure is not a value")
                .with_help("call it, as in `f.call(i.age_days)`")),
        }
    }

    /// Goes one level deeper into the source; fails where it nests too deep.
    pub(super) fn nested<T>(
        &mut self,
        at: Position,
        compile: impl FnOnce(&mut Self) -> FormulaResult<T>,
    ) -> FormulaResult<T> {
        if self.depth >= DEPTH_MAX {
            let message = "this formula nests too deep, the functions that it calls included";
            return Err(FormulaError::new(codes::TOO_DEEP, at, message)
                .with_help("give parts of it names with `let`, or columns of their own"));
        }
        self.depth += 1;
        let compiled = compile(self);
        self.depth -= 1;
        compiled
    }

    /// Writes out so much more of the source; fails where that is too much, or where its time is
    /// over.
    pub(super) fn spend(&mut self, work: usize, at: Position) -> FormulaResult<()> {
        let looks = self.work / WORK_BETWEEN_LOOKS;
        self.work = self.work.saturating_add(work);
        if self.work > WORK_MAX {
            let message = "this formula takes too much to be written out";
            return Err(FormulaError::new(codes::TOO_LARGE, at, message).with_help(
                "look for loops in loops; compute before it what is the same in every row",
            ));
        }
        if self.work / WORK_BETWEEN_LOOKS == looks {
            return Ok(());
        }
        let Some(ended) = deadline::interruption() else { return Ok(()) };
        let message = format!("the script {ended} while this formula was written out");
        Err(FormulaError::new(codes::OUT_OF_TIME, at, message)
            .with_help("look for loops in loops; `--timeout SECONDS` gives it longer"))
    }

    /// A list of these, known where all of them are; fails where it has too many elements.
    pub(super) fn make_list(
        &mut self,
        values: Vec<ResolvedValue>,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let list = ResolvedValue::VaryingList(Arc::new(values));
        self.check_list_size(&list, at)?;
        Ok(match list {
            ResolvedValue::VaryingList(values) => {
                constant_evaluation::list_value(Arc::unwrap_or_clone(values))
            }
            other => other,
        })
    }

    /// Fails where a value has too many elements, those of what is in it included.
    pub(super) fn check_list_size(
        &mut self,
        value: &ResolvedValue,
        at: Position,
    ) -> FormulaResult<()> {
        let mut left = ELEMENTS_MAX;
        let fits = value.fits(&mut left);
        self.spend(ELEMENTS_MAX - left, at)?;
        if fits {
            return Ok(());
        }
        let message = format!("a list of more than {ELEMENTS_MAX} elements");
        Err(FormulaError::new(codes::TOO_LARGE, at, message)
            .with_help("look for a list that is joined with itself; keep bulk data in frames"))
    }

    /// What the module sees whose function is being written out; none in the script that runs.
    pub(super) fn environment(&self) -> Option<Shared<GlobalRuntimeState>> {
        let home = self.inlined.last()?.home.as_ref()?;
        self.context.imported.environment(home)
    }

    /// A constant of the script or module that the code being compiled stands in.
    pub(super) fn global(&self, name: &str) -> Option<rhai::Dynamic> {
        let environment = self.environment();
        let seen =
            environment.as_deref().unwrap_or_else(|| self.context.call.global_runtime_state());
        let constants = seen.constants.as_ref()?;
        let locked = constants.read().ok()?;
        locked.get(name).cloned()
    }
}
