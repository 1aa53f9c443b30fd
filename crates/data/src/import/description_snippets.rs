//! Descriptions of tables as they were understood, as TOML to paste into `rescind.toml` and change.
//!
//! Invariant: a block that is pasted as it is changes nothing of how its file is read; blocks of
//! one run can be pasted together.

use super::dates::form::DateOrder;
use super::sources::role::Role;
use super::sources::unread_column::UnreadColumn;
use super::table::{EXTRA, Table, TableRows};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// Words that nobody explained: the file, the column, the words.
pub type UnknownWords = (String, String, Vec<String>);

/// The block of every file that can be described.
#[derive(Debug, Default)]
pub struct DescriptionSnippets {
    by_file: BTreeMap<String, String>,
}

impl DescriptionSnippets {
    /// The blocks of these tables, with a hint for words that nobody explained; tables that are
    /// called and read alike share one.
    pub fn of_tables(tables: &[Table], unknown: &[UnknownWords]) -> Self {
        Self::built(tables, unknown, true)
    }

    /// The same with a block of its own for every table.
    pub fn each(tables: &[Table], unknown: &[UnknownWords]) -> Self {
        Self::built(tables, unknown, false)
    }

    fn built(tables: &[Table], unknown: &[UnknownWords], may_share: bool) -> Self {
        let mut bodies: BTreeMap<String, Vec<(&str, String)>> = BTreeMap::new();
        for table in tables.iter().filter(|table| matches!(table.rows, TableRows::Text(_))) {
            let called = ending(&table.file, 1).to_lowercase();
            bodies.entry(called).or_default().push((&table.file, body_of(table, unknown)));
        }
        let (mut blocks, mut taken) = (Self::default(), BTreeSet::new());
        for alike in bodies.into_values() {
            let are_one = (may_share || alike.len() == 1)
                && alike.windows(2).all(|pair| matches!(pair, [a, b] if a.1 == b.1));
            let depth = |file: &str| {
                let depths = 1..=file.split('/').count();
                let mut depths = depths.filter(|depth| {
                    let file_ending = ending(file, *depth);
                    alike.iter().filter(|(other, _)| ending(other, *depth) == file_ending).count()
                        == 1
                });
                depths.next().unwrap_or(usize::MAX)
            };
            let mut shared = None;
            for (file, body) in &alike {
                let mut block = || {
                    let pattern = ending(file, if are_one { 1 } else { depth(file) });
                    let stem = pattern.rsplit_once('.').map_or(pattern, |(stem, _)| stem);
                    headed(&free_name(stem, &mut taken), pattern, body)
                };
                let block = match &shared {
                    Some(block) if are_one => String::clone(block),
                    _ => block(),
                };
                blocks.by_file.insert((*file).to_owned(), block.clone());
                shared = Some(block);
            }
        }
        blocks
    }

    /// The block of a file; none where it cannot be described.
    pub fn for_file(&self, file: &str) -> Option<&str> {
        self.by_file.get(file).map(String::as_str)
    }
}

/// The block of a table of which nothing is understood but its columns.
pub(super) fn snippet_of_unknown(file: &str, columns: &[UnreadColumn]) -> String {
    let called = ending(file, 1);
    let stem = Path::new(called).file_stem().unwrap_or_default().to_string_lossy();
    let mut body = format!("role = {}\n", quoted(Role::Sheet.name()));
    hints(&mut body, columns);
    headed(&key(&stem), called, &body)
}

fn headed(name: &str, pattern: &str, body: &str) -> String {
    // The names of files are patterns here.
    let pattern = pattern.replace('*', "?");
    format!("[sources.{name}]\nfiles = {}\n{body}", quoted(&pattern))
}

/// All of a block but its name and files.
fn body_of(table: &Table, unknown: &[UnknownWords]) -> String {
    let mut body = format!("role = {}\n", quoted(table.kind.role().name()));
    let is_rows = table.kind.role() == Role::Rows;
    let fields = table.columns.iter().filter(|(name, _)| !name.starts_with(EXTRA) && !is_rows);
    // Writing to a text cannot fail.
    for (field, column) in fields {
        let _ = writeln!(body, "{field} = {}", quoted(column));
    }
    if !table.statuses.is_empty() {
        let words = table.statuses.iter().map(|(word, becomes)| (word.as_str(), becomes.name()));
        let _ = writeln!(body, "statuses = {{ {} }}", words_of(words));
    }
    if let Some(zone) = table.zone {
        let _ = writeln!(body, "zone = {}", quoted(zone.name()));
    }
    match table.date_order {
        Some(DateOrder::DayFirst) => body.push_str("date_order = \"day\"\n"),
        Some(DateOrder::MonthFirst) => body.push_str("date_order = \"month\"\n"),
        Some(DateOrder::Contradictory) | None => {}
    }
    if let Some(account) = &table.belongs_to {
        let _ = writeln!(body, "belongs_to = {}", quoted(account));
    }
    let is_status = |column: &str| table.spelling("status") == column;
    let unknown_words =
        unknown.iter().find(|(file, column, _)| *file == table.file && is_status(column));
    if let Some((_, _, words)) = unknown_words {
        let known = table.statuses.iter().map(|(word, becomes)| (word.as_str(), becomes.name()));
        let words = known.chain(words.iter().map(|word| (word.as_str(), "pending")));
        let _ = writeln!(body, "# statuses = {{ {} }} # say what each means", words_of(words));
    }
    if !is_rows {
        hints(&mut body, &table.provenance.unread);
    }
    body
}

