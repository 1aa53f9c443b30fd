//! Which file a query failed at: each Parquet file that it scans is read alone, column by column,
//! and one that cannot be read so is to blame.

use super::{QueryOutcome, catch_panic, may_be_the_files, run_watched};
use crate::inputs;
use polars::prelude::{
    DataType, DslPlan, Engine, Expr, FileScanDsl, LazyFrame, PolarsError, ScanSources, col, len,
};
use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// A file that cannot be read to its end, though it begins well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DamagedFile {
    pub file: String,
    /// What cannot be read of it.
    pub reason: String,
}

impl fmt::Display for DamagedFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.file, self.reason)
    }
}

impl Error for DamagedFile {}

/// The damaged file that an error comes from.
pub fn damaged_file_of(error: &PolarsError) -> Option<&DamagedFile> {
    let PolarsError::IO { error, .. } = error else { return None };
    error.get_ref()?.downcast_ref()
}

/// The same outcome; where it is a failure that a damaged file brought about, that it did.
pub(super) fn blame_damaged_file<T>(
    outcome: QueryOutcome<T>,
    plans: &[DslPlan],
) -> QueryOutcome<T> {
    let is_doubtful = match &outcome {
        QueryOutcome::Done(result) => result.as_ref().is_err_and(may_be_the_files),
        QueryOutcome::Panicked(_) => true,
        QueryOutcome::Interrupted(_) => false,
    };
    if !is_doubtful {
        return outcome;
    }
    let scans: Vec<ParquetScan> = plans.iter().flat_map(scans).collect();
    let damaged = scans.iter().find_map(ParquetScan::damage).or_else(|| {
        // What breaks Polars inside is the rows of a file, wherever it stumbled over them.
        let is_broken = matches!(outcome, QueryOutcome::Panicked(_));
        is_broken.then(|| scans.first().map(ParquetScan::suspected)).flatten()
    });
    match damaged {
        Some(damaged) => {
            let error = Arc::new(io::Error::new(io::ErrorKind::InvalidData, damaged));
            QueryOutcome::Done(Err(PolarsError::IO { error, msg: None }))
        }
        None => outcome,
    }
}

fn scans(plan: &DslPlan) -> impl Iterator<Item = ParquetScan> {
    plan.into_iter().filter_map(ParquetScan::from_node)
}

/// Notes which Parquet files are read, as long as this lives, for the case that memory ends: a
/// damaged one may claim to hold more than there is.
pub(super) struct NotedFile(Option<String>);

impl NotedFile {
    pub(super) fn begin(plans: &[DslPlan]) -> Self {
        let Some(scan) = plans.iter().flat_map(scans).next() else { return Self(None) };
        let before = rescind_memory::activity();
        let what = if before.is_empty() { "a query" } else { before.as_str() };
        let over: String =
            scan.file.chars().map(|c| if c.is_control() { '?' } else { c }).collect();
        rescind_memory::set_activity(&format!("{what} over {over}"));
        Self(Some(before))
    }
}

impl Drop for NotedFile {
    fn drop(&mut self) {
        if let Some(before) = &self.0 {
            rescind_memory::set_activity(before);
        }
    }
}

/// A Parquet file that a query scans.
struct ParquetScan {
    file: String,
    alone: LazyFrame,
}

impl ParquetScan {
    fn from_node(node: &DslPlan) -> Option<Self> {
        let DslPlan::Scan { sources, scan_type, .. } = node else { return None };
        let FileScanDsl::Parquet { .. } = **scan_type else { return None };
        let path = match sources {
            ScanSources::Paths(paths) => paths.first().map(|path| PathBuf::from(path.as_str())),
            ScanSources::Files(files) => files.first().and_then(inputs::path_of),
            ScanSources::Buffers(_) => None,
        };
        let file = path
            .map_or_else(|| "a Parquet file of the data".into(), |path| path.display().to_string());
        Some(Self { file, alone: LazyFrame::from(node.clone()) })
    }

    /// What cannot be read of the file, if anything.
    fn damage(&self) -> Option<DamagedFile> {
        let mut alone = self.alone.clone();
        let reason = match catch_panic(|| alone.collect_schema()) {
            Err(_) | Ok(Err(_)) => Some("its footer cannot be read".to_owned()),
            Ok(Ok(schema)) => {
                let rows = self.count_rows(len());
                schema.iter_names().find_map(|name| {
                    let values =
                        self.count_rows(col(name.clone()).null_count() + col(name.clone()).count());
                    match (values, &rows) {
                        (None, _) => Some(format!("the column `{name}` cannot be read")),
                        (filled, rows) if filled != *rows => {
                            Some(format!("the column `{name}` has not a value for each row"))
                        }
                        _ => None,
                    }
                })
            }
        };
        let reason = reason.map(|what| format!("it is damaged: {what}"));
        reason.map(|reason| DamagedFile { file: self.file.clone(), reason })
    }

    /// A count over the rows of the file; none where they cannot be read. A file for which there
    /// was no time has the count 0, whatever is asked.
    fn count_rows(&self, count: Expr) -> Option<u64> {
        let counts = self.alone.clone().select([count.cast(DataType::UInt64).alias("count")]);
        let read = run_watched::run_watched(move || {
            let read = counts.clone().collect_with_engine(Engine::Streaming)?.unwrap_single();
            Ok(read.column("count")?.u64()?.get(0))
        });
        match read {
            QueryOutcome::Done(Ok(count)) => count,
            QueryOutcome::Interrupted(_) => Some(0),
            QueryOutcome::Done(Err(_)) | QueryOutcome::Panicked(_) => None,
        }
    }

    /// The file, where no column of it fails alone.
    fn suspected(&self) -> DamagedFile {
        let reason = "a query over its rows failed inside: it may be damaged, or hold what \
                      cannot be computed with, such as a date beyond the calendar";
        DamagedFile { file: self.file.clone(), reason: reason.into() }
    }
}
