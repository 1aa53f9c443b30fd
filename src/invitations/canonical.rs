//! Rows that are in the columns of `invitations` already, from Parquet or CSV.
//!
//! Invariant: a scanned file is never collected here. Missing columns are filled or derived by lazy
//! expressions, and a column of a wrong type is an error before anything is read.

use super::columns::unknown;
use super::settings::Settings;
use super::{derived, keys, schema, state};
use crate::import::table::ScanRows;
use crate::import::{ImportError, person};
use polars::prelude::{
    Column, DataType, Expr, Field, IntoColumn, LazyFrame, NewChunkedArray, PolarsResult, Schema,
    StringChunked, TimeUnit, col, element, lit, map_multiple, when,
};
use schema::{COLUMNS, ColumnType};
use std::collections::BTreeSet;

/// Completes rows that are already in the frame's columns. `file` and `account` say where they come
/// from and whose they are where no column says so. Returns the names of the further columns, too.
pub(super) fn complete(
    scan: &ScanRows,
    file: &str,
    account: &str,
    settings: &Settings,
) -> Result<(LazyFrame, Vec<(String, DataType)>), ImportError> {
    let failed = |error: &polars::prelude::PolarsError| ImportError::Parquet {
        file: file.into(),
        reason: error.to_string(),
    };
    let mut rows = scan.rows.clone();
    let schema = rows.collect_schema().map_err(|error| failed(&error))?;
    check(file, &schema)?;
    let further = schema.iter().filter(|(name, _)| schema::column(name).is_none());
    let further = further.map(|(name, dtype)| (name.to_string(), dtype.clone())).collect();
    let typed: Vec<Expr> = COLUMNS.iter().map(|column| typed(column, &schema)).collect();
    let rows = rows.with_columns(typed);
    let own = Own { schema: &schema, never_missing: &scan.never_missing };
    let rows = stages(rows, &own, account, settings).map_err(|error| failed(&error))?;
    Ok((rows, further))
}

fn check(file: &str, schema: &Schema) -> Result<(), ImportError> {
    for column in COLUMNS {
        let Some(found) = schema.get(column.name) else { continue };
        let fits = match column.column_type {
            ColumnType::Text => *found == DataType::String,
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

/// The column with its type: as it is, cast from a kindred type, or missing throughout.
pub(super) fn typed(column: &schema::Column, schema: &Schema) -> Expr {
    let dtype = column.column_type.dtype();
    let expr = match schema.get(column.name) {
        None => unknown(dtype),
        Some(found) if *found == dtype => col(column.name),
        // A time without a zone is in UTC.
        Some(DataType::Datetime(_, None)) => {
            let naive = DataType::Datetime(TimeUnit::Microseconds, None);
            col(column.name).cast(naive).cast(dtype)
        }
        Some(_) => col(column.name).cast(dtype),
    };
    expr.alias(column.name)
}

/// The columns that are there are taken as they are, so that they cost nothing but their reading;
/// only those that are missing are derived.
fn stages(
    rows: LazyFrame,
    own: &Own,
    account: &str,
    settings: &Settings,
) -> PolarsResult<LazyFrame> {
    let schema = own.schema;
    let has = |name: &str| schema.contains(name);
    let given = |name: &str, derived: Expr| {
        let value = if schema.contains(name) { col(name) } else { derived };
        value.alias(name)
    };
    let or = |name: &str, value: Expr| {
        if own.is_full(name) { col(name) } else { col(name).fill_null(value).alias(name) }
    };
    let as_of = state::instant(settings.as_of);
    let noted = col("note").str().strip_chars(lit(polars::prelude::NULL)).neq(lit(""));
    let length = col("note").str().len_chars().cast(DataType::Int64);
    let name = if has("name") { or("name", col("person")) } else { derived::name_of_person() };
    let state = if has("state") { or("state", lit("pending")) } else { stated() };
    let known_by = if has("known_by") { or("known_by", lit("presumed")) } else { how_known() };
    let rows = rows
        .filter(col("sent_at").is_null().or(col("sent_at").lt_eq(as_of)))
        .with_columns([or("account", lit(account)), person(schema).alias("person")]);
    let rows = if own.is_full("person") { rows } else { rows.filter(col("person").is_not_null()) };
    let rows = rows.with_columns([
        name.alias("name"),
        given("profile_url", map(col("person"), person::profile_url)),
        state::age_days(settings.as_of, col("age_days")).alias("age_days"),
        given("has_note", noted),
        given("note_length", length),
        or("kind", lit("connection")),
        or("messages", lit(0).cast(DataType::Int64)),
        known_by.alias("known_by"),
        state.alias("state"),
        // A tag that is missing is none.
        derived::tags().list().eval(element().drop_nulls()).alias("tags"),
    ]);
    let rows = if has("state") && !has("known_by") {
        rows
    } else {
        rows.with_column(state::expired_or_not(settings.expiry_days).alias("state"))
    };
    let rows = rows.with_column(given("days_to_accept", state::days_to_accept()));
    if own.is_full("id") {
        return Ok(rows);
    }
    if has("id") {
        return Ok(rows.filter(col("id").is_not_null()));
    }
    Ok(rows.with_column(derived::id()?.alias("id")))
}

/// What a file says of its own columns.
struct Own<'a> {
    schema: &'a Schema,
    never_missing: &'a BTreeSet<String>,
}

impl Own<'_> {
    /// Whether it has that column, with a value in every row: then nothing reads it in vain.
    fn is_full(&self, name: &str) -> bool {
        self.schema.contains(name) && self.never_missing.contains(name)
    }
}

/// The key of the person: as given, else from the profile or, only where that says nothing, the
/// name.
fn person(schema: &Schema) -> Expr {
    if schema.contains("person") {
        return col("person");
    }
    let run = |columns: &mut [Column]| -> PolarsResult<Column> {
        let (urls, names) = (columns[0].str()?, columns[1].str()?);
        let pairs = urls.iter().zip(names.iter());
        let keys = pairs.map(|(url, name)| person::key(url, name));
        Ok(StringChunked::from_iter_options("person".into(), keys).into_column())
    };
    let text = |_: &Schema, _: &[Field]| Ok(Field::new("person".into(), DataType::String));
    map_multiple(run, [col("profile_url"), col("name")], text)
}

/// How the state is known that a row gives or implies.
fn how_known() -> Expr {
    when(col("state").is_not_null().or(col("withdrawn_on").is_not_null()))
        .then(lit("recorded"))
        .when(col("connected_on").is_not_null())
        .then(lit("matched"))
        .otherwise(lit("presumed"))
}

/// The state that a row implies which gives none.
fn stated() -> Expr {
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

/// Withdrawals that a sheet records, for rows whose state came with the file.
pub(super) fn with_withdrawals(rows: LazyFrame) -> LazyFrame {
    let sent_again =
        col("sent_at").cast(DataType::Date).gt(col("withdrawn_on")).fill_null(lit(false));
    let withdrawn = col("withdrawn").fill_null(lit(false)).and(sent_again.not());
    let withdrawn = withdrawn.and(col("state").eq(lit("pending")));
    rows.with_columns([
        when(withdrawn.clone()).then(lit("withdrawn")).otherwise(col("state")).alias("state"),
        when(withdrawn).then(lit("recorded")).otherwise(col("known_by")).alias("known_by"),
    ])
}
