//! Texts, row by row → columns that take little more memory than their bytes.
//!
//! What does not fit into a view stands once in a page, whichever column it is of: a builder for
//! each column would keep room for as much again in each block of a file.
//!
//! Invariant: a column holds the texts that were put into it, in their order.

use polars::prelude::{PlSmallStr, PolarsResult, StringChunked};
use polars_arrow::array::{Utf8ViewArray, View};
use polars_arrow::bitmap::BitmapBuilder;
use polars_arrow::datatypes::ArrowDataType;
use polars_buffer::Buffer;

/// How many bytes a page has at most, unless a text alone has more.
const PAGE_BYTES_MAX: usize = 4 << 20;

/// The columns of a table, as they are filled.
#[derive(Default)]
pub(super) struct TextColumns {
    /// One for each cell of a row; none where it is not read.
    columns: Vec<Option<TextColumn>>,
    page: Vec<u8>,
    full_pages: Vec<Buffer<u8>>,
}

struct TextColumn {
    name: PlSmallStr,
    views: Vec<View>,
    is_present: BitmapBuilder,
}

impl TextColumns {
    /// Empty columns under these names, with room for so many rows; none for a cell without a name.
    pub(super) fn new<'n>(names: impl Iterator<Item = Option<&'n str>>, rows: usize) -> Self {
        let column = |name: &str| TextColumn {
            name: name.into(),
            views: Vec::with_capacity(rows),
            is_present: BitmapBuilder::with_capacity(rows),
        };
        Self { columns: names.map(|name| name.map(column)).collect(), ..Self::default() }
    }

    /// How many cells a row has.
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// Whether the cell at a place is read.
    pub(super) fn is_read(&self, at: usize) -> bool {
        matches!(self.columns.get(at), Some(Some(_)))
    }

    /// Puts the text of the next row, in UTF-8, into the column of a cell.
    pub(super) fn push(&mut self, at: usize, text: Option<&[u8]>) {
        let Some(Some(column)) = self.columns.get_mut(at) else { return };
        column.is_present.push(text.is_some());
        let bytes = text.unwrap_or_default();
        if bytes.len() <= View::MAX_INLINE_SIZE as usize {
            column.views.push(View::new_inline(bytes));
            return;
        }
        if !self.page.is_empty() && self.page.len() + bytes.len() > PAGE_BYTES_MAX {
            self.full_pages.push(std::mem::take(&mut self.page).into());
        }
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let (page, offset) = (number(self.full_pages.len()), number(self.page.len()));
        self.page.extend_from_slice(bytes);
        column.views.push(View::new_from_bytes(bytes, page, offset));
    }

    /// The columns that are read.
    ///
    /// # Errors
    /// Bytes that are no UTF-8.
    pub(super) fn finish(self) -> PolarsResult<Vec<StringChunked>> {
        let mut pages = self.full_pages;
        if !self.page.is_empty() {
            // Without the room that it had to grow.
            pages.push(self.page.as_slice().to_vec().into());
        }
        let pages = Buffer::from(pages);
        let filled = self.columns.into_iter().flatten();
        let finished = filled.map(|mut column| {
            column.views.shrink_to_fit();
            let (views, is_present) = (column.views.into(), column.is_present.into_opt_validity());
            let texts =
                Utf8ViewArray::try_new(ArrowDataType::Utf8View, views, pages.clone(), is_present)?;
            Ok(StringChunked::with_chunk(column.name, texts))
        });
        finished.collect()
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
            let names = [Some("first"), None, Some("third")];
            let mut columns = TextColumns::new(names.into_iter(), room);
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

    #[test]
    fn pages_end_before_they_are_too_long() {
        let mut columns = TextColumns::new([Some("text")].into_iter(), 0);
        let texts = ["a", "b", "c"].map(|letter| letter.repeat(PAGE_BYTES_MAX / 2 + 1));
        for text in &texts {
            columns.push(0, Some(text.as_bytes()));
        }
        let columns = columns.finish().unwrap();
        assert!(columns[0].iter().flatten().eq(texts.iter().map(String::as_str)));
    }
}
