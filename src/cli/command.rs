//! What the program is called with, and the command that it then runs.

use super::workspace::Workspace;
use super::{
    add, audit, check, correct, definitions, docs, done, due, environment, file_size_signal,
    history, import, inspect, limits, memory_limit, new, packs, plan, repl, replay, run, sign,
    terminal, test, thread_check, verify, why,
};
use crate::deadline::Interruption;
use crate::error::{Error, Exit};
use crate::script::sandbox::STACK_BYTES;
use crate::{query, screen};
use clap::{Parser, Subcommand};
use std::env::args_os;
use std::path::PathBuf;
use std::thread;

/// A scriptable rules engine for LinkedIn invitations: what to withdraw, in which order, and why.
///
/// It plans and records; it never touches LinkedIn's site and opens no network connection, but to a
/// ledger on a server that is named.
#[derive(Debug, Parser)]
#[command(name = "rescind", version, propagate_version = true, infer_long_args = true)]
#[command(
    after_help = "Exit status: 0 done; 1 failed; 2 used wrongly; 3 a plan refused by a limit."
)]
pub(super) struct Cli {
    /// The project: a file `rescind.toml` or its folder [default: that of the current folder, or
    /// of the nearest one above it]
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) project: Option<PathBuf>,

    /// How much memory it may hold, such as `2GiB`; what runs ends with an error at half of it, so
    /// that the rest is there for it to end [default: three quarters of what there is]
    #[arg(long, value_name = "SIZE", global = true, value_parser = memory_limit::parse_size)]
    memory: Option<u64>,

    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Plan(plan::PlanCommand),
    Why(why::WhyCommand),
    Run(run::RunScriptCommand),
    Repl(repl::ReplCommand),
    Check(check::CheckCommand),
    Test(test::TestCommand),
    New(new::NewCommand),
    Limits(limits::LimitsCommand),
    Audit(audit::AuditCommand),
    Inspect(inspect::InspectCommand),
    Import(import::ImportCommand),
    Done(done::DoneCommand),
    Due(due::DueCommand),
    History(history::HistoryCommand),
    Correct(correct::CorrectCommand),
    Replay(replay::ReplayCommand),
    Docs(docs::DocsCommand),
    Definitions(definitions::DefinitionsCommand),
    Add(add::AddCommand),
    Packs(packs::PacksCommand),
    Verify(verify::VerifyCommand),
    Sign(sign::SignCommand),
}

/// The stack of Polars' threads, in bytes: while one waits, it begins with another part of the
/// query, and of a thousand rules that compare it may begin with each.
const THREAD_STACK_BYTES: usize = 128 << 20;

/// Runs the command that the program was called with.
pub fn main() -> Exit {
    rescind_memory::set_huge_pages(false);
    if let Err(error) = environment::clear_polars_variables()
        .and_then(|()| file_size_signal::ignore_file_size_signal())
    {
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
    if let Err(error) = thread_check::demand_threads() {
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

impl Command {
    /// Whether it runs scripts, reads data or shows what they are held to, all of which a pack may
    /// have a say in. The others take packs, look at them or answer for them, or record what was
    /// done, and so have to work where one is not in order.
    fn needs_packs_in_order(&self) -> bool {
        !matches!(
            self,
            Self::Add(_)
                | Self::Packs(_)
                | Self::Verify(_)
                | Self::Sign(_)
                | Self::New(_)
                | Self::Done(_)
                | Self::History(_)
                | Self::Correct(_)
        )
    }
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
        Command::Replay(command) => command.run(&workspace),
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
