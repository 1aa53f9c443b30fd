//! Writes what becomes of a project's packs: their files, the lock, the project file.
//!
//! Invariant: a command that is killed between two steps leaves what `rescind verify` names.

use crate::error::Error;
use crate::nearest::did_you_mean;
use crate::open;
use crate::pack::{self, LOCK, Lock, Locked, Pack, Source};
use crate::project::{self, Home, PROJECT, Store, with_pack, without_pack};
use crate::save;
use std::io::ErrorKind;
use std::path::Path;

/// Puts a pack into the project, in place of one of the same name.
pub(super) fn take(
    store: &mut Store,
    pack: &Pack,
    source: &Source,
    commit: Option<String>,
) -> Result<(), Error> {
    let root = store.project.root.clone();
    let text = with_pack(&project_text(&root)?, pack.name(), source)?;
    pack::put(&root, pack)?;
    let locked = Locked::of(pack, source.to_string(), commit);
    store.lock.packs.insert(pack.name().to_owned(), locked);
    write_lock(&root, &store.lock)?;
    save::text(&root.join(PROJECT), &text)?;
    store.project.packs.insert(pack.name().to_owned(), source.clone());
    Ok(())
}

/// Takes a pack out of the project.
pub(super) fn give_up(store: &mut Store, name: &str) -> Result<(), Error> {
    let root = store.project.root.clone();
    let text = without_pack(&project_text(&root)?, name)?;
    save::text(&root.join(PROJECT), &text)?;
    store.lock.packs.remove(name);
    write_lock(&root, &store.lock)?;
    Ok(pack::remove(&root, name)?)
}

/// Fails within an installed pack, which `change` would change: its files are those of its lock.
pub(super) fn demand_none(path: &Path, change: &str, help: &str) -> Result<(), Error> {
    match project::home(path)? {
        Some(Home::Installed { pack, .. }) => Err(Error::Usage {
            message: format!("{change} would change the installed pack {pack}"),
            help: Some(help.into()),
        }),
        _ => Ok(()),
    }
}

/// Fails unless the project has such a pack.
pub(super) fn demand(store: &Store, name: &str) -> Result<(), Error> {
    let names = store.names();
    if names.contains(&name) {
        return Ok(());
    }
    Err(Error::Usage {
        message: format!("the project has no pack `{name}`"),
        help: Some(did_you_mean(name, names.into_iter(), "a pack")),
    })
}

/// Writes the lock.
pub(super) fn write_lock(root: &Path, lock: &Lock) -> Result<(), Error> {
    save::text(&root.join(LOCK), &lock.text())
}

/// The text of the project file; empty where there is none yet.
fn project_text(root: &Path) -> Result<String, Error> {
    let path = root.join(PROJECT);
    match open::text(&path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(Error::File {
            path: path.display().to_string(),
            problem: error.to_string(),
            help: None,
        }),
    }
}
