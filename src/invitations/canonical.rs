//! Rows that are in the columns of `invitations` already, from Parquet or CSV.
//!
//! Invariant: a scanned file is never collected here. Missing columns are filled or derived by lazy
//! expressions, and a column of a wrong type is an error before anything is read. A row is left
//! out where it names nobody, where its date lies in the future, and where a value that is never
//! missing is none that its column can have.

use super::settings::Settings;
use super::values::Columns;
use super::{derived, keys, schema, state, words};
use crate::import::table::ScanRows;
use crate::import::{ImportError, person};
use chrono::{DateTime, Utc};
use polars::prelude::{
    Column, DataType, Expr, Field, IntoColumn, LazyFrame, NewChunkedArray, PolarsResult, Schema,
    StringChunked, coalesce, col, element, lit, map_multiple, when,
};
use schema::{COLUMNS, ColumnType};

/// The columns with a date that lies in the past, and what a row is where it does not.
const PAST: [(&str, &str); 4] = [
    ("sent_at", "sent in the future"),
    ("connected_on", "connected in the future"),
    ("withdrawn_on", "withdrawn in the future"),
    ("last_message_at", "with a message in the future"),
];

/// Whose word decides whether an invitation is pending, and may be withdrawn.
pub(super) const DECISIVE: [&str; 2] = ["state", "kind"];

/// Rows of a file that are complete.
pub(super) struct Completed {
    pub(super) rows: LazyFrame,
    /// The names and types of the further columns.
    pub(super) further: Vec<(String, DataType)>,
    /// What the file has.
    pub(super) columns: Columns,
}

/// Completes rows that are already in the frame's columns. `file` and `account` say where they come
/// from and whose they are where no column says so.
pub(super) fn complete(
    scan: &ScanRows,
    file: &str,
    account: &str,
    settings: &Settings,
) -> Result<Completed, ImportError> {
    let failed = |error: &polars::prelude::PolarsError| ImportError::Parquet {
        file: file.into(),
        reason: error.to_string(),
    };
    let mut rows = scan.rows.clone();
    let schema = rows.collect_schema().map_err(|error| failed(&error))?;
    let columns = Columns { schema: schema.as_ref().clone(), known: scan.known.clone() };
    check(file, &columns)?;
    let further = schema.iter().filter(|(name, _)| schema::column(name).is_none());
    let further = further.map(|(name, dtype)| (name.to_string(), dtype.clone())).collect();
    let unusable = unusable(&columns, settings.as_of).into_iter().map(|(_, is)| is);
    let rows = unusable.fold(rows, |rows, is| rows.filter(is.not()));
    let rows = stages(typed(rows, &columns), &columns, account, settings);
    let rows = rows.map_err(|error| failed(&error))?;
    Ok(Completed { rows, further, columns })
}

fn check(file: &str, columns: &Columns) -> Result<(), ImportError> {
    for column in COLUMNS {
        let Some(found) = columns.schema.get(column.name) else { continue };
        let fits = match column.column_type {
            ColumnType::Text => found.is_string() || found.is_categorical() || found.is_enum(),
            ColumnType::Int => found.is_integer(),
            ColumnType::Bool => *found == DataType::Boolean,
            ColumnType::Date => *found == DataType::Date,
            ColumnType::Datetime => matches!(found, DataType::Datetime(..)),
            ColumnType::TextList => *found == column.column_type.dtype(),
        };
        if !fits && *found != DataType::Null {
            return Err(ImportError::WrongType {
                file: file.into(),
                column: column.name.into(),
                found: found.to_string(),
                expected: column.column_type.dtype().to_string(),
            });
        }
    }
    Ok(())
}

/// Which rows cannot be used, by what the file's own columns hold: what they are, and whether a row
/// is one of them.
pub(super) fn unusable(columns: &Columns, as_of: DateTime<Utc>) -> Vec<(String, Expr)> {
    let late = PAST
        .iter()
        .filter_map(|(name, what)| Some(((*what).to_owned(), columns.after(name, as_of)?)));
    let without_id = (columns.has("id") && !columns.is_full("id"))
        .then(|| ("without an `id`".to_owned(), col("id").is_null()));
    let never_missing = COLUMNS.iter().filter(|column| !column.nullable);
    let outside = never_missing.filter_map(|column| {
        let (least, most) = column.range?;
        let what = format!("whose `{}` is not from {least} to {most}", column.name);
        Some((what, columns.outside(column)?))
    });
    late.chain(without_id).chain(outside).collect()
}

/// Every column of the table, of its type.
pub(super) fn typed(rows: LazyFrame, columns: &Columns) -> LazyFrame {
    let typed = rows.with_columns(COLUMNS.iter().map(|c| columns.typed(c)).collect::<Vec<_>>());
    let words = COLUMNS.iter().filter(|c| !c.values.is_empty() && columns.has(c.name));
    typed.with_columns(words.map(|column| words::word(column, columns)).collect::<Vec<_>>())
}

