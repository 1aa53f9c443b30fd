//! Reads one path after another: a file, a folder, a zip and what is in it.

use super::error::ImportError;
use super::file_formats::parquet;
use super::file_formats::workbook;
use super::file_formats::workbook::WorkbookFormat;
use super::file_formats::zip::Zip;
use super::files;
use super::ownership::found_table::FoundTable;
use super::raw_tables::claims::DescriptionUsage;
use super::read::{ReadFailure, ReadProgress, SourceTables};
use super::sources::STANDARD_INPUT;
use super::sources::advice::known_headers;
use super::sources::known_descriptions::Descriptions;
use crate::address::mask_secrets;
use crate::finding::{Finding, FindingCode, Level};
use crate::inputs;
use crate::open;
use crate::open::Input;
use std::io::{self, Cursor, Read};
use std::path::Path;

/// How many of them an error names that says that there is no table.
const UNREAD_NAMED: usize = 3;

/// How much of a file shows what it is, in bytes.
const MAGIC_BYTES: u64 = 8;

/// Reads sources, and keeps what there is to say of them.
pub(super) struct Reader<'a> {
    pub(super) progress: &'a dyn Fn(ReadProgress),
    pub(super) known: &'a Descriptions,
    /// What there is to say of the files; their tables are still to be assigned.
    pub(super) tables: SourceTables,
    pub(super) claims: DescriptionUsage,
}

impl<'a> Reader<'a> {
    pub(super) fn new(progress: &'a dyn Fn(ReadProgress), known: &'a Descriptions) -> Self {
        Self {
            progress,
            known,
            tables: SourceTables::default(),
            claims: DescriptionUsage::default(),
        }
    }
}

impl Reader<'_> {
    pub(super) fn read_source(&mut self, path: &Path) -> Result<Vec<FoundTable>, ImportError> {
        let shown = path.display().to_string();
        if shown.contains("://") {
            return Err(ImportError::Network { path: mask_secrets(&shown) });
        }
        if shown == "-" {
            return self.read_text(STANDARD_INPUT, None, io::stdin(), vec!["stdin".into()], true);
        }
        if !path.exists() {
            return Err(files::missing(path));
        }
        let mut seen = Vec::new();
        let findings_before = self.tables.findings.len();
        let pieces = if path.is_dir() {
            let walked = files::walk(path)?;
            for (path, why) in walked.passed_over {
                self.note_unreadable(&format!("{}: not read: {why}", path.display()), None);
            }
            seen.extend(walked.files.iter().map(|file| file.trail.join("/")));
            self.read_files(&walked.files)
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            self.read_file(path, vec![name], true)?
        };
        if pieces.is_empty() && self.tables.refused.is_empty() {
            let files_seen = few(&seen, "no file of a table");
            let help = self.why_nothing(findings_before, &files_seen);
            return Err(ImportError::NothingUsable { path: shown, help });
        }
        Ok(pieces)
    }

    pub(super) fn record_failure(&mut self, file: &str, error: ImportError) {
        self.tables.refused.push(ReadFailure { file: file.to_owned(), error });
    }

    /// Reads one file, by its content. `asked` says that the file itself was given, so that nothing
    /// about it is passed over.
    pub(super) fn read_file(
        &mut self,
        path: &Path,
        trail: Vec<String>,
        asked: bool,
    ) -> Result<Vec<FoundTable>, ImportError> {
        let shown = path.display().to_string();
        let fail = |error| ImportError::io(shown.clone(), error);
        inputs::note_read(path);
        // What lies in a folder was a file when the folder was looked at.
        let (mut file, size) =
            if asked { open::open_file_or_pipe(path) } else { regular(path) }.map_err(fail)?;
        let mut magic = Vec::new();
        file.by_ref().take(MAGIC_BYTES).read_to_end(&mut magic).map_err(fail)?;
        let file = Cursor::new(magic.clone()).chain(file);
        if magic.starts_with(b"PK\x03\x04") || magic.starts_with(b"PK\x05\x06") {
            return match self.read_zip(path, &shown, &trail, asked) {
                Err(error @ ImportError::Zip { .. }) => self.fail_or_note(error, asked),
                read => read,
            };
        }
        if magic == workbook::OLE2 {
            return self.read_workbook(&shown, file, &trail, asked);
        }
        // What is neither is text, whatever it is called: many tools call CSV `.xls`.
        if files::is_spreadsheet(&shown) && magic.starts_with(b"PK") {
            return self.read_workbook(&shown, file, &trail, asked);
        }
        if files::has_extension(&shown, "zip") {
            let help = "download it again, or name the folder that it was unpacked to";
            let error = ImportError::Zip { file: shown, problem: "not a zip".into(), help };
            return self.fail_or_note(error, asked);
        }
        if magic.starts_with(parquet::MAGIC) {
            let parsed = parquet::read(&shown, path, self.known);
            return self.accept_table(&shown, parsed, trail, asked);
        }
        if files::has_extension(&shown, "parquet") {
            let reason = "it does not begin as Parquet does".into();
            return self.fail_or_note(ImportError::Parquet { file: shown, reason }, asked);
        }
        if files::is_spreadsheet(&shown) {
            let read = self.read_text(&shown, size, file, trail, true);
            return read.or_else(|error| self.fail_or_note(error, asked));
        }
        self.read_text(&shown, size, file, trail, asked)
    }

    /// A table that cannot be read: an error where it was asked for, else a finding.
    pub(super) fn fail_or_note(
        &mut self,
        error: ImportError,
        asked: bool,
    ) -> Result<Vec<FoundTable>, ImportError> {
        if asked {
            return Err(error);
        }
        let help = miette::Diagnostic::help(&error).map(|help| help.to_string());
        self.note_unreadable(&error.to_string(), help.as_deref());
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
    pub(super) fn note_unreadable(&mut self, message: &str, help: Option<&str>) {
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

    fn read_zip(
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
            return self.read_workbook(shown, file, trail, asked);
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
                    self.note_unreadable(&message, Some("unpack the zip"));
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
                self.read_workbook(&member, bytes, &inner, false)?
            } else {
                self.read_text(&member, size, bytes, inner, false)?
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
