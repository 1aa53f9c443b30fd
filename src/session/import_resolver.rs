//! What a script may import: what lies with it, and packs as the lock has them.
//!
//! Invariant: a script of a pack reaches its own pack and those that its manifest names, and
//! nothing else; a project's own scripts reach every pack of the project.

use super::script_file::strip_bom;
use crate::import::data_folder::scripts::{self, ScriptFolder, pack_of};
use crate::import::sources::description::Description;
use crate::inputs;
use crate::nearest::did_you_mean;
use crate::open;
use crate::pack::{MANIFEST, Manifest, NeededColumn, Pack, PackError};
use crate::project::{self, PackStore, Project, ScriptLocation};
use crate::script::library::ImportSource;
use rescind_runtime::problem::Problem;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Component, Path};
use std::sync::{Arc, Mutex, PoisonError};

pub(super) struct ImportResolver {
    home: ScriptHome,
    store: Option<PackStore>,
    /// The packs that were verified, each once.
    packs: Mutex<BTreeMap<String, Arc<Pack>>>,
}

/// What lies with the started script.
enum ScriptHome {
    /// A folder, and the manifest where an author works on a pack.
    Folder(ScriptFolder, Option<Box<Manifest>>),
    Pack(Arc<Pack>),
}

/// A found script: its full name and its text.
type FoundScript = (String, String);

impl ImportResolver {
    /// That of a script in a file.
    pub(super) fn of_file(path: &Path, project: Option<Project>) -> Result<Self, PackError> {
        let (folder, manifest) = match pack_of(path, MANIFEST) {
            Some(root) => {
                let manifest = root.join(MANIFEST);
                let shown = manifest.display().to_string();
                inputs::note_read(&manifest);
                let text = open::read_settings(&manifest)
                    .map_err(|error| PackError::refused(&shown, error.to_string()))?;
                let scripts = scripts::below(&root)
                    .map_err(|why| PackError::refused(&shown, why.to_string()))?;
                let scripts: Vec<String> =
                    scripts.iter().filter_map(|script| script_name(&root, script)).collect();
                let scripts: Vec<&str> = scripts.iter().map(String::as_str).collect();
                (
                    ScriptFolder::new(&root),
                    Some(Box::new(Manifest::parse(&text, &shown, &scripts)?)),
                )
            }
            None => (ScriptFolder::around(path), None),
        };
        let store = project.map(PackStore::open).transpose()?;
        Ok(Self { home: ScriptHome::Folder(folder, manifest), store, packs: Mutex::default() })
    }

    /// That of a script which would lie in a folder.
    pub(super) fn of_folder(folder: &Path) -> Result<Self, PackError> {
        let inside = folder.join("any");
        match project::locate_script(&inside)? {
            Some(ScriptLocation::Installed { project, pack, .. }) => {
                Self::of_pack(PackStore::open(project)?, &pack)
            }
            Some(ScriptLocation::Own(project)) => Self::of_file(&inside, Some(project)),
            None => Self::of_file(&inside, None),
        }
    }

    /// That of a script of an installed pack. The pack and all that it needs are verified.
    pub(super) fn of_pack(store: PackStore, name: &str) -> Result<Self, PackError> {
        let pack = store.load_verified(name)?;
        let mut packs = BTreeMap::from([(name.to_owned(), pack.clone())]);
        let mut open: Vec<String> = pack.manifest.needs.keys().cloned().collect();
        while let Some(need) = open.pop() {
            if let Entry::Vacant(slot) = packs.entry(need) {
                let pack = store.load_verified(slot.key())?;
                open.extend(pack.manifest.needs.keys().cloned());
                slot.insert(pack);
            }
        }
        Ok(Self { home: ScriptHome::Pack(pack), store: Some(store), packs: Mutex::new(packs) })
    }

