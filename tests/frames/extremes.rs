//! Whatever numbers and texts a function is given, it gives a value or says what is wrong with
//! them: it never fails inside. Every literal of every documented example, its data included, is
//! replaced by those at the ends of what there is.

use crate::harness::within;
use regex::Regex;
use rescind::reference::{self, Kind};
use std::ops::Range;

/// What takes the place of a number, and of a text.
const NUMBERS: [&str; 2] = ["(-9223372036854775807 - 1)", "9223372036854775807"];
const TEXTS: [&str; 2] = ["\"\"", "\"\\u{0}(\u{1F600}\""];

/// An example with one literal, and then with all of a type, at an end.
fn variants(example: &str) -> Vec<String> {
    let literal = Regex::new(r#""(?:[^"\\]|\\.)*"|\b\d+(?:\.\d+)?\b"#).unwrap();
    let literals: Vec<Range<usize>> = literal.find_iter(example).map(|one| one.range()).collect();
    let with = |replaced: &[Range<usize>], end: &str| {
        let mut text = example.to_owned();
        for range in replaced.iter().rev() {
            text.replace_range(range.clone(), end);
        }
        text
    };
    let (texts, numbers): (Vec<_>, Vec<_>) =
        literals.into_iter().partition(|range| example[range.clone()].starts_with('"'));
    let ends = |literals: Vec<Range<usize>>, ends: &[&str]| {
        let several = literals.len() > 1;
        let together = several.then(|| literals.clone());
        let each = literals.into_iter().map(|one| vec![one]);
        let replaced = each.chain(together).collect::<Vec<_>>();
        let pairs = ends.iter().flat_map(|end| replaced.iter().map(|one| with(one, end)));
        pairs.collect::<Vec<_>>()
    };
    [ends(numbers, &NUMBERS), ends(texts, &TEXTS)].concat()
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
        if matches!(entry.kind, Kind::Column | Kind::Window | Kind::Standard) {
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
    assert!(tried > 1_500, "{tried}");
    assert!(failed.is_empty(), "{} of {tried}:\n{}", failed.len(), failed.join("\n"));
}
