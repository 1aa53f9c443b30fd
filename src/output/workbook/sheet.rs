//! A frame as a sheet: a header that stays in view and filters, columns as wide as what they hold.

use super::cell::{self, SheetCell, looks_like_a_formula};
use crate::deadline;
use crate::output::error::{OutputError, OutputResult};
use crate::output::json::columns;
use crate::output::text::width;
use polars::prelude::{DataFrame, DataType};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// The most rows of a sheet, below its header.
pub(super) const ROWS_MAX: usize = 1_048_575;
/// The most columns of a sheet.
const COLUMNS_MAX: usize = 16_384;
/// The most links of a sheet that spreadsheet programs open; further addresses are texts.
const LINKS_MAX: usize = 65_530;
/// Of so many rows the widths of columns are taken.
const ROWS_MEASURED: usize = 1_000;
/// How wide a column is, in letters.
const WIDTHS: std::ops::RangeInclusive<usize> = 8..=60;
/// The room for the button that filters.
const BUTTON: usize = 3;

/// How cells are shown.
struct CellFormats {
    header: Format,
    text: Format,
    /// Of what would be a formula where somebody typed it: it stays a text where it is edited.
    quoted: Format,
    decimal: Format,
    day: Format,
    instant: Format,
    clock: Format,
}

impl CellFormats {
    fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            header: top()
                .set_bold()
                .set_background_color(Color::RGB(0x00E6_F0FB))
                .set_border_bottom(FormatBorder::Thin)
                .set_quote_prefix(),
            text: top(),
            quoted: top().set_quote_prefix(),
            decimal: top().set_num_format("0.0##"),
            day: top().set_num_format("yyyy-mm-dd"),
            instant: top().set_num_format("yyyy-mm-dd hh:mm:ss \"UTC\""),
            clock: top().set_num_format("yyyy-mm-dd hh:mm:ss"),
        }
    }
}

/// Fails where a sheet cannot have so many columns.
pub(super) fn demand_width(rows: &DataFrame) -> OutputResult {
    match rows.width() {
        0..=COLUMNS_MAX => Ok(()),
        columns => Err(OutputError::TooWide { columns, columns_max: COLUMNS_MAX, format: "xlsx" }),
    }
}

/// Writes the rows, of which a sheet can hold as many.
pub(super) fn write(sheet: &mut Worksheet, name: &str, rows: &DataFrame) -> OutputResult {
    sheet.set_name(name)?;
    let looks = CellFormats::new();
    let (mut links, mut at) = (0, 0_u16);
    for column in columns(rows) {
        let title = cell::text(column.name());
        sheet.write_string_with_format(0, at, &title, &looks.header)?;
        let mut widest = width(&title) + BUTTON;
        let number = number_look(column.dtype(), &looks);
        for row in 0..column.len() {
            deadline::check_interrupted_at_step(row)?;
            let value = SheetCell::from_value(&column.get(row)?);
            if row < ROWS_MEASURED {
                widest = widest.max(value.width() + 1);
            }
            let value = bounded(value, &mut links);
            write_cell(sheet, (line(row), at), &value, number, &looks)?;
        }
        sheet.set_column_width(
            at,
            u32::try_from(widest.clamp(*WIDTHS.start(), *WIDTHS.end())).unwrap_or(8),
        )?;
        at += 1;
    }
    if at > 0 {
        sheet.set_freeze_panes(1, 0)?;
        sheet.autofilter(0, 0, line(rows.height().saturating_sub(1)), at - 1)?;
    }
    Ok(())
}

/// The line of a row, below the header.
fn line(row: usize) -> u32 {
    u32::try_from(row + 1).unwrap_or(u32::MAX)
}

/// How the numbers of a column are shown.
fn number_look<'a>(dtype: &DataType, looks: &'a CellFormats) -> &'a Format {
    if dtype.is_float() { &looks.decimal } else { &looks.text }
}

/// The cell, without its link where the sheet has as many as are opened.
fn bounded(value: SheetCell, links: &mut usize) -> SheetCell {
    let SheetCell::Link(text, address) = value else { return value };
    *links += 1;
    if *links <= LINKS_MAX { SheetCell::Link(text, address) } else { SheetCell::Text(text) }
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &SheetCell,
    number: &Format,
    looks: &CellFormats,
) -> Result<(), XlsxError> {
    match value {
        SheetCell::Empty => return Ok(()),
        SheetCell::Boolean(value) => {
            sheet.write_boolean_with_format(row, column, *value, &looks.text)
        }
        SheetCell::Number(value) => sheet.write_number_with_format(row, column, *value, number),
        SheetCell::Day(days) => sheet.write_number_with_format(row, column, *days, &looks.day),
        SheetCell::Instant(days) => {
            sheet.write_number_with_format(row, column, *days, &looks.instant)
        }
        SheetCell::Clock(days) => sheet.write_number_with_format(row, column, *days, &looks.clock),
        SheetCell::Text(text) if looks_like_a_formula(text) => {
            sheet.write_string_with_format(row, column, text, &looks.quoted)
        }
        SheetCell::Text(text) => sheet.write_string_with_format(row, column, text, &looks.text),
        SheetCell::Link(text, address) => {
            sheet.write_url_with_text(row, column, address.as_str(), text)
        }
    }
    .map(|_| ())
}
