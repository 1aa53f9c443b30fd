//! Rhai over Polars: an ordinary closure over one row becomes a column expression, which Polars
//! computes over all rows at once; frames and column expressions are values of scripts; everything
//! runs in a sandbox, within bounds of time and memory.
//!
//! ```text
//! closure ─ formula::compile → typed graph, its facts, made simple ─ formula::lower → expressions
//! ```
//!
//! What a script is about is a parameter: [`script::domain::Domain`] says which columns there are
//! and what is known of them, and brings functions of its own.

#![cfg_attr(
    test,
    expect(clippy::disallowed_methods, reason = "a test's own small queries need no bounds")
)]

pub mod chart;
// It brings the macro that declares codes, which stands above all that does.
#[macro_use]
pub mod diagnosis_code;
pub mod codes;
pub mod diagnostic;
pub mod formula;
pub mod report;
#[expect(clippy::needless_pass_by_value, reason = "Rhai hands arguments over by value")]
pub mod script;
pub mod syntax;

pub use rescind_runtime::deadline::Bounds;
pub(crate) use rescind_runtime::{deadline, nearest, problem, query};
