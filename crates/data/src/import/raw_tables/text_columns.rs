//! Texts, row by row → columns that take little more memory than their bytes.
//!
//! Invariant: a column holds the texts that were put into it, in their order.

use polars::prelude::{PlSmallStr, PolarsResult, Series, StringChunked};
use polars_arrow::array::{Array, Utf8Array, View};
use polars_arrow::bitmap::BitmapBuilder;
use polars_arrow::datatypes::ArrowDataType;
use polars_arrow::offset::OffsetsBuffer;

/// The columns of a table, as they are filled.
pub(in crate::import) struct TextColumns {
    /// One for each cell of a row; none where it is not read.
    columns: Vec<Option<TextColumn>>,
}

struct TextColumn {
    name: PlSmallStr,
    /// All texts, one behind the other.
    bytes: Vec<u8>,
    /// Where each begins, and the last ends.
    offsets: Vec<i64>,
    is_present: BitmapBuilder,
    /// How many bytes the longest has.
    longest_bytes: usize,
}

/// How much some texts take, for which room is made before they are there.
#[derive(Default)]
pub(in crate::import) struct TextRoom {
    pub(in crate::import) rows: usize,
    /// By the cells of a row; nothing of those beyond.
    column_bytes: Vec<usize>,
}

impl TextRoom {
    /// What so many rows of the same texts take, and somewhat more.
    pub(in crate::import) fn for_rows(&self, rows: usize) -> Self {
        let scaled = |bytes: &usize| bytes.saturating_mul(rows) / self.rows.max(1) + bytes / 8;
        Self { rows, column_bytes: self.column_bytes.iter().map(scaled).collect() }
    }
}

impl TextColumns {
    /// Empty columns under these names; none for a cell without a name.
    pub(in crate::import) fn new(names: &[Option<String>], room: &TextRoom) -> Self {
        let column = |(at, name): (usize, &Option<String>)| {
            let mut offsets = Vec::with_capacity(room.rows + 1);
            offsets.push(0);
            Some(TextColumn {
                name: name.as_deref()?.into(),
                bytes: Vec::with_capacity(room.column_bytes.get(at).copied().unwrap_or(0)),
                offsets,
                is_present: BitmapBuilder::with_capacity(room.rows),
                longest_bytes: 0,
            })
        };
        Self { columns: names.iter().enumerate().map(column).collect() }
    }

    /// How much the texts take.
    pub(in crate::import) fn room(&self) -> TextRoom {
        let rows = self.columns.iter().flatten().map(|column| column.offsets.len() - 1).max();
        let bytes = |column: &Option<TextColumn>| column.as_ref().map_or(0, |one| one.bytes.len());
        let column_bytes = self.columns.iter().map(bytes).collect();
        TextRoom { rows: rows.unwrap_or(0), column_bytes }
    }

    /// How many cells a row has.
    pub(in crate::import) fn width(&self) -> usize {
        self.columns.len()
    }

    /// Whether the cell at a place is read.
    pub(in crate::import) fn is_read(&self, at: usize) -> bool {
        matches!(self.columns.get(at), Some(Some(_)))
    }

    /// Puts the text of the next row, in UTF-8, into the column of a cell.
    pub(in crate::import) fn push(&mut self, at: usize, text: Option<&[u8]>) {
        let Some(Some(column)) = self.columns.get_mut(at) else { return };
        column.is_present.push(text.is_some());
        let bytes = text.unwrap_or_default();
        column.bytes.extend_from_slice(bytes);
        column.longest_bytes = column.longest_bytes.max(bytes.len());
        column.offsets.push(i64::try_from(column.bytes.len()).unwrap_or(i64::MAX));
    }

    /// The columns that are read.
    ///
    /// # Errors
    /// Bytes that are no UTF-8.
    pub(in crate::import) fn finish(self) -> PolarsResult<Vec<StringChunked>> {
        self.columns.into_iter().flatten().map(TextColumn::finish).collect()
    }
}

impl TextColumn {
    fn finish(mut self) -> PolarsResult<StringChunked> {
        if self.longest_bytes > View::MAX_INLINE_SIZE as usize {
            // They are kept, without the room that they had to grow; short ones are copied.
            self.bytes.shrink_to_fit();
        }
        let offsets = OffsetsBuffer::try_from(self.offsets)?;
        let is_present = self.is_present.into_opt_validity();
        let dtype = ArrowDataType::LargeUtf8;
        let texts = Utf8Array::<i64>::try_new(dtype, offsets, self.bytes.into(), is_present)?;
        let series = Series::try_from((self.name, Box::new(texts) as Box<dyn Array>))?;
        series.str().cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::NewChunkedArray;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn columns_hold_what_was_put_into_them(
            rows in prop::collection::vec(
                prop::collection::vec(prop::option::weighted(0.8, "(aé|b|中文){0,9}"), 3),
                0..40,
            ),
            room in 0_usize..50,
        ) {
            let names = [Some("first".to_owned()), None, Some("third".to_owned())];
            let room = TextRoom { rows: room, column_bytes: vec![room] };
            let mut columns = TextColumns::new(&names, &room);
            for row in &rows {
                for (at, text) in row.iter().enumerate() {
                    columns.push(at, text.as_deref().map(str::as_bytes));
                }
            }
            let expected = [(0, "first"), (2, "third")].map(|(at, name)| {
                let texts = rows.iter().map(|row| row[at].as_deref());
                StringChunked::from_iter_options(name.into(), texts)
            });
            let columns = columns.finish().unwrap();
            prop_assert_eq!(columns.len(), expected.len());
            for (column, expected) in columns.iter().zip(&expected) {
                prop_assert_eq!(column.name(), expected.name());
                prop_assert!(column.iter().eq(expected.iter()), "{column:?} {expected:?}");
            }
        }
    }
}
