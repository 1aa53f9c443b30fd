//! A script as it was found: its text, its name for diagnostics, and where it imports from.

use crate::error::Error;
use crate::import::scripts::{self, ScriptFolder};
use crate::script::library::{Folder, Library, NoFolder};
use std::path::Path;
use std::sync::Arc;

/// A script as it was found.
#[derive(Clone)]
pub struct ScriptFile {
    /// Its path, for diagnostics.
    pub path: String,
    /// Its text.
    pub text: String,
    pub(super) folder: Arc<dyn Folder>,
}

impl Folder for ScriptFolder {
    fn read(&self, path: &str) -> Result<(String, String), String> {
        Self::read(self, path).map(|(name, text)| (name, unmarked(text)))
    }
}

/// A text without the mark that some editors put before it.
fn unmarked(text: String) -> String {
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

impl ScriptFile {
    /// The script in a file.
    ///
    /// # Errors
    /// A file that is missing or no text.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let shown = path.display().to_string();
        let text = scripts::read(path).map_err(|message| Error::Usage { message, help: None })?;
        Ok(Self { path: shown, text: unmarked(text), folder: Arc::new(ScriptFolder::of(path)) })
    }

    /// A script that lies in no file, but imports from a folder.
    pub fn in_folder(path: &str, text: String, folder: &Path) -> Self {
        let folder = Arc::new(ScriptFolder::new(folder));
        Self { path: path.into(), text: unmarked(text), folder }
    }

    /// A script that lies in no folder.
    pub fn from_text(path: &str, text: String) -> Self {
        Self { path: path.into(), text: unmarked(text), folder: Arc::new(NoFolder) }
    }

    /// The same script with another text, such as a mutant.
    #[must_use]
    pub fn with_text(&self, text: String) -> Self {
        Self { text: unmarked(text), ..self.clone() }
    }

    /// The scripts of one run of it: none yet; it imports from its own folder.
    pub fn library(&self) -> Library {
        Library::new(self.folder.clone())
    }

    /// Its name, without folder and extension.
    pub fn name(&self) -> String {
        let stem = Path::new(&self.path).file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    }
}
