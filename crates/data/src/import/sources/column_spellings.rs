//! The spellings of the columns that fill the fields of a table, each found by the name that it is
//! compared by: every row of a file that may be its header is asked for them.

use super::column_names::normalise;
use super::field::Field;
use std::collections::{BTreeMap, HashMap};

#[derive(Clone, Copy, Debug)]
struct SpellingRank {
    /// The field that it fills, by its position among those of the description.
    field: usize,
    /// How sure it is among the spellings of that field, the surest first.
    rank: usize,
}

/// Every spelling of a description, by the name that it is compared by.
#[derive(Clone, Debug, Default)]
pub(super) struct ColumnSpellings(HashMap<String, Vec<SpellingRank>>);

/// By field and rank of the spelling, the first column that is so called.
pub(super) type ColumnsByRank = BTreeMap<usize, BTreeMap<usize, usize>>;

impl ColumnSpellings {
    /// Those of fields with their spellings.
    pub(super) fn new(columns: &[(&'static Field, Vec<String>)]) -> Self {
        let mut spellings = Self::default();
        for (field, (_, written)) in columns.iter().enumerate() {
            for (rank, text) in written.iter().enumerate() {
                spellings.0.entry(normalise(text)).or_default().push(SpellingRank { field, rank });
            }
        }
        spellings
    }

    /// The columns that are called by these spellings, once `compared` has taken from a name what
    /// is looked for in it.
    pub(super) fn columns<'n, Names: IntoIterator<Item = &'n str>>(
        &self,
        names: &'n [String],
        compared: impl Fn(&'n str) -> Names,
    ) -> ColumnsByRank {
        let mut columns = ColumnsByRank::new();
        for (at, name) in names.iter().enumerate() {
            for name in compared(name) {
                for SpellingRank { field, rank } in self.0.get(name).into_iter().flatten() {
                    columns.entry(*field).or_default().entry(*rank).or_insert(at);
                }
            }
        }
        columns
    }
}
