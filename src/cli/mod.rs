//! The command line: one file a command. Results go to standard output, all else to standard error.
//!
//! Invariant: this is where the clock, the environment and the terminal are asked, and nowhere
//! below; every command ends with one of the exit statuses of [`Exit`](crate::error::Exit).

mod add;
mod argument_error;
mod audit;
mod audit_page;
mod changes;
mod charts_folder;
mod check;
mod chosen_rows;
mod command;
mod correct;
mod data;
mod data_options;
mod days;
mod definitions;
mod docs;
mod done;
mod done_by_file;
mod due;
mod environment;
mod formats;
mod full_disk;
mod history;
mod import;
mod inspect;
mod inspected_scripts;
mod installed;
mod ledger;
mod ledger_commands;
mod limits;
mod memory;
mod new;
mod output_target;
mod packs;
mod page_address;
mod plan;
mod plan_rows;
mod progress;
mod repl;
mod replay;
mod run;
mod script;
mod sign;
mod signal;
mod stopwatch;
mod terminal;
mod test;
mod thread_stacks;
mod titled_page;
mod update;
mod user_folders;
mod verify;
mod watch;
mod why;
mod workspace;
mod written_dates;

pub use command::main;
pub use terminal::report;
