//! Ed25519 keys in the format of minisign: a public one is a text for everybody, a secret one a
//! file for its owner alone.
//!
//! Invariant: a secret key is written only to a new file that nobody but its owner can read, and is
//! not read from one that others can.

use super::error::PackError;
use crate::open;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use blake2::digest::consts::U32;
use blake2::{Blake2b, Digest as _};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;
use thiserror::Error;

/// What the bytes of a key begin with.
const ED25519: [u8; 2] = *b"Ed";
/// That no password protects a secret key, where else the way is that makes a key of one.
const NO_PASSWORD: [u8; 2] = [0; 2];
/// How the sum is made that tells a damaged secret key: `BLAKE2b`.
const BLAKE2B: [u8; 2] = *b"B2";
/// The bytes for salt and bounds, which only a key with a password needs.
const FOR_PASSWORD: usize = 48;
/// What stands above a secret key.
const COMMENT: &str = "untrusted comment: secret key of rescind, without a password\n";
/// More bytes than this no file of a key has.
const KEY_BYTES_MAX: u64 = 4096;

/// Which key a signature is of, as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyId(pub(super) [u8; 8]);

impl fmt::Display for KeyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:016X}", u64::from_le_bytes(self.0))
    }
}

/// A public key: the second line of minisign's file, which begins with `RW`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey {
    pub(super) id: KeyId,
    key: VerifyingKey,
}

/// Why a text is no public key.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum KeyFault {
    #[error("expected a public key of minisign: `RW` and 54 further characters")]
    NoMinisign,
    #[error("these characters are no ed25519 key")]
    NoEd25519,
    #[error("this key is weak, and proves nothing")]
    Weak,
}

impl PublicKey {
    /// The key that a text stands for.
    ///
    /// # Errors
    /// It stands for none.
    pub fn parse(text: &str) -> Result<Self, KeyFault> {
        let bytes: [u8; 42] = decoded(text).ok_or(KeyFault::NoMinisign)?;
        let rest = bytes.strip_prefix(&ED25519).ok_or(KeyFault::NoMinisign)?;
        let (id, rest) = rest.split_first_chunk().ok_or(KeyFault::NoMinisign)?;
        let key = VerifyingKey::from_bytes(rest.try_into().map_err(|_| KeyFault::NoMinisign)?);
        let key = key.map_err(|_| KeyFault::NoEd25519)?;
        // With such a key, a signature proves nothing.
        if key.is_weak() {
            return Err(KeyFault::Weak);
        }
        Ok(Self { id: KeyId(*id), key })
    }

    /// Whether this signature of the bytes was made with its secret key.
    pub(super) fn verifies(&self, signed: &[u8], signature: &[u8; 64]) -> bool {
        self.key.verify_strict(signed, &Signature::from_bytes(signature)).is_ok()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&ED25519[..], &self.id.0, self.key.as_bytes()].concat();
        formatter.write_str(&STANDARD.encode(bytes))
    }
}

/// A secret key. Its bytes are wiped from memory when it goes.
pub struct SecretKey {
    pub(super) id: KeyId,
    key: SigningKey,
}

