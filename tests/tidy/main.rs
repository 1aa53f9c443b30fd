//! The house rules that no lint knows: which module may use which, how files begin, how long they
//! are, and what must not stand in them.
//!
//! A test fails with every place at which its rule is broken, not only the first.

mod edges;
mod modules;
mod names;
mod source;
mod text;
