//! The command line: one file a command, those of the ledger and of packs in folders. Results go to
//! standard output, all else to standard error.
//!
//! Invariant: this is where the clock, the environment and the terminal are asked, and nowhere
//! below; every command ends with one of the exit statuses of [`Exit`](crate::error::Exit).

mod argument_error;
mod arguments;
mod audit;
mod audit_page;
mod check;
mod command;
mod definitions;
mod docs;
mod file_watcher;
mod inspect;
mod ledger;
mod limits;
mod new;
mod options;
mod packs;
mod page_address;
mod plan;
mod process;
mod repl;
mod run;
mod single_section_report;
mod test;
mod why;
mod workspace;

pub use command::main;
pub use process::terminal::render_error;
