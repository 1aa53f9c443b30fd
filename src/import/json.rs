//! JSON → rows of cells: a list of objects, one object a line, or an object that holds one such
//! list, as APIs answer.
//!
//! Every key is a column, in the order in which keys first come; what an object lacks is an empty
//! cell. An object within an object gives columns such as `person.name`, a list of plain values one
//! text with `, ` between. Numbers keep their digits: none becomes a float on the way. `NaN` and
//! `Infinity`, which many programs write although JSON has none, are missing values.
//!
//! Invariant: no value is dropped. A line that is no JSON is left out and said.

use super::bad_row::{BadRow, Loss};
use super::cells::{Cells, KeptRows, LIST_SEPARATOR, Marked};
use super::decode;
use super::error::ImportError;
use super::json_parts::{end_of_text, entries, items};
use crate::deadline::{self, Paced};
use indexmap::IndexMap;
use serde::de::IgnoredAny;
use std::io::{self, BufReader};

/// The largest file, in bytes: it is read as a whole.
pub(super) const BYTES_MAX: u64 = 512 << 20;
/// The most columns.
const COLUMNS_MAX: usize = 2_000;
/// The most cells.
const CELLS_MAX: usize = 50_000_000;
/// How many bytes are read between two looks at the clock.
const PIECE_BYTES: usize = 64 << 10;
/// How deep objects may nest.
const DEPTH_MAX: usize = 8;

/// What a file of JSON came to.
#[derive(Debug)]
pub(super) struct JsonRows {
    /// The keys as a header, and the objects; each row is the number of its object in the list, or
    /// its line where each is on one.
    pub(super) rows: KeptRows,
    pub(super) encoding: &'static str,
    /// Lines that are no JSON.
    pub(super) bad: Vec<BadRow>,
}

/// Whether a file that begins so is one of JSON.
pub(super) fn is_json(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut signs = head.iter().filter(|byte| !byte.is_ascii_whitespace());
    matches!(
        (signs.next(), signs.next()),
        (Some(b'['), Some(b'{' | b']')) | (Some(b'{'), Some(b'"' | b'}'))
    )
}

/// Reads JSON. Errors: it is none, holds no list of objects or several, or is beyond the bounds.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<JsonRows, ImportError> {
    let (text, encoding) = decode::text(bytes);
    let text = without_nan(text);
    let fail =
        |problem: String| ImportError::Json { file: file.into(), problem }.unless_ended(file);
    if text.trim().is_empty() {
        return Err(ImportError::Empty { file: file.into() });
    }
    let mut bad = Vec::new();
    let objects = match valid(&text) {
        Ok(()) => (1..).zip(list_of(text.trim()).map_err(fail)?).collect(),
        Err(_) if text.trim_start().starts_with('{') => {
            by_lines(file, &text, &mut bad).map_err(|error| ImportError::io(file, error))?
        }
        Err(error) => return Err(fail(error.to_string())),
    };
    if objects.is_empty() && bad.is_empty() {
        return Err(ImportError::NoRows { file: file.into(), table: "JSON".into() });
    }
    if let Some(first) = bad.first().filter(|_| objects.is_empty()) {
        return Err(fail(format!("row {}: {}", first.row, first.problem)));
    }
    let mut table = Gathering::default();
    for (at, (row, object)) in objects.into_iter().enumerate() {
        deadline::go_on_at(at).map_err(|error| ImportError::io(file, error))?;
        table.object(row, object).map_err(|problem| fail(format!("row {row}: {problem}")))?;
    }
    Ok(JsonRows { rows: table.finish(), encoding, bad })
}

/// The same text with `null` for what is no number.
fn without_nan(text: String) -> String {
    const NAMES: [&str; 3] = ["NaN", "-Infinity", "Infinity"];
    if !NAMES.iter().any(|name| text.contains(name)) {
        return text;
    }
    let (mut kept, mut rest) = (String::with_capacity(text.len()), text.as_str());
    while let Some(at) = rest.find(['"', 'N', 'I', '-']) {
        let (before, from) = rest.split_at(at);
        kept.push_str(before);
        let name = NAMES.iter().find(|name| from.starts_with(**name));
        let end = match name {
            Some(name) => name.len(),
            None if from.starts_with('"') => end_of_text(from),
            None => 1,
        };
        let (part, after) = from.split_at(end);
        kept.push_str(if name.is_some() { "null" } else { part });
        rest = after;
    }
    kept.push_str(rest);
    kept
}

/// Fails where a text is no JSON, or where there is no time to find that out.
fn valid(text: &str) -> serde_json::Result<()> {
    let paced = BufReader::with_capacity(PIECE_BYTES, Paced::new(text.as_bytes()));
    serde_json::from_reader::<_, IgnoredAny>(paced).map(|_| ())
}

