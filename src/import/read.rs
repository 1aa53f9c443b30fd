//! From what the command line names to raw tables.

use super::accounts::{Assignment, Piece};
use super::bad_row::BadRow;
use super::claims::Claims;
use super::csv;
use super::error::ImportError;
use super::files;
use super::metered::Metered;
use super::parquet;
use super::sources::STANDARD_INPUT;
use super::sources::advice::known_headers;
use super::sources::known::Descriptions;
use super::sources::recognise;
use super::table::{Kind, Table};
use super::zip::Zip;
use crate::account::Spellings;
use crate::deadline;
use crate::finding::{Finding, Level};
use crate::inputs;
use crate::open::{self, Input};
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

/// Something to read: a plain argument, or `--account NAME=PATH`.
#[derive(Clone, Debug)]
pub struct Source {
    /// The account that it belongs to, where that is said.
    pub account: Option<String>,
    /// A file or folder; `-` is CSV on standard input.
    pub path: PathBuf,
}

/// How far reading has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// The file that is being read.
    pub file: &'a str,
    /// Bytes of it read so far.
    pub bytes: u64,
    /// Its size in bytes, where that is known.
    pub total: Option<u64>,
}

/// What was read.
#[derive(Default)]
pub struct Tables {
    /// Every table, in the order of the sources and, within one, of the paths.
    pub tables: Vec<Table>,
    /// Rows that no table could take in.
    pub bad: Vec<BadRow>,
    /// What there is to say of the files.
    pub findings: Vec<Finding>,
    /// How the accounts are spelled that folders, files and the command line name.
    pub spellings: Spellings,
    /// What a folder or zip holds that looks like a table and is none, and why.
    pub passed_over: Vec<(String, String)>,
    /// What could not be read although it was asked for.
    pub refused: Vec<Refused>,
}

/// Something that could not be read.
#[derive(Debug)]
pub struct Refused {
    /// The file or folder, as given.
    pub file: String,
    /// Why.
    pub error: ImportError,
}

/// Reads everything that is given. Errors name the file; rows that cannot be used are returned.
///
/// # Errors
/// The first thing that cannot be read.
pub fn read(
    sources: &[Source],
    known: &Descriptions,
    progress: &dyn Fn(Progress),
) -> Result<Tables, ImportError> {
    let mut tables = read_each(sources, known, progress);
    if tables.refused.is_empty() {
        return Ok(tables);
    }
    Err(tables.refused.remove(0).error)
}

/// The same, but what cannot be read is among the rest, and costs nothing else.
pub fn read_each(sources: &[Source], known: &Descriptions, progress: &dyn Fn(Progress)) -> Tables {
    let mut reader =
        Reader { progress, known, tables: Tables::default(), claims: Claims::default() };
    let mut assignment = Assignment::default();
    let mut loose: BTreeMap<PathBuf, Vec<Piece>> = BTreeMap::new();
    for source in sources {
        let path = &source.path;
        let mut pieces = match reader.source(path) {
            Ok(pieces) => pieces,
            Err(error) => {
                reader.refuse(&path.display().to_string(), error);
                continue;
            }
        };
        let is_container = path.is_dir() || pieces.iter().any(|piece| piece.trail.len() > 1);
        if source.account.is_none() {
            // A description that says whose it is outranks folders and names.
            let (described, others) =
                pieces.into_iter().partition(|p| p.table.belongs_to.is_some());
            assignment.described(described);
            pieces = others;
        }
        match &source.account {
            Some(account) => assignment.named(account, is_container, pieces),
            None if path.is_dir() => assignment.container(&folder_name(path), false, pieces),
            None if is_container => {
                let name = pieces.first().and_then(|piece| piece.trail.first()).cloned();
                let inside = pieces.into_iter().map(|mut piece| {
                    piece.trail.remove(0);
                    piece
                });
                assignment.container(&name.unwrap_or_default(), true, inside.collect());
            }
            None => {
                let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
                loose.entry(folder).or_default().extend(pieces);
            }
        }
    }
    for pieces in loose.into_values() {
        assignment.loose(pieces);
    }
    let mut tables = assignment.finish();
    let Reader { tables: mut read, claims, .. } = reader;
    read.findings.extend(claims.unused(known));
    let unread = claims.said_of_nothing(known).into_iter();
    let is_told = |one: &Refused| read.refused.iter().any(|other| other.file == one.file);
    let unread: Vec<Refused> = unread.filter(|one| !is_told(one)).collect();
    read.refused.extend(unread);
    tables.findings.splice(..0, read.findings);
    tables.passed_over.splice(..0, read.passed_over);
    tables.refused = read.refused;
    tables
}

