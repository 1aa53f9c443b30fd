//! Sessions: the guide's, and those at a real terminal.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test whose program cannot be run has to fail"
)]

#[path = "../random/effort.rs"]
mod effort;
mod guide;
mod soup;
#[cfg(unix)]
mod terminal;
