//! What lies beside a strategy for its tests: data sets by name, and snapshots of plans.
//!
//! Invariant: a name never leads outside of a folder called `datasets` in the strategy's own folder
//! or in the one around it, nor out of a pack.

use super::scripts;
use crate::nearest::did_you_mean;
use rescind_runtime::problem::Problem;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of data sets.
const DATASETS: &str = "datasets";

/// What says that a folder is a pack: nothing around it belongs to its strategies.
const PACK: &str = "pack.toml";

/// What the file of a snapshot ends with.
const SNAPSHOT: &str = ".snapshot";

/// Where the data set of that name is: `datasets/NAME` in the strategy's folder, or else in the
/// folder around it.
///
/// # Errors
/// That there is none, or that it is no plain name, in words.
pub fn data_set(strategy: &Path, name: &str) -> Result<PathBuf, Problem> {
    plain(name)?;
    let sets = sets_of(strategy);
    let Some(set) = sets.iter().find(|sets| sets.join(name).exists()) else {
        let known = sets.iter().flat_map(|sets| names_in(sets)).collect::<Vec<_>>();
        let near = match known[..] {
            [] => format!("expected a folder `{DATASETS}/{name}` beside the strategy or above it"),
            _ => did_you_mean(name, known.iter().map(String::as_str), "a data set"),
        };
        return Err(Problem::with_help(format!("no data set `{name}`"), near));
    };
    let failed = |error| format!("`{name}`: {error}");
    let real = fs::canonicalize(set.join(name)).map_err(failed)?;
    if !real.starts_with(fs::canonicalize(set).map_err(failed)?) {
        return Err(format!("the data set `{name}` leads outside of its folder").into());
    }
    Ok(set.join(name))
}

/// The folders in which a strategy's data sets are looked up, in order.
fn sets_of(strategy: &Path) -> Vec<PathBuf> {
    let folder = folder_of(strategy);
    let around = folder.join("..");
    let folders = if folder.join(PACK).exists() { vec![folder] } else { vec![folder, around] };
    folders.iter().map(|folder| folder.join(DATASETS)).collect()
}

/// Every file of the data sets that a strategy's tests can give, by path, so many at most as
/// anybody watches.
pub fn data_files(strategy: &Path) -> Vec<PathBuf> {
    let mut folders = sets_of(strategy);
    let mut files = vec![];
    while let Some(folder) = folders.pop() {
        for name in names_in(&folder) {
            let path = folder.join(name);
            match path.symlink_metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push(path),
                Ok(_) if files.len() < WATCHED_MAX => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

/// How many files of data sets are watched.
const WATCHED_MAX: usize = 10_000;

/// Where a snapshot of a strategy's plan is kept: `oldest-first.agency.snapshot` beside
/// `oldest-first.rhai`.
///
/// # Errors
/// That it is no plain name, in words.
pub fn snapshot(strategy: &Path, name: &str) -> Result<PathBuf, Problem> {
    plain(name)?;
    Ok(strategy.with_file_name(format!("{}.{name}{SNAPSHOT}", stem(strategy))))
}

/// Every snapshot that lies beside a strategy, by path.
pub fn snapshots(strategy: &Path) -> Vec<PathBuf> {
    let begin = format!("{}.", stem(strategy));
    let mut paths: Vec<PathBuf> = names_in(&folder_of(strategy))
        .into_iter()
        .filter(|name| {
            let rest = name.strip_prefix(&begin).and_then(|rest| rest.strip_suffix(SNAPSHOT));
            rest.is_some_and(|rest| plain(rest).is_ok() && !rest.contains('.'))
        })
        .map(|name| strategy.with_file_name(name))
        .collect();
    paths.sort();
    paths
}

/// The text of a snapshot; none where there is no such file.
pub fn read_snapshot(path: &Path) -> Result<Option<String>, Problem> {
    if path.exists() { Ok(Some(scripts::read_text(path, SNAPSHOT_BYTES_MAX)?)) } else { Ok(None) }
}

/// The largest snapshot that is read, in bytes: about 100,000 withdrawals.
const SNAPSHOT_BYTES_MAX: u64 = 16 << 20;

fn folder_of(strategy: &Path) -> PathBuf {
    let parent = strategy.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new(".")).to_path_buf()
}

fn stem(strategy: &Path) -> String {
    strategy.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Fails unless it can be the name of a file and of nothing else.
fn plain(name: &str) -> Result<(), Problem> {
    let good = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if !name.is_empty() && name.len() <= 100 && name.chars().all(good) {
        return Ok(());
    }
    let help = "expected letters, digits, `-` and `_`";
    Err(Problem::with_help(format!("`{name}` is no name"), help))
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_set_is_found_beside_the_strategy_or_above_but_not_out_of_a_pack() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        fs::create_dir_all(at("datasets/agency")).unwrap();
        fs::create_dir_all(at("scripts/deep")).unwrap();
        let data_set_path = data_set(&at("scripts/s.rhai"), "agency").unwrap();
        assert_eq!(data_set_path, at("scripts/../datasets/agency"));
        assert!(data_set(&at("s.rhai"), "agency").is_ok());
        let error = data_set(&at("scripts/s.rhai"), "agncy").unwrap_err().to_string();
        assert_eq!(error, "no data set `agncy`; did you mean `agency`?");
        assert!(data_set(&at("scripts/deep/s.rhai"), "agency").is_err());
        for name in ["", "..", "a/b", "../x", "/tmp", "a.b"] {
            assert!(
                data_set(&at("s.rhai"), name).unwrap_err().message.contains("is no name"),
                "{name}"
            );
        }
        fs::write(at("scripts/pack.toml"), "").unwrap();
        assert!(data_set(&at("scripts/s.rhai"), "agency").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("datasets")).unwrap();
        fs::create_dir(folder.path().join("secret")).unwrap();
        let link = folder.path().join("datasets/agency");
        std::os::unix::fs::symlink(folder.path().join("secret"), link).unwrap();
        let error = data_set(&folder.path().join("s.rhai"), "agency").unwrap_err();
        assert_eq!(error.message, "the data set `agency` leads outside of its folder");
    }

    #[test]
    fn snapshots_belong_to_the_strategy_whose_name_they_bear() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["s.agency.snapshot", "s.b.rhai", "other.agency.snapshot", "s.a.b.snapshot"];
        for name in names {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let strategy = folder.path().join("s.rhai");
        let path = snapshot(&strategy, "agency").unwrap();
        assert_eq!(snapshots(&strategy), [path]);
    }
}
