//! Rows that are in the columns of `invitations` already, from Parquet or CSV.
//!
//! Invariant: a scanned file is never collected here. Missing columns are filled or derived by lazy
//! expressions, and a column of a wrong type is an error before anything is read. A row is left
//! out where it names nobody, and where a value that is never missing is none that its column can
//! have.
//!
//! Invariant: nobody is pending of whom a row says that they were withdrawn or have connected, and
//! not that they were invited again; a day that is not understood says so, too.

use super::canonical_person::{person, strange_profile};
use super::first_pass::FirstPass;
use super::named_people::{POSITION, ScannedPersonKeys};
use super::scanned_columns::ScannedColumns;
use super::{accounts, word_columns};
use crate::account::AccountSpellings;
use crate::import::ImportError;
use crate::import::people_keys::person;
use crate::import::table::ScanRows;
use crate::invitations::outcome::{derived, state};
use crate::invitations::people::keys;
use crate::invitations::settings::DerivationSettings;
use crate::invitations::{columns, schema};
use polars::prelude::{
    Column, DataType, Expr, Field, IntoColumn, LazyFrame, NULL, PolarsResult, StringChunked,
    coalesce, col, element, lit, when,
};
use schema::{COLUMNS, ColumnType};
use std::collections::BTreeSet;

/// The columns with the day on which an invitation ended, the states that say so, and the columns
/// that say whether a day is written there at all, be it one that nobody understands.
pub(in crate::invitations) const END_COLUMNS: [(&str, &str, &str); 2] =
    [("withdrawn_on", "withdrawn", "#withdrawn"), ("connected_on", "accepted", "#connected")];

/// Whose word decides whether an invitation is pending, and may be withdrawn.
pub(in crate::invitations) const DECISIVE: [&str; 2] = ["state", "kind"];

/// Rows of a file that are complete.
pub(in crate::invitations) struct CompletedScan {
    pub(in crate::invitations) rows: LazyFrame,
    /// The names and types of the further columns.
    pub(in crate::invitations) further: Vec<(String, DataType)>,
    /// What the file has.
    pub(in crate::invitations) columns: ScannedColumns,
    /// Whom its rows name.
    pub(in crate::invitations) people: ScannedPersonKeys,
    /// Its accounts, where no row is left out and every one names one.
    pub(in crate::invitations) accounts: Option<BTreeSet<String>>,
}

/// Completes rows that are already in the frame's columns. `file` and `account` say where they come
/// from and whose they are where no column says so.
pub(in crate::invitations) fn complete(
    scan: &ScanRows,
    file: &str,
    account: &str,
    settings: &DerivationSettings,
    spellings: &mut AccountSpellings,
) -> Result<CompletedScan, ImportError> {
    let failed = |error: &polars::prelude::PolarsError| ImportError::Parquet {
        file: file.into(),
        reason: error.to_string(),
    };
    let mut rows = scan.rows.clone();
    let schema = rows.collect_schema().map_err(|error| failed(&error))?;
    let known = scan.known.clone();
    let (schema, as_of) = (schema.as_ref().clone(), settings.as_of);
    let (plain, have_slugs) = (BTreeSet::new(), false);
    let mut columns =
        ScannedColumns { schema, as_of, statistics: known, exact_word_columns: plain, have_slugs };
    let survey = FirstPass::of_rows(&rows, &columns).map_err(|error| failed(&error))?;
    columns.have_slugs = survey.have_slugs();
    columns.exact_word_columns = survey.plain;
    let is_further =
        |name: &str| schema::column(name).is_none() && !is_end(name) && name != POSITION;
    let further = columns.schema.iter().filter(|(name, _)| is_further(name));
    let further = further.map(|(name, dtype)| {
        let dtype = if is_word(dtype) { DataType::String } else { dtype.clone() };
        (name.to_string(), dtype)
    });
    let further = further.collect();
    let people = ScannedPersonKeys::of_rows(&typed(rows.clone(), &columns), survey.keys)
        .map_err(|error| failed(&error))?;
    let unusable = unusable(&columns);
    let decisive = COLUMNS.iter().filter(|column| DECISIVE.contains(&column.name));
    let open: Vec<_> = decisive
        .filter(|column| columns.has(column.name) && !word_columns::is_settled(column, &columns))
        .collect();
    let is_whole = unusable.is_empty() && people.nameless_rows == 0 && open.is_empty();
    // A row that is left out names no account.
    let seen = survey.accounts.filter(|_| unusable.is_empty());
    let rows = unusable.into_iter().fold(rows, |rows, (_, is)| rows.filter(is.not()));
    let accounts = accounts::spell_accounts_of_scan(&rows, &columns, seen, account, spellings);
    let accounts = accounts.map_err(|error| failed(&error))?;
    let rows = typed(rows, &columns);
    let rows = open.iter().fold(rows, |rows, column| {
        rows.filter(word_columns::is_unknown_word(col(column.name)).not())
    });
    let mut rows = stages(rows, &columns, accounts.of_row, &people, settings);
    if !columns.has("id") {
        let id = people.id(&rows).map_err(|error| failed(&error))?;
        rows = rows.with_column(id.alias("id"));
    }
    let accounts = accounts.names.filter(|_| is_whole);
    Ok(CompletedScan { rows, further, columns, people, accounts })
}

