//! The stages one after another: from a closure to a formula that is ready to be lowered.

use super::error::{FormulaError, FormulaResult};
use super::facts::FactGraph;
use super::graph::{NodeId, Op};
use super::lower::ProbedFormula;
use super::probes::Probe;
use super::resolve::{ClosureContext, ResolvedClosure, RowSchema, resolve};
use super::simplify::simplify;
use super::text_growth;
use super::types::Type;
use crate::codes;
use rhai::{FnPtr, Position};
use std::sync::Arc;

/// A compiled closure.
#[derive(Clone, Debug)]
pub struct Formula {
    /// Its parts, made simple.
    pub graph: Arc<FactGraph>,
    /// The node of its result.
    pub root: NodeId,
    /// The imported script in which it stands; none for the script that runs.
    pub script: Option<String>,
    /// The probes in it, if any are looked for.
    pub probes: Vec<Probe>,
    /// What is noted of the frame that it meets; none in a strategy: its plan says who meets what.
    pub probed: Option<Arc<ProbedFormula>>,
    /// What it was before it was made simple.
    pub(super) typed: Option<TypedStage>,
}

/// A formula before it is made simple: what the closure says, every part typed.
#[derive(Clone, Debug)]
pub(super) struct TypedStage {
    graph: Arc<FactGraph>,
    root: NodeId,
}

impl Formula {
    /// A formula that no closure was compiled to.
    pub fn from_graph(graph: FactGraph, root: NodeId) -> Self {
        let graph = Arc::new(graph);
        Self { graph, root, script: None, probes: vec![], probed: None, typed: None }
    }

    /// The same before it was made simple, where it was compiled from a closure.
    pub fn before_simplification(&self) -> Option<Self> {
        let TypedStage { graph, root } = self.typed.clone()?;
        Some(Self { graph, root, typed: None, ..self.part(self.root) })
    }

    /// The type of its result.
    pub fn of_type(&self) -> Type {
        self.graph.type_of(self.root)
    }

    /// A part of it as a formula of its own.
    #[must_use]
    pub fn part(&self, root: NodeId) -> Self {
        let (graph, script) = (self.graph.clone(), self.script.clone());
        Self { graph, root, script, probes: vec![], probed: None, typed: None }
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
        self.graph.node(part).script.as_deref()
    }

    /// Where its result stands in the source.
    pub fn position(&self) -> Position {
        self.graph.node(self.root).position
    }
}

/// Compiles a closure of one parameter, the row.
///
/// # Errors
/// Whatever is wrong with the closure, at its place.
pub fn compile(
    context: ClosureContext,
    closure: &FnPtr,
    rows: RowSchema,
) -> FormulaResult<Formula> {
    let ResolvedClosure { graph: typed, root, script, probes } = resolve(context, closure, rows)?;
    if let Some(long) = text_growth::find_oversized_text(&typed) {
        let message = "this text is put together of too many pieces";
        return Err(FormulaError::new(codes::TOO_LARGE, typed.node(long).position, message)
            .with_help("look for a text that is joined with itself again and again")
            .in_script(script.as_deref()));
    }
    let simple = simplify(&typed, root, &probes);
    let typed = Some(TypedStage { graph: Arc::new(typed), root });
    let graph = Arc::new(simple.graph);
    Ok(Formula { graph, root: simple.root, script, probes: simple.probes, probed: None, typed })
}
