//! Columns of which every value is one of a few words: `state`, `kind` and `known_by`.
//!
//! Invariant: a word is known in any case and with blanks around it; another one is never passed on
//! as if it were known.

use super::keys;
use super::schema::{COLUMNS, Column};
use super::values::Columns;
use crate::query::Query;
use polars::prelude::{
    BooleanChunked, Column as Values, DataType, Expr, Field, IntoColumn, LazyFrame, PolarsResult,
    StringChunked, col, lit,
};
use std::collections::BTreeSet;

/// What stands for a word that the column does not have.
const ANOTHER: &str = "?";

/// The word of each row as the table of columns writes it: missing where nothing is written, and
/// [`is_another`] where the column has no such word.
pub(super) fn word(column: &'static Column, columns: &Columns) -> Expr {
    if is_settled(column, columns) {
        return col(column.name);
    }
    let run = |texts: Values| -> PolarsResult<Values> {
        let words: &StringChunked = texts.str()?;
        if words.iter().all(|word| word.is_none_or(|word| column.values.contains(&word))) {
            return Ok(texts);
        }
        let known = |word: &str| {
            let word = word.trim();
            let mut values = column.values.iter();
            match values.find(|value| value.eq_ignore_ascii_case(word)) {
                _ if word.is_empty() => None,
                Some(value) => Some((*value).to_owned()),
                None => Some(ANOTHER.to_owned()),
            }
        };
        Ok(keys::map(words, words.name(), known).into_column())
    };
    let text = |_: &_, field: &Field| Ok(Field::new(field.name().clone(), DataType::String));
    col(column.name).map(run, text)
}

/// The columns of words of a file in which every row has one, just as the column writes it: nothing
/// has to be made of them.
pub(super) fn plain(rows: &LazyFrame, columns: &Columns) -> PolarsResult<BTreeSet<&'static str>> {
    let open =
        COLUMNS.iter().filter(|column| !column.values.is_empty() && columns.has(column.name));
    let open: Vec<_> = open.filter(|column| !is_settled(column, columns)).collect();
    if open.is_empty() {
        return Ok(BTreeSet::new());
    }
    let are_plain = open.iter().map(|column| are_plain(column)).collect::<Vec<_>>();
    let seen = rows.clone().select(are_plain).streamed()?;
    let is_plain = |column: &&'static Column| {
        let every_row = seen
            .column(column.name)
            .and_then(|every_row| every_row.bool().map(|every_row| every_row.get(0)));
        every_row.is_ok_and(|every_row| every_row == Some(true))
    };
    Ok(open.into_iter().filter(is_plain).map(|column| column.name).collect())
}

fn are_plain(column: &'static Column) -> Expr {
    let run = |texts: Values| -> PolarsResult<Values> {
        let is_plain = |word: Option<&str>| word.is_some_and(|word| column.values.contains(&word));
        let words: BooleanChunked = texts.str()?.iter().map(|word| Some(is_plain(word))).collect();
        Ok(words.with_name(texts.name().clone()).into_column())
    };
    let boolean = |_: &_, field: &Field| Ok(Field::new(field.name().clone(), DataType::Boolean));
    col(column.name).cast(DataType::String).map(run, boolean).all(true)
}

/// Whether every row has a word of the column.
pub(super) fn is_in_every_row(column: &str, columns: &Columns) -> bool {
    columns.plain.contains(column)
}

/// Whether a row of [`word`] has a word that its column does not have.
pub(super) fn is_another(word: Expr) -> Expr {
    word.eq(lit(ANOTHER)).fill_null(lit(false))
}

/// Whether no row has another word, as the file itself says or was seen.
pub(super) fn is_settled(column: &Column, columns: &Columns) -> bool {
    if columns.plain.contains(column.name) {
        return true;
    }
    let texts = columns.known.get(column.name).and_then(|known| known.texts.as_ref());
    texts.is_some_and(|(first, last)| first == last && column.values.contains(&first.as_str()))
}
