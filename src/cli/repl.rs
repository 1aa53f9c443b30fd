//! `rescind repl`: questions and strategies line by line. Without a terminal it answers `-c` or
//! what stands on standard input.

use super::data::Data;
use super::ledger_commands;
use super::progress::Bar;
use super::script::{Prints, ScriptOptions, Scripted, read_stdin};
use super::terminal;
use super::user_folders::user_folders;
use super::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::output::OutputError;
use crate::repl::{self, Desk, Fed, Keys, Surface};
use crate::screen;
use clap::{Args, ValueEnum};
use std::io::{IsTerminal, stdin};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Ask questions of the data, and write strategies, line by line
#[derive(Debug, Args)]
pub(super) struct Repl {
    #[command(flatten)]
    data: Data,

    #[command(flatten)]
    options: ScriptOptions,

    /// Enters this, and ends
    #[arg(short = 'c', long = "command", value_name = "TEXT", allow_hyphen_values = true)]
    command: Option<String>,

    /// The keys of the line editor
    #[arg(long, value_enum, default_value_t)]
    keys: KeyNames,

    /// Reads no start-up file and keeps no history
    #[arg(long)]
    clean: bool,
}

/// The keys of the line editor.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum KeyNames {
    /// As in Emacs
    #[default]
    Emacs,
    /// As in vi
    Vi,
}

impl Repl {
    pub(super) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        if self.command.is_none() && self.data.reads_stdin(workspace) {
            return Err(Error::misused(
                "standard input is read as data, so nothing can be entered",
                "name what to enter with `-c TEXT`",
            ));
        }
        let style = terminal::style();
        let bar = Bar::new();
        let session = self.options.reading(|| self.data.open_aloud(&bar, workspace))?;
        drop(bar);
        let at_terminal = self.command.is_none() && stdin().is_terminal();
        let options = if at_terminal { self.options.watched() } else { self.options };
        let scripted = Scripted::new(PathBuf::new(), options);
        let (running, printed) = scripted.running(&style, Prints::Result);
        let desk = Desk::new(Arc::new(session), running, style, Path::new("."))?;
        let workspace = workspace.clone();
        let at_hand = workspace.clone();
        let desk = desk.finding(Arc::new(move |named: &Path| at_hand.path(named)));
        let data = self.data.clone();
        let run = move |words: &[String]| ledger_commands::run(words, &data, &workspace);
        let desk = desk.recording(Arc::new(run));
        let text = match self.command {
            Some(text) => Some(text),
            None if at_terminal => None,
            None => Some(read_stdin()?),
        };
        if let Some(text) = text {
            let mut show =
                |text: &str| screen::say(text).map_err(|error| OutputError::from(error).into());
            if let Fed::Failed(error) = repl::feed(desk, &text, &mut show) {
                return Err(error);
            }
            printed.check()?;
            return Ok(Exit::Done);
        }
        let folders = user_folders().filter(|_| !self.clean);
        let state = folders
            .as_ref()
            .map(|folders| folders.state_dir().unwrap_or_else(|| folders.data_dir()));
        let surface = Surface {
            keys: match self.keys {
                KeyNames::Emacs => Keys::Emacs,
                KeyNames::Vi => Keys::Vi,
            },
            colour: style.colour,
            history: state.map(|folder| folder.join("history")),
            startup: folders.as_ref().map(|folders| folders.config_dir().join("startup.rhai")),
            report: terminal::report,
        };
        repl::converse(desk, &surface)?;
        Ok(Exit::Done)
    }
}
