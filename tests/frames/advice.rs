//! The advice of errors in scripts is followed to the letter: what it says to write works, and
//! there is none that nobody has followed.

use crate::advised::ADVISED;
use crate::advised_expressions::ADVISED_EXPRESSIONS;
use crate::harness::run;
use regex::Regex;
use std::fs;
use std::path::Path;

/// What errors advise, written into these folders and files of the sources.
const SOURCES: [&str; 3] =
    ["crates/rhai-polars/src/script", "src/question", "src/strategy/verbs.rs"];

/// The advice of a slip is followed by the tests of `check`.
const SLIPS: &str = "parse_advice.rs";

/// How advice begins.
const BEGINS: &str = "add|ask|bring|call|compare|count|give|group|join|leave|make|name|pivot|put|\
    sort|take|turn|write";

/// Adds every advice with code in it that stands in a source, as a pattern of what is said.
fn advised(path: &Path, patterns: &mut Vec<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            advised(&entry.unwrap().path(), patterns);
        }
        return;
    }
    if path.ends_with(SLIPS) {
        return;
    }
    let source = fs::read_to_string(path).unwrap();
    let source = source.split("#[cfg(test)]").next().unwrap();
    let comments = Regex::new("(?m)^ *//.*$|'\"'").unwrap();
    let literals = Regex::new("(?s)\"((?:[^\"\\\\]|\\\\.)*)\"").unwrap();
    let breaks = Regex::new("\\\\\n *").unwrap();
    let begins = Regex::new(&format!("^(?:{BEGINS}) .*`")).unwrap();
    let given = Regex::new("\\\\\\{[a-z_:\\\\?]*\\\\\\}").unwrap();
    for literal in literals.captures_iter(&comments.replace_all(source, "")) {
        let text = breaks.replace_all(&literal[1], "").replace("\\\"", "\"");
        if begins.is_match(&text) {
            patterns.push(given.replace_all(&regex::escape(&text), ".*").into_owned());
        }
    }
}

#[test]
fn what_advice_says_to_write_works_and_none_is_left_out() {
    let mut patterns = vec![];
    for source in SOURCES {
        advised(&Path::new(env!("CARGO_MANIFEST_DIR")).join(source), &mut patterns);
    }
    let mut failed = vec![];
    for (wrong, part, right) in ADVISED.iter().chain(ADVISED_EXPRESSIONS) {
        match run(wrong).1 {
            Ok(value) => failed.push(format!("{wrong}\n    gives {value}")),
            Err(message) if message.contains(part) => {
                patterns.retain(|pattern| !Regex::new(pattern).unwrap().is_match(&message));
            }
            Err(message) => failed.push(format!("{wrong}\n    no {part}: {message}")),
        }
        if let Err(message) = run(right).1 {
            failed.push(format!("{right}\n    {message}"));
        }
    }
    failed.extend(patterns.into_iter().map(|pattern| format!("never followed: {pattern}")));
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
