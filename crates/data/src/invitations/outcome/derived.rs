//! The columns that follow from others: `person`, `id`, `note_length`, `reconnect_on`.
//! All are lazy expressions: what nobody asks for costs nothing.

use super::known_state::KnownState;
use crate::invitations::columns::typed_null;
use crate::invitations::people::key_hashes::{KeyHashes, hash_texts};
use crate::invitations::people::keys;
use crate::invitations::schema::COLUMNS;
use crate::invitations::settings::DerivationSettings;
use chrono::NaiveDate;
use polars::prelude::{
    Column, DataType, Expr, Field, IntoColumn, LazyFrame, NewChunkedArray, PlHashMap, PolarsResult,
    Schema, SortMultipleOptions, StringChunked, TimeUnit, coalesce, col, concat_str, lit, when,
};
use std::borrow::Cow;

/// `<account>/<person>/<date sent>`.
pub(in crate::invitations) fn id_of_row() -> Expr {
    let text = |_: &Schema, field: &Field| Ok(Field::new(field.name().clone(), DataType::String));
    let day =
        coalesce(&[col("sent_at").map(|instants| day_texts(&instants), text), lit("unknown")]);
    concat_str([col("account"), col("person"), day], "/", false)
}

/// The day of each instant (µs) as ISO writes it: most rows are of few days, and each is written
/// once.
fn day_texts(instants: &Column) -> PolarsResult<Column> {
    const DAY_US: i64 = 86_400_000_000;
    let stored = instants.datetime()?.physical();
    let days = || stored.iter().map(|instant| instant.map(|micros| micros.div_euclid(DAY_US)));
    let text = |day: i64| {
        let day = i32::try_from(day).ok().and_then(NaiveDate::from_epoch_days);
        day.map(|day| day.to_string())
    };
    let mut texts: PlHashMap<i64, Option<String>> = PlHashMap::default();
    for day in days().flatten() {
        texts.entry(day).or_insert_with(|| text(day));
    }
    let of_rows = days().map(|day| texts.get(&day?)?.as_deref());
    let of_rows = StringChunked::from_iter_options(instants.name().clone(), of_rows);
    Ok(of_rows.into_column())
}

/// The same, unique: rows that are alike so far are numbered in their order.
pub(in crate::invitations) fn id() -> Expr {
    id_of_row().map(|ids| numbered(&ids), |_, field| Ok(field.clone()))
}

/// Texts of which one that has come before has its number behind it: `a`, `b`, `a#2`.
fn numbered(ids: &Column) -> PolarsResult<Column> {
    let texts = ids.str()?;
    let keys = hash_texts(texts);
    // Hardly one comes twice, and nothing is numbered but those.
    let repeated = KeyHashes::repeated(&keys);
    let mut repeats = RepeatCounter::default();
    let rows = texts.iter().zip(keys.iter());
    let rows = rows.map(|(text, key)| text.filter(|_| repeated.has(key)));
    let numbers: Vec<Option<String>> =
        rows.map(|text| text.and_then(|text| repeats.number(text))).collect();
    if numbers.iter().all(Option::is_none) {
        return Ok(ids.clone());
    }
    let rows = texts.iter().zip(&numbers);
    let numbered = rows.map(|(text, number)| match number {
        Some(number) => text.map(|text| Cow::Owned([text, number].concat())),
        None => text.map(Cow::Borrowed),
    });
    Ok(StringChunked::from_iter_options(ids.name().clone(), numbered).into_column())
}

/// How often each text has come.
#[derive(Default)]
pub(in crate::invitations) struct RepeatCounter<'a>(PlHashMap<&'a str, u64>);

impl<'a> RepeatCounter<'a> {
    /// What tells a text from those like it that came before, `#2`; none of the first.
    pub(in crate::invitations) fn number(&mut self, text: &'a str) -> Option<String> {
        let count = self.0.entry(text).or_default();
        *count += 1;
        (*count > 1).then(|| format!("#{count}"))
    }
}

/// `tags`, empty where there are none.
pub(in crate::invitations) fn tags() -> Expr {
    let none = lit("").str().split(lit(",")).list().head(lit(0));
    coalesce(&[col("tags"), none]).alias("tags")
}

/// The day from which the person may be invited again: as written down, else `withdrawn_on` plus
/// the account's cooling-off.
pub(in crate::invitations) fn reconnect_on(settings: &DerivationSettings) -> Expr {
    let days = settings.cooling_off_days_of.iter().fold(
        lit(settings.cooling_off_days),
        |other, (account, days)| {
            when(col("account").eq(lit(account.as_str()))).then(lit(*days)).otherwise(other)
        },
    );
    let micros = days * lit(86_400_000_000_i64);
    let wait = micros.cast(DataType::Duration(TimeUnit::Microseconds));
    let after = (col("withdrawn_on").cast(DataType::Datetime(TimeUnit::Microseconds, None)) + wait)
        .cast(DataType::Date);
    coalesce(&[col("reconnect_on"), after])
}

/// The columns of the schema, in its order, then the further ones.
pub(in crate::invitations) fn in_order(further: &[String]) -> Vec<Expr> {
    let known = COLUMNS.iter().map(|column| col(column.name));
    known.chain(further.iter().map(|name| col(name.as_str()))).collect()
}

/// Adds what follows from other columns, except the account's counts and ranks.
pub(in crate::invitations) fn complete(
    rows: LazyFrame,
    settings: &DerivationSettings,
) -> LazyFrame {
    let theirs = |column: &str| -> Expr {
        let accepted = when(KnownState::AcceptedBySlug.is_in_row())
            .then(col(format!("slug_{column}").as_str()))
            .when(KnownState::AcceptedByName.is_in_row())
            .then(col(format!("name_{column}").as_str()))
            .otherwise(typed_null(DataType::String));
        coalesce(&[col(column), accepted]).alias(column)
    };
    let order = ["account", "sent_at", "person", "file", crate::import::table::ROW];
    let noted = when(col("note").is_null())
        .then(col("has_note"))
        .otherwise(col("note").str().strip_chars(lit(polars::prelude::NULL)).neq(lit("")));
    rows.with_column(keys::person_key_of_row().alias("person"))
        .with_columns([
            keys::shown_name().alias("name"),
            theirs("company"),
            theirs("position"),
            reconnect_on(settings).alias("reconnect_on"),
            noted.alias("has_note"),
            col("note").str().len_chars().cast(DataType::Int64).alias("note_length"),
            tags(),
            typed_null(DataType::Int64).alias("attempts"),
            typed_null(DataType::Date).alias("last_withdrawn_on"),
        ])
        .sort(order, SortMultipleOptions::default().with_nulls_last(true))
        .with_column(id().alias("id"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invitations::schema::ColumnType;
    use crate::query::Query;
    use polars::prelude::{DataFrame, IntoLazy, NamedFrom, Series};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn days_are_written_as_formatting_does(
            instants in prop::collection::vec(
                prop::option::weighted(0.9, -80_000_000_000_000_000_i64..300_000_000_000_000_000),
                0..40,
            ),
        ) {
            let sent = Series::new("sent_at".into(), instants);
            let sent = sent.cast(&ColumnType::Datetime.dtype()).unwrap().into_column();
            let expected = col("sent_at").dt().to_string("%Y-%m-%d");
            let frame = DataFrame::new(sent.len(), vec![sent.clone()]).unwrap();
            let expected = frame.lazy().select([expected]).rows().unwrap();
            let texts = day_texts(&sent).unwrap();
            prop_assert!(texts.equals_missing(&expected.columns()[0]), "{texts:?} {expected}");
        }
    }
}
