//! `rescind check`: everything that can be known of scripts without carrying them out.

use super::data::{Data, DataOptions};
use super::place::Place;
use super::progress::Bar;
use super::script::{quiet, seconds};
use super::terminal;
use crate::check::Severity;
use crate::error::{Error, Exit};
use crate::import::scripts;
use crate::invitations::schema::{COLUMN_TYPES, dtype_named};
use crate::nearest::did_you_mean;
use crate::output::{self, CheckFormat};
use crate::pack::NeededColumn;
use crate::session::{ScriptFile, Session};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use polars::prelude::DataType;
use std::io::stdout;
use std::path::PathBuf;

/// Say everything that can be known of scripts without carrying them out
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Scripts, folders of scripts, packs, and data whose columns the scripts may use
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    /// Further columns of the data, such as `deal_size:int,region:str`; the types are str, int,
    /// float, bool, date, datetime and list
    #[arg(long, value_name = "NAME:TYPE", value_delimiter = ',', value_parser = column)]
    columns: Vec<(String, DataType)>,

    #[command(flatten)]
    options: DataOptions,

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
    pub(super) fn run(self, place: &Place) -> Result<Exit, Error> {
        let style = terminal::style();
        let (mut found, mut data) = (vec![], vec![]);
        for path in &self.paths {
            let path = &place.path(path)?;
            match scripts::found(path).map_err(|message| Error::Usage { message, help: None })? {
                Some(scripts) => found.extend(scripts),
                None => data.push(path.clone()),
            }
        }
        if found.is_empty() {
            return Err(Error::Usage {
                message: "no script among the paths".into(),
                help: Some("name a script such as `oldest-first.rhai`, or a folder of them".into()),
            });
        }
        let found =
            found.iter().map(|path| ScriptFile::open(path)).collect::<Result<Vec<_>, _>>()?;
        let session = self.session(data, &found, place)?;
        let running = quiet(&style, self.timeout);
        let mut diagnoses = vec![];
        for script in &found {
            diagnoses.extend(session.check(script, &running));
        }
        output::check(&diagnoses, found.len(), self.format, &style, &mut stdout().lock())?;
        let least = if self.deny.is_some() { Severity::Warning } else { Severity::Error };
        let bad = diagnoses.iter().any(|found| found.severity >= least);
        Ok(if bad { Exit::Failed } else { Exit::Done })
    }

    fn session(
        &self,
        paths: Vec<PathBuf>,
        scripts: &[ScriptFile],
        place: &Place,
    ) -> Result<Session, Error> {
        if paths.is_empty() {
            let needed = scripts.iter().flat_map(|script| columns(script.needed_columns()));
            let mut columns = self.columns.clone();
            for (name, dtype) in needed {
                if !columns.iter().any(|(other, _)| *other == name) {
                    columns.push((name, dtype));
                }
            }
            return Ok(Session::without_data(self.options.settings(place)?, &columns));
        }
        if !self.columns.is_empty() {
            return Err(Error::Usage {
                message: "`--columns` beside data: the data have their own columns".into(),
                help: Some("leave out one of the two".into()),
            });
        }
        let bar = Bar::new();
        Data::from_parts(paths, self.options.clone()).open(&bar, place)
    }
}

/// The columns that a pack needs, with their types.
pub(super) fn columns(needed: &[NeededColumn]) -> Vec<(String, DataType)> {
    let typed = |need: &NeededColumn| Some((need.name.clone(), dtype_named(&need.column_type)?));
    needed.iter().filter_map(typed).collect()
}

fn formats() -> impl TypedValueParser<Value = CheckFormat> {
    let names: Vec<&str> = CheckFormat::all().iter().map(|format| format.name()).collect();
    PossibleValuesParser::new(names).try_map(|name| name.parse::<CheckFormat>())
}

fn column(text: &str) -> Result<(String, DataType), String> {
    let Some((name, of)) = text.split_once(':').filter(|(name, _)| !name.trim().is_empty()) else {
        return Err("expected NAME:TYPE, such as `deal_size:int`".into());
    };
    let of = of.trim();
    let dtype =
        dtype_named(of).ok_or_else(|| did_you_mean(of, COLUMN_TYPES.into_iter(), "a type"))?;
    Ok((name.trim().into(), dtype))
}
