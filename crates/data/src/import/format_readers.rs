//! One way for each format to become tables: text (CSV or JSON) and workbooks.
//!
//! Invariant: what was asked for is read or an error; what a folder merely holds is read, passed
//! over where it is no table that is known, or said.

use super::error::ImportError;
use super::file_formats::cells::BufferedRows;
use super::file_formats::metered_reader::MeteredReader;
use super::file_formats::text_encoding::TextEncoding;
use super::file_formats::workbook;
use super::file_formats::workbook::{SheetRows, WorkbookFormat};
use super::file_formats::{csv, json, links, ods_merged};
use super::ownership::added_columns;
use super::ownership::found_table::FoundTable;
use super::ownership::senders;
use super::raw_tables::parsed_table::ParsedTable;
use super::raw_tables::table_start;
use super::raw_tables::table_start::{HeadRows, ROWS_LOOKED_AT};
use super::raw_tables::{filled_table, sections};
use super::reader::{Reader, few};
use super::sources::advice::known_headers;
use super::sources::column_names;
use super::sources::recognise;
use super::table::TableKind;
use super::{day_by_table_name, files};
use crate::account::composed;
use crate::finding::{Finding, FindingCode, Level};
use std::io::{self, Cursor, Read};

/// How much of a text shows whether it is JSON, in bytes.
const TEXT_HEAD_BYTES: u64 = 1024;

