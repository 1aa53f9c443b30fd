//! Signatures of a pack in the format of minisign: beside the list of its files, `pack.sums`, a
//! file `pack.sums.….minisig` of each signer.
//!
//! The list has a line each, in order of path, as `sha256sum` writes it, of all files but itself
//! and its signatures. So a signature covers the exact set of files, their names and their bytes,
//! and name and version with `pack.toml`. Its first line, a comment to `sha256sum`, is of packs
//! alone, so that no signature made for something else fits.
//!
//! Invariant: a list that is not of the very files is an error wherever it is met, whoever signed
//! it; and so is a signature that is not that of the trusted key whose it says it is.

use super::files::{PackFiles, checksum_list};
use super::key::{KeyId, PublicKey, SecretKey, decoded};
use super::source_error::RefusedFile;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use blake2::{Blake2b512, Digest as _};
use thiserror::Error;

/// The file with the list of a pack's files, which is what is signed.
const SUMS: &str = "pack.sums";
/// What the name of a signature ends with.
const ENDING: &str = ".minisig";
/// The list's first line.
const CONTEXT: &str = "# the files of a pack of rescind\n";
/// What the bytes of a signature begin with: Ed25519 over the BLAKE2b-512 of what is signed.
const HASHED: [u8; 2] = *b"ED";

const UNTRUSTED: &str = "untrusted comment: ";
const TRUSTED: &str = "trusted comment: ";