    /// That of a script of a pack that is in no lock yet.
    pub(super) fn on_trial(store: PackStore, pack: Arc<Pack>) -> Self {
        let packs = BTreeMap::from([(pack.name().to_owned(), pack.clone())]);
        Self { home: ScriptHome::Pack(pack), store: Some(store), packs: Mutex::new(packs) }
    }

    /// The installed pack that it is of.
    pub(super) fn home_pack(&self) -> Result<Arc<Pack>, PackError> {
        match &self.home {
            ScriptHome::Pack(pack) => Ok(pack.clone()),
            ScriptHome::Folder(..) => Err(PackError::refused("this script", "it is of no pack")),
        }
    }

    /// What the manifest of its pack says that the data must have.
    pub(super) fn needed_columns(&self) -> Vec<NeededColumn> {
        self.manifest().map(|manifest| manifest.columns.clone()).unwrap_or_default()
    }

    /// The kinds of tables that its pack describes.
    pub(super) fn sources(&self) -> Vec<Description> {
        self.manifest().map(|manifest| manifest.sources.clone()).unwrap_or_default()
    }

    /// The manifest of its pack, where it is of one.
    fn manifest(&self) -> Option<&Manifest> {
        match &self.home {
            ScriptHome::Folder(_, manifest) => manifest.as_deref(),
            ScriptHome::Pack(pack) => Some(&pack.manifest),
        }
    }

    /// Whether the pack that an author works on offers the script at this path as a strategy.
    pub(super) fn offers(&self, path: &Path) -> bool {
        let ScriptHome::Folder(_, Some(manifest)) = &self.home else { return true };
        let name = pack_of(path, MANIFEST).and_then(|root| script_name(&root, path));
        name.is_none_or(|name| manifest.strategies.contains(&name))
    }

    /// A pack of the project, verified.
    fn pack(&self, name: &str) -> Result<Arc<Pack>, Problem> {
        let mut packs = self.packs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pack) = packs.get(name) {
            return Ok(pack.clone());
        }
        let Some(store) = &self.store else {
            return Err("this script lies in no project".into());
        };
        let pack = store.load_verified(name).map_err(|error| error.to_string())?;
        packs.insert(name.to_owned(), pack.clone());
        Ok(pack)
    }

    /// The pack that a module is of, by the module's full name.
    fn pack_of(&self, module: &str) -> Option<Arc<Pack>> {
        let packs = self.packs.lock().unwrap_or_else(PoisonError::into_inner);
        let mut packs = packs.values();
        packs.find(|pack| module.strip_prefix(&pack.label()).is_some_and(starts_path)).cloned()
    }

    /// Whether the project has a pack of this name.
    fn knows(&self, name: &str) -> bool {
        self.store.as_ref().is_some_and(|store| store.names().contains(&name))
    }

    /// What a module of a pack, or the pack's started script, imports.
    fn resolve_in_pack(&self, pack: &Pack, path: &str) -> Result<FoundScript, Problem> {
        let (first, rest) = split_first(path);
        let in_this_pack = pack.script(path);
        let other = match rest {
            Some(rest) if first == pack.name() => Some(in_pack(pack, rest, path)),
            Some(rest) if pack.manifest.needs.contains_key(first) => {
                Some(in_pack(&*self.pack(first)?, rest, path))
            }
            Some(_) if in_this_pack.is_none() && self.knows(first) => {
                return Err(unnamed(&pack.label(), first, path).into());
            }
            _ => None,
        };
        match (in_this_pack, other) {
            (Some(_), Some(_)) => Err(ambiguous(path, first).into()),
            (_, Some(found_there)) => found_there,
            (_, None) => in_pack(pack, path, path),
        }
    }

    /// What a script of a folder imports.
    fn resolve_in_folder(
        &self,
        folder: &ScriptFolder,
        manifest: Option<&Manifest>,
        path: &str,
    ) -> Result<FoundScript, Problem> {
        let here = folder.read(path).map(|(name, text)| (name, strip_bom(&text).to_owned()));
        let (first, rest) = split_first(path);
        let other = match (rest, manifest) {
            (Some(rest), Some(manifest)) if manifest.name == first => {
                return folder.read(rest).map(|(name, text)| (name, strip_bom(&text).to_owned()));
            }
            (Some(rest), Some(manifest)) if manifest.needs.contains_key(first) => Some(rest),
            (Some(_), Some(manifest)) if here.is_err() && self.knows(first) => {
                return Err(unnamed(&manifest.name, first, path).into());
            }
            (Some(rest), None) if self.knows(first) => Some(rest),
            _ => None,
        };
        match (here, other) {
            (Ok(_), Some(_)) => Err(ambiguous(path, first).into()),
            (Err(_), Some(rest)) => in_pack(&*self.pack(first)?, rest, path),
            (only, None) => only,
        }
    }
}

