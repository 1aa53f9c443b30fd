//! Which project a folder or a script belongs to.

use super::project_file::{PROJECT, Project};
use crate::pack::{LOCK, PACKS, PackError};
use std::path::{Component, Path, PathBuf};

/// The project of a folder: its own, or that of the nearest folder above it. `current` is the whole
/// path of the current folder, from which the project's paths are then seen.
pub fn find(current: &Path) -> Result<Option<Project>, PackError> {
    let mut way = PathBuf::new();
    for folder in current.ancestors() {
        if folder.join(PROJECT).is_file() {
            return Project::open(&way).map(Some);
        }
        way.push("..");
    }
    Ok(None)
}

/// What a script's place makes of it.
pub enum ScriptLocation {
    /// A file of an installed pack: its project, the pack, and the path within it.
    Installed {
        project: Project,
        pack: String,
        /// The path within the pack, with `/`.
        path: String,
    },
    /// A script of the project's own.
    Own(Project),
}

/// The project that a script lies in. Every folder above it is asked, the outermost first: what
/// lies where a project has its packs is a pack's, whatever files say that lie beside it, and
/// wherever links in the path lead.
pub fn locate_script(script: &Path) -> Result<Option<ScriptLocation>, PackError> {
    let real = real(script);
    for path in [absolute_path(script), real.clone()] {
        let folders: Vec<&Path> = path.ancestors().skip(1).collect();
        for folder in folders.into_iter().rev().filter(|folder| is_project(folder)) {
            if let Some((pack, path)) = installed_pack_path(&path, folder) {
                return Ok(Some(ScriptLocation::Installed {
                    project: Project::open(folder)?,
                    pack,
                    path,
                }));
            }
        }
    }
    match real.ancestors().skip(1).find(|folder| folder.join(PROJECT).is_file()) {
        Some(folder) => Ok(Some(ScriptLocation::Own(Project::open(folder)?))),
        None => Ok(None),
    }
}

fn is_project(folder: &Path) -> bool {
    folder.join(PROJECT).is_file() || folder.join(LOCK).is_file()
}

/// The pack that a path is of, and the path within it, if it lies where the project of this folder
/// has its packs.
fn installed_pack_path(path: &Path, folder: &Path) -> Option<(String, String)> {
    let below = path.strip_prefix(folder).ok()?;
    let parts: Vec<&str> = below.components().map(name).collect::<Option<_>>()?;
    match &parts[..] {
        [PACKS, pack, path @ ..] if !path.is_empty() => Some(((*pack).to_owned(), path.join("/"))),
        _ => None,
    }
}

fn name(part: Component<'_>) -> Option<&str> {
    match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    }
}

/// The whole path of a file without links, also of one that is not there.
fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    match (parent, path.file_name()) {
        (Some(parent), Some(name)) => real(parent).join(name),
        _ => Path::new(".").canonicalize().unwrap_or_default().join(path),
    }
}

/// The whole path of a file as it is written, with its links.
fn absolute_path(path: &Path) -> PathBuf {
    let mut whole = Path::new(".").canonicalize().unwrap_or_default();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(whole.pop()),
            other => whole.push(other),
        }
    }
    whole
}
