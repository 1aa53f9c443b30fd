//! Texts in small letters.

use polars::prelude::{
    Column, DataType, Expr, Field, IntoColumn, PolarsResult, Schema, StringChunkedBuilder,
};

/// Each text in small letters, as Rust makes them. Polars' own makes a text of its own for each
/// row, which takes twice as long; most texts are of ASCII alone.
pub(super) fn lowercase(texts: Expr) -> Expr {
    let of_column = |texts: Column| -> PolarsResult<Column> {
        // A column without any value has no type.
        let texts = texts.cast(&DataType::String)?;
        let texts = texts.str()?;
        let mut lower = StringChunkedBuilder::new(texts.name().clone(), texts.len());
        let mut ascii = String::new();
        for text in texts.iter() {
            match text {
                Some(text) if text.is_ascii() => {
                    ascii.clear();
                    ascii.push_str(text);
                    ascii.make_ascii_lowercase();
                    lower.append_value(&ascii);
                }
                text => lower.append_option(text.map(str::to_lowercase)),
            }
        }
        Ok(lower.finish().into_column())
    };
    let text = |_: &Schema, field: &Field| Ok(Field::new(field.name().clone(), DataType::String));
    texts.map(of_column, text)
}
