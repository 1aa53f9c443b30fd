//! What was understood of the data, file by file, to be looked at before anybody trusts a plan.
//!
//! Invariant: the rows of a file are the sum of what became of them; what could not be read costs
//! nothing of what could.

use super::derive::finish;
use super::error::InvitationsError;
use super::no_usable_row::describe_table;
use super::remarks::ColumnReading;
use super::row_tally::{RowTallies, RowTally};
use super::settings::DerivationSettings;
use super::typed_tables::{TypedTables, gather_counting};
use crate::finding::Finding;
use crate::import::description_snippets::DescriptionSnippets;
use crate::import::sources::unread_column::UnreadColumn;
use crate::import::table::{EXTRA, Table, TableKind, TableRows};
use crate::import::{BadRow, Loss, SourceTables};
use crate::query::Query;
use miette::Diagnostic;
use polars::prelude::{DataType, LazyFrame, PolarsResult, len};
use serde::Serialize;

/// What was understood of the data.
#[derive(Debug, Serialize)]
pub struct Inspection {
    /// The version of this form.
    pub version: u32,
    /// Of every file, in their order.
    pub files: Vec<InspectedFile>,
    /// What could not be read although it was asked for.
    pub refused: Vec<InspectionProblem>,
    /// What looks like a table and is passed over.
    pub passed_over: Vec<InspectionProblem>,
    /// What there is to say of the whole.
    pub findings: Vec<Finding>,
    /// Why no invitations come of it, if none do.
    pub problem: Option<InspectionProblem>,
}

/// Something that is not read, and why.
#[derive(Debug, Serialize)]
pub struct InspectionProblem {
    /// The file, as given; none where it is the whole.
    pub file: Option<String>,
    pub problem: String,
    pub help: Option<String>,
}

