//! `rescind inspect`: what was understood of the data, before anybody trusts a plan.

use super::options::{DataArgs, formats_among};
use super::process::ProgressIndicator;
use super::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::output::{self, Format, NamedFormat};
use crate::screen::StandardStream;
use crate::session::Session;
use clap::Args;
use std::path::Path;

/// How it can be written.
const FORMATS: [Format; 2] = [Format::Table, Format::Json];

/// Show what is understood of data, file by file
#[derive(Debug, Args)]
pub(super) struct InspectCommand {
    #[command(flatten)]
    data: DataArgs,

    /// How it is written
    #[arg(long, default_value = "table", value_parser = formats_among(FORMATS))]
    format: Format,
}

impl InspectCommand {
    pub(super) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        self.data.demand_data("there is nothing to look at", workspace)?;
        let bar = ProgressIndicator::new();
        let (sources, settings) = self.data.sources_and_settings(workspace)?;
        let inspection = Session::inspect(&sources, &settings, &|progress| bar.reading(progress))?;
        drop(bar);
        let mut out = StandardStream::Out.writer(self.format.audience());
        match self.format {
            Format::Json => output::write_pretty_json(&inspection, &mut out)?,
            _ => output::write_inspection(&inspection, &mut out)?,
        }
        let is_named = |file: &str| sources.iter().any(|source| source.path == Path::new(file));
        let mut unused = inspection.files.iter().filter(|file| file.is_unused());
        let is_wrong = inspection.problem.is_some()
            || !inspection.refused.is_empty()
            || unused.any(|file| is_named(&file.file));
        Ok(if is_wrong { Exit::Failed } else { Exit::Done })
    }
}
