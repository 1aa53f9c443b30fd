//! `rescind definitions`: files that let an editor complete and check scripts.

use super::process::terminal;
use crate::deadline::Bounds;
use crate::error::{Error, Exit};
use crate::save;
use crate::session::{Session, SessionSettings};
use crate::suite;
use chrono::DateTime;
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

/// Write Rhai's definition files, from which an editor's language server knows functions and names
#[derive(Debug, Args)]
pub(super) struct DefinitionsCommand {
    /// The folder to write them to; it is made where it is missing
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl DefinitionsCommand {
    pub(super) fn run(self) -> Result<Exit, Error> {
        let session = Session::without_data(SessionSettings::at(DateTime::UNIX_EPOCH), &[]);
        let files = session.definitions(Bounds::default())?;
        let files = files.into_iter().chain([suite::definitions()]);
        fs::create_dir_all(&self.folder).map_err(|error| failed(&self.folder, &error))?;
        for (name, text) in files {
            let path = self.folder.join(name);
            save::text(&path, &text)?;
            terminal::print_line(&path.display().to_string())?;
        }
        Ok(Exit::Done)
    }
}

fn failed(path: &Path, error: &std::io::Error) -> Error {
    Error::of_file(path, error, Some("name a folder that can be written to"))
}
