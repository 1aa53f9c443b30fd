//! The first rows below a header, with the different values of each column: those of most columns
//! are few, and asking each once is enough.

use std::collections::HashMap;

pub(in crate::import) struct Sample<'a> {
    rows: &'a [Vec<String>],
    values: Vec<Vec<SampledValue<'a>>>,
}

/// A value that is not empty, and in how many rows it stands.
pub(super) struct SampledValue<'a> {
    pub(super) value: &'a str,
    pub(super) rows: usize,
}

impl<'a> Sample<'a> {
    pub(in crate::import) fn of_rows(rows: &'a [Vec<String>], columns: usize) -> Self {
        let mut sample = Self { rows, values: vec![] };
        sample.values = (0..columns).map(|at| counted(sample.cells(at))).collect();
        sample
    }

    /// The cells of a column, as they are written.
    pub(super) fn cells(&self, at: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.rows.iter().filter_map(move |row| row.get(at)).map(String::as_str)
    }

    pub(super) fn rows(&self) -> &'a [Vec<String>] {
        self.rows
    }

    /// The different values of a column that are not empty, without the blanks around them.
    pub(super) fn values(&self, at: usize) -> &[SampledValue<'a>] {
        self.values.get(at).map_or(&[], Vec::as_slice)
    }
}

/// The different ones among these that are not empty, in the order in which they come.
pub(super) fn counted<'a>(values: impl Iterator<Item = &'a str>) -> Vec<SampledValue<'a>> {
    let mut counted: Vec<SampledValue> = vec![];
    let mut places = HashMap::new();
    for value in values.map(str::trim).filter(|value| !value.is_empty()) {
        let at = *places.entry(value).or_insert(counted.len());
        match counted.get_mut(at) {
            Some(known) => known.rows += 1,
            None => counted.push(SampledValue { value, rows: 1 }),
        }
    }
    counted
}
