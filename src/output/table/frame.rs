//! Any frame: as many columns as fit and the first rows, with what is left out said in words.

use super::grid::{Cell, Grid, GridColumn};
use crate::deadline;
use crate::output::cell_value::display_text;
use crate::output::error::OutputResult;
use crate::output::style::{Paint, Style};
use crate::output::styled_writer::StyledWriter;
use crate::output::text::{clean, width};
use crate::plural::pluralize;
use polars::prelude::DataFrame;
use std::io::Write;

/// The cells that a column gets before further columns are left out.
const FAIR_CELLS: usize = 16;
const GAP: usize = 2;

/// Writes a frame of so many rows, of which these are the first, and how large it is.
pub(super) fn write(df: &DataFrame, all_rows: usize, out: &mut StyledWriter) -> OutputResult {
    // To hide a single row takes as much room as to show it.
    let whole =
        all_rows == df.height() && (out.style.is_untruncated || all_rows <= out.style.rows + 1);
    let rows = if whole { all_rows } else { out.style.rows.min(df.height()) };
    let (names, shown) = write_grid(df, rows, out)?;
    let footer = left_out(&names, shown, rows, all_rows, out.style.advice);
    out.paragraph(Paint::Dim, &footer)?;
    Ok(out.flush()?)
}

/// Writes all rows of the frame, and its size only where columns are left out.
pub(super) fn write_all_rows(df: &DataFrame, out: &mut StyledWriter) -> OutputResult {
    let rows = df.height();
    let (names, shown) = write_grid(df, rows, out)?;
    if shown < names.len() || rows == 0 {
        let footer = left_out(&names, shown, rows, rows, out.style.advice);
        out.paragraph(Paint::Dim, &footer)?;
    }
    Ok(())
}

/// Writes so many rows; gives the columns' names and how many of them are shown.
fn write_grid(
    df: &DataFrame,
    rows: usize,
    out: &mut StyledWriter,
) -> OutputResult<(Vec<String>, usize)> {
    let texts = df.columns().iter().map(|column| ShownColumn::of_column(column, rows));
    let texts = texts.collect::<OutputResult<Vec<_>>>()?;
    let names: Vec<_> = df.columns().iter().map(|column| clean(column.name())).collect();
    let shown = fitting(&names, &texts, out.style);

    let columns: Vec<_> = (df.columns().iter().zip(&names).take(shown))
        .map(|(column, name)| {
            let is_number = column.dtype().is_primitive_numeric();
            if is_number { GridColumn::number(name) } else { GridColumn::text(name, FAIR_CELLS) }
        })
        .collect();
    let widest = texts.iter().map(|texts| texts.widest);
    let grid = Grid::of_widths(columns, widest, 0, out.style);
    if shown > 0 {
        writeln!(out, "{}", grid.titles())?;
    }
    for row in 0..rows {
        deadline::check_interrupted_at_step(row)?;
        let line: Vec<_> =
            texts[..shown].iter().map(|texts| Cell::maybe(texts.cells[row].clone())).collect();
        writeln!(out, "{}", grid.line(&line))?;
    }
    Ok((names, shown))
}

/// The texts of a column's cells, and how wide the widest is.
struct ShownColumn {
    cells: Vec<Option<String>>,
    widest: usize,
}

impl ShownColumn {
    /// Those of the first so many rows.
    fn of_column(column: &polars::prelude::Column, rows: usize) -> OutputResult<Self> {
        let mut texts = Self { cells: Vec::with_capacity(rows), widest: 1 };
        for row in 0..rows {
            deadline::check_interrupted_at_step(row)?;
            let text = display_text(&column.get(row)?);
            texts.widest = texts.widest.max(text.as_deref().map_or(0, width));
            texts.cells.push(text);
        }
        Ok(texts)
    }
}

/// How many columns fit when each is given no more than its fair share; at least one, where there
/// is one.
fn fitting(names: &[String], texts: &[ShownColumn], style: &Style) -> usize {
    let mut room = style.table_width() + GAP;
    let fair = names
        .iter()
        .zip(texts)
        .map(|(name, texts)| texts.widest.max(width(name)).min(FAIR_CELLS) + GAP);
    let fits = fair.take_while(|cells| match room.checked_sub(*cells) {
        Some(left) => {
            room = left;
            true
        }
        None => false,
    });
    fits.count().max(1).min(names.len())
}

fn left_out(names: &[String], shown: usize, rows: usize, all_rows: usize, advice: &str) -> String {
    let size = format!("{} × {}", pluralize(all_rows, "row"), pluralize(names.len(), "column"));
    let (hidden_rows, hidden) = (all_rows - rows, &names[shown..]);
    let left_out = [
        (hidden_rows > 0).then(|| format!("{} not shown", pluralize(hidden_rows, "row"))),
        (!hidden.is_empty()).then(|| {
            format!("{} not shown: {}", pluralize(hidden.len(), "column"), hidden.join(", "))
        }),
    ];
    let left_out: Vec<_> = left_out.into_iter().flatten().collect();
    if left_out.is_empty() {
        return size;
    }
    format!("{size}; {} ({advice})", left_out.join("; "))
}
