//! Frames, expressions and everything else that scripts can call, over the sample agency.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test whose script fails has to fail")]

mod audit;
mod harness;
mod invented;
mod operations;
mod questions;
mod reference;
mod traps;
