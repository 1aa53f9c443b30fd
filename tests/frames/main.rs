//! Frames, expressions and everything else that scripts can call, over the sample agency.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test whose script fails has to fail")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "the models count a few invented invitations"
)]
#![expect(clippy::disallowed_methods, reason = "a test's own small queries need no bounds")]

mod advice;
mod advised;
mod advised_expressions;
mod audit;
#[path = "../random/effort.rs"]
mod effort;
mod decimals;
mod exact;
mod extremes;
mod harness;
mod invented;
mod meaning;
mod operations;
mod questions;
mod reference;
mod traps;
