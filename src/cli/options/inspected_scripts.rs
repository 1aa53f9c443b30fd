//! Scripts that are looked at instead of carried out, and the data whose columns they may use.

use super::data::DataArgs;
use super::data_options::DataOptions;
use crate::cli::argument_error::ArgumentError;
use crate::cli::process::ProgressIndicator;
use crate::cli::workspace::Workspace;
use crate::error::Error;
use crate::import::data_folder::scripts;
use crate::import::{ImportError, Source};
use crate::invitations::InvitationsError;
use crate::invitations::schema::{COLUMN_TYPES, dtype_named};
use crate::nearest::did_you_mean;
use crate::open::real_path;
use crate::pack::NeededColumn;
use crate::session::{ScriptFile, Session};
use clap::Args;
use polars::prelude::DataType;
use std::collections::HashSet;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct ScriptPathArgs {
    /// Scripts, folders of scripts, packs, and data whose columns the scripts may use
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    /// Further columns of the data, such as `deal_size:int,region:str`; the types are str, int,
    /// float, bool, date, datetime and list
    #[arg(long, value_name = "NAME:TYPE", value_delimiter = ',', value_parser = parse_column)]
    columns: Vec<(String, DataType)>,

    #[command(flatten)]
    options: DataOptions,
}

/// A path or script that cannot be read.
#[derive(Debug)]
pub(in crate::cli) struct UnreadScript {
    /// The path.
    pub(in crate::cli) path: String,
    /// Why it cannot.
    pub(in crate::cli) error: Error,
}

/// What there is to look at.
pub(in crate::cli) struct OpenedScripts {
    /// The scripts, each once.
    pub(in crate::cli) scripts: Vec<ScriptFile>,
    /// What cannot be read.
    pub(in crate::cli) unread: Vec<UnreadScript>,
    /// The data.
    pub(in crate::cli) session: Session,
}

impl ScriptPathArgs {
    /// The scripts, and a session of the data. Fails where no script can be read.
    pub(in crate::cli) fn open(&self, workspace: &Workspace) -> Result<OpenedScripts, Error> {
        let (mut paths, mut data, mut unread) = (vec![], vec![], vec![]);
        for path in &self.paths {
            let path = &workspace.resolve_path(path)?;
            match scripts::scripts_at(path) {
                Ok(Some(scripts)) => paths.extend(scripts),
                Ok(None) => data.push(path.clone()),
                Err(problem) => {
                    let error = problem.into();
                    unread.push(UnreadScript { path: path.display().to_string(), error });
                }
            }
        }
        let mut seen = HashSet::new();
        paths.retain(|path| seen.insert(real_path(path)));
        let mut scripts = vec![];
        for path in paths {
            match ScriptFile::open(&path) {
                Ok(script) => scripts.push(script),
                Err(error) => {
                    unread.push(UnreadScript { path: path.display().to_string(), error });
                }
            }
        }
        if scripts.is_empty() {
            return Err(unread.into_iter().next().map_or_else(no_script, |unread| unread.error));
        }
        let session = self.session(data, &scripts, workspace)?;
        Ok(OpenedScripts { scripts, unread, session })
    }

    fn session(
        &self,
        paths: Vec<PathBuf>,
        scripts: &[ScriptFile],
        workspace: &Workspace,
    ) -> Result<Session, Error> {
        if paths.is_empty() {
            let mut columns = self.columns.clone();
            for (name, dtype) in
                scripts.iter().flat_map(|script| typed_columns(script.needed_columns()))
            {
                if !columns.iter().any(|(other, _)| *other == name) {
                    columns.push((name, dtype));
                }
            }
            return Ok(Session::without_data(self.options.settings(workspace)?, &columns));
        }
        if !self.columns.is_empty() {
            return Err(Error::misused(
                "`--columns` beside data: the data have their own columns",
                "leave out one of the two",
            ));
        }
        let bar = ProgressIndicator::new();
        let opened = DataArgs::from_parts(paths.clone(), self.options.clone())
            .open_printing_findings(&bar, workspace);
        let no_rows = matches!(
            &opened,
            Err(Error::Invitations(InvitationsError::Data(ImportError::NoUsableRow { .. })))
        );
        if !no_rows {
            return opened;
        }
        // Sheets alone bring no invitations, but columns.
        let sources: Vec<Source> =
            paths.into_iter().map(|path| Source { account: None, path }).collect();
        Session::without_rows(&sources, self.options.settings(workspace)?)
    }
}

fn no_script() -> Error {
    Error::misused(
        "no script among the paths",
        "name a script such as `oldest-first.rhai`, or a folder of them",
    )
}

/// The columns that a pack needs, with their types.
pub(in crate::cli) fn typed_columns(columns: &[NeededColumn]) -> Vec<(String, DataType)> {
    columns.iter().filter_map(NeededColumn::typed).collect()
}

fn parse_column(text: &str) -> Result<(String, DataType), ArgumentError> {
    let Some((name, type_name)) = text.split_once(':').filter(|(name, _)| !name.trim().is_empty())
    else {
        return Err(ArgumentError::Expected("NAME:TYPE, such as `deal_size:int`"));
    };
    let type_name = type_name.trim();
    let dtype = dtype_named(type_name).ok_or_else(|| {
        ArgumentError::Unknown(did_you_mean(type_name, COLUMN_TYPES.into_iter(), "a type"))
    })?;
    Ok((name.trim().into(), dtype))
}
