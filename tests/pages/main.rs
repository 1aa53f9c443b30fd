//! Pages in a real browser: what the program writes, opened in a headless Chromium. `.ci/run` has
//! Chromium, its driver and axe, which `cargo test --workspace --test pages -- --ignored` needs on
//! the machine.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test whose browser cannot be set up has to fail"
)]

mod accessible;
mod chromium;
mod hostile;
mod quiet;
mod rows;
mod work_list;
mod written_pages;
