//! What the methods of formulas mean on single values, where Rhai has none of that name or another:
//! for what a script computes outside of formulas, and row by row.

mod list;
mod number;
mod registration;
pub(super) mod text;

pub(super) use number::truncate;
pub use registration::register;
