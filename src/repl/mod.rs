//! Asking questions and writing strategies line by line. The desk answers what is entered, without
//! a terminal; the loop around it reads lines and shows answers.
//!
//! Invariant: what fails, is interrupted or panics leaves everything as it was, and nothing that is
//! entered ends the session but `:quit`.

mod background_entry;
mod command;
mod commands;
mod complete;
mod cursor;
mod cursor_types;
mod desk;
mod editor;
mod entered_code;
mod help;
mod highlight;
mod hint;
mod pager;
mod paths;
mod piped;
mod redefinitions;
#[cfg(test)]
mod samples;
mod show;
mod terminal;
mod transcript;
mod unfinished;
mod view;

pub use command::{COMMANDS, CommandRow};
pub use commands::ledger::RunCommand;
pub use complete::{Completion, complete};
pub use desk::{Desk, EntryAnswer, Find};
pub use piped::{Fed, feed};
pub use terminal::{Keys, Surface, converse};
