//! The cells of a workbook's sheet → rows of texts, within bounds.
//!
//! A cell is the text that a CSV of it would have: dates as ISO, numbers without a needless
//! fraction, of a formula the value that was saved. An error such as `#REF!` is no value. What
//! stands in merged cells stands in every row of them.

use super::cells::{BufferedRows, CellFault, RowBuffer};
use super::workbook_fault::SheetFault;
use crate::deadline;
use calamine::{Data, Dimensions, ExcelDateTime};
use chrono::{Days, NaiveDate, NaiveTime};

pub(in crate::import) enum CellValue {
    Text(String),
    Fault(String),
}

impl CellValue {
    pub(in crate::import) fn of_data(data: &Data) -> Self {
        Self::Text(match data {
            Data::Empty => String::new(),
            Data::String(text) | Data::DurationIso(text) => text.clone(),
            // Without a needless fraction, and without an exponent.
            Data::Float(number) => number.to_string(),
            Data::Int(number) => number.to_string(),
            Data::Bool(is) => is.to_string(),
            Data::DateTime(instant) => instant_text(instant),
            Data::DateTimeIso(text) => {
                let day = text.strip_suffix("T00:00:00").unwrap_or(text);
                day.to_owned()
            }
            Data::Error(error) => {
                return Self::Fault(format!("`{error}` is an error of the workbook"));
            }
        })
    }
}

/// A sheet as it is taken in, cell by cell.
#[derive(Default)]
pub(in crate::import) struct SheetBuilder {
    pub(in crate::import) kept: BufferedRows,
    /// The row that is being filled, from 0.
    row: u32,
    cells: RowBuffer,
    /// How many more cells may come.
    cells_left: usize,
}

impl SheetBuilder {
    /// An empty sheet, to which so many cells may come.
    pub(in crate::import) fn within(cells_left: usize) -> Self {
        Self { cells_left, ..Self::default() }
    }

    pub(in crate::import) fn cell(
        &mut self,
        row: u32,
        column: u32,
        value: CellValue,
    ) -> Result<(), SheetFault> {
        deadline::check_interrupted_at_step(self.cells_left)?;
        let column = column as usize;
        if row != self.row {
            let is_before = row < self.row;
            self.end_row();
            self.row = row;
            if is_before {
                return Err(SheetFault::RowOrder);
            }
        }
        let empty = column.checked_sub(self.cells.len()).ok_or(SheetFault::CellOrder)?;
        let taken = empty + 1;
        self.cells_left = self.cells_left.checked_sub(taken).ok_or(SheetFault::TooManyCells)?;
        (0..empty).for_each(|_| self.cells.push(b""));
        match value {
            CellValue::Text(text) => self.cells.push(text.as_bytes()),
            CellValue::Fault(problem) => {
                self.cells.push(b"");
                let row = u64::from(row) + 1;
                self.kept.faults.push(CellFault { row, column, problem });
            }
        }
        Ok(())
    }

    fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        self.kept.push(u64::from(self.row) + 1, cells);
    }

    /// The sheet, and how many more cells may come of others.
    pub(in crate::import) fn finish(
        mut self,
        merged: &[Dimensions],
    ) -> Result<(BufferedRows, usize), SheetFault> {
        self.end_row();
        for Dimensions { start, end } in merged.iter().filter(|one| one.end.0 > one.start.0) {
            let rows = u64::from(start.0) + 1..=u64::from(end.0) + 1;
            let filled = self.kept.fill_down(rows, start.1 as usize);
            self.cells_left =
                self.cells_left.checked_sub(filled).ok_or(SheetFault::TooManyCells)?;
        }
        Ok((self.kept, self.cells_left))
    }
}

/// A day, an instant or a time of day as ISO writes them.
fn instant_text(instant: &ExcelDateTime) -> String {
    if instant.is_duration() {
        let minutes = (instant.as_f64() * 24.0 * 60.0).round();
        return format!("{}:{:02}", (minutes / 60.0).trunc(), (minutes % 60.0).abs());
    }
    let (year, month, day, hour, minute, second, milli) = instant.to_ymd_hms_milli();
    let day = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
    let time = NaiveTime::from_hms_opt(hour.into(), minute.into(), second.into());
    let (Some(mut day), Some(mut time)) = (day, time) else { return instant.as_f64().to_string() };
    if milli >= 500 {
        let (rounded, over) = time.overflowing_add_signed(chrono::TimeDelta::seconds(1));
        day = if over > 0 { day.checked_add_days(Days::new(1)).unwrap_or(day) } else { day };
        time = rounded;
    }
    match (instant.as_f64() < 1.0, time == NaiveTime::MIN) {
        (true, _) => time.to_string(),
        (false, true) => day.to_string(),
        (false, false) => format!("{day} {time}"),
    }
}
