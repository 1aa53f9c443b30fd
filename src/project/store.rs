//! The installed packs of a project: each is given only once it has been verified.
//!
//! Invariant: a pack that is given is named in the project file, comes from the source named there,
//! consists of the lock's bytes, is signed where keys are named, and has all that it needs.

use super::project_file::{PROJECT, Project};
use crate::inputs;
use crate::nearest::did_you_mean;
use crate::open;
use crate::pack::{LOCK, Lock, LockedPack, Pack, PackError, verify};
use std::io::ErrorKind;
use std::sync::Arc;

#[derive(Clone)]
pub struct PackStore {
    pub project: Project,
    pub lock: Lock,
}

impl PackStore {
    /// The packs of a project, none of them looked at.
    ///
    /// # Errors
    /// A lock that cannot be read, or was edited by hand.
    pub fn open(project: Project) -> Result<Self, PackError> {
        let path = project.root.join(LOCK);
        let shown = path.display().to_string();
        inputs::note_read(&path);
        let lock = match open::read_settings(&path) {
            Ok(read_settings) => Lock::parse(&read_settings, &shown)?,
            Err(error) if error.kind() == ErrorKind::NotFound => Lock::default(),
            Err(error) => return Err(PackError::refused(shown, error.to_string())),
        };
        Ok(Self { project, lock })
    }

    /// The names of all packs that the project file or the lock knows, in order.
    pub fn names(&self) -> Vec<&str> {
        let declared = self.project.packs.keys().map(String::as_str);
        let locked = self.lock.packs.keys().map(String::as_str);
        let mut names: Vec<&str> = declared.chain(locked).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The pack of this name, read once and verified.
    ///
    /// # Errors
    /// A pack that is not all that it must be.
    pub fn load_verified(&self, name: &str) -> Result<Arc<Pack>, PackError> {
        let locked = self.locked(name)?;
        let pack = verify(&self.project.root, locked)?;
        self.demand_signature(&pack)?;
        self.demand_needs(&pack)?;
        Ok(Arc::new(pack))
    }

    /// What the lock says of a pack that the project file names.
    fn locked(&self, name: &str) -> Result<&LockedPack, PackError> {
        let advice =
            format!("`rescind packs update {name} --accept` takes it as it is at its source");
        let Some(source) = self.project.packs.get(name) else {
            let error = PackError::refused(name, format!("`{PROJECT}` names no such pack"));
            let advice = if self.lock.packs.contains_key(name) {
                format!("it is installed: `rescind packs remove {name}` takes it away")
            } else {
                did_you_mean(name, self.names().into_iter(), "a pack")
            };
            return Err(error.with_help(advice));
        };
        let Some(locked) = self.lock.packs.get(name) else {
            return Err(
                PackError::refused(name, format!("`{LOCK}` does not have it")).with_help(advice)
            );
        };
        if locked.source != source.to_string() {
            let problem = format!(
                "`{PROJECT}` names the source {source}, but what is locked came from {}",
                locked.source
            );
            return Err(PackError::refused(name, problem).with_help(advice));
        }
        Ok(locked)
    }

    /// Fails where keys are trusted and none of them signed the pack.
    ///
    /// # Errors
    /// A pack without the signature of a trusted key, or with a wrong one.
    pub fn demand_signature(&self, pack: &Pack) -> Result<(), PackError> {
        let trusted = &self.project.keys;
        if !self.signers(pack)?.is_empty() || trusted.is_empty() {
            return Ok(());
        }
        let problem = match pack.signatures.keys().next() {
            Some(key) => format!("it is signed with key {key}, which `{PROJECT}` does not trust"),
            None => "it is not signed".into(),
        };
        let names: Vec<&str> = trusted.keys().map(String::as_str).collect();
        let advice = format!(
            "`{PROJECT}` trusts only what is signed by {}; whoever has looked at it signs it with \
             `--sign` as it is taken, or with `rescind sign {}` once it is installed",
            names.join(" or "),
            pack.name()
        );
        Err(PackError::refused(pack.label(), problem).with_help(advice))
    }

    /// Whose trusted keys signed a pack.
    ///
    /// # Errors
    /// A signature that says it is of a trusted key, and is not.
    pub fn signers(&self, pack: &Pack) -> Result<Vec<&str>, PackError> {
        let mut signers = vec![];
        for (name, key) in &self.project.keys {
            match pack.signatures.verify_by(key, &pack.files) {
                None => {}
                Some(true) => signers.push(name.as_str()),
                Some(false) => {
                    let problem = format!("the signature of {name} is wrong");
                    return Err(PackError::refused(pack.label(), problem)
                        .with_help("ask its owners; nothing of it was taken or run"));
                }
            }
        }
        Ok(signers)
    }

    /// Fails where another pack that a pack needs is not there in a version that fits.
    ///
    /// # Errors
    /// What it needs, and what there is.
    pub fn demand_needs(&self, pack: &Pack) -> Result<(), PackError> {
        for (name, range) in &pack.manifest.needs {
            let there = self.lock.packs.get(name).map(|locked| &locked.version);
            let problem = match there {
                Some(version) if range.matches(version) => continue,
                Some(version) => format!("it needs {name} {range}, and {version} is installed"),
                None => {
                    format!("it needs the pack {name} {range}, which the project does not have")
                }
            };
            return Err(PackError::refused(pack.label(), problem)
                .with_help(format!("add `{name}` first, in a version that fits")));
        }
        Ok(())
    }
}
