//! Asking questions and writing strategies line by line. The desk answers what is entered, without
//! a terminal; the loop around it reads lines and shows answers.
//!
//! Invariant: what fails, is interrupted or panics leaves everything as it was, and nothing that is
//! entered ends the session but `:quit`.

mod background_entry;
mod batch;
mod command;
mod commands;
mod complete;
mod cursor;
mod cursor_types;
mod editor;
mod enter_code;
mod help;
mod highlight;
mod hint;
mod pager;
mod paths;
mod redefinitions;
mod repl_state;
#[cfg(test)]
mod samples;
mod display_settings;
mod show;
mod terminal;
mod transcript;
mod unfinished;

pub use batch::{BatchOutcome, enter_batch};
pub use command::{COMMANDS, CommandRow};
pub use commands::ledger::LedgerCommandRunner;
pub use complete::{Completion, complete};
pub use repl_state::{EntryAnswer, ReplState, ScriptLocator};
pub use terminal::{KeyBindings, TerminalOptions, run_terminal_loop};
