//! `rescind check`: everything that can be known of scripts without carrying them out.

use super::looked::Looked;
use super::script::{quiet, seconds};
use super::terminal;
use crate::check::Severity;
use crate::error::{Error, Exit};
use crate::output::{self, CheckFormat};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use std::io::stdout;

/// Say everything that can be known of scripts without carrying them out
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    looked: Looked,

    /// What makes the check fail, besides errors
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,

    /// How long each script may run, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds)]
    timeout: f64,

    /// How the result is written
    #[arg(long, default_value = "human", value_parser = formats())]
    format: CheckFormat,
}

/// What makes a check fail, besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Warnings
    Warnings,
}

impl Check {
    pub(super) fn run(self) -> Result<Exit, Error> {
        let style = terminal::style();
        let (scripts, session) = self.looked.open()?;
        let running = quiet(&style, self.timeout);
        let mut diagnoses = vec![];
        for script in &scripts {
            diagnoses.extend(session.check(script, &running));
        }
        output::check(&diagnoses, scripts.len(), self.format, &style, &mut stdout().lock())?;
        let least = if self.deny.is_some() { Severity::Warning } else { Severity::Error };
        let bad = diagnoses.iter().any(|found| found.severity >= least);
        Ok(if bad { Exit::Failed } else { Exit::Done })
    }
}

fn formats() -> impl TypedValueParser<Value = CheckFormat> {
    let names: Vec<&str> = CheckFormat::all().iter().map(|format| format.name()).collect();
    PossibleValuesParser::new(names).try_map(|name| name.parse::<CheckFormat>())
}
