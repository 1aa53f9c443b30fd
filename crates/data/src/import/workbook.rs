//! A workbook (XLSX, XLS, ODS) → its sheets, each as rows of cells.
//!
//! A cell is the text that a CSV of it would have: dates as ISO, numbers without a needless
//! fraction, of a formula the value that was saved. An error such as `#REF!` is no value. What
//! stands in merged cells stands in every row of them.
//!
//! Invariant: no more than the bounds below is ever held, and a file made to harm ends as an error
//! that names it.

use super::cells::{CellFault, Cells, KeptRows};
use super::error::ImportError;
use super::links::{self, CellLink};
use super::zip::Zip;
use crate::deadline::{self, Paced};
use calamine::{
    Data, DataRef, DataType, Dimensions, ExcelDateTime, Hyperlink, Ods, Range, Reader, SheetType,
    SheetVisible, Xls, Xlsx,
};
use chrono::{Days, NaiveDate, NaiveTime};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The largest workbook, in bytes: it is read as a whole.
pub(super) const BYTES_MAX: u64 = 128 << 20;
/// The most that its parts may unpack to, in bytes.
const UNPACKED_BYTES_MAX: u64 = 1 << 30;
/// The most cells of all sheets, empty ones before a value included.
const CELLS_MAX: usize = 20_000_000;

/// What is wrong with a cell that a program wrote which computes nothing.
const NOT_COMPUTED: &str = "its formula has no saved value; open the workbook in a spreadsheet \
                            program and save it";

/// Where an XLSX has what is linked in its sheets.
const LINKS: &str = "xl/worksheets/_rels/";

/// What every file of the kind of old Excel's begins with.
pub(super) const OLE2: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The kinds of workbooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Book {
    /// Excel's since 2007.
    Xlsx,
    /// Excel's before.
    Xls,
    /// `LibreOffice`'s.
    Ods,
}

impl Book {
    /// What to call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "XLSX",
            Self::Xls => "XLS",
            Self::Ods => "ODS",
        }
    }

    /// Whether a zip with such members is a workbook.
    pub(super) fn of_members(members: &[(usize, String)]) -> Option<Self> {
        let has = |wanted: &str| members.iter().any(|(_, name)| name == wanted);
        let is_document = has("mimetype") && has("content.xml");
        has("xl/workbook.xml").then_some(Self::Xlsx).or_else(|| is_document.then_some(Self::Ods))
    }

    /// The kind of a file that holds this, and whether addresses may be behind its cells.
    fn of_bytes(file: &str, bytes: &[u8]) -> Result<(Option<Self>, bool), ImportError> {
        if bytes.starts_with(OLE2) {
            return Ok((Some(Self::Xls), false));
        }
        if !bytes.starts_with(b"PK") {
            return Ok((None, false));
        }
        let mut zip = Zip::open(file, Cursor::new(bytes))?;
        let members = zip.members()?;
        zip.unpack_to_nowhere(UNPACKED_BYTES_MAX)?;
        let has_links = members.iter().any(|(_, name)| name.starts_with(LINKS));
        Ok((Self::of_members(&members), has_links))
    }
}

/// One sheet.
#[derive(Debug)]
pub(super) struct SheetRows {
    pub(super) name: String,
    /// Whether whoever opens the workbook does not see it.
    pub(super) is_hidden: bool,
    pub(super) rows: KeptRows,
}

/// Reads every sheet that has cells. Errors: damaged, protected by a password, beyond the bounds.
pub(super) fn sheets(file: &str, bytes: &[u8]) -> Result<(Book, Vec<SheetRows>), ImportError> {
    let fail =
        |problem: String| ImportError::Workbook { file: file.into(), problem }.unless_ended(file);
    let (book, has_links) = Book::of_bytes(file, bytes)?;
    let book = book.ok_or_else(|| fail("it is none of the kinds that are read".into()))?;
    rescind_memory::set_doing(&format!("the reading of {file}"));
    // Some damage is not foreseen by whoever takes workbooks apart.
    let read = catch_unwind(AssertUnwindSafe(|| match book {
        Book::Xlsx => xlsx(bytes, has_links),
        Book::Xls => xls(bytes),
        Book::Ods => ods(bytes),
    }));
    let sheets = read.unwrap_or_else(|_| Err("it is damaged".into())).map_err(fail)?;
    Ok((book, sheets))
}

/// Bytes that are taken apart elsewhere, no longer than there is time.
type Bytes<'a> = Paced<Cursor<&'a [u8]>>;

fn paced(bytes: &[u8]) -> Bytes<'_> {
    Paced::new(Cursor::new(bytes))
}

