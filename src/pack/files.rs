//! A set of files: what a pack consists of, byte by byte.
//!
//! Invariant: every path passed [`check_path`], no two of them are one file on any system, and the
//! whole is bounded.

use super::path_rules::{case_folded, check_path};
use super::signature::is_signature_file;
use super::source_error::{FileReason, RefusedFile};
use crate::digest::sha256;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The most files of a pack.
pub(super) const FILES_MAX: usize = 1_000;
/// The most bytes of a file.
pub(super) const FILE_BYTES_MAX: u64 = 4 << 20;
/// The most bytes of a pack.
pub(super) const PACK_BYTES_MAX: u64 = 32 << 20;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackFiles {
    by_path: BTreeMap<String, Vec<u8>>,
    /// What stands under a folded path, a file's or a folder's: its own spelling, and which of
    /// both.
    by_folded_path: BTreeMap<String, (String, bool)>,
    bytes: u64,
}

impl PackFiles {
    /// Takes in a file.
    ///
    /// # Errors
    /// Why there cannot be such a file.
    pub fn add(&mut self, path: &str, bytes: Vec<u8>) -> Result<(), RefusedFile> {
        self.add_sound(path, bytes).map_err(|reason| RefusedFile::new(path, reason))
    }

    fn add_sound(&mut self, path: &str, bytes: Vec<u8>) -> Result<(), FileReason> {
        check_path(path)?;
        let size = bytes.len() as u64;
        if size > FILE_BYTES_MAX {
            return Err(FileReason::TooLarge);
        }
        if self.by_path.len() >= FILES_MAX {
            return Err(FileReason::TooMany);
        }
        self.bytes += size;
        if self.bytes > PACK_BYTES_MAX {
            return Err(FileReason::AllTooLarge);
        }
        let ends = path.match_indices('/').map(|(at, _)| (at, false));
        for (end, is_file) in ends.chain([(path.len(), true)]) {
            self.take(&path[..end], is_file)?;
        }
        self.by_path.insert(path.to_owned(), bytes);
        Ok(())
    }

    /// Notes that a path is a file's or a folder's.
    fn take(&mut self, path: &str, is_file: bool) -> Result<(), FileReason> {
        let entry = (path.to_owned(), is_file);
        match self.by_folded_path.get(&case_folded(path)) {
            Some((other, _)) if other != path => Err(FileReason::SameSomewhere(other.clone())),
            Some((_, true)) if is_file => Err(FileReason::Twice),
            Some((_, other)) if is_file || *other => Err(FileReason::FileAndFolder),
            _ => {
                self.by_folded_path.insert(case_folded(path), entry);
                Ok(())
            }
        }
    }

    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.by_path.get(path).map(Vec::as_slice)
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.by_path.keys().map(String::as_str)
    }

    /// Every file, in order of path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.by_path.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    #[must_use]
    pub fn without(&self, path: &str) -> Self {
        let mut rest = self.clone();
        rest.by_path.remove(path);
        rest.by_folded_path.remove(&case_folded(path));
        rest
    }

    /// The same without a list of them and its signatures.
    #[must_use]
    pub fn unsigned(&self) -> Self {
        let of_signatures = self.paths().filter(|path| is_signature_file(path));
        of_signatures.fold(self.clone(), |files, path| files.without(path))
    }

    /// The SHA-256 of every file, by path.
    pub fn sums(&self) -> BTreeMap<String, String> {
        self.by_path.iter().map(|(path, bytes)| (path.clone(), sha256(bytes))).collect()
    }

    pub fn len(&self) -> usize {
        self.by_path.len()
    }

    pub fn is_empty(&self) -> bool {
        self.by_path.is_empty()
    }
}

/// One line a file, as `sha256sum` writes it: the sum, two spaces, the path; in order of path.
pub(super) fn checksum_list(sums: &BTreeMap<String, String>) -> String {
    sums.iter().fold(String::new(), |mut text, (path, sum)| {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{sum}  {path}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn added(paths: &[&str]) -> Result<PackFiles, RefusedFile> {
        let mut files = PackFiles::default();
        paths.iter().try_for_each(|path| files.add(path, vec![]))?;
        Ok(files)
    }

    #[test]
    fn what_is_one_file_somewhere_is_refused() {
        for (paths, message) in [
            (["a.rhai", "A.rhai"], "for the same"),
            (["lib/a.rhai", "LIB/b.rhai"], "for the same"),
            (["straße", "STRASSE"], "for the same"),
            (["a", "a/b"], "a file and a folder"),
            (["a/b", "a"], "a file and a folder"),
            (["a", "a"], "twice"),
        ] {
            let error = added(&paths).unwrap_err().to_string();
            assert!(error.contains(message), "{paths:?}: {error}");
        }
        assert!(added(&["a/b", "a/c", "b/b"]).is_ok());
    }

    #[test]
    fn sizes_and_counts_are_bounded() {
        let mut files = PackFiles::default();
        let most = usize::try_from(FILE_BYTES_MAX).unwrap();
        let big = files.add("big", vec![0; most + 1]).unwrap_err();
        assert!(big.to_string().contains("more than"));
        let mut files = PackFiles::default();
        let many = (0..=8).find_map(|at| files.add(&format!("f{at}"), vec![0; most]).err());
        assert!(many.unwrap().to_string().contains("the files have more than"));
        let mut files = PackFiles::default();
        let many = (0..=FILES_MAX).find_map(|at| files.add(&format!("f{at}"), vec![]).err());
        assert!(many.unwrap().to_string().contains("there are more than 1000 files"));
    }

    #[test]
    fn a_listing_is_what_sha256sum_writes() {
        let mut files = PackFiles::default();
        files.add("b", b"x".to_vec()).unwrap();
        files.add("a", vec![]).unwrap();
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let x = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
        assert_eq!(checksum_list(&files.sums()), format!("{nothing}  a\n{x}  b\n"));
    }

    proptest! {
        #[test]
        fn whatever_is_taken_lies_within(
            paths in prop::collection::vec("[a.\\\\/ :C]{0,8}", 1..6),
        ) {
            let mut files = PackFiles::default();
            for path in &paths {
                let _ = files.add(path, vec![]);
            }
            for path in files.paths() {
                let inside = path.split('/').all(|part| !part.is_empty() && part != "..");
                prop_assert!(inside && !path.contains(['\\', ':']), "{path}");
            }
        }
    }
}
