//! `rescind packs`: which packs the project has; update and remove them.

use super::installed_packs;
use super::update_packs::UpdatePacksCommand;
use super::verify::verification_summary;
use crate::cli::options::formats;
use crate::cli::process::terminal;
use crate::cli::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::output::{self, Format, NamedFormat};
use crate::pack::verify;
use crate::project::PackStore;
use crate::screen::StandardStream;
use clap::{Args, Subcommand};
use polars::prelude::{Column, DataFrame, PolarsResult};

/// List the project's packs; update or remove one
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(in crate::cli) struct PacksCommand {
    #[command(subcommand)]
    action: Option<PacksAction>,

    #[command(flatten)]
    list: ListPacksCommand,
}

#[derive(Debug, Subcommand)]
enum PacksAction {
    List(ListPacksCommand),
    Update(UpdatePacksCommand),
    Remove(RemovePackCommand),
}

/// List the packs with version, source and state
#[derive(Debug, Args)]
struct ListPacksCommand {
    /// How they are written
    #[arg(long, default_value = "table", value_parser = formats::<Format>())]
    format: Format,
}

/// Remove a pack from the project
#[derive(Debug, Args)]
struct RemovePackCommand {
    /// The pack
    #[arg(value_name = "NAME")]
    name: String,
}

impl PacksCommand {
    pub(in crate::cli) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        let project = workspace.demand_project()?;
        let opened = || PackStore::open(project.clone());
        match self.action {
            None => self.list.run(&opened()?),
            Some(PacksAction::List(list)) => list.run(&opened()?),
            Some(PacksAction::Update(update)) if !update.writes() => update.run(opened()?),
            Some(PacksAction::Update(update)) => {
                let (_claim, store) = installed_packs::claim_project(Some(project))?;
                update.run(store)
            }
            Some(PacksAction::Remove(remove)) => {
                let (_claim, store) = installed_packs::claim_project(Some(project))?;
                remove.run(store)
            }
        }
    }
}

impl ListPacksCommand {
    fn run(self, store: &PackStore) -> Result<Exit, Error> {
        let frame = frame(store)?;
        let mut out = StandardStream::Out.writer(self.format.audience());
        output::write_frame(&frame, self.format, &terminal::style(), &mut out)?;
        Ok(Exit::Done)
    }
}

/// `pack`, `version`, `state`, `source`, `sha256` (str): a row each.
fn frame(store: &PackStore) -> PolarsResult<DataFrame> {
    let names = store.names();
    let words: Vec<_> = names.iter().map(|name| verification_summary(store, name)).collect();
    let locked = || names.iter().map(|name| store.lock.packs.get(*name));
    let source = |name: &&str| match store.project.packs.get(*name) {
        Some(source) => Some(source.to_string()),
        None => store.lock.packs.get(*name).map(|locked| locked.source.clone()),
    };
    let text = |name: &str, values: Vec<Option<String>>| Column::new(name.into(), values);
    let (versions, states): (Vec<_>, Vec<_>) = words.into_iter().unzip();
    DataFrame::new(
        names.len(),
        vec![
            text("pack", names.iter().map(|name| Some((*name).to_owned())).collect()),
            text("version", versions),
            text("state", states.into_iter().map(Some).collect()),
            text("source", names.iter().map(source).collect()),
            text(
                "sha256",
                locked().map(|locked| locked.map(crate::pack::LockedPack::sha256)).collect(),
            ),
        ],
    )
}

impl RemovePackCommand {
    fn run(self, mut store: PackStore) -> Result<Exit, Error> {
        let name = &self.name;
        installed_packs::demand_installed(&store, name)?;
        let root = &store.project.root;
        let needing = store.lock.packs.values().filter(|other| other.name != *name);
        let needing = needing.filter_map(|other| verify(root, other).ok());
        let needing: Vec<String> = needing
            .filter(|other| other.manifest.needs.contains_key(name))
            .map(|other| other.label())
            .collect();
        if !needing.is_empty() {
            return Err(Error::misused(
                format!("the pack {name} is needed by {}", needing.join(" and ")),
                "remove that first",
            ));
        }
        installed_packs::uninstall(&mut store, name)?;
        terminal::print_line(&format!("removed {name}"))?;
        Ok(Exit::Done)
    }
}
