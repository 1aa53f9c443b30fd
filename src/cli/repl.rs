//! `rescind repl`: questions and strategies line by line. Without a terminal it answers `-c` or
//! what stands on standard input.

use super::ledger::ledger_commands;
use super::options::{DataArgs, PrintTarget, ScriptArgs, ScriptOptions, read_stdin};
use super::process::{ProgressIndicator, settings_folder, state_folder, terminal};
use super::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::repl::{self, BatchOutcome, KeyBindings, ReplState, TerminalOptions};
use clap::Args;
use std::io::{IsTerminal, stdin};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Ask questions of the data, and write strategies, line by line
#[derive(Debug, Args)]
pub(super) struct ReplCommand {
    #[command(flatten)]
    data: DataArgs,

    #[command(flatten)]
    options: ScriptOptions,

    /// Enters this, and ends
    #[arg(short = 'c', long = "command", value_name = "TEXT", allow_hyphen_values = true)]
    command: Option<String>,

    /// The keys of the line editor
    #[arg(long, value_enum, default_value_t)]
    keys: KeyBindings,

    /// Reads no start-up file and keeps no history
    #[arg(long)]
    clean: bool,
}

impl ReplCommand {
    pub(super) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        if self.command.is_none() && self.data.reads_stdin(workspace) {
            return Err(Error::misused(
                "standard input is read as data, so nothing can be entered",
                "name what to enter with `-c TEXT`",
            ));
        }
        let style = terminal::style();
        let bar = ProgressIndicator::new();
        let session =
            self.options.within_read_time(|| self.data.open_printing_findings(&bar, workspace))?;
        drop(bar);
        let at_terminal = self.command.is_none() && stdin().is_terminal();
        let options = if at_terminal { self.options.with_longest_timeout() } else { self.options };
        let scripted = ScriptArgs::new(PathBuf::new(), options);
        let (running, printed) = scripted.running(&style, PrintTarget::Stdout);
        let desk = ReplState::new(Arc::new(session), running, style, Path::new("."))?;
        let workspace = workspace.clone();
        let at_hand = workspace.clone();
        let desk =
            desk.with_script_locator(Arc::new(move |named: &Path| at_hand.resolve_path(named)));
        let data = self.data.clone();
        let run = move |words: &[String]| ledger_commands::run(words, &data, &workspace);
        let desk = desk.with_ledger_commands(Arc::new(run));
        let text = match self.command {
            Some(text) => Some(text),
            None if at_terminal => None,
            None => Some(read_stdin()?),
        };
        if let Some(text) = text {
            let outcome = repl::enter_batch(desk, &text, &mut terminal::print_text);
            if let BatchOutcome::Failed(error) = outcome {
                return Err(error);
            }
            printed.check()?;
            return Ok(Exit::Done);
        }
        let file = |folder: fn() -> Option<PathBuf>, name: &str| {
            (!self.clean).then(folder).flatten().map(|folder| folder.join(name))
        };
        let options = TerminalOptions {
            keys: self.keys,
            colour: style.colour,
            history: file(state_folder, "history"),
            startup: file(settings_folder, "startup.rhai"),
            report: terminal::render_error,
        };
        repl::run_terminal_loop(desk, &options)?;
        Ok(Exit::Done)
    }
}
