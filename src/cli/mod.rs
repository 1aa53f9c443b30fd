//! The command line: one file a command. Results go to standard output, all else to standard error.
//!
//! Invariant: this is where the clock, the environment and the terminal are asked, and nowhere
//! below; every command ends with one of the exit statuses of [`Exit`].

mod audit;
mod check;
mod data;
mod definitions;
mod docs;
mod limits;
mod looked;
mod memory;
mod new;
mod plan;
mod progress;
mod repl;
mod run;
mod script;
mod terminal;
mod test;
mod watch;
mod why;

pub use terminal::report;

use crate::error::{Error, Exit};
use clap::{Parser, Subcommand};
use std::env::args_os;

/// A scriptable rules engine for LinkedIn invitations: what to withdraw, in which order, and why.
///
/// It plans and records; it never touches LinkedIn's site and opens no network connection.
#[derive(Debug, Parser)]
#[command(name = "rescind", version, propagate_version = true, infer_long_args = true)]
#[command(
    after_help = "Exit status: 0 done; 1 failed; 2 used wrongly; 3 a plan refused by a limit."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Plan(plan::Plan),
    Why(why::Why),
    Run(run::Run),
    Repl(repl::Repl),
    Check(check::Check),
    Test(test::Test),
    New(new::New),
    Limits(limits::Limits),
    Audit(audit::Audit),
    Docs(docs::Docs),
    Definitions(definitions::Definitions),
}

/// Runs the command that the program was called with.
pub fn main() -> Exit {
    let mut arguments: Vec<_> = args_os().collect();
    if arguments.len() == 1 {
        arguments.push("repl".into());
    }
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(said) => {
            let exit = if said.use_stderr() { Exit::Misused } else { Exit::Done };
            // Where even this cannot be written there is nobody to tell.
            let _ = said.print();
            return exit;
        }
    };
    let done = match cli.command {
        Command::Plan(command) => command.run(),
        Command::Why(command) => command.run(),
        Command::Run(command) => command.run(),
        Command::Repl(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Test(command) => command.run(),
        Command::New(command) => command.run(),
        Command::Limits(command) => command.run(),
        Command::Audit(command) => command.run(),
        Command::Docs(command) => command.run(),
        Command::Definitions(command) => command.run(),
    };
    done.unwrap_or_else(|error| failed(&error))
}

/// Shows an error; a reader that has gone is not one.
fn failed(error: &Error) -> Exit {
    if error.is_broken_pipe() {
        return Exit::Done;
    }
    eprint!("{}", terminal::report(error));
    error.exit()
}
