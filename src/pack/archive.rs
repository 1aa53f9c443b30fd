//! The files of a pack in an archive: a zip, or a tar that gzip has compressed.
//!
//! Invariant: nothing is unpacked to disk, no more is read than a pack may have, and a member that
//! is neither file nor folder, or there twice, is refused.

use super::error::PackError;
use super::files::{FILE_BYTES_MAX, FILES_MAX, PACK_BYTES_MAX};
use super::folder::FetchedFiles;
use super::manifest::MANIFEST;
use super::source_error::{FileReason, RefusedFile, SourceError};
use crate::archive_members::ArchiveMembers;
use crate::open;
use flate2::read::GzDecoder;
use std::io::{BufReader, Read, Seek};
use std::path::Path;
use tar::EntryType;
use zip::ZipArchive;

/// More members than this no archive of a pack has, whatever they are.
const MEMBERS_MAX: usize = 20 * FILES_MAX;
/// The most bytes of an archive.
const ARCHIVE_BYTES_MAX: u64 = 4 * PACK_BYTES_MAX;
/// The most bytes that are read of a tar, for its members may be left out: as with `.git` in it.
const TAR_BYTES_MAX: u64 = 4 * ARCHIVE_BYTES_MAX;

/// A member that is a file: its path and what it holds.
type Member = (String, Vec<u8>);

/// The files of a pack in an archive. Where all lie in one folder, as in archives of a tag, that is
/// the pack's.
///
/// # Errors
/// What is no archive, damaged, or holds what no pack can.
pub(super) fn fetch_archive(path: &Path) -> Result<FetchedFiles, PackError> {
    read_archive(path)
        .map_err(|error| PackError::refused(path.display().to_string(), error.to_string()))
}

fn read_archive(path: &Path) -> Result<FetchedFiles, SourceError> {
    let file = open::regular(path)?;
    if file.metadata()?.len() > ARCHIVE_BYTES_MAX {
        return Err(SourceError::TooLarge(ARCHIVE_BYTES_MAX));
    }
    let mut file = BufReader::new(file);
    let mut magic = vec![];
    file.by_ref().take(4).read_to_end(&mut magic)?;
    file.rewind()?;
    let members = if magic.starts_with(b"PK") {
        read_zip(file)?
    } else if magic.starts_with(&[0x1f, 0x8b]) {
        read_tar(GzDecoder::new(file))?
    } else {
        return Err(SourceError::NoArchive);
    };
    let top = wrapping(&members);
    let mut fetched = FetchedFiles::default();
    for (path, bytes) in members {
        let path = path.strip_prefix(&top).unwrap_or(&path);
        if fetched.wants(path) {
            fetched.files.add(path, bytes)?;
        }
    }
    Ok(fetched)
}

/// The one folder in which all members lie, with its `/`; empty where they do not.
fn wrapping(members: &[Member]) -> String {
    let Some((first, _)) = members.first() else { return String::new() };
    let Some((top, _)) = first.split_once('/') else { return String::new() };
    let top = format!("{top}/");
    let manifest = format!("{top}{MANIFEST}");
    let inside = members.iter().all(|(path, _)| path.starts_with(&top));
    let is_pack = members.iter().any(|(path, _)| *path == manifest);
    if inside && is_pack { top } else { String::new() }
}

fn read_zip(input: impl Read + Seek) -> Result<Vec<Member>, SourceError> {
    let mut zip = ZipArchive::new(input)?;
    if zip.len() > MEMBERS_MAX {
        return Err(SourceError::ManyMembers { count: zip.len(), most: MEMBERS_MAX });
    }
    if zip.has_duplicate_names() {
        return Err(SourceError::MemberTwice);
    }
    let mut names = ArchiveMembers::default();
    let mut members = vec![];
    let mut left = PACK_BYTES_MAX;
    for at in 0..zip.len() {
        let raw = zip.by_index_raw(at)?;
        let name = text(raw.name_raw())?;
        let (is_folder, encrypted) = (raw.is_dir(), raw.encrypted());
        let other = raw.unix_mode().is_some_and(|mode| !matches!(mode & 0o170_000, 0 | 0o100_000));
        drop(raw);
        names.take(&name, is_folder)?;
        if is_folder {
            continue;
        }
        if other {
            return Err(RefusedFile::new(name, FileReason::LinkOrNoFile).into());
        }
        if encrypted {
            return Err(RefusedFile::new(name, FileReason::Encrypted).into());
        }
        let member = zip.by_index(at)?;
        let bytes = read_bounded(member, &mut left, &name)?;
        members.push((name, bytes));
    }
    Ok(members)
}

fn read_tar(input: impl Read) -> Result<Vec<Member>, SourceError> {
    let damaged = SourceError::DamagedTar;
    let mut tar = tar::Archive::new(input.take(TAR_BYTES_MAX));
    let mut names = ArchiveMembers::default();
    let mut members = vec![];
    let mut left = PACK_BYTES_MAX;
    for (count, entry) in tar.entries().map_err(damaged)?.enumerate() {
        if count > MEMBERS_MAX {
            return Err(SourceError::TooManyMembers(MEMBERS_MAX));
        }
        let entry = entry.map_err(damaged)?;
        let name = text(&entry.path_bytes())?;
        let name = name.strip_prefix("./").unwrap_or(&name).to_owned();
        let member_type = entry.header().entry_type();
        if member_type != EntryType::XGlobalHeader {
            names.take(&name, member_type == EntryType::Directory)?;
        }
        match member_type {
            EntryType::Directory | EntryType::XGlobalHeader => {}
            EntryType::Regular | EntryType::Continuous => {
                let bytes = read_bounded(entry, &mut left, &name)?;
                members.push((name, bytes));
            }
            _ => return Err(RefusedFile::new(name, FileReason::LinkOrNoFile).into()),
        }
    }
    Ok(members)
}

fn text(name: &[u8]) -> Result<String, RefusedFile> {
    String::from_utf8(name.to_vec())
        .map_err(|_| RefusedFile::new(String::from_utf8_lossy(name), FileReason::Unnamed))
}

/// What a member holds, whatever its header claims.
fn read_bounded(member: impl Read, left: &mut u64, name: &str) -> Result<Vec<u8>, RefusedFile> {
    let most = FILE_BYTES_MAX.min(*left);
    let mut bytes = vec![];
    let read = member.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| RefusedFile::new(name, FileReason::Damaged(error)))?;
    if bytes.len() as u64 > most {
        return Err(RefusedFile::new(name, FileReason::UnpacksTooLarge(most)));
    }
    *left -= bytes.len() as u64;
    Ok(bytes)
}
