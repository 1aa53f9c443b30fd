//! The first stage, with the second beside it: a Rhai closure is read once, from its syntax tree,
//! and every operation in it becomes a typed node.
//!
//! In: a closure, what names mean where it was handed over, and the columns of the rows. Out: a
//! `ResolvedClosure` graph. Here names are resolved, functions and loops written out, and what does
//! not depend on the row is computed by Rhai itself; a variable stands for a value known
//! beforehand, for the row, or for a node. Which type an operation has, the rules in `typing`
//! decide: which function a name means can depend on the type of its receiver, so that neither
//! stage comes to its end without the other.
//!
//! Invariant: a construct that is not covered is an error at its place, never a wrong formula.

mod block;
mod block_exits;
mod call;
mod call_errors;
mod chain;
mod constant_evaluation;
mod context;
mod elements;
mod expression;
mod function;
mod inspection;
mod list;
mod list_search;
mod loops;
mod method_arguments;
mod method_overloads;
mod missing;
mod mutation;
mod operator;
pub mod reachability;
mod resolver;
mod scope;
mod switch;
mod table_lookup;
mod window;

pub use context::{ClosureContext, FormulaInspection, ModuleFunctions, RowSchema};
pub use function::function_ast;
pub(super) use resolver::{ResolvedClosure, resolve};