/// What was understood of one file.
#[derive(Debug, Serialize)]
pub struct InspectedFile {
    pub file: String,
    pub role: &'static str,
    /// The description by which it is read.
    pub source: String,
    pub described_by: String,
    pub why: String,
    /// Whose it is; none where its rows say so, or it is of all accounts.
    pub account: Option<String>,
    /// Why it is that account's.
    pub account_why: Option<String>,
    /// The format of the file; none where it is CSV.
    pub format: Option<String>,
    pub sheet: Option<String>,
    /// How its text is encoded; none where it is no text.
    pub encoding: Option<&'static str>,
    /// What is between its cells.
    pub delimiter: Option<char>,
    pub header_row: Option<u64>,
    pub columns: Vec<FilledField>,
    /// The columns that fill no field, with what they look like.
    pub unread: Vec<UnreadColumn>,
    /// What values decided about columns.
    pub guesses: Vec<String>,
    /// How the values of dates and words were read.
    pub readings: Vec<ColumnReading>,
    /// The rows below the header; none where that cannot be counted.
    pub rows: Option<usize>,
    /// What became of them.
    #[serde(flatten)]
    pub fates: RowTally,
    pub cells_unknown: usize,
    /// Every row that could not be used and every cell that is unknown, the first of them.
    pub reasons: Vec<BadRow>,
    /// The description that it amounts to; none for Parquet.
    pub block: Option<String>,
    /// The same, or one that it shares with tables that are called and read alike.
    #[serde(skip)]
    pub shared_block: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct FilledField {
    pub field: String,
    /// The column, as the file spells it.
    pub column: String,
}

/// How many reasons a file has.
const REASONS_MAX: usize = 100;

impl InspectedFile {
    /// Whether nothing of it could be used.
    pub fn is_unused(&self) -> bool {
        let left_out: usize = self.fates.left_out.values().sum();
        self.rows.is_some_and(|rows| rows > 0 && left_out == rows)
    }
}

/// Looks at tables.
///
/// # Errors
/// A query over the data that failed.
pub fn inspect(
    tables: SourceTables,
    settings: &DerivationSettings,
) -> Result<Inspection, InvitationsError> {
    let mut seen: Vec<Table> = tables.tables.clone();
    let understood: Vec<String> = seen.iter().map(describe_table).collect();
    let passed = tables.passed_over.iter();
    let passed_over = passed
        .map(|(file, why)| InspectionProblem::of_file(Some(file), why.clone(), None))
        .collect();
    let refused = tables.refused.iter();
    let refused: Vec<InspectionProblem> = refused
        .map(|one| {
            InspectionProblem::of_file(Some(&one.file), one.error.to_string(), help(&one.error))
        })
        .collect();
    let mut gathered = gather_counting(tables, settings, Some(RowTallies::new()))?;
    let scanned = scanned_rows(&gathered)?;
    let outcome = finish(&mut gathered, &understood, settings);
    let remarks = &mut gathered.remarks;
    let (mut findings, mut skipped) =
        (std::mem::take(&mut remarks.findings), std::mem::take(&mut remarks.skipped));
    let problem = match outcome {
        Ok(invitations) => {
            findings.extend(invitations.scan_findings()?);
            findings.extend(invitations.findings);
            skipped.extend(invitations.skipped);
            None
        }
        // What was refused says more.
        Err(InvitationsError::Data(_)) if seen.is_empty() && !refused.is_empty() => None,
        Err(InvitationsError::Data(problem)) => {
            Some(InspectionProblem::of_file(None, problem.to_string(), help(&problem)))
        }
        Err(other) => return Err(other),
    };
    skipped.sort();
    let mut fates = remarks.fates.take().unwrap_or_default();
    let words = remarks.readings.iter().filter_map(unknown_words).collect::<Vec<_>>();
    let (shared, each) =
        (DescriptionSnippets::of_tables(&seen, &words), DescriptionSnippets::each(&seen, &words));
    let files = seen.drain(..).enumerate().map(|(table_index, table)| {
        let table_index = i64::try_from(table_index).unwrap_or(i64::MAX);
        let counted = fates.remove(&table_index).unwrap_or_default();
        let bad = skipped.iter().filter(|one| one.file == table.file).cloned().collect::<Vec<_>>();
        let scanned =
            scanned.iter().find(|(other, _)| *other == table_index).map(|(_, rows)| *rows);
        let fates = fates_of(&table, counted, &bad, scanned.as_ref());
        let readings = remarks.readings.iter().filter(|one| one.file == table.file);
        let readings = readings.cloned().collect();
        let shared_block = shared.for_file(&table.file).map(String::from);
        let block = each.for_file(&table.file).map(String::from);
        let inspected = inspected(table, fates, scanned.map(|rows| rows.total), bad, readings);
        InspectedFile { block, shared_block, ..inspected }
    });
    let files = files.collect();
    Ok(Inspection { version: 1, files, refused, passed_over, findings, problem })
}

fn inspected(
    table: Table,
    fates: RowTally,
    scanned: Option<usize>,
    bad: Vec<BadRow>,
    readings: Vec<ColumnReading>,
) -> InspectedFile {
    let is_text = matches!(table.rows, TableRows::Text(_));
    let filled = table.columns.into_iter().filter(|(name, _)| !name.starts_with(EXTRA));
    let understood = table.provenance;
    InspectedFile {
        file: table.file,
        role: table.kind.role().name(),
        source: understood.source,
        described_by: understood.origin.to_string(),
        why: understood.why,
        account: table.account,
        account_why: understood.account_why,
        format: understood.format,
        sheet: understood.sheet,
        encoding: understood.encoding,
        delimiter: understood.delimiter,
        header_row: understood.header_row,
        columns: filled.map(|(field, column)| FilledField { field, column }).collect(),
        unread: understood.unread,
        guesses: understood.guesses,
        readings,
        rows: if is_text { Some(understood.rows) } else { scanned },
        fates,
        cells_unknown: bad.iter().filter(|one| one.loss == Loss::Cell).count(),
        reasons: bad.into_iter().take(REASONS_MAX).collect(),
        block: None,
        shared_block: None,
    }
}

/// How many rows a scanned file has, and how many of them are invitations.
#[derive(Clone, Copy)]
struct ScannedRowCounts {
    total: usize,
    used: usize,
}

fn scanned_rows(gathered: &TypedTables) -> PolarsResult<Vec<(i64, ScannedRowCounts)>> {
    let count = |rows: &LazyFrame| -> PolarsResult<usize> {
        let counted = rows.clone().select([len().cast(DataType::Int64)]).rows()?;
        let count = counted.column("len")?.i64()?.get(0).unwrap_or(0);
        Ok(usize::try_from(count).unwrap_or_default())
    };
    let scans = gathered.scans.iter().map(|scan| {
        Ok((
            scan.table_index,
            ScannedRowCounts { total: count(&scan.as_it_is.rows)?, used: count(&scan.rows)? },
        ))
    });
    scans.collect()
}

/// What became of the rows of one table, so that they add up.
fn fates_of(
    table: &Table,
    counted: RowTally,
    bad: &[BadRow],
    scanned: Option<&ScannedRowCounts>,
) -> RowTally {
    let mut fates = counted;
    let lost = bad.iter().filter(|one| one.loss == Loss::Row).count();
    fates.leave_out("could not be used", lost);
    match table.kind {
        TableKind::Canonical => {
            if let Some(ScannedRowCounts { total, used }) = scanned {
                fates.invitations = *used;
                fates.leave_out(
                    "could not be used, as the findings say",
                    total.saturating_sub(*used),
                );
            }
            return fates;
        }
        // A row that is an invitation tells of itself.
        TableKind::Sheet { .. } => fates.joined = fates.joined.saturating_sub(fates.invitations),
        TableKind::Connections => {
            fates.unmatched = fates.people.map_or(0, |people| people.ambiguous + people.unmatched);
        }
        TableKind::Invitations | TableKind::SentList | TableKind::Messages | TableKind::Profile => {
        }
    }
    fates.joined += table.provenance.rows.saturating_sub(fates.total());
    fates
}

/// The words that nobody explained, with their file and column.
fn unknown_words(reading: &ColumnReading) -> Option<(String, String, Vec<String>)> {
    let unknown = reading.words.iter().filter(|word| word.becomes.is_none());
    let words: Vec<String> = unknown.map(|word| word.word.clone()).collect();
    (!words.is_empty()).then(|| (reading.file.clone(), reading.column.clone(), words))
}

impl InspectionProblem {
    fn of_file(file: Option<&String>, problem: String, help: Option<String>) -> Self {
        Self { file: file.cloned(), problem, help }
    }
}

fn help(error: &dyn Diagnostic) -> Option<String> {
    error.help().map(|help| help.to_string())
}
