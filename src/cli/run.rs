//! `rescind run`: any script; prints what it prints and its last value. What there is to be said of
//! a frame goes to standard error.

use super::charts_folder::ChartsFolder;
use super::data::Data;
use super::formats::formats;
use super::output_target::OutputTarget;
use super::progress::Bar;
use super::script::{Prints, Scripted};
use super::terminal;
use super::workspace::Workspace;
use crate::deadline::{self, Bounds};
use crate::error::{Error, Exit};
use crate::output::{self, Format, Whole};
use crate::script::Frame;
use crate::strategy::ScriptOutcome;
use clap::Args;
use std::io::Write;
use std::path::Path;

/// Run any script over the data; prints what it prints and its last value
#[derive(Debug, Args)]
pub(super) struct Run {
    #[command(flatten)]
    scripted: Scripted,

    #[command(flatten)]
    data: Data,

    /// How the last value is written [default: table, or as the file's ending says]
    #[arg(long, value_parser = formats())]
    format: Option<Format>,

    #[command(flatten)]
    to: OutputTarget,

    #[command(flatten)]
    charts: ChartsFolder,
}

impl Run {
    pub(super) fn run(mut self, workspace: &Workspace) -> Result<Exit, Error> {
        let style = terminal::style();
        let format = self.to.format(self.format, Format::Table)?;
        self.charts.wanted(format)?;
        let script = self.scripted.file(&self.data, workspace)?;
        let bar = Bar::new();
        let session = self.scripted.reading(|| self.data.open_aloud(&bar, workspace))?;
        drop(bar);
        let prints = match format {
            Format::Table | Format::Markdown => Prints::Result,
            _ => Prints::Aside,
        };
        let (running, printed) = self.scripted.running(&style, prints);
        let outcome = session.run(&script, &running)?;
        printed.check()?;
        self.write(&outcome, &running.bounds, format)?;
        Ok(Exit::Done)
    }

    fn write(&self, outcome: &ScriptOutcome, bounds: &Bounds, format: Format) -> Result<(), Error> {
        let (value, style) = (&outcome.value, &self.to.style());
        let charts = self.charts.wanted(format)?;
        let mut frames = vec![];
        if let Some(frame) = value.clone().try_cast::<Frame>() {
            demand_none(charts)?;
            let bar = Bar::new();
            let rows = bar.during("computing", || outcome.rows(&frame))?;
            drop(bar);
            let write = |out: &mut dyn Write| output::frame(&rows, format, style, out);
            self.to.write(bounds, format.audience(), write)?;
            frames.push(frame);
        } else {
            // Of many frames, all have as much time as one.
            let within = deadline::enter_bounds(bounds);
            let value = Whole::computed(value, &mut |frame: &Frame| {
                frames.push(frame.clone());
                outcome.rows(frame).map_err(Error::from)
            })?;
            drop(within);
            if let (Some(folder), Some(report)) = (self.to.folder(), value.as_report()) {
                return self.to.write_sections(folder, bounds, &report, format);
            }
            if let (Some(charts), Some(report)) = (charts, value.as_report()) {
                return ChartsFolder::write(charts, &self.to, bounds, &report);
            }
            demand_none(charts)?;
            let write = |out: &mut dyn Write| output::value(&value, format, style, out);
            self.to.write(bounds, format.audience(), write)?;
        }
        let _within = deadline::enter_bounds(bounds);
        for frame in &frames {
            for line in outcome.remarks_of(frame) {
                terminal::complain(&format!("note: {line}"));
            }
        }
        Ok(())
    }
}

/// Fails where pictures are wanted of what is no report.
fn demand_none(charts: Option<&Path>) -> Result<(), Error> {
    match charts {
        None => Ok(()),
        Some(_) => Err(Error::misused(
            "`--charts` is of a report, and this is none",
            "end with `report(…)`, or write a chart with `-o chart.svg`",
        )),
    }
}
