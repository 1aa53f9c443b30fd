//! What the program is called with: the options of every command, and the commands.

use super::audit::AuditCommand;
use super::check::CheckCommand;
use super::definitions::DefinitionsCommand;
use super::docs::DocsCommand;
use super::inspect::InspectCommand;
use super::ledger::{
    CorrectCommand, DoneCommand, DueCommand, HistoryCommand, ImportCommand, ReplayCommand,
};
use super::limits::LimitsCommand;
use super::new::NewCommand;
use super::packs::{AddCommand, PacksCommand, SignCommand, VerifyCommand};
use super::plan::PlanCommand;
use super::process::memory_limit;
use super::repl::ReplCommand;
use super::run::RunScriptCommand;
use super::test::TestCommand;
use super::why::WhyCommand;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

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
    pub(super) memory: Option<u64>,

    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Plan(PlanCommand),
    Why(WhyCommand),
    Run(RunScriptCommand),
    Repl(ReplCommand),
    Check(CheckCommand),
    Test(TestCommand),
    New(NewCommand),
    Limits(LimitsCommand),
    Audit(AuditCommand),
    Inspect(InspectCommand),
    Import(ImportCommand),
    Done(DoneCommand),
    Due(DueCommand),
    History(HistoryCommand),
    Correct(CorrectCommand),
    Replay(ReplayCommand),
    Docs(DocsCommand),
    Definitions(DefinitionsCommand),
    Add(AddCommand),
    Packs(PacksCommand),
    Verify(VerifyCommand),
    Sign(SignCommand),
}

impl Cli {
    /// A command line that made a plan, and the project that it names.
    ///
    /// # Errors
    /// Why it makes none.
    pub(super) fn parse_plan(
        arguments: &[String],
    ) -> Result<(PlanCommand, Option<PathBuf>), String> {
        let called = ["rescind"].into_iter().chain(arguments.iter().map(String::as_str));
        let cli = Self::try_parse_from(called).map_err(|error| error.to_string())?;
        match cli.command {
            Command::Plan(plan) => Ok((plan, cli.project)),
            _ => Err("it is not `rescind plan`".into()),
        }
    }
}

impl Command {
    /// Whether it runs scripts, reads data or shows what they are held to, all of which a pack may
    /// have a say in. The others take packs, look at them or answer for them, or record what was
    /// done, and so have to work where one is not in order.
    pub(super) fn needs_packs_in_order(&self) -> bool {
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
