//! A column of days of one outcome, and one of `yes` and `no` beside it: whether each row says that
//! it came, when, or that another one did.
//!
//! Invariant: what is planned, open or denied is no outcome; a word for another outcome is that
//! one, and is said.

use super::stated_outcome;
use super::table_cleaner::{TableCleaner, shortened};
use crate::deadline;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::dates::unreadable_days::tells_of_a_day;
use crate::import::sources::outcome_fields::{OUTCOME_FIELDS, OutcomeField, REPLIED};
use crate::import::words::answers::{Answer, OutcomeAnswer, answer, outcome_answer};
use crate::import::words::paired_marks::YesNoMarks;
use crate::import::words::status::Status;
use crate::import::words::status_of_text::is_denied;
use crate::invitations::columns;
use crate::invitations::columns::typed_null;
use crate::invitations::settings::DerivationSettings;
use crate::query::Query;
use polars::prelude::{
    BooleanChunked, DataFrame, DataType, Expr, IntoColumn, IntoLazy, NewChunkedArray, PolarsResult,
    StringChunked, coalesce, col, lit, when,
};
use std::collections::{BTreeMap, HashMap};

/// What a column for an outcome may say.
const OUTCOME: &str = "a date such as `2026-02-08`, `yes`, `no`, or nothing";

#[derive(Clone, Copy, Default)]
struct CellOfOutcome {
    /// That the outcome came.
    is_yes: bool,
    /// That another one did.
    other: Option<Status>,
    /// That it has a day, as far as it can be told before all are read.
    may_be_day: bool,
    /// That it is to come on a day.
    is_planned: bool,
}

impl CellOfOutcome {
    fn of_text(text: &str, outcome: Status, marks: &YesNoMarks) -> Self {
        if let Some(is_yes) = marks.yes_or_no(text) {
            return Self { is_yes, ..Self::default() };
        }
        let has_digit = text.contains(|c: char| c.is_ascii_digit());
        let is_yes = outcome_answer(text, outcome, marks) == OutcomeAnswer::Yes;
        match status_of(text) {
            Some(status) if status == outcome => {
                Self { is_yes: true, may_be_day: has_digit, ..Self::default() }
            }
            Some(status) if status.is_over() => Self { other: Some(status), ..Self::default() },
            Some(_) => Self { is_planned: has_digit && tells_of_a_day(text), ..Self::default() },
            None => Self { is_yes, may_be_day: !is_denied(text), ..Self::default() },
        }
    }
}

/// The status for which a text is a word, be it behind a `no`: `No - withdrawn`, `no (declined)`.
fn status_of(text: &str) -> Option<Status> {
    let behind_no = || {
        let (before, rest) = text.split_once(['-', '(', ',', ':', ';', '–'])?;
        let is_none = matches!(answer(before), Some(Answer::No | Answer::Nothing));
        is_none.then(|| Status::from_text(rest.trim_end_matches(')'), &[]))?
    };
    Status::from_text(text, &[]).or_else(behind_no)
}

/// What each cell of a column says; few texts are most of what it has.
fn cells(
    texts: &StringChunked,
    outcome: Status,
    marks: &YesNoMarks,
) -> PolarsResult<Vec<CellOfOutcome>> {
    let mut known: HashMap<&str, CellOfOutcome> = HashMap::new();
    let mut read =
        |text| *known.entry(text).or_insert_with(|| CellOfOutcome::of_text(text, outcome, marks));
    let rows = texts.iter().enumerate().map(|(row, text)| {
        deadline::check_interrupted_at_step(row)?;
        Ok(text.map(&mut read).unwrap_or_default())
    });
    rows.collect()
}

/// Adds the day (date?) on which an outcome came; gives whether a row says that it came, there or
/// in the answer beside.
pub(in crate::invitations) fn parse_outcome(
    sift: &mut TableCleaner,
    field: &OutcomeField,
    settings: &DerivationSettings,
) -> PolarsResult<Expr> {
    let OutcomeField { outcome, day: from, read_day: to, .. } = *field;
    let texts = columns::text_column(&sift.frame, from);
    let marks = YesNoMarks::of_values(texts.iter().flatten());
    let came = format!("came:{from}");
    let beside = field.answer.unwrap_or_default();
    let asked = columns::text_column(&sift.frame, beside);
    let marks_beside = YesNoMarks::of_values(asked.iter().flatten());
    say_asked(sift, beside, &asked, |text| outcome_answer(text, outcome, &marks_beside));
    say_lone_marks(sift, from, &texts, &marks);
    say_lone_marks(sift, beside, &asked, &marks_beside);
    let in_days = cells(&texts, outcome, &marks)?;
    let in_answers = cells(&asked, outcome, &marks_beside)?;
    let yes: BooleanChunked = in_days
        .iter()
        .zip(&in_answers)
        .map(|(day, answered)| Some(day.is_yes || answered.is_yes))
        .collect();
    // Whoever answers that they are not interested is a connection.
    if from != REPLIED.day {
        let planned = in_days.iter().map(|cell| Some(cell.is_planned)).collect();
        sift.report_bad_cells(&planned, from, "is planned, and has not happened", OUTCOME)?;
        for (column, texts, cells) in [(from, &texts, &in_days), (beside, &asked, &in_answers)] {
            apply_other_outcomes(sift, column, texts, cells)?;
        }
    }
    let days = texts.iter().zip(&in_days).map(|(text, cell)| text.filter(|_| cell.may_be_day));
    let days = StringChunked::from_iter_options(from.into(), days);
    sift.frame.with_column(days.into_column())?;
    sift.frame.with_column(yes.with_name(came.as_str().into()).into_column())?;
    sift.parse_dates(from, to, Some(settings.as_of), OUTCOME)?;
    Ok(col(to).is_not_null().or(col(came.as_str())))
}

