//! What was understood of the data, file by file, to be looked at before anybody trusts a plan.

use super::derive;
use super::error::InvitationsError;
use super::gather::gather;
use super::remarks::Reading;
use super::settings::Settings;
use crate::finding::Finding;
use crate::import::table::{EXTRA, Rows, Table};
use crate::import::understanding::block;
use crate::import::{Loss, Tables};
use miette::Diagnostic;
use serde::Serialize;
use std::path::Path;

/// What was understood of the data.
#[derive(Debug, Serialize)]
pub struct Inspection {
    /// Of every file, in their order.
    pub files: Vec<Inspected>,
    /// What there is to say of the whole.
    pub findings: Vec<Finding>,
    /// Why no invitations come of it, if none do.
    pub problem: Option<String>,
}

/// What was understood of one file.
#[derive(Debug, Serialize)]
pub struct Inspected {
    /// The file.
    pub file: String,
    /// What it is for.
    pub role: &'static str,
    /// The description by which it is read.
    pub source: String,
    /// Why that one.
    pub why: String,
    /// Whose it is; none where its rows say so, or it is of all accounts.
    pub account: Option<String>,
    /// How its text is encoded; none where it is no text.
    pub encoding: Option<&'static str>,
    /// What is between its cells.
    pub delimiter: Option<char>,
    /// The line of its header.
    pub header_row: Option<u64>,
    /// Which column fills which field.
    pub columns: Vec<Filled>,
    /// The columns that came along unread, as they are spelled.
    pub unread: Vec<String>,
    /// What values decided about columns.
    pub guesses: Vec<String>,
    /// How the values of dates and words were read.
    pub readings: Vec<Reading>,
    /// The rows that could be taken apart; none where the file is not read as a whole.
    pub rows: Option<usize>,
    /// The rows that were left out.
    pub rows_left_out: usize,
    /// The cells that are unknown.
    pub cells_unknown: usize,
    /// The first of those, with what was expected.
    pub reasons: Vec<String>,
    /// The description that it amounts to; none where it is described already.
    pub block: Option<String>,
}

/// A column that fills a field.
#[derive(Debug, Serialize)]
pub struct Filled {
    /// The field.
    pub field: String,
    /// The column, as the file spells it.
    pub column: String,
}

/// How many reasons a file shows.
const REASONS_SHOWN: usize = 5;

/// Looks at tables.
///
/// # Errors
/// A query over the data that failed.
pub fn inspect(tables: Tables, settings: &Settings) -> Result<Inspection, InvitationsError> {
    let seen: Vec<Table> = tables.tables.clone();
    let gathered = gather(copy(&tables), settings)?;
    let files = seen.iter().map(|table| {
        let of_file = |file: &str| file == table.file;
        let readings = gathered.remarks.readings.iter().filter(|one| of_file(&one.file));
        let bad: Vec<_> =
            gathered.remarks.skipped.iter().filter(|one| of_file(&one.file)).collect();
        let lost = |loss: Loss| bad.iter().filter(|one| one.loss == loss).count();
        let understood = &table.understood;
        let role = table.kind.role().name();
        let filled = table.spelled.iter().filter(|(name, _)| !name.starts_with(EXTRA));
        let filled: Vec<(String, String)> = filled.cloned().collect();
        let is_general = ["sheet", "sent-list"].contains(&understood.source.as_str());
        let name = Path::new(&table.file).file_stem().unwrap_or_default().to_string_lossy();
        Inspected {
            file: table.file.clone(),
            role,
            source: understood.source.clone(),
            why: understood.why.clone(),
            account: table.account.clone(),
            encoding: understood.encoding,
            delimiter: understood.delimiter,
            header_row: understood.header_row,
            block: is_general.then(|| block(&name, role, &filled, &understood.unread)),
            columns: filled.into_iter().map(|(field, column)| Filled { field, column }).collect(),
            unread: understood.unread.clone(),
            guesses: understood.guesses.clone(),
            readings: readings.cloned().collect(),
            rows: matches!(table.rows, Rows::Text(_)).then_some(understood.rows),
            rows_left_out: lost(Loss::Row),
            cells_unknown: lost(Loss::Cell),
            reasons: bad.iter().take(REASONS_SHOWN).map(ToString::to_string).collect(),
        }
    });
    let files = files.collect();
    Ok(match derive(tables, settings) {
        Ok(invitations) => Inspection { files, findings: invitations.findings, problem: None },
        Err(InvitationsError::Data(problem)) => {
            let findings = gathered.remarks.findings;
            let help = problem.help().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
            Inspection { files, findings, problem: Some(format!("error: {problem}{help}")) }
        }
        Err(other) => return Err(other),
    })
}

fn copy(tables: &Tables) -> Tables {
    Tables {
        spellings: tables.spellings.clone(),
        tables: tables.tables.clone(),
        bad: tables.bad.clone(),
        findings: tables.findings.clone(),
    }
}
