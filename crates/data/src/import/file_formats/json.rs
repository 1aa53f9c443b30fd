//! JSON → rows of cells: a list of objects, one object a line, or an object that holds such
//! lists, as APIs answer, each of which is a table.
//!
//! Every key is a column, in the order in which keys first come; what an object lacks is an empty
//! cell. An object within an object gives columns such as `person.name`, a list of plain values one
//! text with `, ` between. Numbers keep their digits: none becomes a float on the way. `NaN` and
//! `Infinity`, which many programs write although JSON has none, are missing values.
//!
//! Invariant: no value is dropped. A line that is no JSON is left out and said.

use super::cells::BufferedRows;
use super::json_lists::{by_lines, joined, lists_in, lists_of};
use super::json_parts::{end_of_text, items};
use super::json_rows::JsonTableBuilder;
use super::{json_layouts, text_encoding};
use crate::deadline;
use crate::deadline::BoundedIo;
use crate::import::error::ImportError;
use crate::import::raw_tables::bad_row::BadRow;
use indexmap::IndexMap;
use serde::de::IgnoredAny;
use std::io::BufReader;

/// The largest file, in bytes: it is read as a whole.
pub(in crate::import) const BYTES_MAX: u64 = 512 << 20;

/// How many bytes are read between two looks at the clock.
const PIECE_BYTES: usize = 64 << 10;

/// A file of JSON, as text.
pub(in crate::import) struct JsonDocument {
    pub(in crate::import) text: String,
    pub(in crate::import) encoding: &'static str,
}

/// What a file of JSON holds.
pub(in crate::import) struct JsonContent<'a> {
    /// Its lists of objects, those that are empty left out.
    pub(in crate::import) lists: Vec<ObjectList<'a>>,
    /// The values beside them, by their paths.
    pub(in crate::import) beside: Vec<String>,
    /// Lines that are no JSON.
    pub(in crate::import) bad: Vec<BadRow>,
}

pub(in crate::import) struct ObjectList<'a> {
    /// Where it lies, such as `data.elements`; empty where it is the whole file.
    pub(in crate::import) path: String,
    pub(in crate::import) objects: Vec<JsonListItem<'a>>,
}

#[derive(Clone, Copy)]
pub(in crate::import) struct JsonListItem<'a> {
    /// The number of the object in the list, or its line where each is on one.
    pub(in crate::import) row: u64,
    pub(in crate::import) object: &'a str,
    /// The object that holds the list.
    pub(in crate::import) parent: Option<&'a str>,
}

/// Whether a file that begins so is one of JSON.
pub(in crate::import) fn is_json(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut signs = head.iter().filter(|byte| !byte.is_ascii_whitespace());
    matches!(
        (signs.next(), signs.next()),
        (Some(b'['), Some(b'{' | b']')) | (Some(b'{'), Some(b'"' | b'}'))
    )
}

/// Reads JSON that has one list of objects, or one of this path. Errors: it is none, holds no such
/// list or several, or is beyond the bounds.
pub(in crate::import) fn read(
    file: &str,
    path: &str,
    bytes: &[u8],
) -> Result<(BufferedRows, Vec<BadRow>), ImportError> {
    let document = JsonDocument::from_bytes(bytes);
    let mut content = document.content(file)?;
    let names: Vec<String> =
        content.lists.iter().map(|list| format!("`{file}/{}`", list.path)).collect();
    content.lists.retain(|list| path.is_empty() || list.path == path);
    let fail = |problem: String| ImportError::Json { file: file.into(), problem };
    match &content.lists[..] {
        [list] => Ok((list.rows(file, &|_| false)?, content.bad)),
        [] => Err(fail(format!("it has no list `{path}`; there is {}", names.join(", ")))),
        _ => Err(fail(format!("it holds several lists; name one of {}", names.join(", ")))),
    }
}

impl JsonDocument {
    pub(in crate::import) fn from_bytes(bytes: &[u8]) -> Self {
        let (text, encoding) = text_encoding::decode_text(bytes);
        let text = without_nan(text);
        Self { text: json_layouts::as_list(&text).unwrap_or(text), encoding }
    }

    /// What it holds. Errors: it is no JSON, or has no object.
    pub(in crate::import) fn content(&self, file: &str) -> Result<JsonContent<'_>, ImportError> {
        let text = self.text.trim();
        let fail = |problem| failure(file, problem);
        if text.is_empty() {
            return Err(ImportError::Empty { file: file.into() });
        }
        let (mut bad, mut beside) = (Vec::new(), Vec::new());
        let lists = match valid(&self.text) {
            Ok(()) => lists_of(text, &mut beside).map_err(|fault| fail(fault.to_string()))?,
            Err(_) if text.starts_with('{') => {
                let lines = by_lines(file, &self.text, &mut bad);
                let lines = lines.map_err(|error| ImportError::io(file, error))?;
                vec![ObjectList::whole(lines)]
            }
            Err(error) => return Err(fail(error.to_string())),
        };
        let lists: Vec<_> = lists.into_iter().filter(|list| !list.objects.is_empty()).collect();
        match bad.first().filter(|_| lists.is_empty()) {
            Some(first) => Err(fail(format!("row {}: {}", first.row, first.problem))),
            None if lists.is_empty() => {
                Err(ImportError::NoRows { file: file.into(), table: "JSON".into() })
            }
            None => Ok(JsonContent { lists, beside, bad }),
        }
    }
}

