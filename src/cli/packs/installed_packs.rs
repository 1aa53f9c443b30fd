//! Writes what becomes of a project's packs: their files, the lock, the project file.
//!
//! Invariant: a command that is killed between two steps leaves what the next one undoes, and until
//! then what `rescind verify` names.

use crate::error::Error;
use crate::nearest::did_you_mean;
use crate::open;
use crate::pack::{LOCK, LockedPack, Pack, PackChange, PackError, PackSource, ProjectClaim};
use crate::project::{self, PROJECT, PackStore, Project, ScriptLocation, with_pack, without_pack};
use crate::save;
use std::io::ErrorKind;
use std::path::Path;

/// The project, for whoever changes it: nobody else does until the claim is dropped.
pub(in crate::cli) fn claim_project(
    project: Option<&Project>,
) -> Result<(ProjectClaim, PackStore), Error> {
    let root = project.map(|project| project.root.clone()).unwrap_or_default();
    let opened = || {
        if root.join(PROJECT).is_file() { Project::open(&root) } else { Ok(Project::default()) }
    };
    let source_of = |name: &str| {
        let project = opened().ok()?;
        project.packs.get(name).map(ToString::to_string)
    };
    let claim = ProjectClaim::acquire(&root, LOCK, &source_of)?;
    // What stood there before may be another's work by now.
    Ok((claim, PackStore::open(opened()?)?))
}

/// Puts a pack into the project, in place of one of the same name.
pub(in crate::cli) fn install(
    store: &mut PackStore,
    pack: &Pack,
    source: &PackSource,
    commit: Option<String>,
) -> Result<(), Error> {
    let root = store.project.root.clone();
    let text = with_pack(&project_text(&root)?, pack.name(), source)?;
    // A name that the file cannot have is refused before anything is written.
    Project::parse(&text, PROJECT, &root).map_err(PackError::from)?;
    let locked = LockedPack::of_pack(pack, source.to_string(), commit);
    let mut lock = store.lock.clone();
    lock.packs.insert(pack.name().to_owned(), locked);
    let after = source.to_string();
    let prepared = PackChange::new(&root, pack.name(), Some(pack), &lock.text(), Some(&after))?;
    prepared.install()?;
    save::project_file(&root.join(LOCK), &lock.text())?;
    save::project_file(&root.join(PROJECT), &text)?;
    prepared.finish();
    store.lock = lock;
    store.project.packs.insert(pack.name().to_owned(), source.clone());
    Ok(())
}

/// Takes a pack out of the project.
pub(in crate::cli) fn uninstall(store: &mut PackStore, name: &str) -> Result<(), Error> {
    let root = store.project.root.clone();
    let text = without_pack(&project_text(&root)?, name)?;
    let mut lock = store.lock.clone();
    lock.packs.remove(name);
    let prepared = PackChange::new(&root, name, None, &lock.text(), None)?;
    prepared.uninstall()?;
    save::project_file(&root.join(LOCK), &lock.text())?;
    save::project_file(&root.join(PROJECT), &text)?;
    prepared.finish();
    store.lock = lock;
    Ok(())
}

/// Fails within an installed pack, which `change` would change: its files are those of its lock.
pub(in crate::cli) fn demand_outside_packs(
    path: &Path,
    change: &str,
    help: &str,
) -> Result<(), Error> {
    match project::locate_script(path)? {
        Some(ScriptLocation::Installed { pack, .. }) => {
            Err(Error::misused(format!("{change} would change the installed pack {pack}"), help))
        }
        _ => Ok(()),
    }
}

/// Fails unless the project has such a pack.
pub(in crate::cli) fn demand_installed(store: &PackStore, name: &str) -> Result<(), Error> {
    let names = store.names();
    if names.contains(&name) {
        return Ok(());
    }
    Err(Error::misused(
        format!("the project has no pack `{name}`"),
        did_you_mean(name, names.into_iter(), "a pack"),
    ))
}

/// The text of the project file; empty where there is none yet.
fn project_text(root: &Path) -> Result<String, Error> {
    let path = root.join(PROJECT);
    match open::read_settings(&path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(Error::of_file(&path, &error, None)),
    }
}

/// Who signed a pack, in words.
pub(in crate::cli) fn describe_signers(
    store: &PackStore,
    pack: &Pack,
) -> Result<String, PackError> {
    let signers = store.signers(pack)?;
    Ok(match pack.signatures.keys().next() {
        _ if !signers.is_empty() => format!("signed by {}", signers.join(" and ")),
        Some(key) => format!("signed with key {key}"),
        None => "unsigned".into(),
    })
}
