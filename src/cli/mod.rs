//! The command line: one file a command. Results go to standard output, all else to standard error.
//!
//! Invariant: this is where the clock, the environment and the terminal are asked, and nowhere
//! below; every command ends with one of the exit statuses of [`Exit`](crate::error::Exit).

mod add;
mod argument_error;
mod audit;
mod audit_page;
mod charts_folder;
mod check;
mod chosen_rows;
mod command;
mod correct;
mod data;
mod data_options;
mod definitions;
mod docs;
mod done;
mod due;
mod environment;
mod file_size_signal;
mod file_watcher;
mod formats;
mod history;
mod import;
mod inspect;
mod inspected_scripts;
mod installed_packs;
mod ledger;
mod ledger_commands;
mod limits;
mod memory_limit;
mod new;
mod output_target;
mod pack_changes;
mod packs;
mod page_address;
mod plan;
mod plan_day_options;
mod plan_progress;
mod plan_rows;
mod progress;
mod repl;
mod replay;
mod run;
mod script;
mod sign;
mod signal;
mod single_section_report;
mod stopwatch;
mod terminal;
mod test;
mod thread_check;
mod update_packs;
mod user_folders;
mod verify;
mod why;
mod workspace;
mod written_dates;

pub use command::main;
pub use terminal::render_error;
