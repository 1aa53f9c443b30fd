//! Which project a folder or a script belongs to.

use super::file::{PROJECT, Project};
use crate::pack::{LOCK, PACKS, PackError};
use std::path::{Component, Path, PathBuf};

/// The project of a folder: its own, or that of the nearest folder above it. `current` is the whole
/// path of the current folder, from which the project's paths are then seen.
///
/// # Errors
/// A project file that cannot be read.
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
pub enum Home {
    /// A file of an installed pack: its project, the pack, and the path within it.
    Installed {
        /// The project.
        project: Project,
        /// The pack.
        pack: String,
        /// The path within the pack, with `/`.
        path: String,
    },
    /// A script of the project's own.
    Own(Project),
}

/// The project that a script lies in. Every folder above it is asked, the outermost first: what lies
/// where a project has its packs is a pack's, whatever files say that lie beside it.
///
/// # Errors
/// A project file that cannot be read.
pub fn home(script: &Path) -> Result<Option<Home>, PackError> {
    let real = real(script);
    let folders: Vec<&Path> = real.ancestors().skip(1).collect();
    let is_project =
        |folder: &&&Path| folder.join(PROJECT).is_file() || folder.join(LOCK).is_file();
    for folder in folders.iter().rev().filter(is_project) {
        let Ok(below) = real.strip_prefix(folder) else { continue };
        let parts: Vec<&str> = below.components().filter_map(name).collect();
        if let [PACKS, pack, path @ ..] = &parts[..]
            && !path.is_empty()
            && parts.len() == below.components().count()
        {
            let (pack, path) = ((*pack).to_owned(), path.join("/"));
            return Ok(Some(Home::Installed { project: Project::open(folder)?, pack, path }));
        }
    }
    match folders.iter().find(|folder| folder.join(PROJECT).is_file()) {
        Some(folder) => Ok(Some(Home::Own(Project::open(folder)?))),
        None => Ok(None),
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
