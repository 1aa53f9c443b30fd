//! `rescind check`: everything that can be known of scripts without carrying them out.

use super::data::{Data, DataOptions};
use super::progress::Bar;
use super::script::{quiet, seconds};
use super::terminal;
use crate::check::Severity;
use crate::error::{Error, Exit};
use crate::import::scripts;
use crate::nearest::did_you_mean;
use crate::output::{self, CheckFormat};
use crate::session::{ScriptFile, Session};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use polars::prelude::DataType;
use std::io::stdout;
use std::path::PathBuf;

/// Say everything that can be known of scripts without carrying them out
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Scripts, folders of scripts, and data whose columns the scripts may use
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
    pub(super) fn run(self) -> Result<Exit, Error> {
        let style = terminal::style();
        let (mut found, mut data) = (vec![], vec![]);
        for path in &self.paths {
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
        let session = self.session(data)?;
        let running = quiet(&style, self.timeout);
        let mut diagnoses = vec![];
        for path in &found {
            diagnoses.extend(session.check(&ScriptFile::open(path)?, &running));
        }
        output::check(&diagnoses, found.len(), self.format, &style, &mut stdout().lock())?;
        let least = if self.deny.is_some() { Severity::Warning } else { Severity::Error };
        let bad = diagnoses.iter().any(|found| found.severity >= least);
        Ok(if bad { Exit::Failed } else { Exit::Done })
    }

    fn session(&self, paths: Vec<PathBuf>) -> Result<Session, Error> {
        if paths.is_empty() {
            return Ok(Session::without_data(self.options.settings()?, &self.columns));
        }
        if !self.columns.is_empty() {
            return Err(Error::Usage {
                message: "`--columns` beside data: the data have their own columns".into(),
                help: Some("leave out one of the two".into()),
            });
        }
        let bar = Bar::new();
        Data::from_parts(paths, self.options.clone()).open(&bar)
    }
}

fn formats() -> impl TypedValueParser<Value = CheckFormat> {
    let names: Vec<&str> = CheckFormat::all().iter().map(|format| format.name()).collect();
    PossibleValuesParser::new(names).try_map(|name| name.parse::<CheckFormat>())
}

/// The types of `--columns`.
const TYPES: [&str; 7] = ["str", "int", "float", "bool", "date", "datetime", "list"];

fn column(text: &str) -> Result<(String, DataType), String> {
    use crate::invitations::schema::ColumnType;
    let Some((name, of)) = text.split_once(':').filter(|(name, _)| !name.trim().is_empty()) else {
        return Err("expected NAME:TYPE, such as `deal_size:int`".into());
    };
    let dtype = match of.trim() {
        "str" => DataType::String,
        "int" => DataType::Int64,
        "float" => DataType::Float64,
        "bool" => DataType::Boolean,
        "date" => DataType::Date,
        "datetime" => ColumnType::Datetime.dtype(),
        "list" => ColumnType::TextList.dtype(),
        other => return Err(did_you_mean(other, TYPES.into_iter(), "a type")),
    };
    Ok((name.trim().into(), dtype))
}
