//! `rescind check`: everything that can be known of scripts without carrying them out.

use super::options::{OpenedScripts, ScriptPathArgs, ScriptTimeout, UnreadScript, formats};
use super::process::terminal;
use super::workspace::Workspace;
use crate::check::{Diagnosis, Severity};
use crate::codes;
use crate::error::{Error, Exit};
use crate::output::{self, CheckFormat, NamedFormat};
use crate::screen::StandardStream;
use clap::{Args, ValueEnum};
use miette::Diagnostic;
use std::collections::HashSet;

/// Say everything that can be known of scripts without carrying them out
#[derive(Debug, Args)]
pub(super) struct CheckCommand {
    #[command(flatten)]
    inspected: ScriptPathArgs,

    /// What makes the check fail, besides errors
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,

    #[command(flatten)]
    timeout: ScriptTimeout,

    /// How the result is written
    #[arg(long, default_value = "human", value_parser = formats::<CheckFormat>())]
    format: CheckFormat,
}

/// What makes a check fail, besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Warnings
    Warnings,
}

impl CheckCommand {
    pub(super) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        let style = terminal::style();
        let OpenedScripts { scripts, unread, session } = self.inspected.open(workspace)?;
        let running = self.timeout.running(&style);
        let mut diagnoses: Vec<Diagnosis> = unread.iter().map(unreadable).collect();
        let mut seen = HashSet::new();
        for script in &scripts {
            // What a module does wrong is said once, however many import it.
            let diagnoses_of_script = session.check(script, &running).into_iter();
            diagnoses.extend(diagnoses_of_script.filter(|diagnosis| {
                let location = (diagnosis.script().to_owned(), diagnosis.span, diagnosis.code);
                seen.insert((location, diagnosis.message.clone()))
            }));
        }
        let mut out = StandardStream::Out.writer(self.format.audience());
        output::write_diagnoses(&diagnoses, scripts.len(), self.format, &style, &mut out)?;
        let least = if self.deny.is_some() { Severity::Warning } else { Severity::Error };
        let bad = diagnoses.iter().any(|diagnosis| diagnosis.severity >= least);
        Ok(if bad { Exit::Failed } else { Exit::Done })
    }
}

/// What there is to say of a script that cannot be read.
fn unreadable(unread: &UnreadScript) -> Diagnosis {
    let help = unread.error.help().map(|help| help.to_string());
    Diagnosis::at(&unread.path, "", 0..0, codes::FILE, unread.error.to_string(), help)
}
