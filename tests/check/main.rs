//! `rescind check` as a library: what it claims of rules must hold for every row.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test whose script cannot be run has to fail"
)]
#![expect(clippy::disallowed_methods, reason = "a test's own small queries need no bounds")]

mod claims;
#[path = "../random/effort.rs"]
mod effort;
mod pages;
#[path = "../random/random.rs"]
mod random;
mod rows;
mod scripts;
mod slips;
mod sound;
#[path = "../formula/tongue.rs"]
mod tongue;
mod tongued;
