//! Why files cannot be those of a pack, wherever they come from.

use super::files::{FILE_BYTES_MAX, FILES_MAX, PACK_BYTES_MAX};
use super::folder::ENTRIES_MAX;
use super::path_error::PathError;
use crate::archive_members::MemberClash;
use std::io;
use std::path::PathBuf;
use thiserror::Error;
use zip::result::ZipError;

/// Why a file cannot be one of a pack, and which.
#[derive(Debug, Error)]
#[error("`{}`: {reason}", path.escape_debug())]
pub struct RefusedFile {
    path: String,
    reason: FileReason,
}

impl RefusedFile {
    /// That the file of this path cannot be one of a pack.
    pub(super) fn new(path: impl Into<String>, reason: impl Into<FileReason>) -> Self {
        Self { path: path.into(), reason: reason.into() }
    }
}

#[derive(Debug, Error)]
pub(super) enum FileReason {
    #[error(transparent)]
    Path(#[from] PathError),
    #[error("it has more than {} bytes", FILE_BYTES_MAX)]
    TooLarge,
    #[error("there are more than {} files", FILES_MAX)]
    TooMany,
    #[error("the files have more than {} bytes", PACK_BYTES_MAX)]
    AllTooLarge,
    #[error("with it, the files are larger than a pack may be")]
    WithItTooLarge,
    #[error("it unpacks to more than {0} bytes")]
    UnpacksTooLarge(u64),
    #[error("some systems take it and `{0}` for the same")]
    SameSomewhere(String),
    #[error("it is there twice")]
    Twice,
    #[error("it is a file and a folder")]
    FileAndFolder,
    #[error("it is a link")]
    Link,
    #[error("it is a submodule")]
    Submodule,
    #[error("it is no file")]
    NoFile,
    #[error("it is a link, or no file at all")]
    LinkOrNoFile,
    #[error("it is neither a file nor a folder")]
    NeitherFileNorFolder,
    #[error("it is encrypted")]
    Encrypted,
    #[error("its name is not text in UTF-8")]
    Unnamed,
    #[error("damaged ({0})")]
    Damaged(io::Error),
    #[error("git does not give it")]
    NotGiven,
    #[error(transparent)]
    Unreadable(#[from] io::Error),
}

/// Why no files come of a source.
#[derive(Debug, Error)]
pub(super) enum SourceError {
    #[error(transparent)]
    File(#[from] RefusedFile),
    #[error(transparent)]
    Member(#[from] MemberClash),
    #[error(transparent)]
    Unreadable(#[from] io::Error),
    #[error("{}: {error}", folder.display())]
    Folder { folder: PathBuf, error: io::Error },
    #[error("there are more than {} files", FILES_MAX)]
    TooManyFiles,
    #[error("there are more than {} entries", ENTRIES_MAX)]
    TooManyEntries,
    #[error("it has more than {0} bytes")]
    TooLarge(u64),
    #[error("it is neither a zip nor a tar.gz")]
    NoArchive,
    #[error("a damaged zip ({0})")]
    DamagedZip(#[from] ZipError),
    #[error("a damaged tar.gz ({0})")]
    DamagedTar(io::Error),
    #[error("it has {count} members, more than {most}")]
    ManyMembers { count: usize, most: usize },
    #[error("it has more than {0} members")]
    TooManyMembers(usize),
    #[error("a member is there twice")]
    MemberTwice,
    #[error("the program `git` is not there; install it")]
    NoGit,
    #[error("`git` cannot be run: {0}")]
    GitNotRun(io::Error),
    #[error("git took more than {0} seconds")]
    GitTooLong(u64),
    #[error("the repository has more than {0} bytes")]
    RepositoryTooLarge(u64),
    #[error("git did not end")]
    GitWithoutEnd,
    #[error("git says: {0}")]
    GitSays(String),
    #[error("git writes more than {0} bytes")]
    GitWritesMore(u64),
    #[error("git lists `{}`, which is no entry", .0.escape_debug())]
    GitListsOdd(String),
    #[error("{0} is no commit")]
    NoCommit(String),
}
