//! The methods of formulas: one table a topic, each row with its form, meaning, example and type. A
//! signature says nothing of how it is computed: what follows for its value is in
//! [`super::facts`], what Polars computes in [`super::lower`], and what Rhai itself has none or
//! another of is in [`super::interpreted`].
//!
//! Invariant: a method gives the same result lowered and on a single value wherever both are
//! defined; its example is true in both.

mod date;
mod list;
mod method_id;
mod method_tables;
mod number;
mod signature;
mod text;

pub use method_id::{DateMethod, ListMethod, MethodId, NumberMethod, TextMethod};
pub use method_tables::{METHODS, find, is_method_name, names};
pub use signature::{Method, Parameter};
pub(super) use text::pattern_of;
