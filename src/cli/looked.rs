//! Scripts that are looked at instead of carried out, and the data whose columns they may use.

use super::data::{Data, DataOptions};
use super::place::Place;
use super::progress::Bar;
use crate::error::Error;
use crate::import::scripts;
use crate::invitations::schema::{COLUMN_TYPES, dtype_named};
use crate::nearest::did_you_mean;
use crate::pack::NeededColumn;
use crate::session::{ScriptFile, Session};
use clap::Args;
use polars::prelude::DataType;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Looked {
    /// Scripts, folders of scripts, packs, and data whose columns the scripts may use
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
    pub(super) fn open(&self, place: &Place) -> Result<(Vec<ScriptFile>, Session), Error> {
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
        let scripts = found.iter().map(|path| ScriptFile::open(path));
        let scripts: Vec<ScriptFile> = scripts.collect::<Result<_, _>>()?;
        let session = self.session(data, &scripts, place)?;
        Ok((scripts, session))
    }

    fn session(
        &self,
        paths: Vec<PathBuf>,
        scripts: &[ScriptFile],
        place: &Place,
    ) -> Result<Session, Error> {
        if paths.is_empty() {
            let mut columns = self.columns.clone();
            for (name, dtype) in scripts.iter().flat_map(|own| needed(own.needed_columns())) {
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
pub(super) fn needed(columns: &[NeededColumn]) -> Vec<(String, DataType)> {
    columns.iter().filter_map(NeededColumn::typed).collect()
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
