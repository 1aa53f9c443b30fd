//! The user's own folders, for settings and history.

use directories::ProjectDirs;
use std::path::Path;

/// What says where they are.
const HOME: &[&str] =
    if cfg!(target_os = "linux") { &["XDG_CONFIG_HOME", "HOME"] } else { &["HOME"] };

/// The user's folders; none where the environment does not say where they are. What the system
/// knows beside it is the home of whoever has the number of the process: in a container, or under
/// `sudo`, that is somebody else.
pub(super) fn user_folders() -> Option<ProjectDirs> {
    let is_set =
        |name: &&str| std::env::var_os(name).is_some_and(|home| Path::new(&home).is_absolute());
    let is_said = cfg!(windows) || HOME.iter().any(is_set);
    ProjectDirs::from("", "", "rescind").filter(|_| is_said)
}