/// Whether every column of the frame's names has its type, so that the file can be scanned.
pub(in crate::invitations) fn has_frame_types(scan: &ScanRows) -> PolarsResult<bool> {
    let schema = scan.rows.clone().collect_schema()?;
    let fits = |column: &schema::ColumnSpec| {
        let Some(actual) = schema.get(column.name) else { return true };
        *actual == DataType::Null
            || match column.column_type {
                ColumnType::Text => actual.is_string() || is_word(actual),
                ColumnType::Int => actual.is_integer(),
                ColumnType::Bool => *actual == DataType::Boolean,
                ColumnType::Date => *actual == DataType::Date,
                ColumnType::Datetime => matches!(actual, DataType::Datetime(..)),
                ColumnType::TextList => *actual == column.column_type.dtype(),
            }
    };
    Ok(COLUMNS.iter().all(fits))
}

/// Which rows cannot be used, by what the file's own columns hold: what they are, and whether a row
/// is one of them.
pub(in crate::invitations) fn unusable(columns: &ScannedColumns) -> Vec<(String, Expr)> {
    let without_id = (columns.has("id") && !columns.is_full("id"))
        .then(|| ("without an `id`".to_owned(), col("id").is_null()));
    let never_missing = COLUMNS.iter().filter(|column| !column.nullable);
    let outside = never_missing.filter_map(|column| {
        let (least, most) = column.range?;
        let what = format!("whose `{}` is not from {least} to {most}", column.name);
        Some((what, columns.is_out_of_range(column)?))
    });
    without_id.into_iter().chain(outside).collect()
}

/// Whether it is a text for which a file has a number: elsewhere, a text is a text.
fn is_word(dtype: &DataType) -> bool {
    dtype.is_categorical() || dtype.is_enum()
}

/// Whether a column says that a day is written in another.
fn is_end(name: &str) -> bool {
    END_COLUMNS.iter().any(|(_, _, mark)| *mark == name)
}

