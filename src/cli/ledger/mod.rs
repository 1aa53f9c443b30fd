//! The commands that read the ledger or record in it, on the command line and in a session.

mod chosen_rows;
mod correct;
mod done;
mod due;
mod history;
mod import;
pub(super) mod ledger_commands;
mod plan_progress;
mod plan_rows;
mod replay;

pub(super) use correct::CorrectCommand;
pub(super) use done::DoneCommand;
pub(super) use due::DueCommand;
pub(super) use history::HistoryCommand;
pub(super) use import::ImportCommand;
pub(super) use replay::ReplayCommand;
