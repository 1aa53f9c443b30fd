//! The third stage: what is known of the value of every node, in one pass over a typed graph from
//! operands to users.
//!
//! In: a graph and what is known of the columns. Out: a [`KnownGraph`], the same graph with the
//! [`Facts`] of each node. What follows from an operator is told where its family is:
//! `arithmetic`, `method`, and the rest in `inferred`.

mod arithmetic;
mod inferred;
mod known_graph;
mod method;
mod value_facts;

pub(super) use arithmetic::whole_bounds;
pub use known_graph::KnownGraph;
pub use method::of_result as of_method;
pub use value_facts::Facts;