/// Every column of the table, of its type.
pub(in crate::invitations) fn typed(rows: LazyFrame, columns: &ScannedColumns) -> LazyFrame {
    let marks = END_COLUMNS.iter().filter(|(_, _, mark)| !columns.has(mark));
    let marks = marks.map(|(name, _, mark)| {
        let is_written = if columns.has(name) { col(*name).is_not_null() } else { lit(false) };
        is_written.alias(*mark)
    });
    let values = COLUMNS.iter().map(|column| columns.typed(column));
    let further = || columns.schema.iter().filter(|(name, _)| schema::column(name).is_none());
    let words = further().filter(|(_, dtype)| is_word(dtype));
    let words = words.map(|(name, _)| col(name.clone()).cast(DataType::String));
    // What is no number is unknown, as in a text table: a rule would find NaN equal to 0.
    let numbers = further().filter(|(_, dtype)| dtype.is_float()).map(|(name, _)| {
        let number = col(name.clone());
        when(number.clone().is_finite()).then(number).otherwise(lit(NULL)).alias(name.clone())
    });
    let typed =
        rows.with_columns(values.chain(marks).chain(numbers).chain(words).collect::<Vec<_>>());
    let typed = match strange_profile(columns) {
        Some(strange) => {
            let profile = when(strange.not()).then(col("profile_url")).otherwise(lit(NULL));
            typed.with_column(profile.alias("profile_url"))
        }
        None => typed,
    };
    let words = COLUMNS.iter().filter(|c| !c.values.is_empty() && columns.has(c.name));
    typed.with_columns(words.map(|column| word_columns::word(column, columns)).collect::<Vec<_>>())
}

/// The columns that are there are taken as they are, so that they cost nothing but their reading;
/// only those that are missing are derived.
fn stages(
    rows: LazyFrame,
    columns: &ScannedColumns,
    account: Expr,
    people: &ScannedPersonKeys,
    settings: &DerivationSettings,
) -> LazyFrame {
    let given_or = |name: &str, derived: Expr| {
        let value = if columns.has(name) { col(name) } else { derived };
        value.alias(name)
    };
    let or = |name: &str, value: Expr| {
        if columns.is_full(name) { col(name) } else { col(name).fill_null(value).alias(name) }
    };
    let noted = col("note").str().strip_chars(lit(NULL)).neq(lit(""));
    let length = col("note").str().len_chars().cast(DataType::Int64);
    let name =
        if columns.has("name") { or("name", col("person")) } else { keys::person_without_prefix() };
    let rows = rows.with_columns([account.alias("account"), person(columns).alias("person")]);
    let rows =
        if people.nameless_rows == 0 { rows } else { rows.filter(col("person").is_not_null()) };
    let age_days = state::age_days(settings.as_of, col("age_days"));
    let rows = rows.with_columns([
        name.alias("name"),
        given_or("profile_url", map(col("person"), person::profile_url)),
        age_days.clone().alias("age_days"),
        given_or("has_note", noted),
        given_or("note_length", length),
        or("kind", lit("connection")),
        or("messages", lit(0).cast(DataType::Int64)),
        known_by(columns).alias("known_by"),
        ended_or_as_said(state::by_age(age_days, settings.expiry_days), columns).alias("state"),
        // A tag that is missing is none.
        derived::tags().list().eval(element().drop_nulls()).alias("tags"),
    ]);
    let rows = if is_recorded(columns) {
        rows
    } else {
        rows.with_column(state::expire_presumed(settings.expiry_days).alias("state"))
    };
    let rows = rows.with_column(given_or("days_to_accept", state::days_to_accept()));
    let marks = END_COLUMNS.map(|(_, _, mark)| mark);
    rows.drop(polars::prelude::by_name(marks, true, false))
}

/// How the state is known: as given, else by what the row gives or implies. A word that says
/// nothing makes the state a presumption.
fn known_by(columns: &ScannedColumns) -> Expr {
    if is_recorded(columns) {
        return lit("recorded");
    }
    let is_said = if columns.has("known_by") { lit(false) } else { col("state").is_not_null() };
    let [withdrawn, connected] = END_COLUMNS.map(|end| ended(&end));
    let implied = when(is_said.or(withdrawn))
        .then(lit("recorded"))
        .when(connected)
        .then(lit("matched"))
        .otherwise(lit("presumed"));
    if !columns.has("known_by") {
        return implied;
    }
    let is_pending = col("state").eq(lit("pending")).fill_null(lit(false));
    when(word_columns::is_unknown_word(col("known_by")))
        .then(lit("presumed"))
        .when(is_pending.and(says_ended()))
        .then(implied.clone())
        .otherwise(coalesce(&[col("known_by"), implied]))
}