fn words_of<'a>(words: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let pairs: Vec<String> =
        words.map(|(word, becomes)| format!("{} = {}", quoted(word), quoted(becomes))).collect();
    pairs.join(", ")
}

/// A line that is commented out for each unread column: what it could be.
fn hints(body: &mut String, unread: &[UnreadColumn]) {
    for UnreadColumn { column, values, could_be } in unread {
        let looks = values.as_ref().map_or_else(String::new, |looks| format!(" # {looks}"));
        let (first, others) = could_be.split_first().map_or(("?", &[][..]), |(a, b)| (*a, b));
        let or = if others.is_empty() { "" } else { "; or " };
        let _ = writeln!(body, "# {first} = {}{looks}{or}{}", quoted(column), others.join(", "));
    }
}

/// The last so many names of a path.
fn ending(file: &str, depth: usize) -> &str {
    let mut starts: Vec<usize> = file.match_indices('/').map(|(at, _)| at + 1).collect();
    starts.insert(0, 0);
    let at = starts.len().checked_sub(depth).and_then(|at| starts.get(at)).copied().unwrap_or(0);
    file.get(at..).unwrap_or(file)
}

/// A name as a bare key of TOML, apart from those that are taken.
fn free_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    let base = key(name);
    let mut free = base.clone();
    let mut number = 1;
    while !taken.insert(free.clone()) {
        number += 1;
        free = format!("{base}-{number}");
    }
    free
}

/// A name as a bare key of TOML.
fn key(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let words: String = name.chars().map(plain).collect();
    let words: Vec<&str> = words.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "table".into() } else { words.join("-") }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    // A text of JSON is one of TOML, too.
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::{DescriptionSnippets, ending, snippet_of_unknown};
    use crate::import::sources::description;
    use crate::import::sources::unread_column::UnreadColumn;
    use crate::import::table::{Table, TableKind, TableRows};
    use polars::prelude::DataFrame;

    fn table(file: &str, spelled: &[(&str, &str)]) -> Table {
        let rows = TableRows::Text(DataFrame::default());
        let spelled = spelled.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        Table { columns: spelled, ..Table::new(TableKind::Sheet { tracking: true }, file, rows) }
    }

    #[test]
    fn blocks_can_be_pasted_together_and_read_back() {
        let tables = [
            table("x/anna/My (2).csv", &[("name", "Wh\"o"), ("+deal", "Deal\nsize")]),
            table("x/ben/My (2).csv", &[("name", "Wh\"o"), ("sent", "Date")]),
            table("x/my-2.csv", &[("name", "Who")]),
            table("y/same.csv", &[("name", "A")]),
            table("z/same.csv", &[("name", "A")]),
        ];
        let blocks = DescriptionSnippets::of_tables(&tables, &[]);
        let mut texts: Vec<&str> =
            tables.iter().filter_map(|table| blocks.for_file(&table.file)).collect();
        texts.dedup();
        let text = texts.concat().replace("[sources.", "[");
        let read = description::parse(&text, "x.toml").unwrap();
        let files: Vec<&String> = read.iter().flat_map(|one| &one.files).collect();
        assert_eq!(files, ["anna/My (2).csv", "ben/My (2).csv", "my-2.csv", "same.csv"]);
        assert_eq!(read[0].requires, ["Wh\"o"]);
    }

    #[test]
    fn an_unknown_table_has_hints() {
        let unread =
            UnreadColumn { column: "Vor\nname".into(), values: None, could_be: vec!["name"] };
        let block = snippet_of_unknown("x/a b.csv", &[unread]);
        assert!(block.ends_with("# name = \"Vor\\nname\"\n"), "{block}");
        assert_eq!((ending("a/b/c.csv", 1), ending("a/b/c.csv", 9)), ("c.csv", "a/b/c.csv"));
    }
}