impl SecretKey {
    /// A new key in a new file.
    ///
    /// # Errors
    /// A file that is there already, or cannot be written.
    pub fn create(path: &Path) -> Result<Self, PackError> {
        let shown = path.display().to_string();
        let failed = |problem: String| PackError::refused(&shown, problem);
        let (mut seed, mut id) = ([0_u8; 32], [0_u8; 8]);
        getrandom::fill(&mut seed).map_err(|error| failed(error.to_string()))?;
        getrandom::fill(&mut id).map_err(|error| failed(error.to_string()))?;
        let key = Self { id: KeyId(id), key: SigningKey::from_bytes(&seed) };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
        }
        written_new(path, &key.text()).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => failed("there is a key already".into()).with_help(
                "`--key FILE` names another file; a key that is lost cannot be made again",
            ),
            _ => failed(error.to_string()),
        })?;
        Ok(key)
    }

    /// The key in a file.
    ///
    /// # Errors
    /// A file that is missing, holds no key or one with a password, or can be read by others.
    pub fn open(path: &Path) -> Result<Self, PackError> {
        let failed = |problem: String| PackError::refused(path.display().to_string(), problem);
        let file = open::regular(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                failed("there is no key yet".into()).with_help("`rescind sign --new-key` makes one")
            }
            _ => failed(error.to_string()),
        })?;
        let mode = mode_for_others(&file).map_err(|error| failed(error.to_string()))?;
        if let Some(mode) = mode {
            let problem = format!("others can read this secret key (its mode is {mode:o})");
            let advice = format!("`chmod 600 {}` mends it", path.display());
            return Err(failed(problem).with_help(advice));
        }
        let mut text = String::new();
        let read = file.take(KEY_BYTES_MAX).read_to_string(&mut text);
        read.map_err(|error| failed(error.to_string()))?;
        let bytes = text.lines().nth(1).and_then(decoded::<158>);
        if bytes.is_some_and(|bytes| bytes[2..4] != NO_PASSWORD) {
            return Err(failed("a password protects this key".into()).with_help(
                "sign with minisign itself: `rescind sign PACK --sums`, then `minisign -S -m \
                 PACK/pack.sums`",
            ));
        }
        let key = bytes.and_then(|bytes| Self::from_bytes(&bytes));
        key.ok_or_else(|| failed("it holds no secret key of minisign".into()))
    }

    fn from_bytes(bytes: &[u8; 158]) -> Option<Self> {
        let (head, rest) = bytes.split_at_checked(6 + FOR_PASSWORD)?;
        let (id, rest) = rest.split_first_chunk()?;
        let (seed, _) = rest.split_first_chunk()?;
        let key = Self { id: KeyId(*id), key: SigningKey::from_bytes(seed) };
        let expected = key.bytes();
        let sum = bytes.len() - 32;
        // Without a password, `minisign -G` leaves the sum out.
        let is_summed = bytes[sum..] == expected[sum..] || bytes[sum..] == [0; 32];
        let is_whole = bytes[6 + FOR_PASSWORD..sum] == expected[6 + FOR_PASSWORD..sum];
        (head.starts_with(&ED25519) && is_summed && is_whole).then_some(key)
    }

    /// The bytes of its file.
    fn bytes(&self) -> Vec<u8> {
        let pair = self.key.to_keypair_bytes();
        let sum = Blake2b::<U32>::digest([&ED25519[..], &self.id.0, &pair].concat());
        let head = [ED25519, NO_PASSWORD, BLAKE2B].concat();
        [&head[..], &[0; FOR_PASSWORD], &self.id.0, &pair, &sum].concat()
    }

    fn text(&self) -> String {
        format!("{COMMENT}{}\n", STANDARD.encode(self.bytes()))
    }

    pub fn public(&self) -> PublicKey {
        PublicKey { id: self.id, key: self.key.verifying_key() }
    }

    pub(super) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.key.sign(bytes).to_bytes()
    }
}

/// The bytes that a line in Base64 stands for; none where it is none, or not of so many.
pub(super) fn decoded<const N: usize>(line: &str) -> Option<[u8; N]> {
    STANDARD.decode(line.trim()).ok()?.try_into().ok()
}

/// Makes a file with all of its text, or none; nobody but its owner can read it.
fn written_new(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".rescind-key-").tempfile_in(folder)?;
    file.as_file_mut().write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

/// The mode of a file that others than its owner can read or write.
#[cfg(unix)]
fn mode_for_others(file: &File) -> io::Result<Option<u32>> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata()?.permissions().mode() & 0o777;
    Ok((mode & 0o077 != 0).then_some(mode))
}

#[cfg(not(unix))]
fn mode_for_others(_: &File) -> io::Result<Option<u32>> {
    Ok(None)
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
        assert!(text.starts_with("RW"), "{text}");
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
    fn a_damaged_secret_key_is_none() {
        let key = SecretKey { id: KeyId([7; 8]), key: SigningKey::from_bytes(&[9; 32]) };
        let bytes: [u8; 158] = key.bytes().try_into().unwrap();
        assert!(SecretKey::from_bytes(&bytes).is_some());
        for at in (0..2).chain(6 + FOR_PASSWORD..158) {
            let mut damaged = bytes;
            damaged[at] ^= 1;
            assert!(SecretKey::from_bytes(&damaged).is_none(), "{at}");
        }
    }

    #[test]
    fn what_is_no_key_is_said() {
        let unknown = STANDARD.encode([b"Xd".as_slice(), &[1; 40]].concat());
        for text in ["", "RW", "ed25519:00", "RWzz", &unknown] {
            assert!(PublicKey::parse(text).is_err(), "{text}");
        }
        // The identity: every signature of it can be forged.
        let weak = [b"Ed".as_slice(), &[0; 8], &[1], &[0; 31]].concat();
        let weak = PublicKey::parse(&STANDARD.encode(weak));
        assert_eq!(weak, Err(KeyFault::Weak));
    }
}