/// The objects, one a line.
fn by_lines<'a>(
    file: &str,
    text: &'a str,
    bad: &mut Vec<BadRow>,
) -> io::Result<Vec<(u64, &'a str)>> {
    let mut objects = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        deadline::go_on_at(at)?;
        let row = at as u64 + 1;
        match serde_json::from_str::<IgnoredAny>(line) {
            Ok(_) if line.trim().starts_with('{') => objects.push((row, line.trim())),
            outcome => {
                let problem = match outcome {
                    Ok(_) => "a value that is no object".into(),
                    Err(error) => format!("no JSON ({})", without_line(&error)),
                };
                bad.push(BadRow {
                    file: file.into(),
                    row,
                    column: None,
                    problem,
                    expected: "one object a line".into(),
                    loss: Loss::Row,
                });
            }
        }
    }
    Ok(objects)
}

fn without_line(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    format!("{said}, position {}", error.column())
}

/// The one list of objects in a value; an object by itself is a list of one.
fn list_of(value: &str) -> Result<Vec<&str>, String> {
    if value.starts_with('[') {
        return timely(items(value)).collect();
    }
    let mut lists = Vec::new();
    lists_in(value, "", 0, &mut lists)?;
    match &lists[..] {
        [(_, list)] => timely(items(list)).collect(),
        [] if value.starts_with('{') => Ok(vec![value]),
        [] => Err("it holds no list of objects".into()),
        several => {
            let names: Vec<&str> = several.iter().map(|(name, _)| name.as_str()).collect();
            Err(format!("it holds several lists of objects: `{}`", names.join("`, `")))
        }
    }
}

/// The same as long as there is time.
fn timely<T>(items: impl Iterator<Item = T>) -> impl Iterator<Item = Result<T, String>> {
    items.enumerate().map(|(at, item)| {
        deadline::go_on_at(at).map_err(|ended| ended.to_string())?;
        Ok(item)
    })
}

/// Every list of objects in an object, by its path.
fn lists_in<'a>(
    value: &'a str,
    path: &str,
    depth: usize,
    lists: &mut Vec<(String, &'a str)>,
) -> Result<(), String> {
    if depth > DEPTH_MAX || !value.starts_with('{') {
        return Ok(());
    }
    for (key, value) in entries(value)? {
        let path = joined(path, &key);
        if value.starts_with('[') && is_json(value.as_bytes()) {
            lists.push((path, value));
        } else {
            lists_in(value, &path, depth + 1, lists)?;
        }
    }
    Ok(())
}

/// The table as it grows.
#[derive(Default)]
struct Gathering {
    keys: IndexMap<String, Option<Marked>>,
    rows: Vec<(u64, Vec<(usize, String)>)>,
    cells: usize,
}

impl Gathering {
    fn object(&mut self, at: u64, object: &str) -> Result<(), String> {
        let mut row = Vec::new();
        if !object.starts_with('{') {
            return Err("a value that is no object".into());
        }
        self.fields(object, "", 0, &mut row)?;
        self.cells += row.len();
        if self.keys.len() > COLUMNS_MAX {
            return Err(format!("more than {COLUMNS_MAX} columns"));
        }
        if self.cells > CELLS_MAX {
            return Err(format!("more than {CELLS_MAX} cells"));
        }
        self.rows.push((at, row));
        Ok(())
    }

    fn fields(
        &mut self,
        object: &str,
        path: &str,
        depth: usize,
        row: &mut Vec<(usize, String)>,
    ) -> Result<(), String> {
        if depth > DEPTH_MAX {
            return Err(format!("`{path}` nests deeper than {DEPTH_MAX} levels"));
        }
        for (key, value) in entries(object)? {
            let path = joined(path, &key);
            if value.starts_with('{') {
                self.fields(value, &path, depth + 1, row)?;
            } else {
                let entry = self.keys.entry(path);
                let at = entry.index();
                let marked = entry.or_default();
                *marked = marked_with(*marked, value);
                row.push((at, cell(value)?));
            }
        }
        Ok(())
    }

    fn finish(self) -> KeptRows {
        let mut kept = KeptRows::default();
        let mut header = Cells::default();
        self.keys.keys().for_each(|key| header.push(key.as_bytes()));
        kept.push(1, header);
        for (line, mut row) in self.rows {
            row.sort_by_key(|(at, _)| *at);
            let mut cells = Cells::default();
            for (at, cell) in row {
                while cells.len() < at {
                    cells.push(b"");
                }
                cells.push(cell.as_bytes());
            }
            kept.push(line, cells);
        }
        kept.width = self.keys.len();
        let marked = self.keys.into_values().map(|marked| marked.unwrap_or(Marked::Nothing));
        kept.marked = marked.collect();
        kept
    }
}

