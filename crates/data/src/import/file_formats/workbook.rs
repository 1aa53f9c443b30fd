//! A workbook (XLSX, XLS, ODS) → its sheets, each as rows of cells.
//!
//! Invariant: no more than the bounds below is ever held, and a file made to harm ends as an error
//! that names it.

use super::cells::BufferedRows;
use super::links;
use super::links::CellLink;
use super::sheet_filling::{CellValue, SheetBuilder};
use super::workbook_fault::{CELLS_MAX, SheetFault, WorkbookFault};
use super::zip::Zip;
use crate::deadline::BoundedIo;
use crate::import::error::ImportError;
use calamine::{
    Data, DataRef, DataType, Dimensions, Hyperlink, Ods, Range, Reader, Sheet as SheetMetadata,
    SheetType, SheetVisible, Xls, Xlsx,
};
use std::error::Error;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The largest workbook, in bytes: it is read as a whole.
pub(in crate::import) const BYTES_MAX: u64 = 128 << 20;
/// The most that its parts may unpack to, in bytes.
const UNPACKED_BYTES_MAX: u64 = 1 << 30;

/// What is wrong with a cell that a program wrote which computes nothing.
const NOT_COMPUTED: &str = "its formula has no saved value; open the workbook in a spreadsheet \
                            program and save it";

/// Where an XLSX has what is linked in its sheets.
const LINKS: &str = "xl/worksheets/_rels/";

/// What every file of the kind of old Excel's begins with.
pub(in crate::import) const OLE2: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum WorkbookFormat {
    /// Excel's since 2007.
    Xlsx,
    /// Excel's before.
    Xls,
    /// `LibreOffice`'s.
    Ods,
}

impl WorkbookFormat {
    pub(in crate::import) fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "XLSX",
            Self::Xls => "XLS",
            Self::Ods => "ODS",
        }
    }

    /// Whether a zip with such members is a workbook.
    pub(in crate::import) fn of_members(members: &[(usize, String)]) -> Option<Self> {
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
        zip.check_unpacked_size(UNPACKED_BYTES_MAX)?;
        let has_links = members.iter().any(|(_, name)| name.starts_with(LINKS));
        Ok((Self::of_members(&members), has_links))
    }
}

#[derive(Debug)]
pub(in crate::import) struct SheetRows {
    pub(in crate::import) name: String,
    /// Whether whoever opens the workbook does not see it.
    pub(in crate::import) is_hidden: bool,
    pub(in crate::import) rows: BufferedRows,
}

/// Reads every sheet that has cells. Errors: damaged, protected by a password, beyond the bounds.
pub(in crate::import) fn sheets(
    file: &str,
    bytes: &[u8],
) -> Result<(WorkbookFormat, Vec<SheetRows>), ImportError> {
    let fail = |fault| ImportError::Workbook { file: file.into(), fault }.unless_ended(file);
    let (book, has_links) = WorkbookFormat::of_bytes(file, bytes)?;
    let book = book.ok_or_else(|| fail(WorkbookFault::UnknownFormat))?;
    rescind_memory::set_activity(&format!("the reading of {file}"));
    // Some damage is not foreseen by whoever takes workbooks apart.
    let read = catch_unwind(AssertUnwindSafe(|| match book {
        WorkbookFormat::Xlsx => xlsx(bytes, has_links),
        WorkbookFormat::Xls => xls(bytes),
        WorkbookFormat::Ods => ods(bytes),
    }));
    let sheets = read.unwrap_or_else(|_| Err(WorkbookFault::Damaged)).map_err(fail)?;
    Ok((book, sheets))
}

/// Bytes that are taken apart elsewhere, no longer than there is time.
type Bytes<'a> = BoundedIo<Cursor<&'a [u8]>>;

fn paced(bytes: &[u8]) -> Bytes<'_> {
    BoundedIo::new(Cursor::new(bytes))
}