impl<'a> ObjectList<'a> {
    /// The list that a file is.
    pub(in crate::import) fn whole(objects: Vec<(u64, &'a str)>) -> Self {
        let placed = |(row, object)| JsonListItem { row, object, parent: None };
        Self { path: String::new(), objects: objects.into_iter().map(placed).collect() }
    }

    /// The keys as a header, and the objects; each has with it what `is_carried` says of the plain
    /// values around it, by their paths.
    pub(in crate::import) fn rows(
        &self,
        file: &str,
        is_carried: &dyn Fn(&str) -> bool,
    ) -> Result<BufferedRows, ImportError> {
        let mut table = JsonTableBuilder::default();
        for (at, JsonListItem { row, object, .. }) in self.objects.iter().enumerate() {
            deadline::check_interrupted_at_step(at)
                .map_err(|error| ImportError::io(file, error))?;
            let taken = table.object(*row, object);
            taken.map_err(|problem| failure(file, format!("row {row}: {problem}")))?;
        }
        let inner = table.keys.len();
        for (at, JsonListItem { row, parent: around, .. }) in self.objects.iter().enumerate() {
            let Some(around) = around else { continue };
            let taken = table.around(at, around, inner, is_carried);
            taken.map_err(|problem| failure(file, format!("row {row}: {problem}")))?;
        }
        Ok(table.finish())
    }

    /// The lists of objects within its objects, those of one path as one list.
    pub(in crate::import) fn nested_lists(&self, file: &str) -> Result<Vec<Self>, ImportError> {
        let mut lists: IndexMap<String, Vec<JsonListItem<'a>>> = IndexMap::new();
        for (at, JsonListItem { object, .. }) in self.objects.iter().enumerate() {
            deadline::check_interrupted_at_step(at)
                .map_err(|error| ImportError::io(file, error))?;
            let mut inner = Vec::new();
            let looked = lists_in(object, "", 0, &mut inner, &mut Vec::new());
            looked.map_err(|fault| failure(file, fault.to_string()))?;
            for (path, list) in inner {
                let objects = lists.entry(joined(&self.path, &path)).or_default();
                let rows = objects.len() as u64 + 1..;
                let around = Some(*object);
                let placed = |(row, object)| JsonListItem { row, object, parent: around };
                objects.extend(rows.zip(items(list)).map(placed));
            }
        }
        let lists = lists.into_iter().filter(|(_, objects)| !objects.is_empty());
        Ok(lists.map(|(path, objects)| Self { path, objects }).collect())
    }
}

fn failure(file: &str, problem: String) -> ImportError {
    ImportError::Json { file: file.into(), problem }.unless_ended(file)
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
pub(in crate::import) fn valid(text: &str) -> serde_json::Result<()> {
    let paced = BufReader::with_capacity(PIECE_BYTES, BoundedIo::new(text.as_bytes()));
    serde_json::from_reader::<_, IgnoredAny>(paced).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::{is_json, items, read};
    use proptest::prelude::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        read("t.json", "", text.as_bytes()).unwrap().0.texts(100)
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
            let (read, _) = read("t.json", "", text.as_bytes()).unwrap();
            read.rows.iter().skip(1).map(|(row, _)| *row).collect()
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
        let error = |text: &str| read("t.json", "", text.as_bytes()).unwrap_err().to_string();
        let deep = format!("[{}1{}]", "{\"a\":".repeat(99), "}".repeat(99));
        for (text, expected) in [
            ("[1, 2]", "row 1: a value that is no object"),
            ("[{\"a\": 1}", "EOF while parsing a list"),
            (
                "{\"a\": [{\"b\": 1}], \"c\": [{\"d\": 2}]}",
                "several lists; name one of `t.json/a`, `t.json/c`",
            ),
            ("[{\"a\": 1, \"a\": 2}]", "row 1: the key `a` is there twice"),
            (deep.as_str(), "nests deeper than 8 levels"),
        ] {
            assert!(error(text).contains(expected), "{}", error(text));
        }
        assert!(error("[]").contains("without rows"));
        let (_, bad) = read("t.json", "", b"{\"a\": 1}\n{\"a\": \n{\"a\": 2}\n").unwrap();
        assert_eq!((bad.len(), bad[0].row), (1, 2));
    }

    #[test]
    fn a_table_that_merely_begins_with_a_bracket_is_none() {
        assert!(is_json(b" [ {\"a\": 1}]") && is_json(b"{\"a\": 1}") && is_json(b"[]"));
        assert!(!is_json(b"[Export]\nname,url") && !is_json(b"{name},x"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[\\[\\]{}\",:a1 \n]{0,40}") {
            let _ = read("t.json", "", text.as_bytes());
        }
    }
}
