//! Ed25519 keys: a public one is a text for everybody, a secret one a file for its owner alone.
//!
//! Invariant: a secret key is written only to a new file that nobody but its owner can read, and is
//! not read from one that others can.

use super::error::PackError;
use crate::digest::{bytes, hexadecimal};
use crate::open;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use std::fmt;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

/// What a public key's text begins with.
const PUBLIC: &str = "ed25519:";
/// What a secret key's text begins with.
const SECRET: &str = "ed25519-secret:";
/// More bytes than this no file of a key has.
const KEY_BYTES_MAX: u64 = 4096;

/// A public key: `ed25519:` and 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// The key that a text stands for.
    ///
    /// # Errors
    /// What was expected, in words.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        const EXPECTED: &str = "expected `ed25519:` and 64 hexadecimal digits";
        let digits = text.trim().strip_prefix(PUBLIC).ok_or(EXPECTED)?;
        let key = VerifyingKey::from_bytes(&bytes::<32>(digits).ok_or(EXPECTED)?);
        let key = key.map_err(|_| "these digits are no ed25519 key")?;
        // With such a key, a signature proves nothing.
        if key.is_weak() { Err("this key is weak, and proves nothing") } else { Ok(Self(key)) }
    }

    /// Whether this signature of the bytes was made with its secret key.
    pub(super) fn verifies(&self, signed: &[u8], signature: [u8; 64]) -> bool {
        self.0.verify_strict(signed, &Signature::from_bytes(&signature)).is_ok()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{PUBLIC}{}", hexadecimal(self.0.as_bytes()))
    }
}

/// A secret key. Its bytes are wiped from memory when it goes.
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// A new key in a new file.
    ///
    /// # Errors
    /// A file that is there already, or cannot be written.
    pub fn create(path: &Path) -> Result<Self, PackError> {
        let shown = path.display().to_string();
        let failed = |problem: String| PackError::refused(&shown, problem);
        let mut seed = [0_u8; 32];
        getrandom::fill(&mut seed).map_err(|error| failed(error.to_string()))?;
        let key = Self(SigningKey::from_bytes(&seed));
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
        }
        let text = format!("{SECRET}{}\n", hexadecimal(&seed));
        let kept = written_new(path, &text);
        kept.map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => failed("there is a key already".into())
                .advise("`--key FILE` names another file; a key that is lost cannot be made again"),
            _ => failed(error.to_string()),
        })?;
        Ok(key)
    }

    /// The key in a file.
    ///
    /// # Errors
    /// A file that is missing, holds no key, or can be read by others.
    pub fn open(path: &Path) -> Result<Self, PackError> {
        let failed = |problem: String| PackError::refused(path.display().to_string(), problem);
        let file = open::regular(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => {
                failed("there is no key yet".into()).advise("`rescind sign --new-key` makes one")
            }
            _ => failed(error.to_string()),
        })?;
        demand_private(&file).map_err(|problem| {
            failed(problem).advise(format!("`chmod 600 {}` mends it", path.display()))
        })?;
        let mut text = String::new();
        let read = file.take(KEY_BYTES_MAX).read_to_string(&mut text);
        read.map_err(|error| failed(error.to_string()))?;
        let seed = text.trim().strip_prefix(SECRET).and_then(bytes::<32>);
        let seed = seed.ok_or_else(|| failed("it holds no secret key of rescind".into()))?;
        Ok(Self(SigningKey::from_bytes(&seed)))
    }

    /// The public key that belongs to it.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The signature of these bytes.
    pub(super) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.0.sign(bytes).to_bytes()
    }
}

/// Makes a file with all of its text, or none; nobody but its owner can read it.
fn written_new(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".rescind-key-").tempfile_in(folder)?;
    file.as_file_mut().write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

/// Fails where others than its owner can read a file.
#[cfg(unix)]
fn demand_private(file: &File) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata().map_err(|error| error.to_string())?.permissions().mode() & 0o777;
    let for_others = mode & 0o077;
    if for_others == 0 {
        return Ok(());
    }
    Err(format!("others can read this secret key (its mode is {mode:o})"))
}

#[cfg(not(unix))]
fn demand_private(_: &File) -> Result<(), String> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/signing.key");
        let created = SecretKey::create(&path).unwrap();
        let opened = SecretKey::open(&path).unwrap();
        assert_eq!(created.public(), opened.public());
        let again = SecretKey::create(&path).err().unwrap().to_string();
        assert!(again.ends_with("there is a key already"), "{again}");
        let text = created.public().to_string();
        assert_eq!(PublicKey::parse(&text), Ok(created.public()));
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_can_read_is_not_used() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("signing.key");
        SecretKey::create(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let message = SecretKey::open(&path).err().unwrap().to_string();
        assert!(message.contains("others can read"), "{message}");
    }

    #[test]
    fn what_is_no_key_is_said() {
        for text in ["", "ed25519:", "ed25519:zz", "ed25519:00", "rsa:00"] {
            assert!(PublicKey::parse(text).is_err(), "{text}");
        }
        // The identity: every signature of it can be forged.
        let weak = format!("ed25519:01{}", "0".repeat(62));
        assert_eq!(PublicKey::parse(&weak), Err("this key is weak, and proves nothing"));
    }
}