fn xlsx(bytes: &[u8], has_links: bool) -> Result<Vec<SheetRows>, WorkbookFault> {
    let mut book = Xlsx::new(paced(bytes)).map_err(WorkbookFault::unreadable)?;
    let sheets = book.sheets_metadata().to_vec();
    of_worksheets(&sheets, |sheet, cells_left| {
        let merged = book.merge_cells_by_sheet_name(sheet).unwrap_or_default();
        let links = has_links.then(|| book.hyperlinks_by_sheet_name(sheet).ok()).flatten();
        let in_sheet = |fault| WorkbookFault::in_sheet(sheet, fault);
        let unread = |error| in_sheet(SheetFault::unreadable(error));
        let mut filling = SheetBuilder::within(cells_left);
        let mut reader = book.worksheet_cells_reader(sheet).map_err(unread)?;
        while let Some(cell) = reader.next_cell_with_formula().map_err(unread)? {
            let (row, column) = cell.pos;
            let value = match (cell.value, &cell.formula) {
                (DataRef::Empty, Some(_)) => CellValue::Fault(NOT_COMPUTED.into()),
                (DataRef::SharedString(text), _) => CellValue::Text(text.to_owned()),
                (other, _) => CellValue::of_data(&Data::from(other)),
            };
            filling.cell(row, column, value).map_err(in_sheet)?;
            let target = cell.formula.as_deref().and_then(links::target_of_formula);
            filling.kept.links.extend(target.and_then(|target| {
                CellLink::to_profile(u64::from(row) + 1, column as usize, target)
            }));
        }
        filling.kept.links.extend(links.unwrap_or_default().into_iter().filter_map(linked));
        filling.finish(&merged).map_err(in_sheet)
    })
}

/// The profile behind a cell; of several cells, behind the first.
fn linked(link: Hyperlink) -> Option<CellLink> {
    let (row, column) = link.range.start;
    CellLink::to_profile(u64::from(row) + 1, column as usize, link.target?)
}

fn xls(bytes: &[u8]) -> Result<Vec<SheetRows>, WorkbookFault> {
    let book = Xls::new(paced(bytes)).map_err(WorkbookFault::unreadable)?;
    ranges(book, |book, sheet| book.merge_cells_by_sheet_name(sheet).unwrap_or_default())
}

/// `LibreOffice`'s: which cells are merged is not known.
fn ods(bytes: &[u8]) -> Result<Vec<SheetRows>, WorkbookFault> {
    let book = Ods::new(paced(bytes)).map_err(WorkbookFault::unreadable)?;
    ranges(book, |_, _| Vec::new())
}

fn ranges<'a, B: Reader<Bytes<'a>>>(
    mut book: B,
    merged: impl Fn(&B, &str) -> Vec<Dimensions>,
) -> Result<Vec<SheetRows>, WorkbookFault>
where
    B::Error: Error + Send + Sync + 'static,
{
    let sheets = book.sheets_metadata().to_vec();
    of_worksheets(&sheets, |sheet, cells_left| {
        let in_sheet = |fault| WorkbookFault::in_sheet(sheet, fault);
        let range = book.worksheet_range(sheet);
        let range: Range<Data> = range.map_err(|error| in_sheet(SheetFault::unreadable(error)))?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut filling = SheetBuilder::within(cells_left);
        for (row, cells) in (first_row..).zip(range.rows()) {
            for (column, data) in (first_column..).zip(cells).filter(|(_, data)| !data.is_empty()) {
                filling.cell(row, column, CellValue::of_data(data)).map_err(in_sheet)?;
            }
        }
        filling.finish(&merged(&book, sheet)).map_err(in_sheet)
    })
}

/// The sheets that have cells, each read by its name and the number of cells that may still come;
/// it gives how many may come of others.
fn of_worksheets(
    sheets: &[SheetMetadata],
    mut read: impl FnMut(&str, usize) -> Result<(BufferedRows, usize), WorkbookFault>,
) -> Result<Vec<SheetRows>, WorkbookFault> {
    let mut cells_left = CELLS_MAX;
    let worksheets = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let rows_of = worksheets.map(|sheet| {
        let (rows, after) = read(&sheet.name, cells_left)?;
        cells_left = after;
        let is_hidden = sheet.visible != SheetVisible::Visible;
        Ok(SheetRows { name: sheet.name.clone(), is_hidden, rows })
    });
    rows_of.collect()
}