fn xlsx(bytes: &[u8], has_links: bool) -> Result<Vec<SheetRows>, String> {
    let mut book = Xlsx::new(paced(bytes)).map_err(|error| error.to_string())?;
    let mut sheets = Vec::new();
    let mut left = CELLS_MAX;
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let merged = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let links = has_links.then(|| book.hyperlinks_by_sheet_name(&sheet.name).ok()).flatten();
        let in_sheet =
            |error: &dyn ToString| format!("sheet `{}`: {}", sheet.name, error.to_string());
        let mut taking = Taking { left, ..Taking::default() };
        let mut reader =
            book.worksheet_cells_reader(&sheet.name).map_err(|error| in_sheet(&error))?;
        while let Some(cell) = reader.next_cell_with_formula().map_err(|error| in_sheet(&error))? {
            let (row, column) = cell.pos;
            let value = match (cell.value, &cell.formula) {
                (DataRef::Empty, Some(_)) => CellValue::Fault(NOT_COMPUTED.into()),
                (DataRef::SharedString(text), _) => CellValue::Text(text.to_owned()),
                (other, _) => value(&Data::from(other)),
            };
            taking.cell(row, column, value).map_err(|problem| in_sheet(&problem))?;
            let target = cell.formula.as_deref().and_then(links::target_of_formula);
            taking.kept.links.extend(target.and_then(|target| {
                CellLink::to_profile(u64::from(row) + 1, column as usize, target)
            }));
        }
        taking.kept.links.extend(links.unwrap_or_default().into_iter().filter_map(linked));
        let sheet = taking.finish(sheet.name.clone(), sheet.visible, &merged);
        let (sheet, after) = sheet.map_err(|problem| in_sheet(&problem))?;
        left = after;
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// The profile behind a cell; of several cells, behind the first.
fn linked(link: Hyperlink) -> Option<CellLink> {
    let (row, column) = link.range.start;
    CellLink::to_profile(u64::from(row) + 1, column as usize, link.target?)
}

fn xls(bytes: &[u8]) -> Result<Vec<SheetRows>, String> {
    let book = Xls::new(paced(bytes)).map_err(|error| error.to_string())?;
    ranges(book, |book, sheet| book.merge_cells_by_sheet_name(sheet).unwrap_or_default())
}

/// `LibreOffice`'s: which cells are merged is not known.
fn ods(bytes: &[u8]) -> Result<Vec<SheetRows>, String> {
    let book = Ods::new(paced(bytes)).map_err(|error| error.to_string())?;
    ranges(book, |_, _| Vec::new())
}

fn ranges<'a, B: Reader<Bytes<'a>>>(
    mut book: B,
    merged: impl Fn(&B, &str) -> Vec<Dimensions>,
) -> Result<Vec<SheetRows>, String>
where
    B::Error: ToString,
{
    let mut sheets = Vec::new();
    let mut left = CELLS_MAX;
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let range: Range<Data> =
            book.worksheet_range(&sheet.name).map_err(|error| error.to_string())?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut taking = Taking { left, ..Taking::default() };
        for (row, cells) in (first_row..).zip(range.rows()) {
            for (column, data) in (first_column..).zip(cells).filter(|(_, data)| !data.is_empty()) {
                let taken = taking.cell(row, column, value(data));
                taken.map_err(|problem| format!("sheet `{}`: {problem}", sheet.name))?;
            }
        }
        let merged = merged(&book, &sheet.name);
        let in_sheet = |problem: String| format!("sheet `{}`: {problem}", sheet.name);
        let sheet = taking.finish(sheet.name.clone(), sheet.visible, &merged);
        let (sheet, after) = sheet.map_err(in_sheet)?;
        left = after;
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// What a cell holds.
enum CellValue {
    Text(String),
    Fault(String),
}

/// A sheet as it is taken in, cell by cell.
#[derive(Default)]
struct Taking {
    kept: KeptRows,
    /// The row that is being filled, from 0.
    row: u32,
    cells: Cells,
    /// How many more cells may come.
    left: usize,
}

impl Taking {
    fn cell(&mut self, row: u32, column: u32, value: CellValue) -> Result<(), String> {
        deadline::go_on_at(self.left).map_err(|ended| ended.to_string())?;
        let column = column as usize;
        if row != self.row {
            let is_before = row < self.row;
            self.end_row();
            self.row = row;
            if is_before {
                return Err("its rows are not in order".into());
            }
        }
        let empty = column.checked_sub(self.cells.len()).ok_or("its cells are not in order")?;
        let taken = empty + 1;
        self.left = self.left.checked_sub(taken).ok_or_else(too_many)?;
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
    fn finish(
        mut self,
        name: String,
        visible: SheetVisible,
        merged: &[Dimensions],
    ) -> Result<(SheetRows, usize), String> {
        self.end_row();
        for Dimensions { start, end } in merged.iter().filter(|one| one.end.0 > one.start.0) {
            let rows = u64::from(start.0) + 1..=u64::from(end.0) + 1;
            let filled = self.kept.fill_down(rows, start.1 as usize);
            self.left = self.left.checked_sub(filled).ok_or_else(too_many)?;
        }
        let is_hidden = visible != SheetVisible::Visible;
        Ok((SheetRows { name, is_hidden, rows: self.kept }, self.left))
    }
}

fn too_many() -> String {
    format!("more than {CELLS_MAX} cells: save its table as CSV")
}

fn value(data: &Data) -> CellValue {
    CellValue::Text(match data {
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
            return CellValue::Fault(format!("`{error}` is an error of the workbook"));
        }
    })
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
