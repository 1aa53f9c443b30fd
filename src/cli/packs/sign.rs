//! `rescind sign`: somebody answers for a pack's files with their key.

use super::installed_packs::{claim_project, install};
use crate::cli::process::settings_folder;
use crate::cli::process::terminal::print_line;
use crate::cli::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::pack::{
    Pack, PackError, SecretKey, add_signature, fetch_folder, is_signature_file, verify,
};
use crate::project::{PROJECT, PackStore};
use crate::save;
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

/// Sign a pack's files with your key, or make a key
#[derive(Debug, Args)]
pub(in crate::cli) struct SignCommand {
    /// The folder of a pack, or an installed pack by its name
    #[arg(value_name = "PACK", required_unless_present = "new_key")]
    pack: Option<PathBuf>,

    /// The file of the secret key [default: `signing.key` in the user's folder of settings]
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,

    /// Makes a key first, and prints its public half
    #[arg(long)]
    new_key: bool,

    /// Writes the list of the files alone, for `minisign -S`, which takes keys with a password
    #[arg(long, conflicts_with_all = ["key", "new_key"])]
    sums: bool,
}

/// A signature that is put to a pack as it is taken.
#[derive(Debug, Args)]
pub(in crate::cli) struct CountersignOptions {
    /// Signs what is taken, as whoever has looked at it and answers for it
    #[arg(long)]
    sign: bool,

    /// The file of the secret key [default: `signing.key` in the user's folder of settings]
    #[arg(long, value_name = "FILE", requires = "sign")]
    key: Option<PathBuf>,
}

impl CountersignOptions {
    /// The pack, signed if that is wanted.
    pub(in crate::cli) fn sign_if_asked(&self, pack: Pack) -> Result<Pack, Error> {
        if self.sign { signed_with(&pack, Some(&open(self.key.as_deref())?)) } else { Ok(pack) }
    }
}

impl SignCommand {
    pub(in crate::cli) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        if let Some(folder) = self.pack.as_ref().filter(|_| self.sums) {
            let pack = sign_folder(folder, None)?;
            print_line(&format!("listed {}: {} files", pack.label(), pack.files.unsigned().len()))?;
            return Ok(Exit::Done);
        }
        let key = if self.new_key {
            let path = key_path(self.key.as_deref())?;
            let key = SecretKey::create(&path)?;
            print_line(&format!("made a key; its secret half is in {}: keep it", path.display()))?;
            print_line(&format!("its public half, for `[keys]` in `{PROJECT}`:"))?;
            print_line(&format!("  \"{}\"", key.public()))?;
            key
        } else {
            open(self.key.as_deref())?
        };
        let Some(named) = &self.pack else { return Ok(Exit::Done) };
        let pack = match installed_pack_name(named, workspace) {
            Some(name) => {
                let name = name.to_owned();
                let (_claim, store) = claim_project(Some(workspace.demand_project()?))?;
                self::sign_installed(store, &name, &key)?
            }
            None => sign_folder(named, Some(&key))?,
        };
        let files = pack.files.unsigned().len();
        print_line(&format!("signed {}: {files} files, with {}", pack.label(), key.public()))?;
        Ok(Exit::Done)
    }
}

/// The key at its place.
fn open(named: Option<&Path>) -> Result<SecretKey, Error> {
    Ok(SecretKey::open(&key_path(named)?)?)
}

/// Where a key is: as it is named, else where the user's is.
fn key_path(named: Option<&Path>) -> Result<PathBuf, Error> {
    if let Some(path) = named {
        return Ok(path.to_path_buf());
    }
    let folder = settings_folder().ok_or_else(|| {
        Error::misused(
            "nothing says where the user's folder of settings is: `HOME` is not set",
            "name the key with `--key FILE`, or set `HOME`",
        )
    })?;
    Ok(folder.join("signing.key"))
}

/// The installed pack that is meant, unless a folder of that name is there.
fn installed_pack_name<'a>(named: &'a Path, workspace: &Workspace) -> Option<&'a str> {
    let name = named.to_str().filter(|_| !named.exists())?;
    workspace.project().filter(|project| project.packs.contains_key(name)).map(|_| name)
}

/// Signs a pack where its author works on it.
fn sign_folder(folder: &Path, key: Option<&SecretKey>) -> Result<Pack, Error> {
    if !folder.is_dir() {
        return Err(Error::misused(
            format!("{}: no such folder, and no installed pack", folder.display()),
            "name the folder of a pack, the one with its `pack.toml`",
        ));
    }
    let files = fetch_folder(folder)?.files;
    let shown = folder.display().to_string();
    // Old signatures are of other files: they are no fault here.
    let pack = Pack::from_files(files.unsigned(), &shown)?;
    let old: Vec<String> =
        files.paths().filter(|path| is_signature_file(path)).map(String::from).collect();
    let pack = signed_with(&Pack { files, ..pack }, key)?;
    for path in old.iter().filter(|path| pack.files.get(path).is_none()) {
        let path = folder.join(path);
        fs::remove_file(&path)
            .map_err(|error| PackError::refused(path.display().to_string(), error.to_string()))?;
    }
    for (path, bytes) in pack.files.iter().filter(|(path, _)| is_signature_file(path)) {
        save::text(&folder.join(path), &String::from_utf8_lossy(bytes))?;
    }
    Ok(pack)
}

/// Signs an installed pack, as whoever has looked at it and answers for it in the agency.
fn sign_installed(mut store: PackStore, name: &str, key: &SecretKey) -> Result<Pack, Error> {
    let root = store.project.root.clone();
    let Some(locked) = store.lock.packs.get(name).cloned() else {
        return Err(Error::misused(
            format!("the pack {name} is not installed"),
            format!("`rescind packs update {name} --accept` takes it"),
        ));
    };
    let pack = verify(&root, &locked)?;
    let signed = signed_with(&pack, Some(key))?;
    let source = store.project.packs.get(name).cloned().ok_or_else(|| {
        PackError::refused(name, format!("`{PROJECT}` does not say where it is from"))
    })?;
    install(&mut store, &signed, &source, locked.commit)?;
    Ok(signed)
}

/// A pack with the list of its files, and with one more signature where there is a key.
fn signed_with(pack: &Pack, key: Option<&SecretKey>) -> Result<Pack, Error> {
    let files = add_signature(&pack.files, key, &pack.label());
    let files = files.map_err(|error| PackError::refused(pack.name(), error.to_string()))?;
    Ok(Pack::from_files(files, pack.name())?)
}
