//! The key of a row's person in a file that is in the frame's columns already.

use super::scanned_columns::ScannedColumns;
use crate::import::people_keys::person;
use crate::invitations::columns;
use crate::invitations::people::keys::person_key;
use crate::invitations::typed::row_people;
use polars::prelude::{
    BooleanChunked, Column, DataType, Expr, Field, IntoColumn, NewChunkedArray, PolarsResult,
    Schema, StringChunked, col, lit, map_multiple,
};

/// Whether a profile is meant to be one and is none, where nothing else has the person's key; none
/// where the file has no such value.
pub(in crate::invitations) fn strange_profile(columns: &ScannedColumns) -> Option<Expr> {
    if !columns.has("profile_url") || columns.have_slugs || columns.is_written("person") {
        return None;
    }
    let run = |column: Column| -> PolarsResult<Column> {
        let strange =
            column.str()?.iter().map(|url| Some(url.is_some_and(row_people::is_bad_profile)));
        let strange: BooleanChunked = strange.collect();
        Ok(strange.with_name(column.name().clone()).into_column())
    };
    let boolean =
        |_: &Schema, field: &Field| Ok(Field::new(field.name().clone(), DataType::Boolean));
    let texts = col("profile_url").cast(DataType::String);
    let strange = texts.map(run, boolean);
    let has_key = |name| col(name).cast(DataType::String).neq(lit("")).fill_null(lit(false));
    Some(if columns.has("person") { strange.and(has_key("person").not()) } else { strange })
}

/// The key of the person: as given, else from the profile or the name. Missing where nobody is
/// named.
pub(in crate::invitations) fn person(columns: &ScannedColumns) -> Expr {
    if columns.is_written("person") {
        // Nothing is written out where all keys are as they have to be.
        let run = |people: Column| -> PolarsResult<Column> {
            let keys = people.str()?;
            if keys.iter().flatten().all(person::is_plain_key) {
                return Ok(people);
            }
            let key = |key: &str| Some(person::key(key).into_owned());
            Ok(columns::map_to_column(keys, keys.name(), key).into_column())
        };
        let text = |_: &Schema, field: &Field| Ok(field.clone());
        return col("person").map(run, text);
    }
    let run = |columns: &mut [Column]| -> PolarsResult<Column> {
        let [given_keys, urls, names] = columns else { return Ok(Column::default()) };
        let pairs = urls.str()?.iter().zip(names.str()?.iter());
        let keys = given_keys.str()?.iter().zip(pairs);
        let keys = keys.map(|(given_keys, (url, name))| person_key(given_keys, url, name));
        Ok(StringChunked::from_iter_options("person".into(), keys).into_column())
    };
    let text = |_: &Schema, _: &[Field]| Ok(Field::new("person".into(), DataType::String));
    map_multiple(run, ["person", "profile_url", "name"].map(col), text)
}
