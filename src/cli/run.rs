//! `rescind run`: any script; prints what it prints and its last value.

use super::data::Data;
use super::progress::Bar;
use super::script::{Prints, Scripted, formats};
use super::terminal;
use crate::error::{Error, Exit};
use crate::output::{self, Format, Style};
use crate::script::Frame;
use crate::strategy::Outcome;
use clap::Args;
use std::io::stdout;

/// Run any script over the data; prints what it prints and its last value
#[derive(Debug, Args)]
pub(super) struct Run {
    #[command(flatten)]
    scripted: Scripted,

    #[command(flatten)]
    data: Data,

    /// How the last value is written
    #[arg(long, default_value = "table", value_parser = formats())]
    format: Format,
}

impl Run {
    pub(super) fn run(self) -> Result<Exit, Error> {
        let style = terminal::style();
        let script = self.scripted.file(&self.data)?;
        let bar = Bar::new();
        let session = self.data.open(&bar)?;
        drop(bar);
        let prints = match self.format {
            Format::Table | Format::Markdown => Prints::Result,
            _ => Prints::Aside,
        };
        let (running, printed) = self.scripted.running(&style, prints);
        let outcome = session.run(&script, &running)?;
        printed.check()?;
        self.write(&outcome, &style)?;
        Ok(Exit::Done)
    }

    fn write(&self, outcome: &Outcome, style: &Style) -> Result<(), Error> {
        let value = &outcome.value;
        let mut out = stdout().lock();
        if let Some(frame) = value.clone().try_cast::<Frame>() {
            let bar = Bar::new();
            let rows = bar.during("computing", || outcome.rows(&frame))?;
            drop(bar);
            return Ok(output::frame(&rows, self.format, style, &mut out)?);
        }
        output::value(value, self.format, style, &mut out)?;
        Ok(())
    }
}
