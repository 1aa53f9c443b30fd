//! CSV of the columns of `invitations` → typed columns.

use super::canonical::END_COLUMNS;
use crate::import::raw_tables::column_types::InferredType;
use crate::import::table::{ROW, Table};
use crate::import::words::answers::{OutcomeAnswer, outcome_answer};
use crate::import::words::paired_marks::YesNoMarks;
use crate::import::words::status::Status;
use crate::invitations::columns::split_lists;
use crate::invitations::remarks::Remarks;
use crate::invitations::schema::{COLUMNS, ColumnType};
use crate::invitations::settings::DerivationSettings;
use crate::invitations::typed::table_cleaner::{TableAuthor, TableCleaner, alternative_column};
use crate::invitations::typed::{ambiguous_days, row_people};
use crate::invitations::{columns, schema};
use chrono_tz::Tz;
use polars::prelude::{
    BooleanChunked, Column, DataFrame, DataType, Int64Chunked, IntoColumn, PolarsResult, col,
};

/// Types every column; a value that is not of its column's type becomes unknown.
pub(in crate::invitations) fn type_table(
    table: &Table,
    frame: &DataFrame,
    settings: &DerivationSettings,
    remarks: &mut Remarks,
) -> PolarsResult<DataFrame> {
    let mut sift =
        TableCleaner { table, frame: frame.clone(), writer: TableAuthor::Program, remarks };
    mark_ends(&mut sift)?;
    if sift.frame.column("profile_url").is_ok() {
        row_people::clear_bad_profiles(&mut sift)?;
    }
    for column in COLUMNS.iter().filter(|column| frame.column(column.name).is_ok()) {
        let name = column.name;
        match column.column_type {
            ColumnType::Text => {}
            ColumnType::Int => {
                let parse = |text: &str| text.trim().parse::<i64>().ok();
                let numbers: Int64Chunked = columns::text_column(&sift.frame, name)
                    .iter()
                    .map(|text| text.and_then(parse))
                    .collect();
                read(
                    &mut sift,
                    name,
                    &numbers.with_name(name.into()).into_column(),
                    "a whole number",
                )?;
            }
            ColumnType::Bool => {
                let texts = columns::text_column(&sift.frame, name);
                let marks = YesNoMarks::of_values(texts.iter().flatten());
                let answer = |text: &str| marks.yes_or_no(text);
                let values: BooleanChunked =
                    texts.iter().map(|text| text.and_then(answer)).collect();
                read(
                    &mut sift,
                    name,
                    &values.with_name(name.into()).into_column(),
                    "`true` or `false`",
                )?;
            }
            ColumnType::Date => {
                // A reconnection lies ahead; everything else has happened.
                let latest = (name != "reconnect_on").then_some(settings.as_of);
                sift.parse_dates(name, name, latest, "a date such as `2026-02-08`")?;
            }
            ColumnType::Datetime => {
                sift.parse_instants(
                    name,
                    name,
                    table.zone.unwrap_or(Tz::UTC),
                    settings.as_of,
                    "an instant such as `2026-02-08T14:37:00Z`",
                )?;
            }
            ColumnType::TextList => {
                let lists = split_lists(&columns::text_column(&sift.frame, name));
                sift.frame.with_column(lists)?;
            }
        }
    }
    let mut typed = sift.frame.drop(ROW)?;
    if typed.column("sent_at").is_ok() {
        let begun_on = col("sent_at").cast(DataType::Date);
        let ends = END_COLUMNS.map(|(day, ..)| (day, day));
        typed = ambiguous_days::choose_likely_days(typed, &ends, &begun_on, false, table, remarks)?;
    }
    let others = COLUMNS.iter().map(|column| alternative_column(column.name));
    typed = typed.drop_many(others.collect::<Vec<_>>());
    let names: Vec<String> = typed.get_column_names().iter().map(ToString::to_string).collect();
    let is_further = |name: &&String| schema::column(name).is_none() && !name.starts_with('#');
    for name in names.iter().filter(is_further) {
        let texts = columns::text_column(&typed, name);
        typed.with_column(InferredType::of_columns(std::slice::from_ref(&texts)).read(&texts))?;
    }
    Ok(typed)
}

/// Marks the rows that say that an invitation ended, on whatever day.
fn mark_ends(sift: &mut TableCleaner) -> PolarsResult<()> {
    for (name, state, mark) in END_COLUMNS {
        if sift.frame.column(name).is_err() {
            continue;
        }
        let texts = columns::text_column(&sift.frame, name);
        let Some(outcome) = Status::from_text(state, &[]) else { continue };
        let marks = YesNoMarks::of_values(texts.iter().flatten());
        let is_said = |text: &str| outcome_answer(text, outcome, &marks) == OutcomeAnswer::Yes;
        let is_written: BooleanChunked =
            texts.iter().map(|text| Some(text.is_some_and(is_said))).collect();
        sift.frame.with_column(is_written.with_name(mark.into()).into_column())?;
    }
    Ok(())
}

/// Puts the values in place of the texts, and says which text gave none.
fn read(sift: &mut TableCleaner, name: &str, values: &Column, expected: &str) -> PolarsResult<()> {
    let wrong = columns::text_column(&sift.frame, name).is_not_null() & values.is_null();
    sift.report_bad_cells(&wrong, name, "has another type", expected)?;
    sift.frame.with_column(values.clone())?;
    Ok(())
}
