//! The reference as a page: whatever a script's author can meet, by topic.

use super::{ReferenceEntry, ReferenceKind, entries};
use crate::invitations::HISTORY_COLUMNS;
use crate::invitations::schema::{COLUMNS, ColumnSpec};
use std::fmt::Write;

/// The text of docs/reference.md.
pub fn markdown() -> String {
    let mut page = "# Reference\n\n\
        <!-- Written from src/reference/; `UPDATE_DOCS=1 cargo test the_page_is_the_reference` \
        writes it anew. -->\n\n\
        Whatever a script can use, from the tables that define it. How to write a strategy is in \
        [STRATEGIES.md](STRATEGIES.md),\nwhat the errors mean in [CHECKS.md](CHECKS.md). What \
        stands in square brackets may be left out.\n"
        .to_owned();
    for (title, topics) in CHAPTERS {
        let _ = write!(page, "\n- {title}:");
        for topic in listed_topics(topics) {
            let _ = write!(page, "\n  [{0}](#{1})", topic, anchor(topic));
        }
    }
    page.push('\n');
    for (title, topics) in CHAPTERS {
        let _ = write!(page, "\n## {title}\n");
        for topic in listed_topics(topics) {
            let _ = write!(page, "\n### {topic}\n\n");
            table(&mut page, topic);
        }
    }
    page
}

/// The chapters with their topics; the last has all that are in no other.
const CHAPTERS: &[(&str, &[&str])] = &[
    ("What a strategy is made of", &["verbs", "given names", "columns", HISTORY_TOPIC, "limits"]),
    (
        "In formulas, and outside of them",
        &["texts", "numbers", "dates", "lists", "groups in formulas"],
    ),
    ("Frames, expressions and Rhai's own", &[]),
];

const HISTORY_TOPIC: &str = "columns of history";

/// The topics of a chapter, in order.
fn listed_topics(topics: &[&'static str]) -> Vec<&'static str> {
    let told: Vec<&str> = CHAPTERS.iter().flat_map(|(_, topics)| topics.iter().copied()).collect();
    if !topics.is_empty() {
        return topics.to_vec();
    }
    let mut further: Vec<&str> = vec![];
    for entry in entries() {
        if !told.contains(&entry.topic) && !further.contains(&entry.topic) {
            further.push(entry.topic);
        }
    }
    further
}

fn table(page: &mut String, topic: &str) {
    let rows = entries().iter().filter(|entry| entry.topic == topic);
    match topic {
        "columns" => return columns(page, COLUMNS, "i."),
        HISTORY_TOPIC => return columns(page, HISTORY_COLUMNS, ""),
        _ => {}
    }
    page.push_str("| Form | What it is | Example |\n|---|---|---|\n");
    for entry in rows {
        let _ = writeln!(
            page,
            "| {} | {} | {} |",
            code(&entry.signature),
            cell(&entry.doc),
            example(entry)
        );
    }
}

fn columns(page: &mut String, columns: &[ColumnSpec], before: &str) {
    page.push_str("| Column | Type | What it holds |\n|---|---|---|\n");
    for column in columns {
        let missing = if column.nullable { ", may be missing" } else { "" };
        let of_type = column.column_type.name();
        let range = column.range.map(|(least, most)| format!(", {least} to {most}"));
        let (range, meaning) = (range.unwrap_or_default(), cell(column.meaning));
        let name = column.name;
        let _ = writeln!(page, "| `{before}{name}` | {of_type}{range}{missing} | {meaning} |");
    }
}

/// An example in a line; Rhai's own show several at once, which are left to its own manual.
fn example(entry: &ReferenceEntry) -> String {
    match &entry.example {
        Some(example) if entry.kind != ReferenceKind::RhaiBuiltIn => code(example),
        _ => String::new(),
    }
}

/// Text of a table's cell.
fn cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|")
}

/// Code of a table's cell.
fn code(text: &str) -> String {
    let ticks = if text.contains('`') { "``" } else { "`" };
    let space = if text.contains('`') { " " } else { "" };
    format!("{ticks}{space}{}{space}{ticks}", cell(text))
}

/// The link to a heading.
fn anchor(topic: &str) -> String {
    let kept = topic.to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_page_is_the_reference() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&path, markdown()).unwrap();
        }
        let page = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            page == markdown(),
            "docs/reference.md is not what src/reference/ says; \
             `UPDATE_DOCS=1 cargo test the_page_is_the_reference` writes it anew"
        );
    }

    #[test]
    fn every_entry_is_on_the_page() {
        let page = markdown();
        for entry in entries() {
            let shown = match entry.kind {
                ReferenceKind::Column => format!("`i.{}`", entry.name),
                _ => code(&entry.signature),
            };
            assert!(page.contains(&shown), "{shown}");
        }
    }
}
