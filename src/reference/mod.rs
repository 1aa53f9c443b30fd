//! Whatever a script's author can meet, in one list: names, functions, verbs, methods, columns and
//! limits, each from the table that defines it. Completion, `:help`, the documentation and "did you
//! mean" are made from it.
//!
//! Invariant: every function of the engine is in the list, and every name in the list is there for
//! scripts; a test compares the two.

mod entry;
mod gather;
mod markdown;
mod rhai_functions;

pub use entry::{ReferenceEntry, ReferenceKind, callable_names, entries, entries_of, find, topics};
pub use markdown::markdown;
