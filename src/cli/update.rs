//! `rescind packs update`: what is new at a pack's source, file by file and rule by rule; then, if
//! that is accepted, it is taken.
//!
//! Invariant: nothing is written that was not shown, and a tag that moved is taken only by a flag
//! of its own.

use super::add::signed;
use super::installed;
use super::packs::known;
use super::script::quiet;
use super::terminal::plain;
use crate::error::{Error, Exit};
use crate::limits::Limits;
use crate::output::{OutputError, Style};
use crate::pack::{Fetched, Locked, Pack, PackError, Reference, Source, verify};
use crate::project::Store;
use crate::session::{ScriptFile, Session, Settings};
use chrono::{DateTime, Utc};
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Write, stdout};
use std::sync::Arc;

/// How long a strategy may run while it is looked at, in seconds.
const SECONDS: f64 = 10.0;

/// Show what is new at a pack's source; with --accept, take it
#[derive(Debug, Args)]
pub(super) struct Update {
    /// The pack [default: all]
    #[arg(value_name = "NAME")]
    name: Option<String>,

    /// Another tag or commit of the pack's git repository
    #[arg(long, value_name = "REF", requires = "name")]
    to: Option<String>,

    /// Takes what is shown
    #[arg(long)]
    accept: bool,

    /// Takes a tag that is of another commit now than when it was locked
    #[arg(long)]
    accept_moved_tag: bool,
}

/// What is at a pack's source.
struct Found {
    source: Source,
    fetched: Fetched,
    pack: Arc<Pack>,
}

impl Update {
    pub(super) fn run(self, mut store: Store) -> Result<Exit, Error> {
        let names: Vec<String> = match &self.name {
            Some(name) => {
                known(&store, name)?;
                vec![name.clone()]
            }
            None => store.names().into_iter().map(String::from).collect(),
        };
        let mut is_new = false;
        for name in names {
            let found = self.found(&store, &name)?;
            let changes = changes(&store, &found);
            let locked = store.lock.packs.get(&name).cloned();
            is_new |= !changes.is_empty();
            show(&store, locked.as_ref(), &found, &changes)?;
            self.demand_still(locked.as_ref(), &found)?;
            store.demand_signature(&found.pack)?;
            store.demand_needs(&found.pack)?;
            demand_fits(&store, &found.pack)?;
            if self.accept && !changes.is_empty() {
                let Found { source, fetched, pack } = found;
                installed::take(&mut store, &pack, &source, fetched.commit)?;
                say(&format!("  taken: {}", pack.label()))?;
            }
        }
        if is_new && !self.accept {
            say("nothing is written; `--accept` takes it")?;
        }
        Ok(Exit::Done)
    }

    fn found(&self, store: &Store, name: &str) -> Result<Found, Error> {
        let Some(source) = store.project.packs.get(name) else {
            let error = PackError::refused(name, "the project file does not say where it is from");
            return Err(error.advise(format!("`rescind packs remove {name}` forgets it")).into());
        };
        let source = match (&self.to, source) {
            (None, source) => source.clone(),
            (Some(to), Source::Git { url, .. }) => {
                let at = Reference::parse(to).map_err(|wrong| PackError::refused(to, wrong))?;
                Source::Git { url: url.clone(), at }
            }
            (Some(_), _) => {
                return Err(Error::Usage {
                    message: format!("`--to`: {name} comes from no git repository"),
                    help: Some(format!("its source is {source}; it is taken as it is there")),
                });
            }
        };
        let mut fetched = source.fetch(&store.project.root)?;
        let pack = Pack::of(std::mem::take(&mut fetched.files), &source.to_string())?;
        if pack.name() != name {
            let problem = format!("its source holds the pack {} now", pack.label());
            return Err(PackError::refused(name, problem).into());
        }
        Ok(Found { source, fetched, pack: Arc::new(pack) })
    }

    /// Fails where the same tag is of another commit than before, unless that is wanted.
    fn demand_still(&self, locked: Option<&Locked>, found: &Found) -> Result<(), Error> {
        let Some(locked) = locked.filter(|own| own.source == found.source.to_string()) else {
            return Ok(());
        };
        match (&locked.commit, &found.fetched.commit) {
            (Some(old), Some(new)) if old != new && !self.accept_moved_tag => {
                let problem = format!("the tag moved: it was of commit {old}, and is of {new} now");
                let advice = "a tag is not moved in good order: ask its owners why; \
                              `--accept-moved-tag` takes it all the same";
                Err(PackError::refused(found.source.to_string(), problem).advise(advice).into())
            }
            _ => Ok(()),
        }
    }
}

