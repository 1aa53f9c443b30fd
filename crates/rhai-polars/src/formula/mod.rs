//! An ordinary Rhai closure over one invitation becomes a typed graph, and that a Polars
//! expression. The closure is never called row by row.
//!
//! ```text
//! closure → compile (syntax tree → build) → graph → lower → Polars expressions
//! ```

mod absorb;
pub mod build;
pub mod compile;
pub mod dates;
pub mod elements;
pub mod error;
pub mod graph;
mod growth;
pub mod known_column;
pub mod lower;
pub mod methods;
pub mod probes;
pub mod render;
pub mod types;
pub mod value;
pub mod windows;
pub mod words;

pub use compile::{Formula, Imported, Look, Place, Rows, compile};
pub use error::FormulaError;
