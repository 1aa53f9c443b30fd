//! The parts of a value of JSON, as they are written: numbers keep all their digits.
//!
//! Invariant: of JSON that is valid, every part is found. Others are for whoever reads it first.

use super::json_fault::JsonFault;
use indexmap::IndexMap;

pub(in crate::import) fn items(list: &str) -> impl Iterator<Item = &str> {
    parts(list)
}

/// The entries of an object in their order. Errors: a key that is there twice.
pub(in crate::import) fn entries(object: &str) -> Result<IndexMap<String, &str>, JsonFault> {
    let mut entries = IndexMap::new();
    for part in parts(object) {
        let (key, value) = part.split_at(end_of_text(part));
        let value = value.trim_start().strip_prefix(':').unwrap_or_default().trim_start();
        let key: String = serde_json::from_str(key)?;
        if entries.contains_key(&key) {
            return Err(JsonFault::KeyTwice(key));
        }
        entries.insert(key, value);
    }
    Ok(entries)
}

/// What is between the outermost commas of a list or an object.
fn parts(value: &str) -> impl Iterator<Item = &str> {
    let inside = value.trim().strip_prefix(['[', '{']).unwrap_or_default();
    let mut rest = inside.strip_suffix([']', '}']).unwrap_or_default();
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let end = end_of_part(rest);
        let (part, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = after.strip_prefix(',').unwrap_or_default();
        Some(part.trim_end())
    })
}

/// Where the comma is that ends a part, or the text.
fn end_of_part(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at += end_of_text(text.get(at..).unwrap_or_default()).max(1) - 1,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// Where the text ends that begins here, its closing quote included.
pub(in crate::import) fn end_of_text(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{entries, items};
    use proptest::prelude::*;
    use serde_json::Value;

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[a\\\\\"{}\\[\\],:é ]{0,6}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 20, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-c\"{,]{1,3}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn parts_are_those_of_serde(value in value(), pretty in any::<bool>()) {
            let write = if pretty { serde_json::to_string_pretty } else { serde_json::to_string };
            let text = write(&value).unwrap();
            match value {
                Value::Array(list) => {
                    let read: Vec<Value> =
                        items(&text).map(|item| serde_json::from_str(item).unwrap()).collect();
                    prop_assert_eq!(read, list);
                }
                Value::Object(map) => {
                    let read = entries(&text).unwrap();
                    prop_assert_eq!(read.len(), map.len());
                    for (key, text) in read {
                        let value: Value = serde_json::from_str(text).unwrap();
                        prop_assert_eq!(Some(&value), map.get(&key));
                    }
                }
                _ => {}
            }
        }

        #[test]
        fn any_text_ends(text in "[\\[\\]{}\",:a\\\\ ]{0,30}") {
            prop_assert!(items(&text).count() <= 31);
            let _ = entries(&text);
        }
    }
}
