//! From what the command line names to raw tables.

use super::accounts::{Assignment, FoundTable};
use super::bad_row::BadRow;
use super::claims::Claims;
use super::error::ImportError;
use super::files;
use super::parquet;
use super::sources::STANDARD_INPUT;
use super::sources::advice::known_headers;
use super::sources::known_descriptions::Descriptions;
use super::table::Table;
use super::workbook::{self, WorkbookFormat};
use super::zip::Zip;
use crate::account::{Spellings, composed};
use crate::address::masked;
use crate::finding::{Finding, FindingCode, Level};
use crate::inputs;
use crate::open::real_path;
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
pub struct ReadProgress<'a> {
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
    progress: &dyn Fn(ReadProgress),
) -> Result<Tables, ImportError> {
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
) -> Tables {
    let mut reader = Reader::new(progress, known);
    let mut assignment = Assignment::default();
    let mut loose: BTreeMap<PathBuf, Vec<FoundTable>> = BTreeMap::new();
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
    let real = real_path(path);
    let name = path.file_name().or(real.file_name());
    name.map(|name| composed(&name.to_string_lossy())).unwrap_or_default()
}

/// How many of them an error names that says that there is no table.
const UNREAD_NAMED: usize = 3;

/// How much of a file shows what it is, in bytes.
const MAGIC_BYTES: u64 = 8;

/// Reads sources, and keeps what there is to say of them.
pub(super) struct Reader<'a> {
    pub(super) progress: &'a dyn Fn(ReadProgress),
    pub(super) known: &'a Descriptions,
    /// What there is to say of the files; their tables are still to be assigned.
    pub(super) tables: Tables,
    pub(super) claims: Claims,
}

impl<'a> Reader<'a> {
    pub(super) fn new(progress: &'a dyn Fn(ReadProgress), known: &'a Descriptions) -> Self {
        Self { progress, known, tables: Tables::default(), claims: Claims::default() }
    }
}

