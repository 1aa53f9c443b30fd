//! Runs the command that the program was called with, once the process is as it must be.

use super::arguments::{Cli, Command};
use super::process::{
    clear_polars_variables, demand_threads, ignore_file_size_signal, memory_limit, terminal,
};
use super::workspace::Workspace;
use crate::deadline::Interruption;
use crate::error::{Error, Exit};
use crate::script::sandbox::STACK_BYTES;
use crate::{query, screen};
use clap::Parser;
use std::env::args_os;
use std::thread;

/// The stack of Polars' threads, in bytes: while one waits, it begins with another part of the
/// query, and of a thousand rules that compare it may begin with each.
const THREAD_STACK_BYTES: usize = 128 << 20;

/// Runs the command that the program was called with.
pub fn main() -> Exit {
    rescind_memory::set_huge_pages(false);
    if let Err(error) = clear_polars_variables().and_then(|()| ignore_file_size_signal()) {
        return print_failure(&error);
    }
    rescind_memory::set_thread_stack(THREAD_STACK_BYTES);
    let mut arguments: Vec<_> = args_os().collect();
    if arguments.len() == 1 {
        arguments.push("repl".into());
    }
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(usage) => {
            let exit = if usage.use_stderr() { Exit::Misused } else { Exit::Done };
            return terminal::print_usage(&usage)
                .map_or_else(|error| print_failure(&error), |()| exit);
        }
    };
    if let Err(error) = demand_threads() {
        return print_failure(&error);
    }
    memory_limit::set_memory_limit(cli.memory);
    query::silence_panics();
    let work = move || run(cli).unwrap_or_else(|error| print_failure(&error));
    match thread::Builder::new().stack_size(STACK_BYTES).spawn(work) {
        Ok(running) => running.join().unwrap_or_else(|panic| {
            let message = query::panic_message(panic.as_ref());
            let ended = query::thread_shortage(&message);
            print_failure(&ended.map_or_else(|| inside(message), Error::Ended))
        }),
        Err(_) => print_failure(&Error::Ended(Interruption::OutOfThreads)),
    }
}

fn inside(message: String) -> Error {
    Error::Panicked { what: "the command".into(), message }
}

fn run(cli: Cli) -> Result<Exit, Error> {
    let workspace = Workspace::new(cli.project.as_deref())?;
    if cli.command.needs_packs_in_order() {
        workspace.verify_packs()?;
    }
    match cli.command {
        Command::Plan(command) => command.run(&workspace),
        Command::Why(command) => command.run(&workspace),
        Command::Run(command) => command.run(&workspace),
        Command::Repl(command) => command.run(&workspace),
        Command::Check(command) => command.run(&workspace),
        Command::Test(command) => command.run(&workspace),
        Command::New(command) => command.run(),
        Command::Limits(command) => command.run(&workspace),
        Command::Audit(command) => command.run(&workspace),
        Command::Inspect(command) => command.run(&workspace),
        Command::Import(command) => command.run(&workspace),
        Command::Done(command) => command.run(&workspace),
        Command::Due(command) => command.run(&workspace),
        Command::History(command) => command.run(&workspace),
        Command::Correct(command) => command.run(&workspace),
        Command::Replay(command) => command.run(&workspace, Cli::parse_plan),
        Command::Docs(command) => command.run(&workspace),
        Command::Definitions(command) => command.run(),
        Command::Add(command) => command.run(&workspace),
        Command::Packs(command) => command.run(&workspace),
        Command::Verify(command) => command.run(&workspace),
        Command::Sign(command) => command.run(&workspace),
    }
}

/// Shows an error; a reader that has gone is not one.
fn print_failure(error: &Error) -> Exit {
    if error.is_broken_pipe() {
        return Exit::Done;
    }
    screen::write_stderr(&terminal::render_error(error));
    error.exit()
}