/// What is said of a column that has this value, too.
fn marked_with(before: Option<Marked>, value: &str) -> Option<Marked> {
    let marked = match value.bytes().next() {
        Some(b'n') => return before,
        Some(b'"') => Marked::Texts,
        Some(b'[') => Marked::Lists,
        _ => Marked::Nothing,
    };
    Some(if before.is_none_or(|before| before == marked) { marked } else { Marked::Nothing })
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// A value as the text of a cell.
fn cell(value: &str) -> Result<String, String> {
    match value.bytes().next() {
        Some(b'"') => serde_json::from_str(value).map_err(|error| without_line(&error)),
        Some(b'n') => Ok(String::new()),
        Some(b'[') => {
            if items(value).any(|part| part.starts_with(['[', '{'])) {
                return Ok(value.to_owned());
            }
            let parts: Result<Vec<String>, String> = items(value).map(cell).collect();
            Ok(parts?.join(LIST_SEPARATOR))
        }
        // Numbers, `true` and `false`.
        _ => Ok(value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_json, items, read};
    use proptest::prelude::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        read("t.json", text.as_bytes()).unwrap().rows.texts(100)
    }

    #[test]
    fn every_shape_of_a_list_gives_the_same_rows() {
        let list = r#"[{"name": "Ada", "id": 9007199254740993, "tags": ["a", "b"]},
            {"name": null, "company": {"name": "X"}, "ok": true}]"#;
        let expected = rows(list);
        assert_eq!(expected[0], ["name", "id", "tags", "company.name", "ok"]);
        assert_eq!(expected[1], ["Ada", "9007199254740993", "a, b", "", ""]);
        assert_eq!(expected[2], ["", "", "", "X", "true"]);
        assert_eq!(rows(&format!(r#"{{"page": 1, "data": {list}}}"#)), expected);
        let lines: Vec<&str> = items(list).collect();
        let lines = lines.join("\n");
        assert_eq!(rows(&lines), expected);
    }

    #[test]
    fn a_row_is_the_number_of_its_object_or_its_line() {
        let places = |text: &str| -> Vec<u64> {
            let read = read("t.json", text.as_bytes()).unwrap();
            read.rows.rows.iter().skip(1).map(|(row, _)| *row).collect()
        };
        assert_eq!(places("[\n {\"a\": 1},\n\n {\"a\":\n 2},\n {\"a\": 3}]"), [1, 2, 3]);
        assert_eq!(places("[{\"a\": 1}, {\"a\": 2}]"), [1, 2]);
        assert_eq!(places("{\"a\": 1}\n\n{\"a\": 2}"), [1, 3]);
    }

    #[test]
    fn what_is_no_number_is_missing() {
        let read = rows("[{\"a\": NaN, \"b\": \"NaN \\\" NaN\", \"c\": [-Infinity, -1, 2]}]");
        assert_eq!(read[1], ["", "NaN \" NaN", ", -1, 2"]);
        let lines = rows("{\"a\": 1}\n{\"a\": Infinity}\n{\"a\": NaN}\n{\"a\": -2}");
        assert_eq!(lines.concat().join(""), "a1-2");
    }

    #[test]
    fn what_is_no_table_is_refused_by_name() {
        let error = |text: &str| read("t.json", text.as_bytes()).unwrap_err().to_string();
        let deep = format!("[{}1{}]", "{\"a\":".repeat(99), "}".repeat(99));
        for (text, expected) in [
            ("[1, 2]", "row 1: a value that is no object"),
            ("[{\"a\": 1}", "EOF while parsing a list"),
            ("{\"a\": [{\"b\": 1}], \"c\": [{\"d\": 2}]}", "several lists of objects: `a`, `c`"),
            ("[{\"a\": 1, \"a\": 2}]", "row 1: the key `a` is there twice"),
            (deep.as_str(), "nests deeper than 8 levels"),
        ] {
            assert!(error(text).contains(expected), "{}", error(text));
        }
        assert!(error("[]").contains("without rows"));
        let broken = read("t.json", b"{\"a\": 1}\n{\"a\": \n{\"a\": 2}\n").unwrap();
        assert_eq!(broken.bad.len(), 1);
        assert_eq!(broken.bad[0].row, 2);
    }

    #[test]
    fn a_table_that_merely_begins_with_a_bracket_is_none() {
        assert!(is_json(b" [ {\"a\": 1}]") && is_json(b"{\"a\": 1}") && is_json(b"[]"));
        assert!(!is_json(b"[Export]\nname,url") && !is_json(b"{name},x"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[\\[\\]{}\",:a1 \n]{0,40}") {
            let _ = read("t.json", text.as_bytes());
        }
    }
}
