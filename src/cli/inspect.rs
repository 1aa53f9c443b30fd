//! `rescind inspect`: what was understood of the data, before anybody trusts a plan.

use super::data::Data;
use super::formats::by_name;
use super::progress::Bar;
use super::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::output::{self, Format};
use crate::screen::Standard;
use crate::session::Session;
use clap::Args;
use clap::builder::TypedValueParser;
use std::path::Path;

/// Show what is understood of data, file by file
#[derive(Debug, Args)]
pub(super) struct Inspect {
    #[command(flatten)]
    data: Data,

    /// How it is written
    #[arg(long, default_value = "table", value_parser = formats())]
    format: Format,
}

impl Inspect {
    pub(super) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        self.data.demand("there is nothing to look at", workspace)?;
        let bar = Bar::new();
        let (sources, settings) = self.data.named(workspace)?;
        let inspection = Session::inspect(&sources, &settings, &|progress| bar.reading(progress))?;
        drop(bar);
        let mut out = Standard::Out.writer(self.format.audience());
        match self.format {
            Format::Json => output::pretty_json(&inspection, &mut out)?,
            _ => output::inspection(&inspection, &mut out)?,
        }
        let is_named = |file: &str| sources.iter().any(|source| source.path == Path::new(file));
        let mut unused = inspection.files.iter().filter(|file| file.is_unused());
        let is_wrong = inspection.problem.is_some()
            || !inspection.refused.is_empty()
            || unused.any(|file| is_named(&file.file));
        Ok(if is_wrong { Exit::Failed } else { Exit::Done })
    }
}

fn formats() -> impl TypedValueParser<Value = Format> {
    by_name([Format::Table.name(), Format::Json.name()])
}