impl Reader<'_> {
    fn source(&mut self, path: &Path) -> Result<Vec<FoundTable>, ImportError> {
        let shown = path.display().to_string();
        if shown.contains("://") {
            return Err(ImportError::Network { path: masked(&shown) });
        }
        if shown == "-" {
            return self.text(STANDARD_INPUT, None, io::stdin(), vec!["stdin".into()], true);
        }
        if !path.exists() {
            return Err(files::missing(path));
        }
        let mut seen = Vec::new();
        let findings_before = self.tables.findings.len();
        let pieces = if path.is_dir() {
            let walked = files::walk(path)?;
            for (path, why) in walked.passed_over {
                self.not_read(&format!("{}: not read: {why}", path.display()), None);
            }
            seen.extend(walked.files.iter().map(|file| file.trail.join("/")));
            self.files(&walked.files)
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            self.file(path, vec![name], true)?
        };
        if pieces.is_empty() && self.tables.refused.is_empty() {
            let files_seen = few(&seen, "no file of a table");
            let help = self.why_nothing(findings_before, &files_seen);
            return Err(ImportError::NothingUsable { path: shown, help });
        }
        Ok(pieces)
    }

    pub(super) fn refuse(&mut self, file: &str, error: ImportError) {
        self.tables.refused.push(Refused { file: file.to_owned(), error });
    }

    /// Reads one file, by its content. `asked` says that the file itself was given, so that nothing
    /// about it is passed over.
    pub(super) fn file(
        &mut self,
        path: &Path,
        trail: Vec<String>,
        asked: bool,
    ) -> Result<Vec<FoundTable>, ImportError> {
        let shown = path.display().to_string();
        let fail = |error| ImportError::io(shown.clone(), error);
        inputs::note(path);
        // What lies in a folder was a file when the folder was looked at.
        let (mut file, size) =
            if asked { open::named(path) } else { regular(path) }.map_err(fail)?;
        let mut magic = Vec::new();
        file.by_ref().take(MAGIC_BYTES).read_to_end(&mut magic).map_err(fail)?;
        let file = Cursor::new(magic.clone()).chain(file);
        if magic.starts_with(b"PK\x03\x04") || magic.starts_with(b"PK\x05\x06") {
            return match self.zip(path, &shown, &trail, asked) {
                Err(error @ ImportError::Zip { .. }) => self.refused(error, asked),
                read => read,
            };
        }
        if magic == workbook::OLE2 {
            return self.workbook(&shown, file, &trail, asked);
        }
        // What is neither is text, whatever it is called: many tools call CSV `.xls`.
        if files::is_spreadsheet(&shown) && magic.starts_with(b"PK") {
            return self.workbook(&shown, file, &trail, asked);
        }
        if files::has_extension(&shown, "zip") {
            let help = "download it again, or name the folder that it was unpacked to";
            let error = ImportError::Zip { file: shown, problem: "not a zip".into(), help };
            return self.refused(error, asked);
        }
        if magic.starts_with(parquet::MAGIC) {
            let parsed = parquet::read(&shown, path, self.known);
            return self.taken(&shown, parsed, trail, asked);
        }
        if files::has_extension(&shown, "parquet") {
            let reason = "it does not begin as Parquet does".into();
            return self.refused(ImportError::Parquet { file: shown, reason }, asked);
        }
        if files::is_spreadsheet(&shown) {
            let read = self.text(&shown, size, file, trail, true);
            return read.or_else(|error| self.refused(error, asked));
        }
        self.text(&shown, size, file, trail, asked)
    }

    /// A table that cannot be read: an error where it was asked for, else a finding.
    pub(super) fn refused(
        &mut self,
        error: ImportError,
        asked: bool,
    ) -> Result<Vec<FoundTable>, ImportError> {
        if asked {
            return Err(error);
        }
        let help = miette::Diagnostic::help(&error).map(|help| help.to_string());
        self.not_read(&error.to_string(), help.as_deref());
        Ok(Vec::new())
    }

    /// Keeps what is passed over without a word, for whoever asks.
    pub(super) fn pass_over(&mut self, file: &str, why: &str) {
        self.tables.passed_over.push((file.to_owned(), why.to_owned()));
    }

    /// Says that a result of the program's own is passed over.
    pub(super) fn pass_over_result(&mut self, error: &ImportError) {
        let finding =
            Finding::new(FindingCode::OwnResult, Level::Note, format!("{error}; passed over"));
        self.tables.findings.push(match miette::Diagnostic::help(error) {
            Some(help) => finding.help(help.to_string()),
            None => finding,
        });
    }

    /// Says that something which looks like a table is passed over.
    pub(super) fn not_read(&mut self, message: &str, help: Option<&str>) {
        let finding = Finding::new(FindingCode::UnreadableFile, Level::Warn, message);
        self.tables.findings.push(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }

    /// What was found where no table is, and why it is none: the findings from `findings_before`
    /// on tell.
    fn why_nothing(&self, findings_before: usize, seen: &str) -> String {
        let findings = self.tables.findings.iter().skip(findings_before);
        let unread = findings
            .filter(|finding| finding.code == FindingCode::UnreadableFile)
            .take(UNREAD_NAMED);
        let unread: String = unread
            .map(|finding| match &finding.help {
                Some(help) => format!("{}; {help}\n", finding.message),
                None => format!("{}\n", finding.message),
            })
            .collect();
        format!("{unread}found: {seen}\nknown headers: {}", known_headers(self.known))
    }

    fn zip(
        &mut self,
        path: &Path,
        shown: &str,
        trail: &[String],
        asked: bool,
    ) -> Result<Vec<FoundTable>, ImportError> {
        let file = open::regular(path).map_err(|error| ImportError::io(shown, error))?;
        let mut zip = Zip::open(shown, file)?;
        let members = zip.members()?;
        if files::is_spreadsheet(shown) || WorkbookFormat::of_members(&members).is_some() {
            let file = open::regular(path).map_err(|error| ImportError::io(shown, error))?;
            return self.workbook(shown, file, trail, asked);
        }
        let (mut pieces, mut seen) = (Vec::new(), Vec::new());
        let findings_before = self.tables.findings.len();
        for (at, name) in members {
            if name.split('/').any(files::is_hidden) {
                continue;
            }
            seen.push(name.clone());
            let is = |kinds: &[&str]| {
                kinds.iter().any(|extension| files::has_extension(&name, extension))
            };
            let is_book = files::is_spreadsheet(&name);
            if !is_book && !files::is_text(&name) {
                if is(&["zip", "parquet"]) {
                    let message = format!("{shown}/{name}: not read within a zip");
                    self.not_read(&message, Some("unpack the zip"));
                }
                continue;
            }
            let bytes = zip.read(at, &name)?;
            let size = Some(bytes.len() as u64);
            let inner: Vec<String> =
                trail.iter().cloned().chain(name.split('/').map(String::from)).collect();
            let member = format!("{shown}/{name}");
            let bytes = Cursor::new(bytes);
            pieces.extend(if is_book {
                self.workbook(&member, bytes, &inner, false)?
            } else {
                self.text(&member, size, bytes, inner, false)?
            });
        }
        if pieces.is_empty() && asked {
            let nested = seen.iter().any(|name| files::has_extension(name, "zip"));
            let advice = if nested {
                "a zip inside a zip is not opened: unpack the outer one\n"
            } else {
                ""
            };
            let members_seen = few(&seen, "no file");
            let help =
                advice.to_owned() + self.why_nothing(findings_before, &members_seen).as_str();
            return Err(ImportError::NothingUsable { path: shown.into(), help });
        }
        Ok(pieces)
    }
}

fn regular(path: &Path) -> io::Result<(Input, Option<u64>)> {
    let file = open::regular(path)?;
    let size = file.metadata()?.len();
    Ok((Input::File(file), Some(size)))
}

/// The first few names, and how many more there are; `none` where there are none.
pub(super) fn few(names: &[String], none: &str) -> String {
    if names.is_empty() {
        return none.into();
    }
    let shown = names.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(5) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
