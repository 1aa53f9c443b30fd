//! The files of a pack in a git repository at a tag or a commit, through the program `git`.
//!
//! Invariant: nothing that comes from outside can be an option of `git`; no hook, no submodule and
//! no protocol but `file`, `https` and `ssh` is used; files are read from the commit's tree, so
//! that no attribute of the repository changes them.

use super::error::PackError;
use super::files::{FILE_BYTES_MAX, PACK_BYTES_MAX};
use super::folder::FetchedFiles;
use super::git_reference::GitReference;
use super::source_error::{FileReason, RefusedFile, SourceError};
use crate::address::mask_secrets;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long one call of `git` may take.
const TIME_MAX: Duration = Duration::from_secs(300);
/// How many bytes may come: a repository of packs is small.
const REPOSITORY_BYTES_MAX: u64 = 512 << 20;
/// How many bytes the list of a tree may have.
const TREE_BYTES_MAX: u64 = 8 << 20;
/// How often it is looked whether a call has ended, and how many looks pass between two at its
/// size.
const LOOK: Duration = Duration::from_millis(10);
const LOOKS_BETWEEN_SIZES: u32 = 25;

/// Where the wanted commit is put.
const WANTED: &str = "refs/rescind/wanted";

/// Variables by which a caller's repository would be taken for this one.
const OF_CALLER: [&str; 9] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
];

/// Settings that outrank those of the user and of the repository.
const SETTINGS: [&str; 10] = [
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.symlinks=false",
    "fetch.recurseSubmodules=false",
    "fetch.fsckObjects=true",
    "fetch.writeCommitGraph=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "protocol.ext.allow=never",
    "protocol.version=2",
];

/// The files of the repository at `url`, at a tag or a commit.
///
/// # Errors
/// A repository that cannot be reached, has no such tag or commit, or holds what no pack can.
pub(super) fn fetch_git(url: &str, at: &GitReference) -> Result<FetchedFiles, PackError> {
    let shown = mask_secrets(&format!("{url}@{at}"));
    let refused = |error: SourceError| PackError::refused(&shown, error.to_string());
    let folder = tempfile::tempdir().map_err(|error| refused(error.into()))?;
    let git = TemporaryRepository { folder };
    let commit = git.fetch(url, at).map_err(|error| {
        refused(error).with_help(match at {
            GitReference::Tag(tag) => {
                format!("is there a tag `{tag}`? A branch is no fixed version")
            }
            GitReference::Commit(_) => "is there such a commit, written out in full?".into(),
        })
    })?;
    let mut fetched = git.files(&commit).map_err(refused)?;
    fetched.commit = Some(commit);
    Ok(fetched)
}

/// A repository of our own, gone when it is dropped.
struct TemporaryRepository {
    folder: TempDir,
}

/// A file of a tree.
struct Blob {
    path: String,
    object: String,
    bytes: u64,
}

impl TemporaryRepository {
    /// Fetches one commit; gives its name.
    fn fetch(&self, url: &str, at: &GitReference) -> Result<String, SourceError> {
        self.run_git(&["init", "--quiet", "--bare", "--template=", "repository"], None)?;
        let wanted = match at {
            GitReference::Tag(tag) => format!("+refs/tags/{tag}:{WANTED}"),
            GitReference::Commit(commit) => format!("+{commit}:{WANTED}"),
        };
        let common = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-auto-gc"];
        let shallow = [&common[..], &["--depth=1", "--", url, &wanted]].concat();
        let fetched = self.run_git(&shallow, None);
        if let (Err(_), GitReference::Commit(commit)) = (&fetched, at) {
            // Not every server gives a commit by its name: then all that it shows is taken.
            let every_ref = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
            self.run_git(&[&common[..], &["--", url], &every_ref].concat(), None)?;
            self.run_git(&["update-ref", WANTED, commit], None)?;
        } else {
            fetched?;
        }
        let commit = format!("{WANTED}^{{commit}}");
        let name = self.run_git(&["rev-parse", "--verify", "--end-of-options", &commit], None)?;
        let name = String::from_utf8_lossy(&name).trim().to_owned();
        match at {
            GitReference::Commit(wanted) if *wanted != name => {
                Err(SourceError::NoCommit(wanted.clone()))
            }
            _ => Ok(name),
        }
    }

    /// The files of a commit's tree.
    fn files(&self, commit: &str) -> Result<FetchedFiles, SourceError> {
        let mut fetched = FetchedFiles::default();
        let tree = self.run_git(&["ls-tree", "-r", "-z", "-l", "--full-tree", commit], None)?;
        let mut blobs: Vec<Blob> = vec![];
        let mut bytes = 0_u64;
        for entry in tree.split(|byte| *byte == 0).filter(|entry| !entry.is_empty()) {
            let Some(blob) = parse_tree_entry(entry, &mut fetched)? else { continue };
            bytes = bytes.saturating_add(blob.bytes);
            if blob.bytes > FILE_BYTES_MAX || bytes > PACK_BYTES_MAX {
                return Err(RefusedFile::new(blob.path, FileReason::WithItTooLarge).into());
            }
            // Names and counts are checked before anything is read.
            fetched.files.add(&blob.path, vec![])?;
            blobs.push(blob);
        }
        fetched.files = super::files::PackFiles::default();
        let names: Vec<&str> = blobs.iter().map(|blob| blob.object.as_str()).collect();
        let names = names.join("\n") + "\n";
        let mut rest = &self.run_git(&["cat-file", "--batch"], Some(names.as_bytes()))?[..];
        for blob in blobs {
            let header = format!("{} blob {}\n", blob.object, blob.bytes);
            let size = usize::try_from(blob.bytes).map_err(io::Error::other)?;
            let (content, after) = rest
                .strip_prefix(header.as_bytes())
                .and_then(|rest| rest.split_at_checked(size))
                .ok_or_else(|| RefusedFile::new(&blob.path, FileReason::NotGiven))?;
            rest = after.strip_prefix(b"\n").unwrap_or(after);
            fetched.files.add(&blob.path, content.to_vec())?;
        }
        Ok(fetched)
    }

