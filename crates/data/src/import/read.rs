//! From what the command line names to raw tables.

use super::error::ImportError;
use super::ownership::accounts::AccountAssigner;
use super::ownership::found_table::FoundTable;
use super::raw_tables::bad_row::BadRow;
use super::reader::Reader;
use super::sources::known_descriptions::Descriptions;
use super::table::Table;
use crate::account::{AccountSpellings, composed};
use crate::finding::Finding;
use crate::open::real_path;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Something to read: a plain argument, or `--account NAME=PATH`.
#[derive(Clone, Debug)]
pub struct Source {
    /// The account that it belongs to, where that is said.
    pub account: Option<String>,
    /// A file or folder; `-` is CSV on standard input.
    pub path: PathBuf,
}

#[derive(Clone, Copy, Debug)]
pub struct ReadProgress<'a> {
    pub file: &'a str,
    /// Bytes of it read so far.
    pub bytes: u64,
    /// Its size in bytes, where that is known.
    pub total: Option<u64>,
}

#[derive(Default)]
pub struct SourceTables {
    /// Every table, in the order of the sources and, within one, of the paths.
    pub tables: Vec<Table>,
    /// Rows that no table could take in.
    pub bad: Vec<BadRow>,
    /// What there is to say of the files.
    pub findings: Vec<Finding>,
    /// How the accounts are spelled that folders, files and the command line name.
    pub spellings: AccountSpellings,
    /// What a folder or zip holds that looks like a table and is none, and why.
    pub passed_over: Vec<(String, String)>,
    /// What could not be read although it was asked for.
    pub refused: Vec<ReadFailure>,
}

/// Something that could not be read.
#[derive(Debug)]
pub struct ReadFailure {
    pub file: String,
    pub error: ImportError,
}

/// Reads everything that is given. Errors name the file; rows that cannot be used are returned.
///
/// # Errors
/// The first thing that cannot be read.
pub fn read(
    sources: &[Source],
    known: &Descriptions,
    progress: &dyn Fn(ReadProgress),
) -> Result<SourceTables, ImportError> {
    let mut tables = read_each(sources, known, progress);
    if tables.refused.is_empty() {
        return Ok(tables);
    }
    Err(tables.refused.remove(0).error)
}

/// The same, but what cannot be read is among the rest, and costs nothing else.
pub fn read_each(
    sources: &[Source],
    known: &Descriptions,
    progress: &dyn Fn(ReadProgress),
) -> SourceTables {
    let mut reader = Reader::new(progress, known);
    let mut assignment = AccountAssigner::default();
    let mut loose: BTreeMap<PathBuf, Vec<FoundTable>> = BTreeMap::new();
    for source in sources {
        let path = &source.path;
        let mut pieces = match reader.read_source(path) {
            Ok(pieces) => pieces,
            Err(error) => {
                reader.record_failure(&path.display().to_string(), error);
                continue;
            }
        };
        let is_container = path.is_dir() || pieces.iter().any(|piece| piece.trail.len() > 1);
        if source.account.is_none() {
            // A description that says whose it is outranks folders and names.
            let (described, others) =
                pieces.into_iter().partition(|p| p.table.belongs_to.is_some());
            assignment.assign_described(described);
            pieces = others;
        }
        match &source.account {
            Some(account) => assignment.assign_named(account, is_container, pieces),
            None if path.is_dir() => assignment.assign_container(&folder_name(path), false, pieces),
            None if is_container => {
                let name = pieces.first().and_then(|piece| piece.trail.first()).cloned();
                let inside = pieces.into_iter().map(|mut piece| {
                    piece.trail.remove(0);
                    piece
                });
                assignment.assign_container(&name.unwrap_or_default(), true, inside.collect());
            }
            None => {
                let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
                loose.entry(folder).or_default().extend(pieces);
            }
        }
    }
    for pieces in loose.into_values() {
        assignment.assign_loose_files(pieces);
    }
    let mut tables = assignment.finish();
    let Reader { tables: mut read, claims, .. } = reader;
    read.findings.extend(claims.unused(known));
    let unread = claims.unread_declarations(known).into_iter();
    let is_told = |one: &ReadFailure| read.refused.iter().any(|other| other.file == one.file);
    let unread: Vec<ReadFailure> = unread.filter(|one| !is_told(one)).collect();
    read.refused.extend(unread);
    tables.findings.splice(..0, read.findings);
    tables.passed_over.splice(..0, read.passed_over);
    tables.refused = read.refused;
    tables
}

/// A folder's own name, also of `.` and of a path that ends in `..`.
fn folder_name(path: &Path) -> String {
    let real = real_path(path);
    let name = path.file_name().or(real.file_name());
    name.map(|name| composed(&name.to_string_lossy())).unwrap_or_default()
}
