//! `rescind run`: any script; prints what it prints and its last value.

use super::data::Data;
use super::progress::Bar;
use super::script::{Prints, Scripted, formats};
use super::terminal;
use crate::chart::Chart;
use crate::error::{Error, Exit};
use crate::output::{self, Format, OutputError, ReportFormat, Style};
use crate::report::Report;
use crate::script::{Frame, convert};
use crate::strategy::Outcome;
use clap::Args;
use std::io::{Write, stdout};

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
        if let Some(chart) = value.clone().try_cast::<Chart>() {
            return Ok(output::chart(&chart, self.format, style, &mut out)?);
        }
        if let Some(report) = value.clone().try_cast::<Report>() {
            let format = ReportFormat::As(self.format);
            return Ok(output::report(&report, format, style, &mut out)?);
        }
        let io = |error: std::io::Error| Error::from(OutputError::from(error));
        match self.format {
            Format::Table | Format::Markdown | Format::Csv if value.is_unit() => Ok(()),
            Format::Table | Format::Markdown => {
                writeln!(out, "{}", terminal::printable(&convert::text(value))).map_err(io)
            }
            Format::Json | Format::Ndjson => writeln!(out, "{}", convert::json(value)).map_err(io),
            Format::Csv | Format::Parquet => Err(Error::Usage {
                message: format!(
                    "the script's last value is {}, which {} cannot hold",
                    convert::describe(value),
                    self.format
                ),
                help: Some("end the script with a frame, or use `--format json`".into()),
            }),
        }
    }
}
