//! Sheets that are one sheet on several days, as their names say: `tracker-2026-01.csv` and
//! `tracker-2026-02.csv`. The later one is heard last, whichever was given first.
//!
//! Invariant: only names that differ in nothing but their days are those of one sheet.

use super::sheet::Sheet;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::table::{Table, TableKind};
use crate::import::{FileNameDate, split_date};
use std::collections::{BTreeMap, BTreeSet};

/// How many files a finding names.
const FILES_NAMED: usize = 5;

/// The names of sheets of which several days are there.
#[derive(Default)]
pub(in crate::invitations) struct DatedSheetNames {
    /// What each is called without its day.
    names: BTreeSet<String>,
}

impl DatedSheetNames {
    /// Of files that no account's name is known of.
    pub(in crate::invitations) fn of_tables(tables: &[Table]) -> Self {
        let mut stems: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let sheets = tables.iter().filter(|table| matches!(table.kind, TableKind::Sheet { .. }));
        for table in sheets {
            if let Some((name, _)) = split_date(&table.stem()) {
                stems.entry(name).or_default().insert(table.stem());
            }
        }
        let several = stems.into_iter().filter(|(name, stems)| !name.is_empty() && stems.len() > 1);
        Self { names: several.map(|(name, _)| name).collect() }
    }

    /// What to call the account of a sheet that nobody names: as it is called without its day,
    /// where there are several of its days.
    pub(in crate::invitations) fn account(&self, table: &Table) -> String {
        let name = split_date(&table.stem()).map(|(name, _)| name);
        name.filter(|name| self.names.contains(name)).unwrap_or_else(|| table.stem())
    }
}

/// Puts sheets of one name in the order of their days, each group at the places that it has.
pub(in crate::invitations) fn sort_by_day(sheets: &mut [Sheet]) -> Vec<Finding> {
    let mut groups: BTreeMap<Vec<String>, Vec<(FileNameDate, usize)>> = BTreeMap::new();
    for (sheet_index, sheet) in sheets.iter().enumerate() {
        if let Some((called, day)) = called(&sheet.file) {
            groups.entry(called).or_default().push((day, sheet_index));
        }
    }
    let mut findings = Vec::new();
    for mut group in groups.into_values() {
        let days: BTreeSet<FileNameDate> = group.iter().map(|(day, _)| *day).collect();
        // A month and a month of some year cannot be compared.
        let are_comparable = days.iter().all(|day| day.0 == 0) || days.iter().all(|day| day.0 > 0);
        if days.len() < 2 || !are_comparable {
            continue;
        }
        let places: Vec<usize> = group.iter().map(|(_, sheet_index)| *sheet_index).collect();
        group.sort_unstable();
        let order: Vec<usize> = group.into_iter().map(|(_, sheet_index)| sheet_index).collect();
        findings.push(order_finding(&order, sheets));
        reorder(sheets, &places, &order);
    }
    findings
}

/// Puts the sheets of `order` at `places`.
fn reorder(sheets: &mut [Sheet], places: &[usize], order: &[usize]) {
    // Where each sheet is by now.
    let mut now: Vec<usize> = (0..sheets.len()).collect();
    for (sheet_index, wanted) in places.iter().zip(order) {
        let Some(from) = now.iter().position(|sheet| sheet == wanted) else { continue };
        sheets.swap(*sheet_index, from);
        now.swap(*sheet_index, from);
    }
}

/// A path without the last day in it, and that day.
fn called(file: &str) -> Option<(Vec<String>, FileNameDate)> {
    let parts: Vec<&str> = file.split('/').collect();
    let stem = |part: &str| part.rsplit_once('.').map_or(part.to_owned(), |(stem, _)| stem.into());
    let mut dated = parts.iter().enumerate().rev();
    let (at, name, day) = dated.find_map(|(at, part)| {
        let (name, day) = split_date(&stem(part))?;
        Some((at, name, day))
    })?;
    let names = parts.iter().enumerate();
    let names = names
        .map(|(part_index, part)| if part_index == at { name.clone() } else { (*part).into() });
    Some((names.collect(), day))
}

fn order_finding(order: &[usize], sheets: &[Sheet]) -> Finding {
    let files = order
        .iter()
        .filter_map(|sheet_index| sheets.get(*sheet_index))
        .map(|one| one.file.as_str());
    let mut shown: Vec<&str> = files.take(FILES_NAMED).collect();
    if order.len() > FILES_NAMED {
        shown.push("…");
    }
    let message = format!(
        "{}: one sheet on several days, as their names say: the later one counts, but nobody is \
         pending again by it who was accepted, declined or withdrawn before",
        shown.join(", ")
    );
    Finding::new(FindingCode::Snapshots, Level::Note, message)
}
