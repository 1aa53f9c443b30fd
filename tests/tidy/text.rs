//! What every file owes its reader, and what must not stand in any.

use crate::source::{self, ROOT, code, files};
use std::fs;
use std::io;
use std::path::Path;

/// Characters in a line of Rust or of a script.
const LINE_LENGTH_MAX: usize = 100;
/// Lines in a file of the program or its crates; 120 are usual.
const FILE_LINES_MAX: usize = 360;
/// Lines in a file of tests, which are many of one kind.
const TEST_LINES_MAX: usize = 400;

#[test]
fn lines_are_at_most_100_characters_long() -> io::Result<()> {
    let mut broken = Vec::new();
    for file in source::rust()?.into_iter().chain(files("scripts", &[".rhai"])?) {
        let mut quoted = Quoted::default();
        for (number, line) in (1..).zip(file.text.lines()) {
            if !quoted.holds(line) && line.chars().count() > LINE_LENGTH_MAX {
                broken.push(format!("{}:{number}", file.path));
            }
        }
    }
    assert!(broken.is_empty(), "too long: {broken:#?}");
    Ok(())
}

/// Whether lines stand in an inline snapshot: what the program prints is as wide as it is.
#[derive(Default)]
struct Quoted {
    is_open: bool,
}

impl Quoted {
    fn holds(&mut self, line: &str) -> bool {
        let was_open = self.is_open;
        let opens = ["@r\"", "@r#\"", "@r##\"", "@\""].iter().any(|start| line.contains(start));
        let closes = ["\");", "\"#);", "\"##);"].iter().any(|end| line.trim_end().ends_with(end));
        self.is_open = (was_open || opens) && !closes;
        was_open || opens
    }
}

#[test]
fn every_join_keeps_the_order_of_its_rows() -> io::Result<()> {
    const HOME: &str = "crates/runtime/src/query/ordered_join.rs";
    let mut broken = Vec::new();
    for file in source::rust()?.into_iter().filter(|file| !file.path.contains("tests/")) {
        let names_kind = |line: &str| {
            let kinds = ["Inner", "Left", "Right", "Full", "Semi", "Anti", "Cross"];
            kinds.iter().any(|kind| line.contains(&format!("JoinType::{kind}.into()")))
        };
        for (number, line) in (1..).zip(file.text.lines()) {
            if file.path != HOME && (line.contains("JoinArgs::new") || names_kind(line)) {
                broken.push(format!("{}:{number}", file.path));
            }
        }
    }
    assert!(broken.is_empty(), "write `keeping_order`: {broken:#?}");
    Ok(())
}

#[test]
fn files_hold_one_concept_and_so_are_short() -> io::Result<()> {
    let rust = source::rust()?.into_iter();
    let most = |path: &str| {
        let is_test = path.starts_with("tests/") || path.contains("/tests/");
        if is_test { TEST_LINES_MAX } else { FILE_LINES_MAX }
    };
    let lengths = rust.map(|file| (file.text.lines().count(), file.path));
    let broken: Vec<_> = lengths.filter(|(lines, path)| *lines > most(path)).collect();
    assert!(broken.is_empty(), "too many lines: {broken:#?}");
    Ok(())
}

#[test]
fn every_file_begins_with_what_it_is_for() -> io::Result<()> {
    let mut broken = Vec::new();
    for file in source::rust()?.into_iter().chain(files("scripts", &[".rhai"])?) {
        if !file.text.starts_with("//! ") {
            broken.push(file.path);
        }
    }
    assert!(broken.is_empty(), "no `//!` at the top: {broken:#?}");
    Ok(())
}

#[test]
fn nothing_names_a_machine_or_a_registry_of_its_own() -> io::Result<()> {
    // In two parts, so that this file passes its own test.
    let forbidden = [
        ["/ho", "me/"],
        ["/ro", "ot/"],
        ["/Use", "rs/"],
        ["/wo", "rk/"],
        ["C:\\", "Users"],
        ["local", "host"],
        ["127.0", ".0.1"],
        ["index.crates", ".io"],
        ["static.crates", ".io"],
        ["[regis", "tries"],
        ["replace-", "with"],
    ]
    .map(|parts| parts.concat());
    let mut broken = Vec::new();
    for file in everything()? {
        for (number, line) in (1..).zip(file.text.lines()) {
            if let Some(held) = forbidden.iter().find(|text| line.contains(*text)) {
                broken.push(format!("{}:{number}: {held}", file.path));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
    Ok(())
}

#[test]
fn every_dependency_comes_from_the_public_registry() -> io::Result<()> {
    let lock = fs::read_to_string(Path::new(ROOT).join("Cargo.lock"))?;
    let public = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    let other: Vec<&str> =
        lock.lines().filter(|line| line.starts_with("source = ") && *line != public).collect();
    assert!(other.is_empty(), "{other:#?}");
    Ok(())
}

/// Every text file of the folders that belong to the repository, and those beside them.
fn everything() -> io::Result<Vec<source::File>> {
    let endings = [".rs", ".rhai", ".md", ".toml", ".csv", ".snap", ".sql", ".yml", "run"];
    let mut texts = Vec::new();
    let folders = ["src", "tests", "examples", "scripts", "docs", "datasets", ".ci", ".cargo"];
    let crates = ["crates/data", "crates/rhai-polars", "crates/runtime"];
    for folder in folders.into_iter().chain(crates) {
        texts.extend(files(folder, &endings)?);
    }
    for name in ["README.md", "Cargo.toml", "clippy.toml", "rustfmt.toml"] {
        let path = Path::new(ROOT).join(name);
        if path.is_file() {
            texts.push(source::File { path: name.to_owned(), text: fs::read_to_string(path)? });
        }
    }
    Ok(texts)
}

#[test]
fn everything_is_printed_by_the_one_writer_that_escapes() -> io::Result<()> {
    const WAYS: [&str; 9] = [
        "print!(",
        "println!(",
        "eprint!(",
        "eprintln!(",
        "dbg!(",
        " stdout()",
        " stderr()",
        "io::stdout",
        "io::stderr",
    ];
    let mut broken = Vec::new();
    let crates = [
        "src",
        "crates/data/src",
        "crates/ledger/src",
        "crates/rhai-polars/src",
        "crates/runtime/src",
    ];
    let files = crates.into_iter().map(|folder| source::files(folder, &[".rs"]));
    for file in files.collect::<io::Result<Vec<_>>>()?.into_iter().flatten() {
        if file.path.starts_with("src/screen/") {
            continue;
        }
        for (at, line) in code(&file.text).iter().enumerate() {
            for way in WAYS.iter().filter(|way| line.contains(**way)) {
                broken.push(format!("{}:{}: `{way}` bypasses src/screen", file.path, at + 1));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
    Ok(())
}
