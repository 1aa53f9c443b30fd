//! Lists of objects in a document of JSON, wherever they stand in it.

use super::json::{JsonListItem, ObjectList, is_json};
use super::json_fault::{DEPTH_MAX, JsonFault, without_line};
use super::json_parts::{entries, items};
use crate::deadline;
use crate::import::raw_tables::bad_row::{BadRow, Loss};
use serde::de::IgnoredAny;
use std::io;

/// The objects, one a line.
pub(in crate::import) fn by_lines<'a>(
    file: &str,
    text: &'a str,
    bad: &mut Vec<BadRow>,
) -> io::Result<Vec<(u64, &'a str)>> {
    let mut objects = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        deadline::check_interrupted_at_step(at)?;
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

/// The lists of objects in a value; an object by itself is a list of one.
pub(in crate::import) fn lists_of<'a>(
    value: &'a str,
    beside: &mut Vec<String>,
) -> Result<Vec<ObjectList<'a>>, JsonFault> {
    let numbered = |list| (1..).zip(items(list)).collect();
    if value.starts_with('[') {
        return Ok(vec![ObjectList::whole(numbered(value))]);
    }
    if !value.starts_with('{') {
        return Err(JsonFault::NoList);
    }
    let mut lists = Vec::new();
    lists_in(value, "", 0, &mut lists, beside)?;
    if lists.is_empty() {
        beside.clear();
        return Ok(vec![ObjectList::whole(vec![(1, value)])]);
    }
    let list = |(path, list)| {
        let objects = ObjectList::whole(numbered(list)).objects.into_iter();
        let objects =
            objects.map(|placed| JsonListItem { parent: Some(value), ..placed }).collect();
        ObjectList { path, objects }
    };
    Ok(lists.into_iter().map(list).collect())
}

/// Every list of objects in an object, by its path, and the paths of the values beside them.
pub(in crate::import) fn lists_in<'a>(
    value: &'a str,
    path: &str,
    depth: usize,
    lists: &mut Vec<(String, &'a str)>,
    beside: &mut Vec<String>,
) -> Result<(), JsonFault> {
    if depth > DEPTH_MAX {
        return Ok(());
    }
    for (key, value) in entries(value)? {
        let path = joined(path, &key);
        if is_list(value) {
            lists.push((path, value));
        } else if value.starts_with('{') {
            lists_in(value, &path, depth + 1, lists, beside)?;
        } else {
            beside.push(path);
        }
    }
    Ok(())
}

/// The path of a value below another.
pub(in crate::import) fn joined(path: &str, key: &str) -> String {
    // What databases write around values says of what type they are: `{"$date": …}`.
    let is_type = key.starts_with('$') && !path.is_empty();
    match path {
        "" => key.to_owned(),
        _ if is_type => path.to_owned(),
        _ => format!("{path}.{key}"),
    }
}

/// Whether a value is a list of objects, or an empty one.
pub(in crate::import) fn is_list(value: &str) -> bool {
    value.starts_with('[') && is_json(value.as_bytes())
}