impl ImportSource for ImportResolver {
    fn read(&self, path: &str, importer: Option<&str>) -> Result<FoundScript, Problem> {
        let importer = importer.and_then(|module| self.pack_of(module));
        match (importer, &self.home) {
            (Some(pack), _) => self.resolve_in_pack(&pack, &normalize_path(path)?),
            (None, ScriptHome::Pack(pack)) => self.resolve_in_pack(pack, &normalize_path(path)?),
            (None, ScriptHome::Folder(folder, manifest)) => {
                self.resolve_in_folder(folder, manifest.as_deref(), path)
            }
        }
    }

    fn is_foreign(&self, module: &str) -> bool {
        match (self.pack_of(module), &self.home) {
            (Some(pack), ScriptHome::Pack(home_pack)) => pack.name() != home_pack.name(),
            (Some(_), ScriptHome::Folder(..)) => true,
            (None, _) => false,
        }
    }
}

/// A script's path from the folder of its pack, without `.rhai`.
fn script_name(root: &Path, script: &Path) -> Option<String> {
    let below = script.strip_prefix(root).ok()?.with_extension("");
    Some(below.to_str()?.replace('\\', "/"))
}

fn starts_path(rest: &str) -> bool {
    rest.starts_with('/')
}

/// A path's first part, and what follows it.
fn split_first(path: &str) -> (&str, Option<&str>) {
    path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)))
}

/// The path of a script in a pack, without `.rhai`.
fn normalize_path(path: &str) -> Result<String, Problem> {
    let parts = Path::new(path).components().map(|part| match part {
        Component::Normal(name) => name.to_str().map(Some),
        Component::CurDir => Some(None),
        _ => None,
    });
    let parts: Option<Vec<Option<&str>>> = parts.collect();
    let parts: Vec<&str> = parts.into_iter().flatten().flatten().collect();
    if parts.is_empty() || path.contains('\\') {
        let message =
            format!("`{path}` cannot be imported: expected a path below the pack's folder");
        return Err(message.into());
    }
    let path = parts.join("/");
    Ok(path.strip_suffix(".rhai").map(String::from).unwrap_or(path))
}

fn in_pack(pack: &Pack, script: &str, path: &str) -> Result<FoundScript, Problem> {
    let script = normalize_path(script)?;
    match pack.script(&script) {
        Some(text) => Ok((format!("{}/{script}.rhai", pack.label()), strip_bom(text).to_owned())),
        None => {
            let near = did_you_mean(&script, pack.scripts(), "a script of it");
            Err(Problem::with_help(format!("`{path}`: {} has no such script", pack.label()), near))
        }
    }
}

fn unnamed(pack: &str, other: &str, path: &str) -> String {
    format!(
        "`{path}` cannot be imported: the manifest of {pack} does not name `{other}` in `needs`"
    )
}

fn ambiguous(path: &str, pack: &str) -> String {
    format!("`{path}` is a script here and one of the pack {pack}: rename the folder `{pack}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_reduced_or_refused() {
        assert_eq!(normalize_path("./a//b.rhai"), Ok("a/b".into()));
        for path in ["", "..", "a/../b", "/a", "a\\b", "."] {
            assert!(normalize_path(path).is_err(), "{path}");
        }
    }
}
