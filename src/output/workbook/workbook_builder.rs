//! A workbook and its sheets as they are filled.

use super::sheet_names::SheetNames;
use super::{cell, sheet};
use crate::output::error::{OutputError, OutputResult};
use chrono::{DateTime, Datelike, Utc};
use polars::prelude::DataFrame;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use std::io::{self, Write};

/// A workbook that is being made.
pub(super) struct WorkbookBuilder {
    workbook: Workbook,
    names: SheetNames,
}

impl WorkbookBuilder {
    /// One without sheets, of that title, which holds at that instant.
    pub(super) fn new(title: &str, as_of: Option<DateTime<Utc>>) -> OutputResult<Self> {
        let mut workbook = Workbook::new();
        let properties = DocProperties::new().set_title(cell::text(title));
        workbook.set_properties(&properties.set_creation_datetime(&instant_made(as_of)?));
        Ok(Self { workbook, names: SheetNames::default() })
    }

    /// Adds rows as a sheet; as several where one cannot hold them.
    pub(super) fn add(&mut self, title: &str, rows: &DataFrame) -> OutputResult {
        sheet::demand_width(rows)?;
        let mut first = 0;
        loop {
            let part = rows.slice(offset(first), sheet::ROWS_MAX);
            let name = self.names.assign_name(title);
            sheet::write(self.workbook.add_worksheet(), &name, &part)?;
            first += sheet::ROWS_MAX;
            if first >= rows.height() {
                return Ok(());
            }
        }
    }

    pub(super) fn write(mut self, out: &mut dyn Write) -> OutputResult {
        let bytes = self.workbook.save_to_buffer()?;
        Ok(out.write_all(&bytes)?)
    }
}

fn offset(row: usize) -> i64 {
    i64::try_from(row).unwrap_or(i64::MAX)
}

/// The instant that the document says it was made at: where none is known, always the same.
fn instant_made(as_of: Option<DateTime<Utc>>) -> Result<ExcelDateTime, XlsxError> {
    let known = as_of.map(|at| at.date_naive()).filter(|day| (1900..10_000).contains(&day.year()));
    let parts = known.and_then(|day| {
        let year = u16::try_from(day.year()).ok()?;
        Some((year, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?))
    });
    let (year, month, day) = parts.unwrap_or((2000, 1, 1));
    ExcelDateTime::from_ymd(year, month, day)
}

impl From<XlsxError> for OutputError {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::IoError(error) => error.into(),
            other => Self::Io(io::Error::other(other)),
        }
    }
}
