//! Which project is in force, and what a name on the command line stands for.
//!
//! Invariant: a file or folder that is there wins over a pack of the same name, and that is said.

use crate::error::Error;
use crate::import::Descriptions;
use crate::nearest::did_you_mean;
use crate::pack::{PACKS, Pack, PackError, is_pack_name};
use crate::project::{self, PROJECT, PackStore, Project};
use crate::screen;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The project in force, if there is one.
#[derive(Clone)]
pub(super) struct Workspace {
    project: Option<Project>,
}

impl Workspace {
    /// The project that is named, else the one of the current folder or of one above it.
    pub(super) fn new(named: Option<&Path>) -> Result<Self, Error> {
        let project = match named {
            Some(path) => Some(Project::open(&root(path)?)?),
            None => match std::env::current_dir() {
                Ok(current) => project::find(&current)?,
                Err(_) => None,
            },
        };
        Ok(Self { project })
    }

    /// The project in force.
    pub(super) fn project(&self) -> Option<&Project> {
        self.project.as_ref()
    }

    /// What the project in force is called: as its folder is, the same on every machine.
    pub(super) fn name(&self) -> Option<String> {
        let root = std::fs::canonicalize(self.project.as_ref()?.root.join(PROJECT)).ok()?;
        Some(root.parent()?.file_name()?.to_string_lossy().into_owned())
    }

    /// The project in force; there must be one.
    pub(super) fn demand_project(&self) -> Result<&Project, Error> {
        self.project.as_ref().ok_or_else(|| {
            Error::misused(
                format!("no project: there is no `{PROJECT}` here or above"),
                "`rescind add SOURCE` begins one; `--project FILE` names another",
            )
        })
    }

    /// Fails where a pack of the project is not what was taken, whoever's script is wanted: who
    /// changed one file may have changed others.
    pub(super) fn verify_packs(&self) -> Result<(), Error> {
        let Some(project) = &self.project else { return Ok(()) };
        let store = PackStore::open(project.clone())?;
        let packs = store.names().into_iter().map(|name| Ok((name, store.load_verified(name)?)));
        let packs: BTreeMap<&str, Arc<Pack>> = packs.collect::<Result<_, PackError>>()?;
        for strategy in project.params.strategies() {
            let Some((name, strategy_name)) = strategy.split_once('/') else { continue };
            let strategies = packs.get(name).map(|pack| &pack.manifest.strategies);
            if let Some(known) =
                strategies.filter(|known| known.iter().all(|one| one != strategy_name))
            {
                let problem = format!("`[params.\"{strategy}\"]`: {name} has no such strategy");
                let near = did_you_mean(
                    strategy_name,
                    known.iter().map(String::as_str),
                    "a strategy of it",
                );
                return Err(PackError::refused(PROJECT, problem).with_help(near).into());
            }
        }
        Ok(())
    }

    /// The kinds of tables that are known: the project's, its packs', and those of the program.
    pub(super) fn sources(&self) -> Result<Descriptions, Error> {
        let Some(project) = &self.project else { return Ok(Descriptions::default()) };
        let mut descriptions = project.sources.clone();
        if !project.packs.is_empty() {
            let store = PackStore::open(project.clone())?;
            for name in project.packs.keys() {
                descriptions.extend(store.load_verified(name)?.manifest.sources.iter().cloned());
            }
        }
        Ok(Descriptions::with(descriptions))
    }

    /// Where what is named lies: a file or folder as it is, else `pack` or `pack/strategy`.
    pub(super) fn resolve_path(&self, named: &Path) -> Result<PathBuf, Error> {
        let path = named.to_path_buf();
        let Some(text) = named.to_str().filter(|text| *text != "-") else { return Ok(path) };
        let text = text.trim_end_matches('/');
        let (pack, script) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let known = self.project.as_ref().filter(|project| project.packs.contains_key(pack));
        if named.exists() {
            if known.is_some() {
                screen::write_stderr(&format!(
                    "`{text}` is here and could be of the pack {pack} too: what is here is taken\n"
                ));
            }
            return Ok(path);
        }
        let Some(project) = known else { return self.unknown(path, pack, script) };
        let folder = project.root.join(PACKS).join(pack);
        let Some(script) = script else { return Ok(folder) };
        let script = script.strip_suffix(".rhai").unwrap_or(script);
        Ok(folder.join(format!("{script}.rhai")))
    }

    /// What is no pack may be a file that is not there: then whoever opens it says so.
    fn unknown(&self, path: PathBuf, pack: &str, script: Option<&str>) -> Result<PathBuf, Error> {
        let is_file = path.extension().is_some() || path.is_absolute();
        let folder = path.parent().is_some_and(|folder| folder.is_dir() && script.is_some());
        if is_file || folder || !is_pack_name(pack) {
            return Ok(path);
        }
        let help = match &self.project {
            Some(project) => did_you_mean(pack, project.packs.keys().map(String::as_str), "a pack"),
            None => format!("packs are named in `{PROJECT}`, which is neither here nor above"),
        };
        let message = format!("{}: no such file, and no pack is called `{pack}`", path.display());
        Err(Error::misused(message, help))
    }
}

/// The folder of a project file.
fn root(path: &Path) -> Result<PathBuf, Error> {
    if path.is_dir() {
        return Ok(path.to_path_buf());
    }
    if path.file_name().is_some_and(|name| name == PROJECT) {
        return Ok(path.parent().unwrap_or(Path::new("")).to_path_buf());
    }
    Err(Error::misused(
        format!("`--project {}`: no project", path.display()),
        format!("name a file `{PROJECT}`, or its folder"),
    ))
}
