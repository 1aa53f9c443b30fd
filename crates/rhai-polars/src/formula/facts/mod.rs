//! What is known of the value of every node: inferred once for each, when it is added, from what is
//! known of its operands and of the columns.
//!
//! A [`FactGraph`] is a typed graph with the [`Facts`] of each node. What follows from an operator
//! is told where its family is: `arithmetic`, `method`, and the rest in `inferred`.

mod arithmetic;
mod fact_graph;
mod infer;
mod method;
mod value_facts;

pub(super) use arithmetic::whole_bounds;
pub use fact_graph::FactGraph;
pub use method::method_facts as of_method;
pub use value_facts::Facts;
