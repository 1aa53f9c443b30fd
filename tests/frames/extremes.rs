//! Whatever numbers and texts a function is given, it gives a value or says what is wrong with
//! them: it never fails inside. Every literal of every documented example, its data included, is
//! replaced by those at the ends of what there is.

use crate::harness::within;
use regex::Regex;
use rescind::reference::{self, ReferenceKind};

/// What takes the place of a number, and of a text.
const NUMBERS: [&str; 2] = ["(-9223372036854775807 - 1)", "9223372036854775807"];
const TEXTS: [&str; 1] = ["\"\\u{0}(\u{1F600}\""];

/// An example with one of its literals at an end.
fn variants(example: &str) -> Vec<String> {
    let literal = Regex::new(r#""(?:[^"\\]|\\.)*"|\b\d+(?:\.\d+)?\b"#).unwrap();
    let replaced = literal.find_iter(example).flat_map(|one| {
        let ends = if one.as_str().starts_with('"') { &TEXTS[..] } else { &NUMBERS[..] };
        let with = |end: &&str| {
            let mut text = example.to_owned();
            text.replace_range(one.range(), end);
            text
        };
        ends.iter().map(with).collect::<Vec<_>>()
    });
    replaced.collect()
}

/// What is wrong inside, if each is run by itself.
fn failures(scripts: &[String]) -> Vec<String> {
    let error = |script: &String| within(script, 3_000).err().map(|error| (script.clone(), error));
    let errors = scripts.iter().filter_map(error).filter(|(_, error)| error.contains("inside"));
    errors.map(|(script, error)| format!("{script}\n  {error}")).collect()
}

#[test]
fn no_function_fails_inside() {
    let mut tried = 0;
    let mut failed = vec![];
    for entry in reference::entries() {
        let Some(example) = &entry.example else { continue };
        if matches!(
            entry.kind,
            ReferenceKind::Column | ReferenceKind::Window | ReferenceKind::RhaiBuiltIn
        ) {
            continue;
        }
        let scripts = variants(example);
        tried += scripts.len();
        // What fails inside cannot be caught: all are run together first.
        let caught = |script: &String| format!("try {{\n{script}\n;}} catch {{}}\n");
        let together: String = scripts.iter().map(caught).collect();
        if within(&together, 10_000).is_err() {
            failed.extend(failures(&scripts));
        }
    }
    assert!(tried > 1_000, "{tried}");
    assert!(failed.is_empty(), "{} of {tried}:\n{}", failed.len(), failed.join("\n"));
}
