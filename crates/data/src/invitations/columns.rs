//! The columns of an invitation on its way through this module, before its state is known.

use crate::import::table::ROW;
use crate::query::Query;
use polars::prelude::{
    ChunkFullNull, Column, DataFrame, DataType, Expr, IntoColumn, IntoLazy, IntoSeries, LazyFrame,
    ListBuilderTrait, ListStringChunkedBuilder, NULL, NewChunkedArray, PolarsResult, StringChunked,
    TimeUnit, TimeZone, UnionArgs, col, concat_lf_diagonal, lit,
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

/// A text column, or one of nulls where the table has none of that name.
pub(in crate::invitations) fn text_column(frame: &DataFrame, name: &str) -> StringChunked {
    let column = frame.column(name).ok().and_then(|column| column.str().ok());
    column.cloned().unwrap_or_else(|| StringChunked::full_null(name.into(), frame.height()))
}

/// A column made value by value.
pub(in crate::invitations) fn map_to_column(
    values: &StringChunked,
    name: &str,
    mut function: impl FnMut(&str) -> Option<String>,
) -> Column {
    map_texts(values, &mut function).with_name(name.into()).into_column()
}

/// The same texts, each changed.
pub(in crate::invitations) fn map_texts(
    values: &StringChunked,
    mut change: impl FnMut(&str) -> Option<String>,
) -> StringChunked {
    let changed = values.iter().map(|value| value.and_then(&mut change));
    StringChunked::from_iter_options(values.name().clone(), changed)
}

/// The keys of a person that are better than a name, the best first.
pub(in crate::invitations) const PROFILE_KEYS: [&str; 3] = ["slug", "urn", "member_id"];

/// The parts between commas, semicolons and bars.
pub(in crate::invitations) fn split_lists(texts: &StringChunked) -> Column {
    let mut lists = ListStringChunkedBuilder::new(texts.name().clone(), texts.len(), texts.len());
    for text in texts.iter() {
        match text {
            Some(text) => {
                let parts = text.split([',', ';', '|']).map(str::trim);
                lists.append_values_iter(parts.filter(|part| !part.is_empty()));
            }
            None => lists.append_null(),
        }
    }
    lists.finish().into_series().into_column()
}

/// One frame of several; a single one stays as it is.
pub(super) fn concat_frames(mut frames: Vec<LazyFrame>) -> PolarsResult<LazyFrame> {
    match (frames.len(), frames.pop()) {
        (1, Some(only)) => Ok(only),
        (_, last) => {
            frames.extend(last);
            let options = UnionArgs { to_supertypes: true, ..UnionArgs::default() };
            concat_lf_diagonal(frames, options)
        }
    }
}
