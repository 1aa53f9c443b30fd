//! The addresses behind the cells of a workbook: whoever links a name to a profile has written the
//! surest key of the person where no text shows it.
//!
//! Each column some of whose cells lead to profiles, and do not show that, gets a column of its
//! own beside all others.

use super::cells::{BufferedRows, RowBuffer};
use crate::import::people_keys::person;
use std::collections::{BTreeMap, BTreeSet};

/// The address behind a cell.
#[derive(Clone, Debug)]
pub(in crate::import) struct CellLink {
    /// The row, from 1.
    pub(in crate::import) row: u64,
    /// The column, from 0.
    pub(in crate::import) column: usize,
    pub(in crate::import) address: String,
}

impl CellLink {
    /// One that leads to a profile.
    pub(in crate::import) fn to_profile(row: u64, column: usize, address: String) -> Option<Self> {
        let is_profile = person::slug(&address).is_some() || person::member_id(&address).is_some();
        is_profile.then_some(Self { row, column, address })
    }
}

/// The address that `HYPERLINK("…")` leads to, where the formula has it as a text.
pub(in crate::import) fn target_of_formula(formula: &str) -> Option<String> {
    let (name, rest) = formula.trim_start_matches('=').split_once('(')?;
    let text = rest.trim_start().strip_prefix('"')?;
    let is_link = name.trim().eq_ignore_ascii_case("hyperlink");
    is_link.then(|| text.split('"').next().unwrap_or_default().to_owned())
}

/// Adds a column for each of those that lead to profiles, called after it; the header is the row
/// after so many.
pub(in crate::import) fn add_link_columns(rows: &mut BufferedRows, rows_before: usize) {
    let links = std::mem::take(&mut rows.links);
    let Some((header_at, _)) = rows.rows.get(rows_before) else { return };
    let header_at = *header_at;
    let mut hidden: BTreeMap<(u64, usize), String> = BTreeMap::new();
    for CellLink { row, column, address } in links.into_iter().filter(|link| link.row > header_at) {
        hidden.insert((row, column), address);
    }
    let text = |cells: &RowBuffer, column: usize| {
        cells.iter().nth(column).map(|cell| String::from_utf8_lossy(cell).trim().to_owned())
    };
    for (at, cells) in &rows.rows {
        let shown = hidden.range((*at, 0)..=(*at, usize::MAX)).map(|((_, column), _)| *column);
        let shown = shown.filter(|column| {
            text(cells, *column).is_some_and(|address_text| person::slug(&address_text).is_some())
        });
        for column in shown.collect::<Vec<_>>() {
            hidden.remove(&(*at, column));
        }
    }
    let columns: BTreeSet<usize> = hidden.keys().map(|(_, column)| *column).collect();
    let width = rows.width;
    for (at, cells) in rows.rows.iter_mut().filter(|(at, _)| *at >= header_at) {
        for (new_column, column) in (width..).zip(&columns) {
            let value = if *at == header_at {
                let name = text(cells, *column).unwrap_or_default();
                Some(format!("{name} (link)").trim_start().to_owned())
            } else {
                hidden.remove(&(*at, *column))
            };
            if let Some(value) = value {
                cells.fill(new_column, value.as_bytes());
            }
        }
    }
    rows.width = width + columns.len();
}
