//! An ordinary Rhai closure over one row becomes a typed graph, and that a Polars expression. The
//! closure is never called row by row.
//!
//! ```text
//! closure ─ resolve, typing → graph of types and facts ─ simplify → the same, smaller ─ lower
//! ```
//!
//! Facts are kept up while the graph grows: each node that is added has those that follow from its
//! operands' (`facts`).
//!
//! Each stage is a module with its own data in and out; [`compile()`] calls them one after another.

mod absorb;
pub mod column_facts;
mod compile;
pub mod constant;
mod constant_folding;
pub mod dates;
pub mod element_methods;
pub mod error;
pub mod explain;
pub mod facts;
pub mod graph;
mod graph_builder;
pub mod interpreted;
pub mod lower;
pub mod methods;
mod operands;
pub mod probes;
pub mod render;
pub mod resolve;
pub mod simplify;
mod text_growth;
pub mod type_names;
pub mod types;
mod typing;
pub mod window_methods;

pub use compile::{Formula, compile};
pub use error::FormulaError;
pub use resolve::{ClosureContext, FormulaInspection, ModuleFunctions, RowSchema};
