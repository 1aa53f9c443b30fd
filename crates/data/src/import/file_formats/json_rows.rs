//! Objects of JSON → the rows of a table, key by key as they come.
//!
//! Invariant: no value is dropped, and numbers keep their digits.

use super::cells::{BufferedRows, CellTypeHint, LIST_SEPARATOR, RowBuffer};
use super::json_fault::{CELLS_MAX, COLUMNS_MAX, DEPTH_MAX, JsonFault};
use super::json_lists::{is_list, joined};
use super::json_parts::{entries, items};
use indexmap::IndexMap;

/// The table as it grows.
#[derive(Default)]
pub(in crate::import) struct JsonTableBuilder {
    pub(in crate::import) keys: IndexMap<String, Option<CellTypeHint>>,
    rows: Vec<(u64, Vec<(usize, String)>)>,
    cells: usize,
}

impl JsonTableBuilder {
    pub(in crate::import) fn object(&mut self, at: u64, object: &str) -> Result<(), JsonFault> {
        let mut row = Vec::new();
        if !object.starts_with('{') {
            return Err(JsonFault::NoObject);
        }
        self.fields(object, "", 0, &mut row)?;
        self.cells += row.len();
        if self.keys.len() > COLUMNS_MAX {
            return Err(JsonFault::ManyColumns);
        }
        if self.cells > CELLS_MAX {
            return Err(JsonFault::ManyCells);
        }
        self.rows.push((at, row));
        Ok(())
    }

    /// Adds what stands around a row's object, under its own name unless those within have it.
    pub(in crate::import) fn around(
        &mut self,
        at: usize,
        around: &str,
        inner: usize,
        is_carried: &dyn Fn(&str) -> bool,
    ) -> Result<(), JsonFault> {
        let mut values = Vec::new();
        plain_values(around, "", 0, &mut values)?;
        for (path, value) in values.into_iter().filter(|(path, _)| is_carried(path)) {
            let is_taken = self.keys.get_index_of(&path).is_some_and(|index| index < inner);
            let path = if is_taken { format!("outer.{path}") } else { path };
            let entry = self.keys.entry(path);
            let column = entry.index();
            entry.or_insert(Some(CellTypeHint::Unknown));
            let cell = cell(value)?;
            self.cells += 1;
            self.rows.get_mut(at).into_iter().for_each(|(_, row)| row.push((column, cell.clone())));
        }
        let is_many = self.cells > CELLS_MAX;
        if is_many { Err(JsonFault::ManyCells) } else { Ok(()) }
    }

    fn fields(
        &mut self,
        object: &str,
        path: &str,
        depth: usize,
        row: &mut Vec<(usize, String)>,
    ) -> Result<(), JsonFault> {
        if depth > DEPTH_MAX {
            return Err(JsonFault::TooDeep(path.into()));
        }
        for (key, value) in entries(object)? {
            let path = joined(path, &key);
            if value.starts_with('{') {
                self.fields(value, &path, depth + 1, row)?;
            } else {
                let path = self.as_spelled(path, row);
                let entry = self.keys.entry(path);
                let at = entry.index();
                let marked = entry.or_default();
                *marked = marked_with(*marked, value);
                row.push((at, cell(value)?));
            }
        }
        Ok(())
    }

    /// A key as an earlier object spells it, which has it in another case.
    fn as_spelled(&self, path: String, row: &[(usize, String)]) -> String {
        if self.keys.contains_key(&path) {
            return path;
        }
        let mut earlier = self.keys.keys().enumerate();
        let same = earlier.find(|(_, key)| key.eq_ignore_ascii_case(&path));
        let same = same.filter(|(at, _)| !row.iter().any(|(taken, _)| taken == at));
        same.map_or(path, |(_, key)| key.clone())
    }

    /// The header and the rows.
    pub(in crate::import) fn finish(self) -> BufferedRows {
        let mut kept = BufferedRows::default();
        let mut header = RowBuffer::default();
        self.keys.keys().for_each(|key| header.push(key.as_bytes()));
        kept.push(1, header);
        for (line, mut row) in self.rows {
            row.sort_by_key(|(at, _)| *at);
            let mut cells = RowBuffer::default();
            for (at, cell) in row {
                while cells.len() < at {
                    cells.push(b"");
                }
                cells.push(cell.as_bytes());
            }
            kept.push(line, cells);
        }
        kept.width = self.keys.len();
        let marked = self.keys.into_values().map(|marked| marked.unwrap_or(CellTypeHint::Unknown));
        kept.type_hints = marked.collect();
        kept
    }
}

/// The values in an object that are no lists of objects, by their paths.
fn plain_values<'a>(
    object: &'a str,
    path: &str,
    depth: usize,
    values: &mut Vec<(String, &'a str)>,
) -> Result<(), JsonFault> {
    for (key, value) in entries(object)? {
        let path = joined(path, &key);
        if value.starts_with('{') && depth < DEPTH_MAX {
            plain_values(value, &path, depth + 1, values)?;
        } else if !is_list(value) {
            values.push((path, value));
        }
    }
    Ok(())
}

/// What is said of a column that has this value, too.
fn marked_with(before: Option<CellTypeHint>, value: &str) -> Option<CellTypeHint> {
    let marked = match value.bytes().next() {
        Some(b'n') => return before,
        Some(b'"') => CellTypeHint::Texts,
        Some(b'[') => CellTypeHint::Lists,
        _ => CellTypeHint::Unknown,
    };
    Some(if before.is_none_or(|before| before == marked) { marked } else { CellTypeHint::Unknown })
}

/// A value as the text of a cell.
fn cell(value: &str) -> Result<String, JsonFault> {
    match value.bytes().next() {
        Some(b'"') => Ok(serde_json::from_str(value)?),
        Some(b'n') => Ok(String::new()),
        Some(b'[') => {
            if items(value).any(|part| part.starts_with(['[', '{'])) {
                return Ok(value.to_owned());
            }
            let parts: Result<Vec<String>, JsonFault> = items(value).map(cell).collect();
            Ok(parts?.join(LIST_SEPARATOR))
        }
        // Numbers, `true` and `false`.
        _ => Ok(value.to_owned()),
    }
}
