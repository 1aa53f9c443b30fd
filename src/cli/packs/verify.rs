//! `rescind verify`: whether every pack is what it was when it was taken.

use super::installed_packs::{self, describe_signers};
use crate::cli::process::terminal;
use crate::cli::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::nearest::did_you_mean;
use crate::output;
use crate::pack::{LOCK, PACKS, PackError, is_beside_packs};
use crate::project::{PROJECT, PackStore};
use crate::screen::{Audience, StandardStream};
use clap::{Args, ValueEnum};
use miette::Diagnostic;
use serde_json::json;
use std::fs;

/// Verify the installed packs: every file, its bytes, and who signed them
#[derive(Debug, Args)]
pub(in crate::cli) struct VerifyCommand {
    /// The packs [default: all]
    #[arg(value_name = "PACK")]
    packs: Vec<String>,

    /// How the result is written
    #[arg(long, value_enum, default_value_t)]
    format: VerifyFormat,
}

/// How the result is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum VerifyFormat {
    /// For people
    #[default]
    Human,
    /// As JSON
    Json,
}

/// What there is to say of one pack.
struct PackVerification {
    name: String,
    version: Option<String>,
    sha256: Option<String>,
    files: usize,
    signed: Option<String>,
    problems: Vec<String>,
    help: Option<String>,
}

impl VerifyCommand {
    pub(in crate::cli) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        let store = PackStore::open(workspace.demand_project()?.clone())?;
        let names = self.names(&store)?;
        let mut results: Vec<PackVerification> =
            names.iter().map(|name| verify_pack(&store, name)).collect();
        if self.packs.is_empty() {
            results.extend(strangers(&store));
        }
        match self.format {
            VerifyFormat::Human => human(&results)?,
            VerifyFormat::Json => {
                let mut out = StandardStream::Out.writer(Audience::Programs);
                let documents: Vec<_> = results.iter().map(PackVerification::json).collect();
                output::write_pretty_json(&documents, &mut out)?;
            }
        }
        let sound = results.iter().all(|one| one.problems.is_empty());
        Ok(if sound { Exit::Done } else { Exit::Failed })
    }

    fn names(&self, store: &PackStore) -> Result<Vec<String>, Error> {
        self.packs.iter().try_for_each(|name| installed_packs::demand_installed(store, name))?;
        let every = || store.names().into_iter().map(String::from).collect();
        Ok(if self.packs.is_empty() { every() } else { self.packs.clone() })
    }
}

/// What there is to say of a pack, with its parameters in the project file.
pub(in crate::cli) fn verification_summary(
    store: &PackStore,
    name: &str,
) -> (Option<String>, String) {
    let one = verify_pack(store, name);
    let words = match (&one.problems[..], one.signed) {
        ([], Some(signed)) => format!("verified, {signed}"),
        ([first, ..], _) => first.clone(),
        ([], None) => "verified".into(),
    };
    (one.version, words)
}

fn verify_pack(store: &PackStore, name: &str) -> PackVerification {
    let locked = store.lock.packs.get(name);
    let mut one = PackVerification {
        name: name.into(),
        version: locked.map(|locked| locked.version.to_string()),
        sha256: locked.map(crate::pack::LockedPack::sha256),
        files: locked.map_or(0, |locked| locked.files.len()),
        signed: None,
        problems: vec![],
        help: None,
    };
    match store.load_verified(name).and_then(|pack| Ok((describe_signers(store, &pack)?, pack))) {
        Ok((signers, pack)) => {
            one.signed = Some(signers);
            let strategies = store.project.params.strategies();
            for strategy in
                strategies.filter_map(|strategy| strategy.strip_prefix(&format!("{name}/")))
            {
                let known = || pack.manifest.strategies.iter().map(String::as_str);
                if !known().any(|known_name| known_name == strategy) {
                    let near = did_you_mean(strategy, known(), "a strategy of it");
                    one.problems.push(format!(
                        "`{PROJECT}` gives parameters to `{name}/{strategy}`, which there is not; \
                         {near}"
                    ));
                }
            }
        }
        Err(error) => {
            one.help = error.help().map(|help| help.to_string());
            one.problems = match error {
                PackError::Changed { problems, .. } => {
                    problems.iter().map(ToString::to_string).collect()
                }
                PackError::Refused { problem, .. } => vec![problem],
                PackError::Settings(error) => vec![error.to_string()],
            };
        }
    }
    one
}

/// What lies among the packs and is none.
fn strangers(store: &PackStore) -> Vec<PackVerification> {
    let folder = store.project.root.join(PACKS);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| !store.names().contains(&name.as_str()) && !is_beside_packs(name));
    names.sort();
    let stranger = |name: String| PackVerification {
        problems: vec![format!(
            "`{PACKS}/{name}` is of no pack that `{PROJECT}` or `{LOCK}` knows"
        )],
        help: Some("look at it, and move it elsewhere".into()),
        name,
        version: None,
        sha256: None,
        files: 0,
        signed: None,
    };
    names.into_iter().map(stranger).collect()
}

impl PackVerification {
    fn json(&self) -> serde_json::Value {
        json!({
            "pack": self.name,
            "version": self.version,
            "sha256": self.sha256,
            "files": self.files,
            "signed": self.signed,
            "verified": self.problems.is_empty(),
            "problems": self.problems,
        })
    }
}

fn human(results: &[PackVerification]) -> Result<(), Error> {
    let say = |line: String| terminal::print_line(&line);
    for one in results {
        let version = one.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
        let name = format!("{}{version}", one.name);
        match (&one.problems[..], &one.signed) {
            ([], signed) => {
                let signed = signed.as_deref().unwrap_or("unsigned");
                say(format!("{name}: verified, {} files, {signed}", one.files))?;
                say(format!("  sha256  {}", one.sha256.as_deref().unwrap_or_default()))?;
            }
            (problems, _) => {
                say(format!("{name}: NOT VERIFIED"))?;
                for problem in problems {
                    say(format!("  {problem}"))?;
                }
                if let Some(help) = &one.help {
                    say(format!("  help: {help}"))?;
                }
            }
        }
    }
    if results.is_empty() {
        say("the project has no packs".into())?;
    }
    Ok(())
}
