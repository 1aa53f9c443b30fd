//! Columns of which every value is one of a few words: `state`, `kind` and `known_by`.
//!
//! Invariant: a word is known in any case and with blanks around it; another one is never passed on
//! as if it were known.

use super::scanned_columns::ScannedColumns;
use crate::invitations::columns;
use crate::invitations::schema::{COLUMNS, ColumnSpec};
use polars::prelude::{
    Column as Values, DataType, Expr, Field, IntoColumn, PolarsResult, StringChunked, col, lit,
};

/// What stands for a word that the column does not have.
const ANOTHER: &str = "?";

/// The word of each row as the table of columns writes it: missing where nothing is written, and
/// [`is_another`] where the column has no such word.
pub(in crate::invitations) fn word(column: &'static ColumnSpec, columns: &ScannedColumns) -> Expr {
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
        Ok(columns::map_to_column(words, words.name(), known).into_column())
    };
    let text = |_: &_, field: &Field| Ok(Field::new(field.name().clone(), DataType::String));
    col(column.name).map(run, text)
}

/// The columns of words of a file whose words have to be looked at.
pub(in crate::invitations) fn columns_to_check(
    columns: &ScannedColumns,
) -> Vec<&'static ColumnSpec> {
    let has_words = |column: &&ColumnSpec| !column.values.is_empty() && columns.has(column.name);
    let open = COLUMNS.iter().filter(has_words).filter(|column| !is_settled(column, columns));
    open.collect()
}

/// Whether each of these is a word just as the column writes it: nothing has to be made of them.
pub(in crate::invitations) fn are_plain(column: &ColumnSpec, words: &StringChunked) -> bool {
    words.iter().all(|word| word.is_some_and(|word| column.values.contains(&word)))
}

/// Whether every row has a word of the column.
pub(in crate::invitations) fn is_in_every_row(column: &str, columns: &ScannedColumns) -> bool {
    columns.exact_word_columns.contains(column)
}

/// Whether a row of [`word`] has a word that its column does not have.
pub(in crate::invitations) fn is_unknown_word(word: Expr) -> Expr {
    word.eq(lit(ANOTHER)).fill_null(lit(false))
}

/// Whether no row has another word, as the file itself says or was seen.
pub(in crate::invitations) fn is_settled(column: &ColumnSpec, columns: &ScannedColumns) -> bool {
    if columns.exact_word_columns.contains(column.name) {
        return true;
    }
    let texts = columns.statistics.get(column.name).and_then(|known| known.texts.as_ref());
    texts.is_some_and(|(first, last)| first == last && column.values.contains(&first.as_str()))
}
