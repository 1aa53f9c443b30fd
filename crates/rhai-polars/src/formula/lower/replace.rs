//! `replace` over columns: the one method that can make of two short texts a very long one.
//!
//! Invariant: no text is made that is longer than a script's may be; one that would be is an error.

use super::elementwise;
use polars::error::polars_err;
use polars::prelude::{
    Column, DataType, Expr, IntoColumn, PolarsResult, StringChunked, map_multiple,
};

/// The most bytes of a text.
pub const TEXT_BYTES_MAX: usize = 1 << 20;

/// A text with every `old` replaced by `new`; none where it would be too long.
pub fn replace_bounded(text: &str, old: &str, new: &str) -> Option<String> {
    if new.len() > old.len() {
        let longer = text.matches(old).count().saturating_mul(new.len() - old.len());
        if text.len().saturating_add(longer) > TEXT_BYTES_MAX {
            return None;
        }
    }
    Some(text.replace(old, new))
}

/// The same in each row, of the texts, what is replaced in them, and by what.
pub(in crate::formula) fn replaced_rows(operands: Vec<Expr>) -> Expr {
    let function = |columns: &mut [Column]| -> PolarsResult<Column> {
        let height = columns.iter().map(Column::len).max().unwrap_or(0);
        let height = if columns.iter().any(Column::is_empty) { 0 } else { height };
        let texts: Vec<&StringChunked> =
            columns.iter().map(Column::str).collect::<PolarsResult<_>>()?;
        let rows = (0..height).map(|row| {
            let cell = |column: usize| -> Option<&str> {
                let texts = texts.get(column)?;
                texts.get(if texts.len() == 1 { 0 } else { row })
            };
            let (Some(text), Some(old), Some(new)) = (cell(0), cell(1), cell(2)) else {
                return Ok(None);
            };
            let replaced_text = replace_bounded(text, old, new).map(Some);
            replaced_text.ok_or_else(|| {
                polars_err!(
                    ComputeError: "`replace` would make a text of more than {TEXT_BYTES_MAX} bytes"
                )
            })
        });
        let replaced_texts = rows.collect::<PolarsResult<StringChunked>>()?;
        Ok(replaced_texts.with_name(columns[0].name().clone()).into_column())
    };
    map_multiple(function, operands, elementwise::output_field(DataType::String))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_replaced_is_what_rust_replaces(
            text in "[ab]{0,12}", old in "[ab]{0,2}", new in "[abc]{0,3}",
        ) {
            prop_assert_eq!(replace_bounded(&text, &old, &new), Some(text.replace(&old, &new)));
        }
    }

    #[test]
    fn what_would_be_too_long_is_not_made() {
        let text = "a".repeat(2_000);
        assert_eq!(replace_bounded(&text, "a", &text), None);
        assert_eq!(replace_bounded(&text, "", &text), None);
        assert!(replace_bounded(&text, "b", &text).is_some());
    }
}
