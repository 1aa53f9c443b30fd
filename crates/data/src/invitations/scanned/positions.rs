//! A set of rows of a file, by their places.
//!
//! Invariant: whether a row is in it depends on its own place alone, so that Polars may ask
//! wherever it likes, and of whatever pieces.

use super::named_people::POSITION;
use polars::prelude::{
    BooleanChunked, Column, DataType, Expr, Field, IdxSize, IntoColumn, NewChunkedArray,
    PolarsResult, col,
};
use std::sync::Arc;

/// Places of rows, a bit each.
#[derive(Clone, Default)]
pub(in crate::invitations) struct RowSet(Arc<Vec<u64>>);

impl RowSet {
    /// These.
    pub(in crate::invitations) fn of_rows(places: impl Iterator<Item = IdxSize>) -> Self {
        let mut words: Vec<u64> = vec![];
        for position in places {
            let (word, bit) = word_and_bit(position);
            if word >= words.len() {
                words.resize(word + 1, 0);
            }
            words[word] |= bit;
        }
        Self(words.into())
    }

    pub(in crate::invitations) fn union(&self, others: &Self) -> Self {
        let words = (0..self.0.len().max(others.0.len())).map(|at| {
            let [these, theirs] = [self, others].map(|one| one.0.get(at).copied().unwrap_or(0));
            these | theirs
        });
        Self(words.collect::<Vec<_>>().into())
    }

    pub(in crate::invitations) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn has(&self, position: IdxSize) -> bool {
        let (word, bit) = word_and_bit(position);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    pub(in crate::invitations) fn has_row(&self) -> Expr {
        let positions = self.clone();
        let run = move |places: Column| -> PolarsResult<Column> {
            let has = places
                .idx()?
                .iter()
                .map(|position| position.map(|position| positions.has(position)));
            Ok(BooleanChunked::from_iter_options(places.name().clone(), has).into_column())
        };
        let boolean =
            |_: &_, field: &Field| Ok(Field::new(field.name().clone(), DataType::Boolean));
        col(POSITION).map(run, boolean)
    }
}

fn word_and_bit(position: IdxSize) -> (usize, u64) {
    (usize::try_from(position / 64).unwrap_or(usize::MAX), 1 << (position % 64))
}