/// The days of outcomes that only say when the status became so.
pub(in crate::invitations) fn of_statuses(rows: DataFrame) -> PolarsResult<DataFrame> {
    let day = |column: &str, status: Status| {
        let is_so = col("stated").eq(lit(status.name())).fill_null(lit(false));
        let told_on = when(is_so).then(col("told_on")).otherwise(typed_null(DataType::Date));
        coalesce(&[col(column), told_on]).alias(column)
    };
    let days = OUTCOME_FIELDS.map(|field| day(field.read_day, field.outcome));
    rows.lazy().with_columns(days).rows()
}

/// Takes words for other outcomes for the status of rows that have none, and says so.
fn apply_other_outcomes(
    sift: &mut TableCleaner,
    column: &str,
    texts: &StringChunked,
    cells: &[CellOfOutcome],
) -> PolarsResult<()> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (text, _) in texts.iter().zip(cells).filter(|(_, cell)| cell.other.is_some()) {
        *counts.entry(shortened(text.unwrap_or_default().trim())).or_default() += 1;
    }
    if counts.is_empty() {
        return Ok(());
    }
    let others = cells.iter().map(|cell| cell.other.map(Status::name));
    let others = StringChunked::from_iter_options("#other".into(), others);
    let mut rows = sift.frame.clone();
    rows.with_column(others.into_column())?;
    let is_open = col("stated").eq(lit(Status::Pending.name())).fill_null(lit(true));
    let is_heard = is_open.and(col("#other").is_not_null());
    let stated = when(is_heard.clone()).then(col("#other")).otherwise(col("stated"));
    let unsent = col("unsent").and(is_heard.not());
    let heard = rows.lazy().with_columns([stated.alias("stated"), unsent.alias("unsent")]);
    sift.frame = heard.rows()?.drop("#other")?;
    let (file, spelled) = (&sift.table.file, sift.table.spelling(column));
    let count: usize = counts.values().sum();
    let words = counts.iter().map(|(word, count)| format!("{word} ({count})"));
    let message = format!(
        "{file}, column `{spelled}`: {count} value(s) are words for another outcome, and are taken \
         for that: {}",
        words.collect::<Vec<_>>().join(", ")
    );
    let finding = Finding::new(FindingCode::GuessedState, Level::Note, message);
    let help = "a column `Status` says what became of each invitation";
    sift.remarks.findings.push(finding.help(help));
    Ok(())
}

/// Says that the only mark of a column is one for `no`: beside empty cells it may be a tick.
fn say_lone_marks(
    sift: &mut TableCleaner,
    column: &str,
    texts: &StringChunked,
    marks: &YesNoMarks,
) {
    let is_empty = |text: Option<&str>| text.is_none_or(|text| text.trim().is_empty());
    let is_mark = |text: &str| !text.chars().any(char::is_alphanumeric);
    let filled = || texts.iter().filter(|text| !is_empty(*text)).flatten();
    let Some(mark) = filled().next() else { return };
    let is_lone = filled().all(|text| is_mark(text) && marks.yes_or_no(text) == Some(false));
    if !is_lone || filled().count() == texts.len() {
        return;
    }
    let message = format!(
        "{}, column `{}`: `{mark}` stands beside empty cells alone and may be a tick; it is taken \
         for `no`",
        sift.table.file,
        sift.table.spelling(column)
    );
    let finding = Finding::new(FindingCode::UnknownWords, Level::Warn, message);
    sift.remarks.findings.push(finding.help("write `yes` and `no`"));
}

/// Says what the words of a column mean that is asked for an outcome, beside one of days.
fn say_asked(
    sift: &mut TableCleaner,
    column: &str,
    texts: &StringChunked,
    answer_of: impl Fn(&str) -> OutcomeAnswer,
) {
    stated_outcome::record_words(sift, column, texts, |text| match answer_of(text) {
        OutcomeAnswer::Yes => Some("yes"),
        OutcomeAnswer::No => Some("no"),
        OutcomeAnswer::Nothing => Some("nothing"),
        OutcomeAnswer::Unclear => None,
    });
}
