//! A script as it was found: on its own, as a project's, or as an installed pack's.
//!
//! Invariant: this is the one place where scripts are opened, and one that lies where a project has
//! its packs is had from the store, which verifies it, however it was named.

use super::import_resolver::ImportResolver;
use crate::domain::INVITATIONS;
use crate::error::Error;
use crate::import::data_folder::scripts;
use crate::import::sources::description::Description;
use crate::nearest::did_you_mean;
use crate::pack::{NeededColumn, Pack, PackError, is_test_script};
use crate::project::{self, PackStore, ScriptLocation};
use crate::script::library::{ImportSource, Library, NoImports};
use rescind_runtime::problem::Problem;
use std::path::Path;
use std::sync::Arc;

#[derive(Clone)]
pub struct ScriptFile {
    /// Its path, for diagnostics.
    pub path: String,
    pub text: String,
    /// Its name: a pack's is `pack/strategy`.
    name: String,
    /// The strategy whose parameters a project gives values to; its own name but for a session that
    /// began with another script.
    params_of: Option<String>,
    /// What its pack says that the data must have.
    columns: Vec<NeededColumn>,
    /// The kinds of tables that its pack describes.
    sources: Vec<Description>,
    /// Its pack, where that does not offer it as a strategy.
    module_of: Option<Arc<Pack>>,
    /// Whether its pack offers it as a strategy, or it is of no pack.
    is_offered: bool,
    folder: Arc<dyn ImportSource>,
}

/// A text without the mark that some editors put before it.
pub(super) fn strip_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

