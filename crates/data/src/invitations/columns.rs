//! The columns of an invitation on its way through this module, before its state is known.

use super::people::keys::PROFILE_KEYS;
use crate::import::table::ROW;
use crate::query::Query;
use polars::prelude::{
    Column, DataFrame, DataType, Expr, IntoLazy, NULL, PolarsResult, TimeUnit, TimeZone, col, lit,
};

/// How many days more an age may be than the least one, as it was written: what it is at another
/// instant says nothing of how it was rounded.
pub const AGE_SPAN: &str = "age_span_days";

/// Whether a row names its person by anything better than a name.
pub(super) fn has_key() -> Expr {
    PROFILE_KEYS.iter().fold(lit(false), |any, key| any.or(col(*key).is_not_null()))
}

/// A missing value of that type.
pub(super) fn typed_null(dtype: DataType) -> Expr {
    lit(NULL).cast(dtype)
}

/// Instants as the whole crate stores them.
pub(super) fn instant_type() -> DataType {
    DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC))
}

/// The columns of an invitation before its state is known, with their types.
fn sent_types() -> [(&'static str, DataType); 21] {
    let text = DataType::String;
    [
        ("account", text.clone()),
        ("slug", text.clone()),
        ("urn", text.clone()),
        ("member_id", text.clone()),
        ("name", text.clone()),
        ("name_key", text.clone()),
        ("who", text.clone()),
        ("profile_url", text.clone()),
        ("company", text.clone()),
        ("position", text.clone()),
        ("sent_at", instant_type()),
        ("least_age_days", DataType::Int64),
        (AGE_SPAN, DataType::Int64),
        ("note", text.clone()),
        ("has_note", DataType::Boolean),
        ("kind", text.clone()),
        ("stated", text),
        ("recorded", DataType::Boolean),
        ("listed", DataType::Boolean),
        ("file", DataType::Int64),
        (ROW, DataType::Int64),
    ]
}

/// The columns of an invitation before its state is known. Every source completes its rows to them.
pub(super) fn sent_columns(has: impl Fn(&str) -> bool) -> Vec<Expr> {
    let column = |(name, dtype): (&str, DataType)| {
        if has(name) { col(name) } else { typed_null(dtype).alias(name) }
    };
    sent_types().into_iter().map(column).collect()
}

/// Rows that are in memory with these columns.
pub(super) fn with_sent_columns(rows: &DataFrame) -> PolarsResult<DataFrame> {
    let height = rows.height();
    let column = |(name, dtype): (&str, DataType)| {
        let present = rows.column(name).cloned();
        present.unwrap_or_else(|_| Column::full_null(name.into(), height, &dtype))
    };
    DataFrame::new(height, sent_types().into_iter().map(column).collect())
}

/// A table of these columns without a row.
pub(super) fn empty_frame(columns: Vec<Expr>) -> PolarsResult<DataFrame> {
    let empty = DataFrame::empty().lazy().select(columns).rows()?;
    Ok(empty.clear())
}
