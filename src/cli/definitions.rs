//! `rescind definitions`: files that let an editor complete and check scripts.

use super::terminal;
use crate::deadline::Bounds;
use crate::error::{Error, Exit};
use crate::import::Descriptions;
use crate::limits::Limits;
use crate::save;
use crate::session::{Session, Settings};
use crate::suite;
use chrono::DateTime;
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

/// Write Rhai's definition files, from which an editor's language server knows functions and names
#[derive(Debug, Args)]
pub(super) struct Definitions {
    /// The folder to write them to; it is made where it is missing
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Definitions {
    pub(super) fn run(self) -> Result<Exit, Error> {
        let settings = Settings {
            as_of: DateTime::UNIX_EPOCH,
            sent_at_zone: chrono_tz::UTC,
            limits: Limits::default(),
            sources: Descriptions::default(),
            memory: crate::session::Memory::default(),
        };
        let session = Session::without_data(settings, &[]);
        let files = session.definitions(Bounds::default())?;
        let files = files.into_iter().chain([suite::definitions()]);
        fs::create_dir_all(&self.folder).map_err(|error| failed(&self.folder, &error))?;
        for (name, text) in files {
            let path = self.folder.join(name);
            save::text(&path, &text)?;
            terminal::say(&path.display().to_string())?;
        }
        Ok(Exit::Done)
    }
}

fn failed(path: &Path, error: &std::io::Error) -> Error {
    Error::File {
        path: path.display().to_string(),
        problem: error.to_string(),
        help: Some("name a folder that can be written to".into()),
    }
}
