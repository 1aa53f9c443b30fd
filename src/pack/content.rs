//! A pack in memory: its files, read and found sound.

use super::error::PackError;
use super::files::{PackFiles, checksum_list};
use super::manifest::{MANIFEST, Manifest};
use super::signature::Signatures;
use crate::digest::sha256;
use rescind_runtime::script_positions::demand_positions;
use semver::Version;

#[derive(Clone, Debug)]
pub struct Pack {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Its files, byte by byte.
    pub files: PackFiles,
    pub signatures: Signatures,
}

impl Pack {
    /// The pack that these files are; `shown` names it in errors.
    ///
    /// # Errors
    /// Files that are no pack, or one for another version of the program; a wrong signature.
    pub fn from_files(files: PackFiles, shown: &str) -> Result<Self, PackError> {
        let Some(manifest) = files.get(MANIFEST) else {
            let error = PackError::refused(shown, format!("it holds no `{MANIFEST}`"));
            return Err(
                error.with_help("a pack is a folder with a manifest; `docs/PACKS.md` shows one")
            );
        };
        let text = text(manifest, shown, MANIFEST)?;
        let scripts: Vec<&str> = scripts(&files).collect();
        let manifest = Manifest::parse(text, &format!("{shown}/{MANIFEST}"), &scripts)?;
        demand_engine(&manifest)?;
        for (path, bytes) in files.iter().filter(|(path, _)| path.strip_suffix(".rhai").is_some()) {
            demand_positions(self::text(bytes, shown, path)?)
                .map_err(|problem| PackError::refused(shown, format!("`{path}`: {problem}")))?;
        }
        let signatures = Signatures::read(&files).map_err(|error| {
            PackError::refused(shown, error.to_string())
                .with_help("ask its owners; nothing of it was taken or run")
        })?;
        Ok(Self { manifest, files, signatures })
    }

    pub fn name(&self) -> &str {
        &self.manifest.name
    }

    /// Its name and version, as scripts of it are shown: `acme@1.2.0`.
    pub fn label(&self) -> String {
        format!("{}@{}", self.manifest.name, self.manifest.version)
    }

    /// The SHA-256 over the whole: that of the list of its files' sums. It is the same wherever the
    /// pack came from.
    pub fn sha256(&self) -> String {
        sha256(checksum_list(&self.files.sums()))
    }

    /// The text of a script, by its path without `.rhai`.
    pub fn script(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(&format!("{path}.rhai"))?).ok()
    }

    /// The paths of its scripts, tests included, without `.rhai`.
    pub fn scripts(&self) -> impl Iterator<Item = &str> {
        scripts(&self.files)
    }
}

fn scripts(files: &PackFiles) -> impl Iterator<Item = &str> {
    files.paths().filter_map(|path| path.strip_suffix(".rhai"))
}

fn text<'a>(bytes: &'a [u8], shown: &str, path: &str) -> Result<&'a str, PackError> {
    std::str::from_utf8(bytes)
        .map_err(|_| PackError::refused(shown, format!("`{path}` is not text in UTF-8")))
}

/// Fails where a pack is for another version of the program.
fn demand_engine(manifest: &Manifest) -> Result<(), PackError> {
    let version = env!("CARGO_PKG_VERSION");
    let fits = Version::parse(version).is_ok_and(|version| manifest.engine.matches(&version));
    if fits {
        return Ok(());
    }
    let problem = format!("it is for rescind {}, and this is {version}", manifest.engine);
    Err(PackError::refused(&manifest.name, problem)
        .with_help("install that version, or ask its owners for a pack that fits this one"))
}
