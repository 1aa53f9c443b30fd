//! The command line, through the built program: what people read, and how it ends.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test whose program cannot be run has to fail"
)]

mod audit;
mod bad_data;
mod bad_scripts;
mod check;
mod docs;
mod documents;
mod files;
mod plan;
mod program;
mod repl;
mod run;
mod sandbox;
mod test;
mod why;