impl Reader<'_> {
    /// Reads text, by its content: JSON, else CSV.
    pub(super) fn read_text(
        &mut self,
        file: &str,
        total: Option<u64>,
        input: impl Read,
        trail: Vec<String>,
        asked: bool,
    ) -> Result<Vec<FoundTable>, ImportError> {
        let mut input = MeteredReader { input, bytes: 0, file, total, progress: self.progress };
        let mut head = Vec::new();
        let read = input.by_ref().take(TEXT_HEAD_BYTES).read_to_end(&mut head);
        read.map_err(|error| ImportError::io(file, error))?;
        let is_json = json::is_json(&head) || files::is_json(file);
        let input = Cursor::new(head).chain(input);
        if is_json {
            let bytes = whole(file, input, json::BYTES_MAX);
            return bytes.and_then(|bytes| self.read_json(file, &bytes, &trail, asked));
        }
        self.accept_table(file, csv::read(file, input, self.known), trail, asked)
    }

    /// The table that rows in memory are, under all paths that it goes by, the first of which shows
    /// it; its header is among the first so many.
    pub(super) fn parse_buffered(
        &self,
        paths: &[&str],
        mut rows: BufferedRows,
        header_row_max: usize,
    ) -> Result<ParsedTable, ImportError> {
        let file = paths.first().copied().unwrap_or_default();
        let claim = self.known.claim_any(paths);
        let find = |rows: &BufferedRows| {
            let texts = rows.texts(ROWS_LOOKED_AT);
            let layout = HeadRows { delimiter: None, rows: texts, header_row_max };
            table_start::find_claimed(file, &[layout], &claim, self.known)
        };
        let mut beginning = find(&rows);
        if !rows.links.is_empty() {
            let at = beginning.as_ref().map_or(0, |beginning| beginning.rows_before);
            links::add_link_columns(&mut rows, at);
            beginning = find(&rows);
        }
        let beginning = beginning?;
        let faults = std::mem::take(&mut rows.faults);
        filled_table::fill(file, beginning, &mut rows, &faults, TextEncoding::UTF8)
    }

    /// Reads every sheet of a workbook that is a table; the others are said.
    pub(super) fn read_workbook(
        &mut self,
        file: &str,
        input: impl Read,
        trail: &[String],
        asked: bool,
    ) -> Result<Vec<FoundTable>, ImportError> {
        let read = whole(file, input, workbook::BYTES_MAX)
            .and_then(|bytes| Ok((workbook::sheets(file, &bytes)?, bytes)));
        let ((book, sheets), bytes) = match read {
            Ok(read) => read,
            Err(error) => return self.fail_or_note(error, asked),
        };
        let merged =
            (book == WorkbookFormat::Ods).then(|| ods_merged::finding(file, &bytes)).flatten();
        self.tables.findings.extend(merged);
        drop(bytes);
        let (mut pieces, mut refused) = (Vec::new(), Vec::new());
        let is_table = |sheet: &&SheetRows| !sheet.is_hidden && !sheet.rows.rows.is_empty();
        // The only sheet goes by the name of the file, too.
        let is_only = sheets.iter().filter(is_table).count() == 1;
        for SheetRows { name, is_hidden, rows } in sheets {
            let shown = format!("{file}/{name}");
            if rows.rows.is_empty() {
                continue;
            }
            if is_hidden {
                self.note_unread_sheet(format!("{shown}: not read: the sheet is hidden"));
                continue;
            }
            let paths = [shown.as_str(), file];
            let paths = if is_only { &paths[..] } else { &paths[..1] };
            match self.parse_buffered(paths, rows, table_start::HEADER_ROW_MAX) {
                Ok(mut parsed) => {
                    parsed.table.provenance.format = Some(book.name().into());
                    parsed.table.provenance.encoding = None;
                    parsed.table.provenance.sheet = Some(name);
                    parsed.table.provenance.is_only_sheet = is_only;
                    pieces.extend(self.accept_table(&shown, Ok(parsed), trail.to_vec(), asked)?);
                }
                Err(error @ ImportError::OwnResult { .. }) if !asked => {
                    self.pass_over_result(&error);
                }
                Err(error) => refused.push((name, error)),
            }
        }
        if !pieces.is_empty() || !asked {
            for (name, error) in refused {
                self.note_unread_sheet(format!("{file}: the sheet `{name}` is not read: {error}"));
            }
            return Ok(pieces);
        }
        let names = refused.iter().map(|(name, _)| format!("the sheet `{name}`"));
        let names: Vec<String> = names.collect();
        match (refused.pop(), refused.is_empty()) {
            (Some((_, only)), true) => Err(only),
            _ => {
                let sheets_seen = few(&names, "no sheet with rows");
                let known = known_headers(self.known);
                let help = format!("found: {sheets_seen}\nknown headers: {known}");
                Err(ImportError::NothingUsable { path: file.into(), help })
            }
        }
    }

    /// Says that a sheet or list beside those that are read is none of the tables.
    pub(super) fn note_unread_sheet(&mut self, message: String) {
        let finding = Finding::new(FindingCode::SheetNotRead, Level::Note, message);
        self.tables.findings.push(finding.help("`rescind inspect` shows what is read of a file"));
    }

    /// What a file came to; what is no table of those that are known is passed over unless it was
    /// asked for.
    pub(super) fn accept_table(
        &mut self,
        file: &str,
        parsed: Result<ParsedTable, ImportError>,
        trail: Vec<String>,
        asked: bool,
    ) -> Result<Vec<FoundTable>, ImportError> {
        match parsed {
            Ok(parsed) if parsed.table.kind == TableKind::Messages && is_assistants(&trail) => {
                let why = "by its name it is a talk with LinkedIn's assistant";
                self.pass_over(&parsed.table.file, why);
                Ok(Vec::new())
            }
            Ok(mut parsed) => {
                let fail = |error| ImportError::io(file, io::Error::other(error));
                sections::apply_implied_states(&mut parsed)?;
                day_by_table_name::assign_day_by_table_name(&mut parsed).map_err(fail)?;
                self.claims.note(&parsed.table);
                self.tables.findings.extend(parsed.findings);
                let trail: Vec<String> = trail.into_iter().map(|name| composed(&name)).collect();
                let (mut pieces, mut bad) = (Vec::new(), parsed.bad);
                let tables = senders::split_by_sender(parsed.table).map_err(fail)?;
                let is_of_several = tables.len() > 1;
                for mut table in tables {
                    let added = added_columns::split_added_columns(&mut table).map_err(fail)?;
                    let (bad, trail) = (std::mem::take(&mut bad), trail.clone());
                    pieces.push(FoundTable { table, added, bad, trail, is_of_several });
                }
                Ok(pieces)
            }
            Err(error) if asked || self.known.is_declared(file) => Err(error),
            Err(error @ ImportError::OwnResult { .. }) => {
                self.pass_over_result(&error);
                Ok(Vec::new())
            }
            Err(
                error @ (ImportError::NotCsv { .. }
                | ImportError::Json { .. }
                | ImportError::Parquet { .. }
                // Whoever has rows of people below no header wants them read.
                | ImportError::NoHeader { .. }
                | ImportError::WrongType { .. }),
            ) => self.fail_or_note(error, asked),
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
                    let finding =
                        Finding::new(FindingCode::EmptyFile, Level::Note, error.to_string());
                    self.tables.findings.push(finding);
                }
                Ok(Vec::new())
            }
            Err(error) => Err(error),
        }
    }
}

/// All bytes of a file that cannot be read piece by piece.
fn whole(file: &str, input: impl Read, most: u64) -> Result<Vec<u8>, ImportError> {
    let mut bytes = Vec::new();
    let read = input.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| ImportError::io(file, error))?;
    if bytes.len() as u64 > most {
        let error = io::Error::other(format!("more than {} MiB", most >> 20));
        return Err(ImportError::io(file, error));
    }
    Ok(bytes)
}

/// LinkedIn's transcripts of talks with its assistants have the header of messages.csv. Nothing
/// but the file's name tells them apart: the one place where a name decides.
fn is_assistants(trail: &[String]) -> bool {
    let name = column_names::normalise(trail.last().map_or("", String::as_str));
    ["guidemessagescsv", "coachmessagescsv", "learningroleplaymessagescsv"]
        .iter()
        .any(|assistant| name.ends_with(assistant))
}
