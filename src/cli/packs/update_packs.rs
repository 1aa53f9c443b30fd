//! `rescind packs update`: what is new at a pack's source is shown and then, if that is accepted,
//! taken.
//!
//! Invariant: nothing is written that was not shown, and a tag that moved is taken only by a flag
//! of its own.

use super::installed_packs::{self, describe_signers};
use super::pack_changes::{PackCandidate, changes};
use super::sign::CountersignOptions;
use crate::cli::process::terminal::print_line;
use crate::error::{Error, Exit};
use crate::pack::{GitReference, LockedPack, Pack, PackError, PackSource, shown_reference, verify};
use crate::project::PackStore;
use clap::Args;
use std::sync::Arc;

/// Show what is new at a pack's source; with --accept, take it
#[derive(Debug, Args)]
pub(in crate::cli) struct UpdatePacksCommand {
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

    #[command(flatten)]
    signature: CountersignOptions,
}

impl UpdatePacksCommand {
    /// Whether it may change the project.
    pub(in crate::cli) fn writes(&self) -> bool {
        self.accept
    }

    pub(in crate::cli) fn run(self, mut store: PackStore) -> Result<Exit, Error> {
        let names: Vec<String> = match &self.name {
            Some(name) => {
                installed_packs::demand_installed(&store, name)?;
                vec![name.clone()]
            }
            None => store.names().into_iter().map(String::from).collect(),
        };
        let mut is_new = false;
        for name in names {
            let candidate = self.fetch_candidate(&store, &name)?;
            let changes = changes(&store, &candidate);
            let locked = store.lock.packs.get(&name).cloned();
            is_new |= !changes.is_empty();
            show(&store, locked.as_ref(), &candidate, &changes)?;
            if changes.is_empty() {
                continue;
            }
            self.demand_still(locked.as_ref(), &candidate)?;
            let pack = self.signature.sign_if_asked(Pack::clone(&candidate.pack))?;
            store.demand_signature(&pack)?;
            store.demand_needs(&pack)?;
            demand_fits(&store, &pack)?;
            if self.accept {
                installed_packs::install(
                    &mut store,
                    &pack,
                    &candidate.source,
                    candidate.fetched.commit,
                )?;
                print_line(&format!("  taken: {}", pack.label()))?;
            }
        }
        if is_new && !self.accept {
            print_line("nothing is written; `--accept` takes it")?;
        }
        Ok(Exit::Done)
    }

    fn fetch_candidate(&self, store: &PackStore, name: &str) -> Result<PackCandidate, Error> {
        let Some(source) = store.project.packs.get(name) else {
            let error = PackError::refused(name, "the project file does not say where it is from");
            return Err(error
                .with_help(format!("`rescind packs remove {name}` forgets it"))
                .into());
        };
        let source = match (&self.to, source) {
            (None, source) => source.clone(),
            (Some(to), PackSource::Git { url, .. }) => {
                let at = GitReference::parse(to)
                    .map_err(|wrong| PackError::refused(shown_reference(to), wrong.to_string()))?;
                PackSource::Git { url: url.clone(), at }
            }
            (Some(_), _) => {
                return Err(Error::misused(
                    format!("`--to`: {name} comes from no git repository"),
                    format!("its source is {source}; it is taken as it is there"),
                ));
            }
        };
        let mut fetched = source.fetch(&store.project.root)?;
        let pack = Pack::from_files(std::mem::take(&mut fetched.files), &source.to_string())?;
        if pack.name() != name {
            let problem = format!("its source holds the pack {} now", pack.label());
            return Err(PackError::refused(name, problem).into());
        }
        Ok(PackCandidate { source, fetched, pack: Arc::new(pack) })
    }

    /// Fails where the same tag is of another commit than before, unless that is wanted.
    fn demand_still(
        &self,
        locked: Option<&LockedPack>,
        candidate: &PackCandidate,
    ) -> Result<(), Error> {
        let Some(locked) = locked.filter(|locked| locked.source == candidate.source.to_string())
        else {
            return Ok(());
        };
        match (&locked.commit, &candidate.fetched.commit) {
            (Some(old), Some(new)) if old != new && !self.accept_moved_tag => {
                let problem = format!("the tag moved: it was of commit {old}, and is of {new} now");
                let advice = "a tag is not moved in good order: ask its owners why; \
                              `--accept-moved-tag` takes it all the same";
                Err(PackError::refused(candidate.source.to_string(), problem)
                    .with_help(advice)
                    .into())
            }
            _ => Ok(()),
        }
    }
}

fn show(
    store: &PackStore,
    locked: Option<&LockedPack>,
    candidate: &PackCandidate,
    changes: &[String],
) -> Result<(), Error> {
    let pack = &candidate.pack;
    let (name, version) = (pack.name(), &pack.manifest.version);
    let from = match locked {
        Some(locked) if locked.version != *version => format!("{} → {version}", locked.version),
        _ => version.to_string(),
    };
    if changes.is_empty() {
        return print_line(&format!("{name} {from}: nothing is new"));
    }
    print_line(&format!(
        "{name} {from}, {}, from {}",
        describe_signers(store, pack)?,
        candidate.source
    ))?;
    changes.iter().try_for_each(|change| print_line(&format!("  {change}")))
}

/// Fails where another pack of the project needs another version.
fn demand_fits(store: &PackStore, pack: &Pack) -> Result<(), Error> {
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
