//! Whether each text has a fixed text within it, as it is written or in small letters. Polars asks
//! a regular expression, and makes texts in small letters before it is asked; here they are made
//! in one buffer, row by row.

use memchr::memmem::Finder;
use polars::prelude::{
    BooleanChunked, Column, DataType, Expr, Field, IntoColumn, PolarsResult, Schema, StringChunked,
};

/// Whether each text contains this one.
pub(super) fn contains(texts: Expr, wanted: &str) -> Expr {
    let finder = Finder::new(wanted).into_owned();
    answered(texts, move |texts| {
        texts.iter().map(|text| Some(finder.find(text?.as_bytes()).is_some())).collect()
    })
}

/// Whether each text in small letters, as Rust makes them, contains this one.
pub(super) fn lowercase_contains(texts: Expr, wanted: &str) -> Expr {
    let finder = Finder::new(wanted).into_owned();
    answered(texts, move |texts| {
        let mut ascii = vec![];
        let mut is_within = |text: &str| {
            if !text.is_ascii() {
                return finder.find(text.to_lowercase().as_bytes()).is_some();
            }
            ascii.clear();
            ascii.extend_from_slice(text.as_bytes());
            ascii.make_ascii_lowercase();
            finder.find(&ascii).is_some()
        };
        texts.iter().map(|text| text.map(&mut is_within)).collect()
    })
}

/// An answer for each text; a missing one has none.
fn answered(
    texts: Expr,
    answers: impl Fn(&StringChunked) -> BooleanChunked + Send + Sync + 'static,
) -> Expr {
    let of_column = move |texts: Column| -> PolarsResult<Column> {
        // A column without any value has no type.
        let texts = texts.cast(&DataType::String)?;
        let texts = texts.str()?;
        Ok(answers(texts).with_name(texts.name().clone()).into_column())
    };
    let truth = |_: &Schema, field: &Field| Ok(Field::new(field.name().clone(), DataType::Boolean));
    texts.map(of_column, truth)
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::{IntoLazy, NamedFrom, Series, col};
    use proptest::prelude::*;

    /// Texts of few letters, so that many contain each other; some grow or change in small letters.
    fn texts() -> impl Strategy<Value = Vec<Option<String>>> {
        prop::collection::vec(prop::option::of("[aAbBİßẞΣσςéÉ ]{0,6}"), 0..8)
    }

    fn answers(texts: &[Option<String>], question: Expr) -> Vec<Option<bool>> {
        let frame = Series::new("text".into(), texts).into_frame().lazy().select([question]);
        let answered = rescind_runtime::query::collect(frame);
        let rescind_runtime::query::QueryOutcome::Done(Ok(answered)) = answered else {
            panic!("no answers");
        };
        answered.columns()[0].bool().expect("answers").iter().collect()
    }

    proptest! {
        #[test]
        fn texts_are_searched_as_rust_searches_them(
            texts in texts(),
            wanted in "[aAbBİßΣσςéÉ ]{0,3}",
        ) {
            let as_written: Vec<_> =
                texts.iter().map(|text| Some(text.as_ref()?.contains(&wanted))).collect();
            prop_assert_eq!(answers(&texts, contains(col("text"), &wanted)), as_written);
            let in_small: Vec<_> = texts
                .iter()
                .map(|text| Some(text.as_ref()?.to_lowercase().contains(&wanted)))
                .collect();
            prop_assert_eq!(answers(&texts, lowercase_contains(col("text"), &wanted)), in_small);
        }
    }
}
