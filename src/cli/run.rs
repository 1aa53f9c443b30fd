//! `rescind run`: any script; prints what it prints and its last value. What there is to be said of
//! a frame goes to standard error.

use super::options::{ChartsFolder, DataArgs, OutputTarget, PrintTarget, ScriptArgs, formats};
use super::process::{ProgressIndicator, terminal};
use super::workspace::Workspace;
use crate::deadline::{self, Bounds};
use crate::error::{Error, Exit};
use crate::output::{self, ComputedValue, Format, NamedFormat};
use crate::script::Frame;
use crate::strategy::ScriptOutcome;
use clap::Args;
use std::io::Write;
use std::path::Path;

/// Run any script over the data; prints what it prints and its last value
#[derive(Debug, Args)]
pub(super) struct RunScriptCommand {
    #[command(flatten)]
    scripted: ScriptArgs,

    #[command(flatten)]
    data: DataArgs,

    /// How the last value is written [default: table, or as the file's ending says]
    #[arg(long, value_parser = formats::<Format>())]
    format: Option<Format>,

    #[command(flatten)]
    to: OutputTarget,

    #[command(flatten)]
    charts: ChartsFolder,
}

impl RunScriptCommand {
    pub(super) fn run(mut self, workspace: &Workspace) -> Result<Exit, Error> {
        let style = terminal::style();
        let format = self.to.resolve_format(self.format, Format::Table)?;
        self.charts.folder_for(format)?;
        let script = self.scripted.open_script(&self.data, workspace)?;
        let bar = ProgressIndicator::new();
        let session =
            self.scripted.reading(|| self.data.open_printing_findings(&bar, workspace))?;
        drop(bar);
        let prints = match format {
            Format::Table | Format::Markdown => PrintTarget::Stdout,
            _ => PrintTarget::Stderr,
        };
        let (running, printed) = self.scripted.running(&style, prints);
        let outcome = session.run(&script, &running)?;
        printed.check()?;
        self.write(&outcome, &running.bounds, format)?;
        Ok(Exit::Done)
    }

    fn write(&self, outcome: &ScriptOutcome, bounds: &Bounds, format: Format) -> Result<(), Error> {
        let (value, style) = (&outcome.value, &self.to.style());
        let charts = self.charts.folder_for(format)?;
        let mut frames = vec![];
        if let Some(frame) = value.clone().try_cast::<Frame>() {
            demand_none(charts)?;
            let bar = ProgressIndicator::new();
            let rows = bar.run_showing("computing", || outcome.rows(&frame))?;
            drop(bar);
            let write = |out: &mut dyn Write| output::write_frame(&rows, format, style, out);
            self.to.write(bounds, format.audience(), write)?;
            frames.push(frame);
        } else {
            // Of many frames, all have as much time as one.
            let within = deadline::enter_bounds(bounds);
            let value = ComputedValue::compute(value, &mut |frame: &Frame| {
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
            let write = |out: &mut dyn Write| output::write_value(&value, format, style, out);
            self.to.write(bounds, format.audience(), write)?;
        }
        let _within = deadline::enter_bounds(bounds);
        for frame in &frames {
            for line in outcome.remarks_of(frame) {
                terminal::eprint_line(&format!("note: {line}"));
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