fn say(line: &str) -> Result<(), Error> {
    writeln!(stdout(), "{}", plain(line)).map_err(|error| OutputError::from(error).into())
}

fn show(
    store: &Store,
    locked: Option<&Locked>,
    found: &Found,
    changes: &[String],
) -> Result<(), Error> {
    let pack = &found.pack;
    let (name, version) = (pack.name(), &pack.manifest.version);
    let from = match locked {
        Some(locked) if locked.version != *version => format!("{} → {version}", locked.version),
        _ => version.to_string(),
    };
    if changes.is_empty() {
        return say(&format!("{name} {from}: nothing is new"));
    }
    say(&format!("{name} {from}, {}, from {}", signed(store, pack), found.source))?;
    changes.iter().try_for_each(|change| say(&format!("  {change}")))
}

/// What is other than what is installed: files, then what the strategies declare.
fn changes(store: &Store, found: &Found) -> Vec<String> {
    let locked = store.lock.packs.get(found.pack.name());
    let empty = BTreeMap::new();
    let old = locked.map_or(&empty, |locked| &locked.files);
    let new = found.pack.files.sums();
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let files = paths.into_iter().filter_map(|path| match (old.get(path), new.get(path)) {
        (None, _) => Some(format!("new file {path}")),
        (_, None) => Some(format!("no more file {path}")),
        (Some(old), Some(new)) if old != new => Some(format!("changed file {path}")),
        _ => None,
    });
    let mut changes: Vec<String> = files.collect();
    let installed = locked.and_then(|locked| verify(&store.project.root, locked).ok());
    if locked.is_some() && installed.is_none() {
        changes.push("the installed files are not those of the lock".into());
    }
    if locked.is_some_and(|locked| locked.source != found.source.to_string()) {
        changes.push(format!("from another source: {}", found.source));
    }
    if locked.is_some_and(|locked| locked.commit != found.fetched.commit) {
        let commit = found.fetched.commit.as_deref().unwrap_or("none");
        changes.push(format!("of another commit: {commit}"));
    }
    if !changes.is_empty() {
        changes.extend(rules(store, installed.map(Arc::new).as_ref(), &found.pack));
    }
    changes
}

/// What strategies declare in one version and not in the other.
fn rules(store: &Store, old: Option<&Arc<Pack>>, new: &Arc<Pack>) -> Vec<String> {
    let old = old.map(|pack| declared(store, pack)).unwrap_or_default();
    let new = declared(store, new);
    let strategies: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let nothing = vec![];
    let mut said = vec![];
    for strategy in strategies {
        let before = old.get(strategy).unwrap_or(&nothing);
        let after = new.get(strategy).unwrap_or(&nothing);
        let gone = before.iter().filter(|line| !after.contains(line)).map(|line| ("-", line));
        let came = after.iter().filter(|line| !before.contains(line)).map(|line| ("+", line));
        let lines: Vec<String> =
            gone.chain(came).map(|(sign, line)| format!("  {sign} {line}")).collect();
        if !lines.is_empty() {
            said.push(format!("strategy {strategy}"));
            said.extend(lines);
        } else if before != after {
            said.push(format!("strategy {strategy}: the same rules in another order"));
        }
    }
    said
}

/// What each strategy of a pack declares without data.
fn declared(store: &Store, pack: &Arc<Pack>) -> BTreeMap<String, Vec<String>> {
    // No age is measured, so any instant does.
    let settings = Settings {
        as_of: DateTime::<Utc>::UNIX_EPOCH,
        sent_at_zone: chrono_tz::UTC,
        limits: Limits::built_in(),
    };
    let columns = super::looked::needed(&pack.manifest.columns);
    let session = Session::without_data(settings, &columns);
    let running = quiet(&Style::default(), SECONDS);
    let strategies = pack.manifest.strategies.iter().map(|strategy| {
        let lines = match ScriptFile::on_trial(store.clone(), pack, strategy) {
            Ok(script) => session.declared(&script, &running),
            Err(error) => vec![format!("error: {error}")],
        };
        (strategy.clone(), lines)
    });
    strategies.collect()
}

/// Fails where another pack of the project needs another version.
fn demand_fits(store: &Store, pack: &Pack) -> Result<(), Error> {
    let root = &store.project.root;
    let others = store.lock.packs.values().filter(|other| other.name != pack.name());
    for other in others.filter_map(|other| verify(root, other).ok()) {
        if let Some(range) = other.manifest.needs.get(pack.name())
            && !range.matches(&pack.manifest.version)
        {
            let problem = format!("{} needs {} {range}", other.label(), pack.name());
            return Err(PackError::refused(pack.label(), problem).into());
        }
    }
    Ok(())
}
