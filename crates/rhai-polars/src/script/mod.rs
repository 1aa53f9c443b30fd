//! Rhai over Polars: the engine with its bounds, frames and column expressions, and the names that
//! a script sees.
//!
//! Invariant: nothing registered here reads a file, the clock or the network, or writes anything;
//! what a script may read comes in through [`library::ImportSource`] and [`host::Host`].

mod aggregate;
mod array_callbacks;
mod borrowed_value;
mod bounded_query;
mod callback_answer;
mod callbacks;
pub mod convert;
pub mod definitions;
pub mod domain;
pub mod error;
pub mod expr;
pub mod expression_type;
mod foreign_names;
pub mod frame;
mod frame_terms;
pub mod function;
mod gathered_column;
pub mod host;
pub mod library;
mod map_callbacks;
pub mod operand;
mod origin_reader;
pub mod origins;
mod parse_advice;
mod printing;
mod receiver_of_value;
mod refused_comparisons;
mod report;
mod rhai_errors;
mod rhai_texts;
mod row;
pub mod sandbox;
mod script_diagnosis;
mod size_bounds;
mod sorting;
pub mod usage;
mod values;

pub use crate::diagnostic::Diagnosis;
pub use frame::Frame;

use function::Topic;

/// Every function of scripts but those of a domain, by topic.
pub const TOPICS: &[&[Topic]] = &[
    &[Topic { name: "values", functions: values::FUNCTIONS }],
    frame::TOPICS,
    &[Topic { name: "rows", functions: row::FUNCTIONS }],
    expr::TOPICS,
    &[Topic { name: "reports", functions: report::FUNCTIONS }],
];