/// Why signatures of a pack are none.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SignatureError {
    #[error("`{SUMS}` is not the list of its files: they are not those that were listed or signed")]
    OtherFiles,
    #[error("`{0}` is there without `{SUMS}`, of which it is the signature")]
    WithoutSums(String),
    #[error("`{0}` is no signature of minisign 0.10 or later")]
    NoSignature(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    key: KeyId,
    value: [u8; 64],
    /// What the signer says with it, and the signature of both.
    comment: String,
    signed_comment: [u8; 64],
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signatures(Vec<Signature>);

/// Whether a file is of a pack's signatures, and so not signed itself.
pub fn is_signature_file(path: &str) -> bool {
    let Some(rest) = path.strip_prefix(SUMS) else { return false };
    rest.is_empty() || rest.starts_with('.') && rest.ends_with(ENDING) && !rest.contains('/')
}

fn signed_bytes(files: &PackFiles) -> Vec<u8> {
    let mut sums = files.sums();
    sums.retain(|path, _| !is_signature_file(path));
    format!("{CONTEXT}{}", checksum_list(&sums)).into_bytes()
}

/// The files with a list of them, and with one more signature where there is a key. Signatures of
/// other files than these go; `comment` is what the signer says with it.
///
/// # Errors
/// More files than a pack may have.
pub fn add_signature(
    files: &PackFiles,
    key: Option<&SecretKey>,
    comment: &str,
) -> Result<PackFiles, RefusedFile> {
    let list = signed_bytes(files);
    let is_listed = files.get(SUMS) == Some(&list);
    let mut files = if is_listed { files.clone() } else { files.unsigned() };
    if let Some(key) = key {
        let path = format!("{SUMS}.{}{ENDING}", key.id);
        files = files.without(&path);
        files.add(&path, Signature::sign(key, &list, comment).text().into_bytes())?;
    }
    if !is_listed {
        files.add(SUMS, list)?;
    }
    Ok(files)
}

impl Signatures {
    /// The signatures among a pack's files.
    ///
    /// # Errors
    /// A list that is not of these files; what is no signature.
    pub fn read(files: &PackFiles) -> Result<Self, SignatureError> {
        let list = files.get(SUMS);
        if list.is_some_and(|list| list != signed_bytes(files)) {
            return Err(SignatureError::OtherFiles);
        }
        let paths = files.iter().filter(|(path, _)| is_signature_file(path) && *path != SUMS);
        let signatures = paths.map(|(path, bytes)| {
            if list.is_none() {
                return Err(SignatureError::WithoutSums(path.into()));
            }
            let text = std::str::from_utf8(bytes).ok().and_then(Signature::parse);
            text.ok_or_else(|| SignatureError::NoSignature(path.into()))
        });
        Ok(Self(signatures.collect::<Result<_, _>>()?))
    }

    /// The keys that made them, as they say.
    pub fn keys(&self) -> impl Iterator<Item = KeyId> {
        self.0.iter().map(|signature| signature.key)
    }

    /// Whether all that say that they are of this key are, over these files; none where there is
    /// no such signature.
    pub fn verify_by(&self, key: &PublicKey, files: &PackFiles) -> Option<bool> {
        let list = signed_bytes(files);
        let mut alleged = self.0.iter().filter(|signature| signature.key == key.id).peekable();
        alleged.peek()?;
        Some(alleged.all(|signature| signature.is_valid_for(key, &list)))
    }
}

impl Signature {
    fn sign(key: &SecretKey, list: &[u8], comment: &str) -> Self {
        let value = key.sign(&Blake2b512::digest(list));
        let with_comment = key.sign(&[&value, comment.as_bytes()].concat());
        Self { key: key.id, value, comment: comment.into(), signed_comment: with_comment }
    }

    fn is_valid_for(&self, key: &PublicKey, list: &[u8]) -> bool {
        key.verifies(&Blake2b512::digest(list), &self.value)
            && key.verifies(&[&self.value, self.comment.as_bytes()].concat(), &self.signed_comment)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        lines.next()?.strip_prefix(UNTRUSTED)?;
        let bytes: [u8; 74] = decoded(lines.next()?)?;
        let comment = lines.next()?.strip_prefix(TRUSTED)?.to_owned();
        let with_comment = decoded(lines.next()?)?;
        let (key, value) = bytes.strip_prefix(&HASHED)?.split_first_chunk()?;
        Some(Self {
            key: KeyId(*key),
            value: value.try_into().ok()?,
            comment,
            signed_comment: with_comment,
        })
    }

    fn text(&self) -> String {
        let bytes = STANDARD.encode([&HASHED[..], &self.key.0, &self.value].concat());
        let (comment, with_comment) = (&self.comment, STANDARD.encode(self.signed_comment));
        format!(
            "{UNTRUSTED}signature by key {}\n{bytes}\n{TRUSTED}{comment}\n{with_comment}\n",
            self.key
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> PackFiles {
        let mut files = PackFiles::default();
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
        let text = String::from_utf8(signed_bytes(&files())).unwrap();
        insta::assert_snapshot!(text);
        let with_signature = add_signature(&files(), Some(&key("one")), "x").unwrap();
        assert_eq!(with_signature.len(), 4);
        assert_eq!(signed_bytes(&with_signature), signed_bytes(&files()));
    }

    #[test]
    fn a_signature_holds_for_its_files_alone() {
        let (one, two) = (key("one"), key("two"));
        let both = add_signature(&files(), Some(&one), "x").unwrap();
        let mut both = add_signature(&both, Some(&two), "x").unwrap();
        let read = Signatures::read(&both).unwrap();
        assert_eq!(read.keys().count(), 2);
        assert_eq!(read.verify_by(&one.public(), &both), Some(true));
        assert_eq!(read.verify_by(&key("three").public(), &both), None);
        both.add("b.rhai", vec![]).unwrap();
        assert_eq!(Signatures::read(&both), Err(SignatureError::OtherFiles));
        assert_eq!(read.verify_by(&one.public(), &both), Some(false));
        let anew = add_signature(&both, Some(&two), "x").unwrap();
        let keys: Vec<_> = Signatures::read(&anew).unwrap().keys().collect();
        assert_eq!(keys, [two.id]);
        let unsigned = both.without(SUMS);
        let error = Signatures::read(&unsigned).unwrap_err();
        assert!(matches!(error, SignatureError::WithoutSums(_)), "{error}");
    }

    #[test]
    fn no_byte_of_a_signature_can_be_another() {
        let (one, two) = (key("one"), key("two"));
        let list = signed_bytes(&files());
        let signature = Signature::sign(&one, &list, "acme@1.2.0");
        assert_eq!(Signature::parse(&signature.text()).as_ref(), Some(&signature));
        assert!(signature.is_valid_for(&one.public(), &list));
        let claimed = Signature { key: two.id, ..signature.clone() };
        assert!(!claimed.is_valid_for(&two.public(), &list));
        let comment = Signature { comment: "acme@1.2.1".into(), ..signature.clone() };
        assert!(!comment.is_valid_for(&one.public(), &list));
        for at in 0..64 {
            let (mut value, mut with_comment) = (signature.clone(), signature.clone());
            value.value[at] ^= 1;
            with_comment.signed_comment[at] ^= 1;
            assert!(!value.is_valid_for(&one.public(), &list), "{at}");
            assert!(!with_comment.is_valid_for(&one.public(), &list), "{at}");
        }
    }
}
