//! `rescind docs`: what strategies do, in words, for those who use them.

use super::inspected_scripts::{OpenedScripts, ScriptPathArgs};
use super::script::{parse_seconds, silent_running};
use super::terminal;
use super::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::output;
use crate::screen::{Audience, StandardStream};
use crate::session::ScriptFile;
use clap::Args;

/// Document strategies in Markdown: their text, parameters, rules, and the columns that they need
#[derive(Debug, Args)]
pub(super) struct DocsCommand {
    #[command(flatten)]
    inspected: ScriptPathArgs,

    /// How long each script may run, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = parse_seconds)]
    timeout: f64,
}

impl DocsCommand {
    pub(super) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        let OpenedScripts { scripts, unread, session } = self.inspected.open(workspace)?;
        if let Some(first) = unread.into_iter().next() {
            return Err(first.error);
        }
        let running = silent_running(&terminal::style(), self.timeout);
        // What is only there to be imported is documented where nothing else is asked for.
        let is_offered = |script: &&ScriptFile| script.is_offered();
        let offered: Vec<ScriptFile> = scripts.iter().filter(is_offered).cloned().collect();
        let scripts = if offered.is_empty() { scripts } else { offered };
        let documents = session.document(&scripts, &running)?;
        output::write_strategy_documents(
            &documents,
            &mut StandardStream::Out.writer(Audience::People),
        )?;
        Ok(Exit::Done)
    }
}