    /// What a call of `git` writes.
    fn run_git(&self, arguments: &[&str], input: Option<&[u8]>) -> Result<Vec<u8>, SourceError> {
        let at = |name: &str| self.folder.path().join(name);
        let mut command = Command::new("git");
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        if arguments.first() != Some(&"init") {
            command.arg("--git-dir=repository");
        }
        for variable in OF_CALLER {
            command.env_remove(variable);
        }
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("GIT_ALLOW_PROTOCOL", "file:https:ssh")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .stdout(File::create(at("out"))?)
            .stderr(File::create(at("err"))?);
        if let Some(input) = input {
            File::create(at("in")).and_then(|mut file| file.write_all(input))?;
            command.stdin(File::open(at("in"))?);
        }
        if std::env::var_os("GIT_SSH_COMMAND").is_none() {
            // Nobody is there to answer it.
            command.env("GIT_SSH_COMMAND", "ssh -oBatchMode=yes");
        }
        let status = run_bounded(&mut command, self.folder.path())?;
        if !status.success() {
            return Err(SourceError::GitSays(complaint(&read(&at("err"), 4096)?)));
        }
        read(&at("out"), PACK_BYTES_MAX + TREE_BYTES_MAX)
    }
}

/// Runs a command; ends it where it takes too long or too much.
fn run_bounded(command: &mut Command, folder: &Path) -> Result<ExitStatus, SourceError> {
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => SourceError::NoGit,
        _ => SourceError::GitNotRun(error),
    })?;
    let start = Instant::now();
    for attempt in 1_u32.. {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        let late = start.elapsed() > TIME_MAX;
        let large =
            attempt.is_multiple_of(LOOKS_BETWEEN_SIZES) && size(folder) > REPOSITORY_BYTES_MAX;
        if late || large {
            let _ = child.kill();
            let _ = child.wait();
            return Err(if late {
                SourceError::GitTooLong(TIME_MAX.as_secs())
            } else {
                SourceError::RepositoryTooLarge(REPOSITORY_BYTES_MAX)
            });
        }
        sleep(LOOK);
    }
    Err(SourceError::GitWithoutEnd)
}

/// The bytes of all files below a folder, as far as they can be seen.
fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.file_type() {
            Ok(file_type) if file_type.is_dir() => size(&entry.path()),
            Ok(_) => entry.metadata().map_or(0, |data| data.len()),
            Err(_) => 0,
        })
        .sum()
}

fn read(path: &Path, most: u64) -> Result<Vec<u8>, SourceError> {
    let mut bytes = vec![];
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(SourceError::GitWritesMore(most));
    }
    Ok(bytes)
}

/// The line of `git`'s complaint that says most.
fn complaint(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let fatal = lines().find(|line| line.starts_with("fatal:")).or_else(|| lines().next());
    let message = fatal.unwrap_or("nothing").trim_start_matches("fatal:").trim();
    let message: String = message.chars().filter(|c| !c.is_control()).take(300).collect();
    mask_secrets(&message)
}

/// The file of one entry, `MODE TYPE OBJECT SIZE\tPATH`; none where it is of no pack.
fn parse_tree_entry(entry: &[u8], fetched: &mut FetchedFiles) -> Result<Option<Blob>, SourceError> {
    let Ok(text) = std::str::from_utf8(entry) else {
        let lossy = String::from_utf8_lossy(entry);
        return Err(RefusedFile::new(lossy, FileReason::Unnamed).into());
    };
    let odd = || SourceError::GitListsOdd(text.into());
    let (facts, path) = text.split_once('\t').ok_or_else(odd)?;
    if !fetched.wants(path) {
        return Ok(None);
    }
    let mut facts = facts.split_whitespace();
    let (mode, _, object) = (facts.next(), facts.next(), facts.next().ok_or_else(odd)?);
    let reason = match mode {
        Some("100644" | "100755") => None,
        Some("120000") => Some(FileReason::Link),
        Some("160000") => Some(FileReason::Submodule),
        _ => Some(FileReason::NoFile),
    };
    if let Some(reason) = reason {
        return Err(RefusedFile::new(path, reason).into());
    }
    let bytes = facts.next().and_then(|size| size.parse().ok()).ok_or_else(odd)?;
    Ok(Some(Blob { path: path.into(), object: object.into(), bytes }))
}
