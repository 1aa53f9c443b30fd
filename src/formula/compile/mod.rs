//! From a Rhai closure to a graph. The syntax tree is walked once; a variable stands for a value
//! known beforehand, for the row, or for a node. What does not depend on the row is computed by
//! Rhai itself.
//!
//! Invariant: a construct that is not covered is an error at its place, never a wrong formula.

mod block;
mod call;
mod chain;
mod closure;
mod expression;
mod scope;

use super::build::leaf;
use super::error::{Compiled, FormulaError};
use super::graph::{Graph, NodeId, Op};
use super::types::Type;
use closure::Closure;
use polars::prelude::Schema;
use rhai::{FnPtr, NativeCallContext, Position, ScriptFuncDef, Shared};
use scope::{Scope, Value};

/// The most nodes that a formula may have: far more than anyone writes by hand, little enough for
/// Polars to plan in milliseconds.
const NODES_MAX: usize = 20_000;

/// A compiled closure.
#[derive(Debug)]
pub struct Formula {
    /// Its parts.
    pub graph: Graph,
    /// The node of its result.
    pub root: NodeId,
}

impl Formula {
    /// The type of its result.
    pub fn of_type(&self) -> Type {
        self.graph.type_of(self.root)
    }

    /// A part of it as a formula of its own.
    #[must_use]
    pub fn part(&self, root: NodeId) -> Self {
        Self { graph: self.graph.clone(), root }
    }

    /// The columns that a part of it looks at, in the order in which they are first named.
    pub fn columns(&self, root: NodeId) -> Vec<String> {
        let needed = self.graph.needed_by(root).into_iter();
        let names = needed.filter_map(|id| match &self.graph.node(id).op {
            Op::Column(name) => Some(name.clone()),
            _ => None,
        });
        names.collect()
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
}

/// Where a closure was handed over: what names mean there.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The call that it was handed to.
    pub context: &'a NativeCallContext<'a>,
    /// The functions of imported modules.
    pub imported: &'a dyn Imported,
}

/// Compiles a closure of one parameter, the invitation, over rows with these columns.
pub fn compile(place: Place, closure: &FnPtr, columns: &Schema) -> Compiled<Formula> {
    let closure = Closure::find(&place, closure)?;
    let inlined = vec![closure.name.clone()];
    let context = place.context;
    let mut compiler = Compiler { graph: Graph::default(), columns, place, inlined };
    let mut scope = Scope::default();
    for (name, value) in closure.captured {
        scope.declare(&name, Value::Known(value));
    }
    scope.declare(&closure.parameter, Value::Row);
    let result = compiler.body(&closure.body, &mut scope, context.call_position())?;
    let root = compiler.node(result, context.call_position())?;
    Ok(Formula { graph: compiler.graph, root })
}

/// What a compilation has built so far, and where it looks things up.
struct Compiler<'a> {
    graph: Graph,
    columns: &'a Schema,
    place: Place<'a>,
    inlined: Vec<String>,
}

impl Compiler<'_> {
    /// The node of a value, known beforehand or not.
    fn node(&mut self, value: Value, at: Position) -> Compiled<NodeId> {
        if self.graph.len() > NODES_MAX {
            let message = format!("this formula has more than {NODES_MAX} parts");
            return Err(FormulaError::new("too-large", at, message)
                .help("keep long lists in a file and ask `i.company in list(\"file.csv\")`"));
        }
        match value {
            Value::Node(node) => Ok(node),
            Value::Known(value) => leaf::from_script(&mut self.graph, &value, at),
            Value::Row => {
                Err(FormulaError::new("whole-row", at, "the invitation as a whole is not a value")
                    .help("name one of its columns, as in `i.age_days`"))
            }
        }
    }
}