/// The columns that are there are taken as they are, so that they cost nothing but their reading;
/// only those that are missing are derived.
fn stages(
    rows: LazyFrame,
    columns: &Columns,
    account: &str,
    settings: &Settings,
) -> PolarsResult<LazyFrame> {
    let given = |name: &str, derived: Expr| {
        let value = if columns.has(name) { col(name) } else { derived };
        value.alias(name)
    };
    let or = |name: &str, value: Expr| {
        if columns.is_full(name) { col(name) } else { col(name).fill_null(value).alias(name) }
    };
    let noted = col("note").str().strip_chars(lit(polars::prelude::NULL)).neq(lit(""));
    let length = col("note").str().len_chars().cast(DataType::Int64);
    let name =
        if columns.has("name") { or("name", col("person")) } else { derived::name_of_person() };
    let decisive = COLUMNS.iter().filter(|column| DECISIVE.contains(&column.name));
    let open = decisive.filter(|c| columns.has(c.name) && !words::is_settled(c, columns));
    let rows = open.fold(rows, |rows, c| rows.filter(words::is_another(col(c.name)).not()));
    let rows = rows.with_columns([or("account", lit(account)), person(columns).alias("person")]);
    let rows =
        if columns.is_written("person") { rows } else { rows.filter(col("person").is_not_null()) };
    let rows = rows.with_columns([
        name.alias("name"),
        given("profile_url", map(col("person"), person::profile_url)),
        state::age_days(settings.as_of, col("age_days")).alias("age_days"),
        given("has_note", noted),
        given("note_length", length),
        or("kind", lit("connection")),
        or("messages", lit(0).cast(DataType::Int64)),
        known_by(columns).alias("known_by"),
        coalesce(&[col("state"), implied_state()]).alias("state"),
        // A tag that is missing is none.
        derived::tags().list().eval(element().drop_nulls()).alias("tags"),
    ]);
    let rows = rows.with_column(state::expired_or_not(settings.expiry_days).alias("state"));
    let rows = rows.with_column(given("days_to_accept", state::days_to_accept()));
    if columns.has("id") {
        return Ok(rows);
    }
    Ok(rows.with_column(derived::id()?.alias("id")))
}

/// The key of the person: as given, else from the profile or the name. Missing where nobody is
/// named.
pub(super) fn person(columns: &Columns) -> Expr {
    if columns.is_written("person") {
        return col("person");
    }
    let run = |columns: &mut [Column]| -> PolarsResult<Column> {
        let [given, urls, names] = columns else { return Ok(Column::default()) };
        let pairs = urls.str()?.iter().zip(names.str()?.iter());
        let keys = given.str()?.iter().zip(pairs).map(|(given, (url, name))| {
            let given = given.filter(|key| !key.is_empty()).map(String::from);
            given.or_else(|| url.and_then(person::slug)).or_else(|| keys::by_name(name?))
        });
        Ok(StringChunked::from_iter_options("person".into(), keys).into_column())
    };
    let text = |_: &Schema, _: &[Field]| Ok(Field::new("person".into(), DataType::String));
    map_multiple(run, ["person", "profile_url", "name"].map(col), text)
}

/// How the state is known: as given, else by what the row gives or implies. A word that says
/// nothing makes the state a presumption.
fn known_by(columns: &Columns) -> Expr {
    let is_said = if columns.has("known_by") { lit(false) } else { col("state").is_not_null() };
    let implied = when(is_said.or(col("withdrawn_on").is_not_null()))
        .then(lit("recorded"))
        .when(col("connected_on").is_not_null())
        .then(lit("matched"))
        .otherwise(lit("presumed"));
    if !columns.has("known_by") {
        return implied;
    }
    when(words::is_another(col("known_by")))
        .then(lit("presumed"))
        .otherwise(coalesce(&[col("known_by"), implied]))
}

/// The state that a row implies which gives none.
fn implied_state() -> Expr {
    when(col("withdrawn_on").is_not_null())
        .then(lit("withdrawn"))
        .when(col("connected_on").is_not_null())
        .then(lit("accepted"))
        .otherwise(lit("pending"))
}

/// A text column made value by value, when the query runs.
fn map(texts: Expr, of: impl Fn(&str) -> Option<String> + Send + Sync + Copy + 'static) -> Expr {
    let run = move |column: Column| -> PolarsResult<Column> {
        let texts: &StringChunked = column.str()?;
        Ok(keys::map(texts, texts.name(), of).into_column())
    };
    texts.map(run, |_, field| Ok(Field::new(field.name().clone(), DataType::String)))
}

/// What a sheet records, for rows whose state came with the file.
pub(super) fn with_recorded(rows: LazyFrame) -> LazyFrame {
    let sent_again =
        col("sent_at").cast(DataType::Date).gt(col("withdrawn_on")).fill_null(lit(false));
    let withdrawn = col("withdrawn").fill_null(lit(false)).and(sent_again.not());
    let decides = ["accepted", "declined", "withdrawn", "expired"]
        .iter()
        .fold(lit(false), |any, state| any.or(col("stated").eq(lit(*state)).fill_null(lit(false))));
    let later = (col("sent_at").cast(DataType::Date) - col("stated_for")).dt().total_days(false);
    let stated = decides.and(later.gt(lit(1)).fill_null(lit(false)).not());
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
