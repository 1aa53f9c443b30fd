//! `rescind docs`: what strategies do, in words, for those who use them.

use super::options::{OpenedScripts, ScriptPathArgs, ScriptTimeout};
use super::process::terminal;
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

    #[command(flatten)]
    timeout: ScriptTimeout,
}

impl DocsCommand {
    pub(super) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        let OpenedScripts { scripts, unread, session } = self.inspected.open(workspace)?;
        if let Some(first) = unread.into_iter().next() {
            return Err(first.error);
        }
        let running = self.timeout.running(&terminal::style());
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