impl ScriptFile {
    /// The script in a file; one of an installed pack once the pack is verified.
    ///
    /// # Errors
    /// A file that is missing or no text; a pack that is not what its lock says.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let store = match project::locate_script(path)? {
            Some(ScriptLocation::Installed { project, pack, path }) => {
                return Self::of_pack(PackStore::open(project)?, &pack, &path);
            }
            Some(ScriptLocation::Own(project)) => Some(project),
            None => None,
        };
        let shown = path.display().to_string();
        let text = scripts::read(path)?;
        let folder = Arc::new(ImportResolver::of_file(path, store)?);
        let (name, columns) = (stem(&shown), folder.needed_columns());
        let sources = folder.sources();
        let is_offered = folder.offers(path);
        let text = strip_bom(&text).to_owned();
        let (path, params_of, module_of) = (shown, None, None);
        Ok(Self { path, text, name, params_of, columns, sources, module_of, is_offered, folder })
    }

    /// The script at a path of an installed pack.
    fn of_pack(store: PackStore, pack: &str, path: &str) -> Result<Self, Error> {
        let reach = ImportResolver::of_pack(store, pack)?;
        let pack = reach.home_pack()?;
        Self::in_reach(reach, &pack, path)
    }

    /// A strategy of a pack that is in no lock yet, to be looked at before it is taken.
    ///
    /// # Errors
    /// A strategy that there is not.
    pub fn of_unlocked_pack(
        store: PackStore,
        pack: &Arc<Pack>,
        strategy: &str,
    ) -> Result<Self, Error> {
        Self::in_reach(ImportResolver::on_trial(store, pack.clone()), pack, strategy)
    }

    fn in_reach(reach: ImportResolver, pack: &Arc<Pack>, path: &str) -> Result<Self, Error> {
        let name = path.strip_suffix(".rhai").unwrap_or(path);
        let Some(text) = pack.script(name) else {
            return Err(no_strategy(pack, name, "is not there").into());
        };
        let is_own = pack.manifest.strategies.iter().any(|strategy| strategy == name);
        let is_module = !is_own && !is_test_script(name);
        Ok(Self {
            path: format!("{}/{name}.rhai", pack.label()),
            text: strip_bom(text).to_owned(),
            name: format!("{}/{name}", pack.name()),
            params_of: None,
            columns: pack.manifest.columns.clone(),
            sources: pack.manifest.sources.clone(),
            module_of: is_module.then(|| pack.clone()),
            is_offered: is_own,
            folder: Arc::new(reach),
        })
    }

    /// Fails for a script of a pack that its manifest does not offer as a strategy.
    ///
    /// # Errors
    /// Which strategies the pack has.
    pub fn demand_strategy(self) -> Result<Self, Error> {
        match &self.module_of {
            None => Ok(self),
            Some(pack) => {
                let name = self.name.split_once('/').map_or("", |(_, name)| name);
                Err(no_strategy(pack, name, "is there to be imported, and is no strategy").into())
            }
        }
    }

    /// A script that lies in no file, but imports as one of this folder does.
    pub fn in_folder(path: &str, text: String, folder: &Path) -> Self {
        let folder: Arc<dyn ImportSource> = match ImportResolver::of_folder(folder) {
            Ok(reach) => Arc::new(reach),
            // Said where something is imported: nothing else depends on it.
            Err(error) => Arc::new(UnreachableFolder(error.to_string())),
        };
        Self { folder, ..Self::from_text(path, text) }
    }

    /// A script that lies in no folder.
    pub fn from_text(path: &str, mut text: String) -> Self {
        text.drain(..text.len() - strip_bom(&text).len());
        let (name, columns, sources) = (stem(path), vec![], vec![]);
        let folder = Arc::new(NoImports);
        let (path, params_of, module_of) = (path.into(), None, None);
        let is_offered = true;
        Self { path, text, name, params_of, columns, sources, module_of, is_offered, folder }
    }

    /// The same script with another text.
    #[must_use]
    pub fn with_text(&self, text: &str) -> Self {
        Self { text: strip_bom(text).to_owned(), ..self.clone() }
    }

    /// The same script, which a project gives the values that it gives to this strategy.
    #[must_use]
    pub fn with_params_of(self, strategy: &str) -> Self {
        Self { params_of: Some(strategy.to_owned()), ..self }
    }

    /// The strategy whose parameters a project gives values to.
    pub(super) fn params_strategy(&self) -> &str {
        self.params_of.as_deref().unwrap_or(&self.name)
    }

    /// Where it imports from.
    pub(super) fn folder(&self) -> Arc<dyn ImportSource> {
        self.folder.clone()
    }

    /// The same script, importing from elsewhere.
    pub(super) fn with_folder(&self, folder: Arc<dyn ImportSource>) -> Self {
        Self { folder, ..self.clone() }
    }

    /// The scripts of one run of it: none yet; it imports from its own folder.
    pub fn library(&self) -> Library {
        Library::new(self.folder.clone(), &INVITATIONS)
    }

    /// Its name, without folder and extension; that of a pack's is `pack/strategy`.
    pub fn name(&self) -> String {
        self.name.clone()
    }

    /// Whether it is for others to run: not where a pack has it only to be imported.
    pub fn is_offered(&self) -> bool {
        self.is_offered
    }

    /// What its pack says that the data must have besides.
    pub fn needed_columns(&self) -> &[NeededColumn] {
        &self.columns
    }

    /// The kinds of tables that its pack describes.
    pub fn sources(&self) -> &[Description] {
        &self.sources
    }
}

/// A folder that nothing can be imported from, and why.
struct UnreachableFolder(String);

impl ImportSource for UnreachableFolder {
    fn read(&self, path: &str, _: Option<&str>) -> Result<(String, String), Problem> {
        Err(format!("`{path}` cannot be imported: {}", self.0).into())
    }
}

/// That a pack has no strategy of this name, and which it has.
fn no_strategy(pack: &Pack, name: &str, problem: &str) -> PackError {
    let known = pack.manifest.strategies.iter().map(String::as_str);
    let help = did_you_mean(name, known, "a strategy of it");
    PackError::refused(pack.label(), format!("`{name}` {problem}")).with_help(help)
}

fn stem(path: &str) -> String {
    let stem = Path::new(path).file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}