/// Whether every row gives its state, and none says how that is known.
fn is_recorded(columns: &ScannedColumns) -> bool {
    word_columns::is_in_every_row("state", columns) && !columns.has("known_by")
}

/// The state that a row gives, or else implies: what ended is pending no more, whatever is said. Of
/// a row that implies none, its age decides.
fn ended_or_as_said(by_age: Expr, columns: &ScannedColumns) -> Expr {
    if !END_COLUMNS.iter().any(|(day, _, mark)| columns.has(day) || columns.has(mark)) {
        let is_given = word_columns::is_in_every_row("state", columns);
        return if is_given { col("state") } else { coalesce(&[col("state"), by_age]) };
    }
    // A state that is missing or `pending` yields to what the days say.
    let is_open = col("state").eq(lit("pending")).fill_null(lit(true));
    let [withdrawn, connected] = END_COLUMNS.map(|end| ended(&end));
    when(is_open.clone().and(withdrawn))
        .then(lit(END_COLUMNS[0].1))
        .when(is_open.and(connected))
        .then(lit(END_COLUMNS[1].1))
        .otherwise(coalesce(&[col("state"), by_age]))
}

/// Whether a row says that its invitation ended, and not that it was sent again since.
pub(in crate::invitations) fn says_ended() -> Expr {
    ended(&END_COLUMNS[0]).or(ended(&END_COLUMNS[1]))
}

/// Whether it ended on this day, or on one that nobody understands.
fn ended((day, _, mark): &(&str, &str, &str)) -> Expr {
    let sent_again = col("sent_at").cast(DataType::Date).gt(col(*day)).fill_null(lit(false));
    col(*mark).and(sent_again.not())
}

/// A text column made value by value, when the query runs.
pub(in crate::invitations) fn map(
    texts: Expr,
    function: impl Fn(&str) -> Option<String> + Send + Sync + Copy + 'static,
) -> Expr {
    let run = move |column: Column| -> PolarsResult<Column> {
        let texts: &StringChunked = column.str()?;
        Ok(columns::map_to_column(texts, texts.name(), function).into_column())
    };
    texts.map(run, |_, field| Ok(Field::new(field.name().clone(), DataType::String)))
}

/// What a sheet records, for rows whose state came with the file.
pub(in crate::invitations) fn apply_sheet_outcomes(rows: LazyFrame) -> LazyFrame {
    let sent_again =
        col("sent_at").cast(DataType::Date).gt(col("withdrawn_on")).fill_null(lit(false));
    let withdrawn = col("withdrawn").fill_null(lit(false)).and(sent_again.not());
    let stated = ["accepted", "declined", "withdrawn", "expired"]
        .iter()
        .fold(lit(false), |any, state| any.or(col("stated").eq(lit(*state)).fill_null(lit(false))));
    let is_pending = col("state").eq(lit("pending"));
    let (stated, withdrawn) = (stated.and(is_pending.clone()), withdrawn.and(is_pending));
    let recorded = stated.clone().or(withdrawn.clone());
    let connected_on = coalesce(&[col("connected_on"), col("accepted_on")]);
    let accepted = stated.clone().and(col("stated").eq(lit("accepted")));
    rows.with_columns([
        when(stated)
            .then(col("stated"))
            .when(withdrawn)
            .then(lit("withdrawn"))
            .otherwise(col("state"))
            .alias("state"),
        when(recorded).then(lit("recorded")).otherwise(col("known_by")).alias("known_by"),
        when(accepted).then(connected_on).otherwise(col("connected_on")).alias("connected_on"),
    ])
}
