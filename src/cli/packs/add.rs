//! `rescind add`: a pack becomes one of the project's.

use super::installed_packs::{self, describe_signers};
use super::sign::CountersignOptions;
use crate::cli::process::terminal;
use crate::cli::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::pack::{LOCK, PACKS, Pack, PackError, PackSource};
use crate::plural::pluralize;
use crate::project::{PROJECT, PackStore};
use clap::Args;
use std::fs;
use std::path::Path;

/// Add a pack to the project: its files are copied, and locked byte by byte
#[derive(Debug, Args)]
pub(in crate::cli) struct AddCommand {
    /// A folder, a zip, a tar.gz, or a git repository at a tag or commit, as in
    /// `https://example.com/acme/pack.git@v1.0.0`; only for the last does git connect to anything
    #[arg(value_name = "SOURCE")]
    source: String,

    #[command(flatten)]
    signature: CountersignOptions,
}

impl AddCommand {
    pub(in crate::cli) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        let begins = workspace.project().is_none();
        let (_claim, mut store) = installed_packs::claim_project(workspace.project())?;
        let root = store.project.root.clone();
        let source = PackSource::parse(&self.source, &root)?;
        demand_outside(&root, &self.source)?;
        let fetched = source.fetch(&root)?;
        let pack =
            self.signature.sign_if_asked(Pack::from_files(fetched.files, &source.to_string())?)?;
        demand_new(&store, &pack)?;
        store.demand_signature(&pack)?;
        store.demand_needs(&pack)?;
        installed_packs::install(&mut store, &pack, &source, fetched.commit.clone())?;

        let say = |line: String| terminal::print_line(&line);
        if begins {
            say(format!("began the project {PROJECT}"))?;
        }
        let (name, version) = (pack.name(), &pack.manifest.version);
        let files = pluralize(pack.files.len(), "file");
        say(format!("added {name} {version}: {files}, {}", describe_signers(&store, &pack)?))?;
        if let Some(commit) = fetched.commit {
            say(format!("  commit  {commit}"))?;
        }
        say(format!("  sha256  {}", pack.sha256()))?;
        for strategy in &pack.manifest.strategies {
            say(format!("  {name}/{strategy}"))?;
        }
        if !fetched.left_out.is_empty() {
            let left_out: Vec<String> = fetched.left_out.into_iter().collect();
            say(format!("  left out, for it is of no pack: {}", left_out.join(", ")))?;
        }
        say(format!("written to {PACKS}/{name}, {LOCK} and {PROJECT}"))?;
        say(format!("look at it: rescind check {name}; rescind test {name}"))?;
        Ok(Exit::Done)
    }
}

/// Fails where the source is the place of installed packs.
fn demand_outside(root: &Path, source: &str) -> Result<(), Error> {
    let packs = root.join(PACKS);
    let inside = match (fs::canonicalize(packs), fs::canonicalize(source)) {
        (Ok(packs), Ok(source)) => source.starts_with(packs),
        _ => false,
    };
    if !inside {
        return Ok(());
    }
    Err(PackError::refused(source, format!("it lies in `{PACKS}`, where packs are installed"))
        .with_help("keep a pack that is worked on elsewhere, and add it from there")
        .into())
}

/// Fails where the project has something of that name.
fn demand_new(store: &PackStore, pack: &Pack) -> Result<(), Error> {
    let name = pack.name();
    let folder = store.project.root.join(PACKS).join(name);
    let locked = store.lock.packs.get(name).map(|locked| locked.source.clone());
    let declared = store.project.packs.get(name).map(ToString::to_string);
    let (problem, advice) = match declared.or(locked) {
        Some(other) => (
            format!("the project has a pack of this name already, from {other}"),
            format!(
                "`rescind packs update {name}` shows what is new there; to take another \
                     source, `rescind packs remove {name}` first"
            ),
        ),
        None if fs::symlink_metadata(&folder).is_ok() => (
            format!("{} is there already, and is of no pack", folder.display()),
            "look at it, and move it elsewhere".into(),
        ),
        None => return Ok(()),
    };
    Err(PackError::refused(pack.label(), problem).with_help(advice).into())
}
