//! What a ledger remembers, told to invitations as a sheet would tell it.
//!
//! Invariant: nothing is remembered of an invitation that was sent after the day on which it
//! happened, and no invitation is there only because somebody remembers it.

use crate::import::table::ROW;
use crate::invitations::columns::{instant_type, typed_null};
use crate::invitations::ledger_access::{LEDGER, RecordedOutcome};
use crate::invitations::people::keys;
use crate::invitations::typed::sheet::{SHEET_VALUES, Sheet, sheet_column};
use crate::query::Query;
use chrono::NaiveDate;
use polars::prelude::{
    Column, DataFrame, DataType, Expr, Int64Chunked, IntoColumn, IntoLazy, NamedFrom,
    NewChunkedArray, PolarsResult, Series, StringChunked, col, lit, when,
};

pub(in crate::invitations) fn sheet(remembered: &[RecordedOutcome]) -> PolarsResult<Sheet> {
    let text = |name: &str, value_of: &dyn Fn(&RecordedOutcome) -> Option<String>| -> Column {
        let values = remembered.iter().map(value_of);
        StringChunked::from_iter_options(name.into(), values).into_column()
    };
    let day = |name: &str,
               day_of: &dyn Fn(&RecordedOutcome) -> Option<NaiveDate>|
     -> PolarsResult<Column> {
        let days: Vec<Option<i32>> =
            remembered.iter().map(|one| day_of(one).map(|day| day.to_epoch_days())).collect();
        Ok(Series::new(name.into(), days).cast(&DataType::Date)?.into_column())
    };
    let key =
        |at: usize| move |one: &RecordedOutcome| keys::split_person_key(&one.person)[at].clone();
    let rows: Int64Chunked = (1..).take(remembered.len()).map(Some).collect();
    let columns = vec![
        text("account", &|one| Some(one.account.clone())),
        text("slug", &key(0)),
        text("urn", &key(1)),
        text("member_id", &key(2)),
        text("name", &|one| one.name.clone()),
        text("name_key", &|one| {
            let by_key = one.person.strip_prefix("name:").map(String::from);
            by_key.or_else(|| one.name.as_deref().and_then(keys::name_key))
        }),
        text("who", &|one| Some(one.person.clone())),
        text("stated", &|one| Some(one.state.into())),
        text("follow_up", &|one| one.follow_up.clone()),
        day("withdrawn_on", &|one| one.withdrawn_on)?,
        day("reconnect_on", &|one| one.reconnect_on)?,
        day("stated_for", &|one| Some(one.on))?,
        rows.with_name(ROW.into()).into_column(),
    ];
    let frame = DataFrame::new(remembered.len(), columns)?;
    let rows = frame.lazy().with_column(
        when(col("stated").eq(lit("withdrawn")).fill_null(lit(false)))
            .then(lit(true))
            .otherwise(typed_null(DataType::Boolean))
            .alias("withdrawn"),
    );
    let known = ["account", "slug", "urn", "member_id", "name", "name_key", "who", ROW];
    let columns = known.map(col).into_iter().chain([
        typed_null(DataType::String).alias("profile_url"),
        lit(-1).cast(DataType::Int64).alias("file"),
        typed_null(instant_type()).alias("sent_at"),
        typed_null(DataType::Int64).alias("least_age_days"),
        lit(false).alias("day_unread"),
    ]);
    let values = SHEET_VALUES.iter().map(|name| value(name).alias(sheet_column(name)));
    let rows = rows.select(columns.chain(values).collect::<Vec<_>>()).rows()?;
    Ok(Sheet { file: LEDGER.into(), table_index: -1, account: None, rows, extras: vec![] })
}

/// What is remembered under this name; nothing under the others.
fn value(name: &str) -> Expr {
    match name {
        "stated" | "follow_up" | "withdrawn" | "withdrawn_on" | "reconnect_on" | "stated_for" => {
            col(name)
        }
        "has_note" => typed_null(DataType::Boolean),
        "accepted_on" | "ended_on" => typed_null(DataType::Date),
        "tags" => typed_null(DataType::List(Box::new(DataType::String))),
        _ => typed_null(DataType::String),
    }
}
