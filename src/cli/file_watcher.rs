//! Waits until a file changes that tests depend on: the scripts in the folders of the tests and
//! below, and what lies beside them for tests.
//!
//! Invariant: the files are looked at, not subscribed to, so that it works the same on every system
//! and on every kind of disk.

use crate::import::data_folder::{scripts, test_data};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

/// How long it waits between two looks.
const BETWEEN_LOOKS: Duration = Duration::from_millis(200);

/// What is known of a file: when it was written last, and how long it is.
type Stamp = (Option<SystemTime>, u64);

/// The files that are watched, as they were seen last.
pub(super) struct FileWatcher {
    folders: Vec<PathBuf>,
    seen: BTreeMap<PathBuf, Stamp>,
}

impl FileWatcher {
    /// The folders of these paths; a script reaches nothing outside of its own.
    pub(super) fn new(paths: &[PathBuf]) -> Self {
        let folder = |path: &PathBuf| {
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
            if path.is_dir() {
                path.clone()
            } else {
                parent.unwrap_or(Path::new(".")).to_path_buf()
            }
        };
        let folders = paths.iter().map(folder).collect();
        let mut watched = Self { folders, seen: BTreeMap::new() };
        watched.seen = watched.stamps();
        watched
    }

    /// Waits for a change, and until nothing changes any more: an editor writes several times.
    pub(super) fn wait(&mut self) {
        loop {
            thread::sleep(BETWEEN_LOOKS);
            let mut now = self.stamps();
            if now == self.seen {
                continue;
            }
            loop {
                thread::sleep(BETWEEN_LOOKS);
                let later = self.stamps();
                if later == now {
                    break;
                }
                now = later;
            }
            self.seen = now;
            return;
        }
    }

    fn stamps(&self) -> BTreeMap<PathBuf, Stamp> {
        let mut files: BTreeMap<PathBuf, Stamp> = BTreeMap::new();
        for folder in &self.folders {
            // A folder that cannot be read just now has no files.
            let scripts = scripts::below(folder).unwrap_or_default();
            for strategy in scripts {
                for snapshot in test_data::snapshots(&strategy) {
                    files.insert(snapshot.clone(), stamp(&snapshot));
                }
                for file in test_data::data_files(&strategy) {
                    files.insert(file.clone(), stamp(&file));
                }
                files.insert(strategy.clone(), stamp(&strategy));
            }
        }
        files
    }
}

fn stamp(path: &Path) -> Stamp {
    let known = fs::metadata(path).ok();
    let changed = known.as_ref().and_then(|known| known.modified().ok());
    (changed, known.map_or(0, |known| known.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_anywhere_in_the_folder_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("deep")).unwrap();
        fs::write(at("s.rhai"), "1").unwrap();
        let watched = FileWatcher::new(&[at("s.rhai")]);
        assert_eq!(watched.stamps(), watched.seen);
        let mut seen = vec![watched.stamps()];
        for (name, text) in
            [("s.rhai", "12"), ("deep/m.rhai", ""), ("s.test.rhai", ""), ("s.a.snapshot", "")]
        {
            fs::write(at(name), text).unwrap();
            seen.push(watched.stamps());
        }
        fs::remove_file(at("s.test.rhai")).unwrap();
        seen.push(watched.stamps());
        fs::write(at("other.txt"), "").unwrap();
        assert_eq!(watched.stamps(), seen[5]);
        fs::create_dir_all(at("datasets/team/anna")).unwrap();
        for name in ["datasets/team/protect.csv", "datasets/team/anna/Invitations.csv"] {
            fs::write(at(name), "").unwrap();
            seen.push(watched.stamps());
        }
        assert!(seen.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
