//! `rescind why`: why one invitation is kept or withdrawn, and what would flip it.

use super::options::{
    DataArgs, OutputTarget, PlanDayOptions, ScriptArgs, ScriptOptions, formats_among,
};
use super::process::ProgressIndicator;
use super::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::output::{self, Format, NamedFormat};
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Say why one person's invitation is kept or withdrawn, and what would flip it
#[derive(Debug, Args)]
pub(super) struct WhyCommand {
    /// The strategy: a file, or `pack/strategy`; `-` reads it from standard input
    #[arg(value_name = "STRATEGY")]
    script: PathBuf,

    /// A name, a profile's address or slug, or an invitation's id
    #[arg(value_name = "PERSON")]
    person: String,

    #[command(flatten)]
    options: ScriptOptions,

    #[command(flatten)]
    data: DataArgs,

    #[command(flatten)]
    days: PlanDayOptions,

    /// How it is written [default: table, or as the file's ending says]
    #[arg(long, value_parser = formats_among(FORMATS))]
    format: Option<Format>,

    #[command(flatten)]
    to: OutputTarget,
}

impl WhyCommand {
    pub(super) fn run(mut self, workspace: &Workspace) -> Result<Exit, Error> {
        self.data.demand_data("nobody's invitation can be explained", workspace)?;
        let format = self.to.resolve_format(self.format, Format::Table)?;
        if !FORMATS.contains(&format) {
            return Err(Error::misused(
                format!("an explanation is no table of rows: {format} cannot hold it"),
                "write `json` or `html`",
            ));
        }
        let style = self.to.style();
        let scripted = ScriptArgs::new(self.script, self.options);
        let script = scripted.open_strategy(&self.data, workspace)?;
        let bar = ProgressIndicator::new();
        let session = scripted.reading(|| self.data.open_printing_findings(&bar, workspace))?;
        let settings = self.days.settings(session.settings.as_of)?;
        let running = scripted.running_quietly(&style);
        let explain = || session.explain_person(&script, &running, &settings, &self.person);
        let explanation =
            scripted.within_explain_time(|| bar.run_showing("explaining", explain))?;
        drop(bar);
        let write =
            |out: &mut dyn Write| output::write_explanation(&explanation, format, &style, out);
        self.to.write(&running.bounds, format.audience(), write)?;
        Ok(Exit::Done)
    }
}

/// An explanation is no table of rows: it is for people, at a terminal or in a browser, or one JSON
/// document.
const FORMATS: [Format; 3] = [Format::Table, Format::Json, Format::Html];
