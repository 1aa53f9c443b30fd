//! Signatures of a pack: `pack.sig` in its folder.
//!
//! What is signed is the line `rescind pack signature 1` and the list of the pack's files without
//! `pack.sig` itself: a line each, in order of path, as `sha256sum` writes it. So a signature
//! covers the exact set of files, their names and their bytes, and name and version with
//! `pack.toml`.
//!
//! Invariant: a signature that is wrong is an error wherever it is met, whoever made it.

use super::files::{Files, listing};
use super::key::{PublicKey, SecretKey};
use crate::digest::{bytes, hexadecimal};
use crate::settings::{self, Fault, SettingsError, SettingsValue, table, text};
use std::fmt::Write;
use toml::de::DeTable;

/// The file's name.
pub const SIGNATURES: &str = "pack.sig";

/// What the signed bytes begin with, so that no signature made for something else fits.
const CONTEXT: &str = "rescind pack signature 1\n";

/// A signature and the key that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The key that made it, as it says.
    pub key: PublicKey,
    value: [u8; 64],
}

/// The signatures of a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signatures(Vec<Signature>);

/// The bytes that are signed.
pub(super) fn signed(files: &Files) -> Vec<u8> {
    let mut sums = files.sums();
    sums.remove(SIGNATURES);
    format!("{CONTEXT}{}", listing(&sums)).into_bytes()
}

impl Signatures {
    /// Reads the text of a `pack.sig`.
    ///
    /// # Errors
    /// What is no list of signatures.
    pub fn parse(text: &str, shown: &str) -> Result<Self, SettingsError> {
        settings::parse("pack_signature", shown, text, |document| {
            settings::only(document, &["signature"])?;
            let Some(entries) = document.get("signature") else { return Ok(Self::default()) };
            let entries = settings::list("`signature`", "a list of tables", entries)?;
            Ok(Self(entries.iter().map(signature).collect::<Result<_, _>>()?))
        })
    }

    /// The text of a `pack.sig`.
    pub fn text(&self) -> String {
        let mut text =
            "# Who signed the files of this pack. `rescind sign` writes it.\n".to_owned();
        for signature in &self.0 {
            // Writing to a text cannot fail.
            let value = hexadecimal(&signature.value);
            let _ =
                write!(text, "\n[[signature]]\nkey = \"{}\"\nvalue = \"{value}\"\n", signature.key);
        }
        text
    }

    /// The keys that made them.
    pub fn keys(&self) -> impl Iterator<Item = PublicKey> {
        self.0.iter().map(|signature| signature.key)
    }

    /// The key of the first signature that is not one of these bytes.
    pub(super) fn wrong(&self, signed: &[u8]) -> Option<PublicKey> {
        self.0
            .iter()
            .find(|signature| !signature.key.verifies(signed, signature.value))
            .map(|signature| signature.key)
    }

    /// These and one more of the files, made with this key. Those that are no longer right go.
    #[must_use]
    pub fn with(&self, files: &Files, key: &SecretKey) -> Self {
        let signed = signed(files);
        let right = |signature: &&Signature| {
            signature.key != key.public() && signature.key.verifies(&signed, signature.value)
        };
        let mut signatures: Vec<Signature> = self.0.iter().filter(right).cloned().collect();
        signatures.push(Signature { key: key.public(), value: key.sign(&signed) });
        Self(signatures)
    }
}

fn signature(value: &SettingsValue) -> Result<Signature, Fault> {
    let entry = table("a signature", "a table with `key` and `value`", value)?;
    settings::only(entry, &["key", "value"])?;
    let (key, key_place) = required(entry, "key", value)?;
    let key = PublicKey::parse(key)
        .map_err(|expected| Fault::new("no public key", key_place, expected))?;
    let (digits, span) = required(entry, "value", value)?;
    let value = bytes::<64>(digits)
        .ok_or_else(|| Fault::new("no signature", span, "expected 128 hexadecimal digits"))?;
    Ok(Signature { key, value })
}

fn required<'a>(
    entry: &'a DeTable,
    key: &str,
    whole: &SettingsValue,
) -> Result<(&'a str, std::ops::Range<usize>), Fault> {
    let value = entry.get(key).ok_or_else(|| {
        Fault::new(format!("a signature lacks `{key}`"), whole.span(), "in this table")
    })?;
    Ok((text(&format!("`{key}`"), value)?, value.span()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        let mut files = Files::default();
        files.add("pack.toml", b"x".to_vec()).unwrap();
        files.add("a.rhai", b"y".to_vec()).unwrap();
        files
    }

    fn key(name: &str) -> SecretKey {
        let folder = tempfile::tempdir().unwrap();
        SecretKey::create(&folder.path().join(name)).unwrap()
    }

    #[test]
    fn the_signed_bytes_are_those_of_the_documents() {
        let text = String::from_utf8(signed(&files())).unwrap();
        insta::assert_snapshot!(text);
        let mut with_signature = files();
        with_signature.add(SIGNATURES, b"z".to_vec()).unwrap();
        assert_eq!(signed(&with_signature), signed(&files()));
    }

    #[test]
    fn a_signature_holds_for_its_files_alone() {
        let (one, two) = (key("one"), key("two"));
        let both = Signatures::default().with(&files(), &one).with(&files(), &two);
        let read = Signatures::parse(&both.text(), "pack.sig").unwrap();
        assert_eq!(read, both);
        assert_eq!(read.wrong(&signed(&files())), None);
        let mut other = files();
        other.add("b.rhai", vec![]).unwrap();
        assert_eq!(read.wrong(&signed(&other)), Some(one.public()));
        let anew = read.with(&other, &two);
        assert_eq!(anew.keys().collect::<Vec<_>>(), [two.public()]);
    }

    #[test]
    fn a_key_that_signed_nothing_cannot_claim_it() {
        let (one, two) = (key("one"), key("two"));
        let signatures = Signatures::default().with(&files(), &one);
        let claimed =
            signatures.text().replace(&one.public().to_string(), &two.public().to_string());
        let claimed = Signatures::parse(&claimed, "pack.sig").unwrap();
        assert_eq!(claimed.wrong(&signed(&files())), Some(two.public()));
    }
}
