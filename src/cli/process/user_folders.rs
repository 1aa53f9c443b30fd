//! The user's own folders: for settings, for history, for the ledger. There is none where the
//! environment does not say where it is. What the system knows beside it is the home of whoever has
//! the number of the process: in a container, or under `sudo`, that is somebody else.

use directories::ProjectDirs;
use std::env;
use std::path::{Path, PathBuf};

/// What the keys and the start-up file lie in.
pub(in crate::cli) fn settings_folder() -> Option<PathBuf> {
    Some(folders("XDG_CONFIG_HOME")?.config_dir().to_path_buf())
}

/// What the history of the REPL lies in.
pub(in crate::cli) fn state_folder() -> Option<PathBuf> {
    let folders = folders("XDG_STATE_HOME")?;
    Some(folders.state_dir().unwrap_or_else(|| folders.data_dir()).to_path_buf())
}

/// What the ledger lies in.
pub(in crate::cli) fn data_folder() -> Option<PathBuf> {
    Some(folders("XDG_DATA_HOME")?.data_dir().to_path_buf())
}

/// The folders, where this variable or the home says where the one is that is asked for.
fn folders(variable: &str) -> Option<ProjectDirs> {
    let is_set = |name| env::var_os(name).is_some_and(|folder| Path::new(&folder).is_absolute());
    let is_known =
        cfg!(windows) || is_set("HOME") || (cfg!(target_os = "linux") && is_set(variable));
    ProjectDirs::from("", "", "rescind").filter(|_| is_known)
}
