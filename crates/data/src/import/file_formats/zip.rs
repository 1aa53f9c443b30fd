//! A zip → its members, one after the other.
//!
//! Invariant: nothing is unpacked to disk, no more than the limits below is ever read, and a member
//! whose path leads out of the archive, or that is there twice, is an error, not a surprise.

use crate::archive_members::ArchiveMembers;
use crate::deadline::BoundedIo;
use crate::import::error::ImportError;
use std::io::{self, Read, Seek};
use zip::ZipArchive;
use zip::result::ZipError;

const MEMBERS_MAX: usize = 10_000;
const MEMBER_BYTES_MAX: u64 = 1 << 30;
const TOTAL_BYTES_MAX: u64 = 4 << 30;
/// Text compresses to a tenth, seldom to a fiftieth; a bomb to a thousandth.
const RATIO_MAX: u64 = 200;
/// Below this size a high ratio does no harm.
const RATIO_BYTES_MIN: u64 = 4 << 20;

/// An opened zip whose directory has been checked.
pub(in crate::import) struct Zip<R> {
    file: String,
    archive: ZipArchive<BoundedIo<R>>,
    bytes_left: u64,
}

impl<R: Read + Seek> Zip<R> {
    /// Opens a zip and checks its directory before anything is unpacked.
    pub(in crate::import) fn open(file: &str, input: R) -> Result<Self, ImportError> {
        let archive =
            ZipArchive::new(BoundedIo::new(input)).map_err(|error| damaged(file, &error))?;
        let mut zip = Self { file: file.into(), archive, bytes_left: TOTAL_BYTES_MAX };
        zip.check()?;
        Ok(zip)
    }

    fn check(&mut self) -> Result<(), ImportError> {
        if self.archive.len() > MEMBERS_MAX {
            let problem = format!("{} members, more than {MEMBERS_MAX}", self.archive.len());
            return Err(self.bomb(&problem));
        }
        if self.archive.has_duplicate_names() {
            return Err(self.double("a member is there twice".into()));
        }
        let mut members = ArchiveMembers::default();
        let mut total = 0_u64;
        for at in 0..self.archive.len() {
            let member = self.archive.by_index_raw(at).map_err(|e| damaged(&self.file, &e))?;
            let name = member.name().map_err(|e| damaged(&self.file, &e))?.into_owned();
            let (size, packed) = (member.size(), member.compressed_size());
            let (encrypted, is_folder) = (member.encrypted(), member.is_dir());
            drop(member);
            total = total.saturating_add(size);
            if leads_out(&name) {
                let problem = format!("the member `{name}` leads out of the archive");
                return Err(self.error(problem, "such a zip is not LinkedIn's: download it again"));
            }
            members.take(&name, is_folder).map_err(|double| self.double(double.to_string()))?;
            if encrypted {
                let problem = format!("the member `{name}` is encrypted");
                return Err(
                    self.error(problem, "unpack it with its password, then name the folder")
                );
            }
            if size > MEMBER_BYTES_MAX {
                return Err(self.bomb(&format!("`{name}` unpacks to {size} bytes")));
            }
            if size > RATIO_BYTES_MIN && size / packed.max(1) > RATIO_MAX {
                return Err(self.bomb(&format!(
                    "`{name}` unpacks to {} times its size",
                    size / packed.max(1)
                )));
            }
        }
        if total > TOTAL_BYTES_MAX {
            return Err(self.bomb(&format!("the members unpack to {total} bytes")));
        }
        Ok(())
    }

    /// The names of the members that are files, with their places, by name.
    pub(in crate::import) fn members(&mut self) -> Result<Vec<(usize, String)>, ImportError> {
        let mut members = Vec::new();
        for at in 0..self.archive.len() {
            let member = self.archive.by_index_raw(at).map_err(|e| damaged(&self.file, &e))?;
            if !member.is_dir() && !member.is_symlink() {
                let name = member.name().map_err(|e| damaged(&self.file, &e))?.into_owned();
                members.push((at, name));
            }
        }
        members.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(members)
    }

    /// The bytes of a member. Whatever its directory claims, reading stops at the limits.
    pub(in crate::import) fn read(
        &mut self,
        at: usize,
        name: &str,
    ) -> Result<Vec<u8>, ImportError> {
        let limit = MEMBER_BYTES_MAX.min(self.bytes_left);
        let member = self.archive.by_index(at).map_err(|e| damaged(&self.file, &e))?;
        let limit =
            limit.min(RATIO_BYTES_MIN.max(member.compressed_size().saturating_mul(RATIO_MAX)));
        let mut bytes = Vec::new();
        let outcome = BoundedIo::new(member.take(limit + 1)).read_to_end(&mut bytes);
        outcome.map_err(|error| damaged(&self.file, &ZipError::Io(error)))?;
        let size = bytes.len() as u64;
        if size > limit {
            return Err(self.bomb(&format!("`{name}` unpacks to more than {limit} bytes")));
        }
        self.bytes_left -= size;
        Ok(bytes)
    }

    /// Unpacks every member and keeps nothing: afterwards nobody who reads them meets more than
    /// that, whatever the directory claims.
    pub(in crate::import) fn check_unpacked_size(&mut self, most: u64) -> Result<(), ImportError> {
        self.bytes_left = most;
        for (at, name) in self.members()? {
            let limit = MEMBER_BYTES_MAX.min(self.bytes_left);
            let member = self.archive.by_index(at).map_err(|e| damaged(&self.file, &e))?;
            let ratio = member.compressed_size().saturating_mul(RATIO_MAX);
            let limit = limit.min(RATIO_BYTES_MIN.max(ratio));
            let size = io::copy(&mut BoundedIo::new(member.take(limit + 1)), &mut io::sink());
            let size = size.map_err(|error| damaged(&self.file, &ZipError::Io(error)))?;
            if size > limit {
                return Err(self.bomb(&format!("`{name}` unpacks to more than {limit} bytes")));
            }
            self.bytes_left -= size;
        }
        Ok(())
    }

    fn double(&self, problem: String) -> ImportError {
        self.error(problem, "which of them holds is nobody's guess: pack the files anew, each once")
    }

    fn bomb(&self, problem: &str) -> ImportError {
        let help = "unpack it elsewhere, look at it, then name the folder";
        self.error(format!("too large to be read safely: {problem}"), help)
    }

    fn error(&self, problem: String, help: &'static str) -> ImportError {
        ImportError::Zip { file: self.file.clone(), problem, help }
    }
}

fn damaged(file: &str, error: &ZipError) -> ImportError {
    let problem = format!("a damaged or truncated zip ({error})");
    let error = ImportError::Zip { file: file.into(), problem, help: "download it again" };
    error.unless_ended(file)
}

fn leads_out(name: &str) -> bool {
    let absolute = name.starts_with(['/', '\\']) || name.get(1..2) == Some(":");
    absolute || name.split(['/', '\\']).any(|part| part == "..")
}

#[cfg(test)]
mod tests {
    use super::leads_out;

    #[test]
    fn paths_that_lead_out_are_known() {
        for path in ["../a.csv", "a/../../b.csv", "/etc/passwd", "C:\\a.csv", "a\\..\\b", "\\a"] {
            assert!(leads_out(path), "{path}");
        }
        for path in ["a.csv", "Jobs/Saved Jobs.csv", "a..b.csv"] {
            assert!(!leads_out(path), "{path}");
        }
    }
}
