//! Scripts that are looked at instead of carried out, and the data whose columns they may use.

use super::data::{Data, DataOptions};
use super::progress::Bar;
use crate::error::Error;
use crate::import::scripts;
use crate::nearest::did_you_mean;
use crate::session::{ScriptFile, Session};
use clap::Args;
use polars::prelude::DataType;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Looked {
    /// Scripts, folders of scripts, and data whose columns the scripts may use
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    /// Further columns of the data, such as `deal_size:int,region:str`; the types are str, int,
    /// float, bool, date, datetime and list
    #[arg(long, value_name = "NAME:TYPE", value_delimiter = ',', value_parser = column)]
    columns: Vec<(String, DataType)>,

    #[command(flatten)]
    options: DataOptions,
}

impl Looked {
    /// The scripts, and a session of the data.
    pub(super) fn open(&self) -> Result<(Vec<ScriptFile>, Session), Error> {
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
        let scripts = found.iter().map(|path| ScriptFile::open(path)).collect::<Result<_, _>>()?;
        Ok((scripts, session))
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
