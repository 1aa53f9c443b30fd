//! Comma-separated values that a spreadsheet may open.
//!
//! Invariant: no text cell and no column's name begins with what a spreadsheet takes for a formula
//! (`=`, `+`, `-`, `@` or a tab): such a cell gets an apostrophe before it (OWASP, "CSV
//! Injection"). Nothing in one is what a build server takes for a command: an apostrophe breaks it.
//! No cell holds a control character that acts on a terminal: it becomes `U+FFFD`, and a carriage
//! return a line break. Numbers stay as they are. Whoever needs the very text takes `ndjson` or
//! `parquet`.

use super::cell_value::display_text;
use super::error::OutputResult;
use super::renderer::Renderer;
use super::style::Style;
use crate::deadline;
use crate::query::Query;
use crate::screen::{CommandScanner, break_commands};
use polars::prelude::{
    Column, CsvWriter, DataFrame, DataType, Expr, IntoColumn, IntoLazy, NewChunkedArray,
    PolarsResult, SerWriter, StringChunked, TimeZone, by_name, element, lit,
};
use std::io::{self, Write};

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 5] = ['=', '+', '-', '@', '\t'];
/// What stands before whatever a spreadsheet or a build server would act on.
const APOSTROPHE: char = '\'';
const LIST_SEPARATOR: &str = "; ";
/// RFC 3339, with as many decimals of a second as there are.
const INSTANT: &str = "%Y-%m-%dT%H:%M:%S%.fZ";
const CLOCK: &str = "%Y-%m-%dT%H:%M:%S%.f";

pub(super) struct Csv;

impl Renderer for Csv {
    fn frame(&self, df: &DataFrame, _: &Style, out: &mut dyn Write) -> OutputResult {
        let mut header = ::csv::Writer::from_writer(&mut *out);
        // A frame without columns has a line of them, too.
        let names = df.get_column_names();
        header.write_record(names.iter().map(|name| escape_cell(name))).map_err(io::Error::from)?;
        header.flush()?;
        drop(header);
        let mut flat = to_csv_columns(df)?;
        CsvWriter::new(out).include_header(false).finish(&mut flat)?;
        Ok(())
    }
}

/// The frame with every column as numbers, booleans, dates or harmless text.
fn to_csv_columns(df: &DataFrame) -> PolarsResult<DataFrame> {
    let columns = df.columns().iter().map(plain).collect::<PolarsResult<Vec<_>>>()?;
    let cells: Vec<_> = columns.iter().map(cell).collect();
    DataFrame::new(df.height(), columns)?.lazy().select(cells).rows()
}

/// The column as it is, or as text where neither CSV nor an expression has a form for its type.
fn plain(column: &Column) -> PolarsResult<Column> {
    let has_form = match column.dtype() {
        DataType::Date | DataType::Datetime(..) => true,
        DataType::List(inner) => inner.is_primitive(),
        dtype => dtype.is_primitive(),
    };
    if has_form {
        return Ok(column.clone());
    }
    let text = |row: usize| {
        deadline::check_interrupted_at_step(row)?;
        column.get(row).map(|value| display_text(&value))
    };
    let texts = (0..column.len()).map(text).collect::<PolarsResult<Vec<_>>>()?;
    Ok(Column::new(column.name().clone(), texts))
}

fn cell(column: &Column) -> Expr {
    let value = by_name([column.name().clone()], true, false).as_expr();
    match column.dtype() {
        DataType::String => escape_texts(value),
        DataType::List(_) => escape_texts(
            value
                .cast(DataType::List(Box::new(DataType::String)))
                .list()
                .eval(element().fill_null(lit("")))
                .list()
                .join(lit(LIST_SEPARATOR), true),
        ),
        DataType::Datetime(_, Some(_)) => {
            value.dt().convert_time_zone(TimeZone::UTC).dt().to_string(INSTANT)
        }
        DataType::Datetime(_, None) => value.dt().to_string(CLOCK),
        _ => value,
    }
}

/// A cell or a column's name (`pivot` makes names of data) that does nothing.
fn escape_cell(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = break_commands(&text, CommandScanner::default(), |symbol, is_command, to| {
        to.extend(is_command.then_some(APOSTROPHE));
        let acts = symbol.is_control() && !matches!(symbol, '\t' | '\n');
        to.push(if acts { char::REPLACEMENT_CHARACTER } else { symbol });
    });
    if text.starts_with(FORMULA) { format!("{APOSTROPHE}{text}") } else { text }
}

/// Every text of a column, harmless.
fn escape_texts(texts: Expr) -> Expr {
    let run = |texts: Column| -> PolarsResult<Column> {
        let guarded = texts.str()?.iter().map(|text| text.map(escape_cell));
        let guarded = StringChunked::from_iter_options(texts.name().clone(), guarded);
        Ok(guarded.into_column())
    };
    texts.map(run, |_, field| Ok(field.clone()))
}

#[cfg(test)]
mod tests {
    use crate::limits::Limits;
    use crate::output::samples::{self, frame_as, limits_as, plan_as};
    use crate::output::{Format, LimitsReport, PlanView};
    use polars::prelude::{Column, DataFrame};
    use proptest::prelude::*;

    fn csv(df: &DataFrame) -> String {
        frame_as(Format::Csv, df)
    }

    #[test]
    fn a_frame_of_every_type_is_text_that_a_spreadsheet_may_open() {
        insta::assert_snapshot!(csv(&samples::frame()));
    }

    #[test]
    fn a_plan_is_its_actions() {
        let plan = samples::plan_of(&[("anna", 9)], &samples::withdrawals("anna", 4));
        insta::assert_snapshot!(plan_as(Format::Csv, &plan, &PlanView::default()));
    }

    #[test]
    fn column_names_are_taken_literally() {
        let columns = ["*", "^a.*$", "a"].map(|name| Column::new(name.into(), ["x"]));
        let df = DataFrame::new(1, columns.to_vec()).unwrap();
        assert_eq!(csv(&df), "*,^a.*$,a\nx,x,x\n");
    }

    #[test]
    fn limits_are_rows_with_and_without_data() {
        let (limits, plan) = (Limits::built_in(), samples::plan());
        let first_lines = |report: LimitsReport| {
            let text = limits_as(Format::Csv, &report);
            text.lines().take(2).collect::<Vec<_>>().join("\n")
        };
        let report = LimitsReport { limits: &limits, headroom: &[], findings: &[] };
        let table = first_lines(report);
        let rooms = first_lines(LimitsReport { headroom: &plan.headroom, ..report });
        insta::assert_snapshot!(format!("{table}\n\n{rooms}"));
    }

    proptest! {
        #[test]
        fn no_text_begins_like_a_formula_and_none_is_lost(texts in prop::collection::vec(
            prop::option::of("[=+@\t\n\"',;a-]{0,6}"), 1..8,
        )) {
            let numbers: Vec<_> = (0_i64..).take(texts.len()).collect();
            let columns = vec![
                Column::new("number".into(), numbers),
                Column::new("text".into(), texts.clone()),
            ];
            let written = csv(&DataFrame::new(texts.len(), columns).unwrap());
            let mut reader = ::csv::Reader::from_reader(written.as_bytes());
            let cells: Vec<_> = reader.records().map(|row| row.unwrap()[1].to_owned()).collect();
            prop_assert_eq!(cells.len(), texts.len());
            for (cell, text) in cells.iter().zip(texts) {
                let text = text.unwrap_or_default();
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
                let bare = |text: &str| text.strip_prefix('\'').unwrap_or(text).to_owned();
                prop_assert_eq!(bare(cell), bare(&text));
            }
        }
    }
}
