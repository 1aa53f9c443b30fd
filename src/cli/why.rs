//! `rescind why`: why one invitation is kept or withdrawn, and what would flip it.

use super::data::Data;
use super::days::Days;
use super::progress::Bar;
use super::script::{ScriptOptions, Scripted};
use super::terminal;
use super::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::output::{self, Format};
use crate::screen::Standard;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
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
    data: Data,

    #[command(flatten)]
    days: Days,

    /// How it is written
    #[arg(long, default_value = "table", value_parser = formats())]
    format: Format,
}

impl WhyCommand {
    pub(super) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        self.data.demand("nobody's invitation can be explained", workspace)?;
        let style = terminal::style();
        let scripted = Scripted::new(self.script, self.options);
        let script = scripted.strategy(&self.data, workspace)?;
        let bar = Bar::new();
        let session = scripted.reading(|| self.data.open_aloud(&bar, workspace))?;
        let settings = self.days.settings(session.settings.as_of)?;
        let running = scripted.running_quietly(&style);
        let explain = || session.why(&script, &running, &settings, &self.person);
        let explanation = scripted.explaining(|| bar.during("explaining", explain))?;
        drop(bar);
        output::why(
            &explanation,
            self.format,
            &style,
            &mut Standard::Out.writer(self.format.audience()),
        )?;
        Ok(Exit::Done)
    }
}

/// An explanation is no table of rows: it is for people, or one JSON document.
fn formats() -> impl TypedValueParser<Value = Format> {
    let names = [Format::Table.name(), Format::Json.name()];
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Format>())
}
