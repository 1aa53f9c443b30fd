//! The command line, through the built program: what people read, and how it ends.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test whose program cannot be run has to fail"
)]

mod agency;
mod accepted;
mod audit;
mod bad_data;
mod bad_scripts;
mod bombs;
mod check;
mod coverage;
mod described;
mod docs;
mod documents;
mod files;
mod hostile_packs;
mod imports;
mod kept;
mod killed;
mod packs;
mod params;
mod mutants;
mod new;
mod plan;
mod program;
mod project;
mod raw;
mod repl;
mod run;
mod sandbox;
mod signed_packs;
mod test;
mod watch;
mod why;
mod written;
