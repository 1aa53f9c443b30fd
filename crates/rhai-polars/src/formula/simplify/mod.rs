//! The fourth stage: a graph with fewer and cheaper nodes, by what is known of their values.
//!
//! In: a known graph, its result and its probes. Out: the same of a graph that holds only what they
//! need. The rules are in `rules`, one a function.
//!
//! Invariant: every node has in every row the value, and the type, of the node that it stands for.

mod rules;
mod simplified_graph;

pub use simplified_graph::{SimplifiedGraph, simplify};
