//! Formulas: compiled and interpreted they agree, and what differs by design is asserted.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::result_large_err,
    clippy::too_many_lines,
    clippy::float_cmp,
    reason = "tests fail by panicking; the model and the generator are one table each, and exact"
)]
#![expect(clippy::disallowed_methods, reason = "a test's own small queries need no bounds")]

mod advice;
mod agree;
mod alike;
mod body;
mod closures;
mod corpus;
#[path = "../random/effort.rs"]
mod effort;
mod facts;
mod forms;
mod fuzz;
mod harness;
mod language;
mod lists;
mod methods;
mod missing;
mod mixed;
mod model;
mod node;
#[path = "../random/random.rs"]
mod random;
mod reached;
mod rows;
mod size;
mod stages;
mod taken;
mod told;
mod tongue;
mod totals;
mod value;
mod windows;