/// A folder's own name, also of `.` and of a path that ends in `..`.
fn folder_name(path: &Path) -> String {
    let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let name = path.file_name().or(real.file_name());
    name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

struct Reader<'a> {
    progress: &'a dyn Fn(Progress),
    known: &'a Descriptions,
    /// What there is to say of the files; their tables are still to be assigned.
    tables: Tables,
    claims: Claims,
}

impl Reader<'_> {
    fn source(&mut self, path: &Path) -> Result<Vec<Piece>, ImportError> {
        let shown = path.display().to_string();
        if shown.contains("://") {
            return Err(ImportError::Network { path: shown });
        }
        if shown == "-" {
            return self.csv(STANDARD_INPUT, None, io::stdin(), vec!["stdin".into()], true);
        }
        if !path.exists() {
            return Err(files::missing(path));
        }
        let mut pieces = Vec::new();
        let mut seen = Vec::new();
        if path.is_dir() {
            let walked = files::walk(path)?;
            for (path, why) in walked.passed_over {
                self.not_read(&format!("{}: not read: {why}", path.display()), None);
            }
            for found in walked.found {
                seen.push(found.trail.join("/"));
                match self.file(&found.path, found.trail, false) {
                    Ok(inside) => pieces.extend(inside),
                    Err(error) => self.refuse(&found.path.display().to_string(), error),
                }
            }
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            pieces = self.file(path, vec![name], true)?;
        }
        if pieces.is_empty() && self.tables.refused.is_empty() {
            let found = few(&seen, "no CSV, zip or Parquet file");
            let help = format!("found: {found}\nknown headers: {}", known_headers(self.known));
            return Err(ImportError::NothingUsable { path: shown, help });
        }
        Ok(pieces)
    }

    fn refuse(&mut self, file: &str, error: ImportError) {
        self.tables.refused.push(Refused { file: file.to_owned(), error });
    }

    /// Reads one file, by its content: a zip, Parquet, else CSV. `asked` says that the file itself
    /// was given, so that nothing about it is passed over.
    fn file(
        &mut self,
        path: &Path,
        trail: Vec<String>,
        asked: bool,
    ) -> Result<Vec<Piece>, ImportError> {
        let shown = path.display().to_string();
        let fail = |error| ImportError::io(shown.clone(), error);
        inputs::note(path);
        // What lies in a folder was a file when the folder was looked at.
        let (mut file, size) =
            if asked { open::named(path) } else { regular(path) }.map_err(fail)?;
        let mut magic = Vec::new();
        file.by_ref().take(4).read_to_end(&mut magic).map_err(fail)?;
        let is_zip = magic.starts_with(b"PK\x03\x04") || magic.starts_with(b"PK\x05\x06");
        let file = Cursor::new(magic.clone()).chain(file);
        if files::is_spreadsheet(&shown) && (is_zip || !asked) {
            let help = "save its sheet as CSV in UTF-8";
            let error = ImportError::NotCsv { file: shown, found: "a spreadsheet", help };
            return self.refused(error, asked);
        }
        if is_zip {
            return match self.zip(path, &shown, &trail, asked) {
                Err(error @ ImportError::Zip { .. }) => self.refused(error, asked),
                read => read,
            };
        }
        if files::has_extension(&shown, "zip") {
            let help = "download it again, or name the folder that it was unpacked to";
            let error = ImportError::Zip { file: shown, problem: "not a zip".into(), help };
            return self.refused(error, asked);
        }
        if magic == parquet::MAGIC {
            return match parquet::scan(&shown, path, asked) {
                Ok(table) => {
                    self.claims.note(&table);
                    Ok(vec![Piece { table, bad: Vec::new(), trail }])
                }
                Err(error @ ImportError::UnknownHeader { .. }) if !asked => {
                    self.pass_over(&shown, &error.to_string());
                    Ok(Vec::new())
                }
                Err(error) => self.refused(error, asked),
            };
        }
        if files::has_extension(&shown, "parquet") {
            let reason = "it does not begin as Parquet does".into();
            return self.refused(ImportError::Parquet { file: shown, reason }, asked);
        }
        self.csv(&shown, size, file, trail, asked)
    }

    /// A table that cannot be read: an error where it was asked for, else a finding.
    fn refused(&mut self, error: ImportError, asked: bool) -> Result<Vec<Piece>, ImportError> {
        if asked {
            return Err(error);
        }
        let help = miette::Diagnostic::help(&error).map(|help| help.to_string());
        self.not_read(&error.to_string(), help.as_deref());
        Ok(Vec::new())
    }

    /// Keeps what is passed over without a word, for whoever asks.
    fn pass_over(&mut self, file: &str, why: &str) {
        self.tables.passed_over.push((file.to_owned(), why.to_owned()));
    }

    /// Says that something which looks like a table is passed over.
    fn not_read(&mut self, message: &str, help: Option<&str>) {
        let finding = Finding::new("unreadable-file", Level::Warn, message);
        self.tables.findings.push(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }

    fn zip(
        &mut self,
        path: &Path,
        shown: &str,
        trail: &[String],
        asked: bool,
    ) -> Result<Vec<Piece>, ImportError> {
        let file = open::regular(path).map_err(|error| ImportError::io(shown, error))?;
        let mut zip = Zip::open(shown, file)?;
        let (mut pieces, mut seen) = (Vec::new(), Vec::new());
        for (at, name) in zip.members()? {
            if name.split('/').any(files::is_hidden) {
                continue;
            }
            seen.push(name.clone());
            let is = |kinds: &[&str]| kinds.iter().any(|kind| files::has_extension(&name, kind));
            if !is(&["csv", "tsv", "txt"]) {
                if files::is_spreadsheet(&name) || is(&["zip", "parquet"]) {
                    let message = format!("{shown}/{name}: not read: of a zip only CSV is");
                    self.not_read(&message, Some("unpack the zip, or save it as CSV in UTF-8"));
                }
                continue;
            }
            let bytes = zip.read(at, &name)?;
            let size = Some(bytes.len() as u64);
            let inner = trail.iter().cloned().chain(name.split('/').map(String::from)).collect();
            let member = format!("{shown}/{name}");
            pieces.extend(self.csv(&member, size, Cursor::new(bytes), inner, false)?);
        }
        if pieces.is_empty() && asked {
            let nested = seen.iter().any(|name| files::has_extension(name, "zip"));
            let advice = if nested {
                "a zip inside a zip is not opened: unpack the outer one\n"
            } else {
                ""
            };
            let found = few(&seen, "no file");
            let help =
                format!("{advice}found: {found}\nknown headers: {}", known_headers(self.known));
            return Err(ImportError::NothingUsable { path: shown.into(), help });
        }
        Ok(pieces)
    }

    fn csv(
        &mut self,
        file: &str,
        total: Option<u64>,
        input: impl Read,
        trail: Vec<String>,
        asked: bool,
    ) -> Result<Vec<Piece>, ImportError> {
        let input = Metered { input, bytes: 0, file, total, progress: self.progress };
        let asked = asked || self.known.is_spoken_of(file);
        match csv::read(file, input, self.known) {
            Ok(parsed) if parsed.table.kind == Kind::Messages && is_assistants(&trail) => {
                self.pass_over(file, "by its name it is a talk with LinkedIn's assistant");
                Ok(Vec::new())
            }
            Ok(parsed) => {
                self.claims.note(&parsed.table);
                self.tables.findings.extend(parsed.findings);
                Ok(vec![Piece { table: parsed.table, bad: parsed.bad, trail }])
            }
            Err(error) if asked => Err(error),
            Err(error @ ImportError::NotCsv { .. }) => self.refused(error, asked),
            Err(error @ ImportError::UnknownHeader { .. }) => {
                self.pass_over(file, &format!("{error}: no column names anybody"));
                Ok(Vec::new())
            }
            Err(ref error @ ImportError::DuplicateColumns { ref table, .. })
                if *table == recognise::PEOPLE =>
            {
                self.pass_over(file, &error.to_string());
                Ok(Vec::new())
            }
            Err(error @ (ImportError::Empty { .. } | ImportError::NoRows { .. })) => {
                if !is_assistants(&trail) {
                    self.tables.findings.push(Finding::new(
                        "empty-file",
                        Level::Note,
                        error.to_string(),
                    ));
                }
                Ok(Vec::new())
            }
            Err(error) => Err(error),
        }
    }
}

fn regular(path: &Path) -> io::Result<(Input, Option<u64>)> {
    let file = open::regular(path)?;
    let size = file.metadata()?.len();
    Ok((Input::File(file), Some(size)))
}

/// LinkedIn's transcripts of talks with its assistants have the header of messages.csv. Nothing
/// but the file's name tells them apart: the one place where a name decides.
fn is_assistants(trail: &[String]) -> bool {
    let name = recognise::normalise(trail.last().map_or("", String::as_str));
    ["guidemessagescsv", "coachmessagescsv", "learningroleplaymessagescsv"]
        .iter()
        .any(|assistant| name.ends_with(assistant))
}

/// The first few names, and how many more there are; `none` where there are none.
fn few(names: &[String], none: &str) -> String {
    if names.is_empty() {
        return none.into();
    }
    let shown = names.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(5) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
