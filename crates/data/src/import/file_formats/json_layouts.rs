//! JSON that is one table in another layout than a list of objects: people by their profiles, as in
//! `{"in/ada": {…}, "in/bo": {…}}`, and what pandas writes, columns by their names with rows by
//! their numbers, rows by their numbers or ids, or the names of columns beside lists of values.
//!
//! Invariant: only what can be nothing else is turned into a list, and every value stays as it is
//! written.

use super::json::valid;
use super::json_lists::is_list;
use super::json_parts::{end_of_text, entries, items};
use crate::import::people_keys::person;
use indexmap::IndexMap;

/// The same as a list of objects, where it is such a table.
pub(in crate::import) fn as_list(text: &str) -> Option<String> {
    let text = text.trim();
    if !may_be_one(text) || valid(text).is_err() {
        return None;
    }
    let outer = entries(text).ok()?;
    split(&outer).or_else(|| {
        let inner = outer.iter().map(|(key, value)| Some((key, inner_of(value)?)));
        let inner = inner.collect::<Option<Vec<_>>>()?;
        by_columns(&inner).or_else(|| by_person(&inner)).or_else(|| by_id(&inner))
    })
}

/// Whether the first entry of an object is one of such a table: most files are none.
fn may_be_one(text: &str) -> bool {
    let Some(first) = text.strip_prefix('{').map(str::trim_start) else { return false };
    let (key, value) = first.split_at(end_of_text(first).min(first.len()));
    let value = value.trim_start().trim_start_matches(':').trim_start();
    value.starts_with('{') || ["columns", "index", "data"].contains(&key.trim_matches('"'))
}

type Entries<'a> = IndexMap<String, &'a str>;

/// The entries of an object of plain values.
fn inner_of(value: &str) -> Option<Entries<'_>> {
    let inner = value.starts_with('{').then(|| entries(value).ok())??;
    let is_plain = |value: &&str| !is_list(value);
    inner.values().all(is_plain).then_some(inner)
}

/// `{"columns": ["name", …], "data": [["Ada", …], …]}`.
fn split(outer: &Entries) -> Option<String> {
    let (columns, data) = (outer.get("columns")?, outer.get("data")?);
    let columns: Vec<&str> = items(columns).collect();
    let rows: Vec<&str> = items(data).collect();
    let are_texts = !columns.is_empty() && columns.iter().all(|column| column.starts_with('"'));
    let is_row = |row: &&str| row.starts_with('[') && items(row).count() == columns.len();
    if !are_texts || rows.is_empty() || !rows.iter().all(is_row) {
        return None;
    }
    let object = |row: &&str| {
        let cells = columns.iter().zip(items(row)).map(|(column, cell)| format!("{column}:{cell}"));
        object_of(cells)
    };
    Some(list(rows.iter().map(object)))
}

/// `{"name": {"0": "Ada", "1": "Bo"}, "sent": {"0": …, "1": …}}`.
fn by_columns(outer: &[(&String, Entries)]) -> Option<String> {
    let (_, first) = outer.first()?;
    let numbers: Vec<&String> = first.keys().collect();
    let is_number = |key: &&String| key.bytes().all(|byte| byte.is_ascii_digit());
    let is_alike = |(_, column): &(&String, Entries)| column.keys().eq(numbers.iter().copied());
    if outer.len() < 2 || numbers.is_empty() || !numbers.iter().all(is_number) {
        return None;
    }
    let object = |number: &&String| {
        let cells = outer.iter().filter_map(|(name, column)| {
            Some(format!("{}:{}", quoted(name)?, column.get(number.as_str())?))
        });
        object_of(cells)
    };
    outer.iter().all(is_alike).then(|| list(numbers.iter().map(object)))
}

/// `{"https://…/in/ada": {"name": "Ada", …}, …}`, and the same by slugs.
fn by_person(outer: &[(&String, Entries)]) -> Option<String> {
    /// Objects with fewer keys in common are hardly rows.
    const KEYS_MIN: usize = 2;
    let (_, first) = outer.first()?;
    let are_addresses = outer
        .iter()
        .all(|(key, _)| key.contains("/in/") && person::has_slug(key) && !key.contains(' '));
    let is_slug = |key: &str| {
        key.contains('-') && !key.contains(' ') && person::slug_of_public_id(key).is_some()
    };
    let are_alike = first.len() >= KEYS_MIN
        && outer.iter().all(|(_, one)| one.keys().eq(first.keys()))
        && outer.iter().all(|(key, _)| is_slug(key));
    if !are_addresses && !are_alike {
        return None;
    }
    let has_profile = |one: &Entries| one.contains_key("Profile URL");
    if outer.iter().any(|(_, one)| has_profile(one)) {
        return None;
    }
    let objects = outer.iter().map(|(key, one)| {
        let profile = quoted(&if are_addresses { (*key).clone() } else { format!("in/{key}") })?;
        let cells = [format!("\"Profile URL\":{profile}")].into_iter().chain(cells_of(one));
        Some(object_of(cells))
    });
    Some(list(objects.collect::<Option<Vec<_>>>()?.into_iter()))
}

/// `{"0": {"name": "Ada", …}, "1": {…}}`, and the same by the ids of records.
fn by_id(outer: &[(&String, Entries)]) -> Option<String> {
    /// Rows of a table may lack a cell, and have most names in common.
    const KEYS_MIN: usize = 2;
    let (_, first) = outer.first()?;
    let is_id = |key: &str| {
        let has_digit = key.bytes().any(|byte| byte.is_ascii_digit());
        has_digit && !key.contains(char::is_whitespace)
    };
    let are_alike = |one: &Entries| {
        let in_common = one.keys().filter(|key| first.contains_key(*key)).count();
        in_common >= KEYS_MIN && in_common * 2 > one.len().max(first.len())
    };
    let are_rows = outer.len() > 1 && outer.iter().all(|(key, one)| is_id(key) && are_alike(one));
    if !are_rows {
        return None;
    }
    Some(list(outer.iter().map(|(_, one)| object_of(cells_of(one)))))
}

/// The entries of an object, as they are written in one.
fn cells_of(entries: &Entries) -> impl Iterator<Item = String> {
    entries.iter().filter_map(|(name, cell)| Some(format!("{}:{cell}", quoted(name)?)))
}

fn object_of(cells: impl Iterator<Item = String>) -> String {
    format!("{{{}}}", cells.collect::<Vec<_>>().join(","))
}

fn quoted(text: &str) -> Option<String> {
    serde_json::to_string(text).ok()
}

fn list(objects: impl Iterator<Item = String>) -> String {
    format!("[{}]", objects.collect::<Vec<_>>().join(","))
}
