//! The columns that follow from others: `person`, `id`, `note_length`, `reconnect_on`.
//! All are lazy expressions: what nobody asks for costs nothing.

use crate::invitations::people::key_hashes::KeyHashes;
use crate::invitations::people::key_hashes::hash_texts;
use crate::invitations::schema::COLUMNS;
use crate::invitations::settings::DerivationSettings;
use chrono::NaiveDate;
use polars::prelude::{
    Column, DataType, Expr, Field, IntoColumn, NewChunkedArray, PlHashMap, PolarsResult, Schema,
    StringChunked, TimeUnit, coalesce, col, concat_str, lit, when,
};
use std::borrow::Cow;

/// The person's key, from the columns of [`crate::invitations::people::keys`].
pub(in crate::invitations) fn person() -> Expr {
    let by_name = concat_str([lit("name:"), col("name_key")], "", false);
    coalesce(&[col("slug"), col("urn"), col("member_id"), by_name])
}

/// What is shown where a source has no name: the slug, else the member.
pub(in crate::invitations) fn name() -> Expr {
    coalesce(&[col("name"), name_of_person()])
}

/// The person's key without its kind.
pub(in crate::invitations) fn name_of_person() -> Expr {
    col("person").str().strip_prefix(lit("in/")).str().strip_prefix(lit("name:"))
}

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
