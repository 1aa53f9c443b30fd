//! What is other in a new version of a pack: its files, what its strategies declare, and the text
//! of each file that is one.
//!
//! Invariant: whoever reads it has read all that changes. What strategies declare is a summary of
//! a run without data, and may lack what depends on them; the text lacks nothing.

use crate::cli::options::{silent_running, typed_columns};
use crate::line_diff::diff_lines;
use crate::output::Style;
use crate::pack::{FetchedFiles, Pack, PackFiles, PackSource, is_signature_file, verify};
use crate::project::PackStore;
use crate::session::{ScriptFile, Session, SessionSettings};
use chrono::DateTime;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How long a strategy may run while it is looked at, in seconds.
const SECONDS: f64 = 10.0;

/// Lines that stay the same around each that differs.
const CONTEXT_LINES: usize = 2;

/// What is at a pack's source.
pub(in crate::cli) struct PackCandidate {
    pub(in crate::cli) source: PackSource,
    pub(in crate::cli) fetched: FetchedFiles,
    pub(in crate::cli) pack: Arc<Pack>,
}

/// What is other than what is installed, a line each; nothing where nothing is.
pub(in crate::cli) fn changes(store: &PackStore, candidate: &PackCandidate) -> Vec<String> {
    let locked = store.lock.packs.get(candidate.pack.name());
    let installed = locked.and_then(|locked| verify(&store.project.root, locked).ok());
    let installed = installed.map(Arc::new);
    let mut changes = vec![];
    if locked.is_some() && installed.is_none() {
        changes.push("the installed files are not those of the lock".into());
    }
    if locked.is_some_and(|locked| locked.source != candidate.source.to_string()) {
        changes.push(format!("from another source: {}", candidate.source));
    }
    if locked.is_some_and(|locked| locked.commit != candidate.fetched.commit) {
        let commit = candidate.fetched.commit.as_deref().unwrap_or("none");
        changes.push(format!("of another commit: {commit}"));
    }
    let empty = BTreeMap::new();
    let old = locked.map_or(&empty, |locked| &locked.files);
    let new = candidate.pack.files.sums();
    let files = files(old, &new);
    if files.is_empty() && changes.is_empty() {
        return vec![];
    }
    changes.splice(0..0, files.iter().map(|(path, what)| format!("{what} {path}")));
    changes.extend(rules(store, installed.as_ref(), &candidate.pack));
    let nothing = PackFiles::default();
    let old = installed.as_ref().map_or(&nothing, |pack| &pack.files);
    changes.extend(files.keys().flat_map(|path| texts(path, old, &candidate.pack.files)));
    changes
}

/// The files that differ, each with how.
fn files<'a>(
    old: &'a BTreeMap<String, String>,
    new: &'a BTreeMap<String, String>,
) -> BTreeMap<&'a str, &'static str> {
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut files: BTreeMap<&str, &str> = paths
        .into_iter()
        .filter_map(|path| match (old.get(path), new.get(path)) {
            (None, _) => Some((path.as_str(), "new file")),
            (_, None) => Some((path.as_str(), "no more file")),
            (Some(old), Some(new)) => (old != new).then_some((path.as_str(), "changed file")),
        })
        .collect();
    // A signature that was put to the installed pack is none of its source's.
    if files.iter().all(|(path, change)| is_signature_file(path) && *change == "no more file") {
        files.clear();
    }
    files
}

/// What strategies declare in one version and not in the other.
fn rules(store: &PackStore, old: Option<&Arc<Pack>>, new: &Arc<Pack>) -> Vec<String> {
    let old = old.map(|pack| declared_lines(store, pack)).unwrap_or_default();
    let new = declared_lines(store, new);
    let strategies: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let nothing = vec![];
    let mut lines = vec![];
    for strategy in strategies {
        let before = old.get(strategy).unwrap_or(&nothing);
        let after = new.get(strategy).unwrap_or(&nothing);
        if before == after {
            continue;
        }
        lines.push(format!("strategy {strategy}, as far as it declares something without data"));
        let text = |lines: &[String]| lines.join("\n");
        lines.extend(indented(&diff_lines(&text(before), &text(after), 0, usize::MAX).text));
    }
    lines
}

/// What each strategy of a pack declares without data.
fn declared_lines(store: &PackStore, pack: &Arc<Pack>) -> BTreeMap<String, Vec<String>> {
    // No age is measured, so any instant does.
    let settings = SessionSettings::at(DateTime::UNIX_EPOCH);
    let columns = typed_columns(&pack.manifest.columns);
    let session = Session::without_data(settings, &columns);
    let running = silent_running(&Style::default(), SECONDS);
    let strategies = pack.manifest.strategies.iter().map(|strategy| {
        let lines = match ScriptFile::of_unlocked_pack(store.clone(), pack, strategy) {
            Ok(script) => session.declaration_lines(&script, &running),
            Err(error) => vec![format!("not told: {error}")],
        };
        (strategy.clone(), lines)
    });
    strategies.collect()
}

/// What differs in the text of a file.
fn texts(path: &str, old: &PackFiles, new: &PackFiles) -> Vec<String> {
    let text = |files: &PackFiles| match files.get(path) {
        Some(bytes) => std::str::from_utf8(bytes).map(String::from).ok(),
        None => Some(String::new()),
    };
    let (Some(old), Some(new)) = (text(old), text(new)) else {
        return vec![format!("text of {path}: it is none")];
    };
    let mut lines = vec![format!("text of {path}")];
    lines.extend(indented(&diff_lines(&old, &new, CONTEXT_LINES, usize::MAX).text));
    lines
}

fn indented(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(|line| format!("  {line}").trim_end().to_owned())
}
