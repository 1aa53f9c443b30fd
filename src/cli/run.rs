//! `rescind run`: any script; prints what it prints and its last value.

use super::data::Data;
use super::progress::Bar;
use super::script::{Prints, Scripted, formats};
use super::terminal;
use crate::error::{Error, Exit};
use crate::output::{self, Format, Style};
use crate::script::Frame;
use clap::Args;
use rhai::Dynamic;
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
        self.write(&outcome.value, &style)?;
        Ok(Exit::Done)
    }

    fn write(&self, value: &Dynamic, style: &Style) -> Result<(), Error> {
        let mut out = stdout().lock();
        if let Some(frame) = value.clone().try_cast::<Frame>() {
            let bar = Bar::new();
            let rows = bar.during("computing", || frame.lazy().collect())?;
            drop(bar);
            output::frame(&rows, self.format, style, &mut out)?;
            return Ok(());
        }
        output::value(value, self.format, &mut out)?;
        Ok(())
    }
}
