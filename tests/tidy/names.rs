//! Names that explain themselves: a type's name is there once in the workspace, and no variable,
//! field, function or module is called by a bare word that says nothing of what it is.

use crate::source::{code, files};
use std::collections::BTreeMap;
use std::io;

/// Words that say nothing by themselves: `own` of whom, `found` where, `said` by whom.
const BARE: [&str; 11] =
    ["own", "found", "said", "look", "all", "of", "place", "kind", "given", "f", "made"];

/// What a field may be called all the same: the word of the formats that are written from it.
const OF_FIELDS: &[&str] = &["kind"];

/// The crates whose names are held to this.
const CRATES: &[&str] = &[
    "src",
    "crates/data/src",
    "crates/ledger/src",
    "crates/memory/src",
    "crates/rhai-polars/src",
    "crates/runtime/src",
];

/// The bare words that tests have not either.
const BARE_IN_TESTS: [&str; 6] = ["own", "found", "said", "look", "all", "place"];

/// The folders of tests, each of which is compiled by itself.
fn test_folders() -> io::Result<Vec<String>> {
    let roots = files("tests", &["/main.rs"])?.into_iter().chain(files("crates", &["/main.rs"])?);
    Ok(roots.map(|root| root.path.trim_end_matches("/main.rs").to_owned()).collect())
}

#[test]
fn a_type_name_is_there_once_in_the_workspace() -> io::Result<()> {
    let workspace = CRATES.iter().map(|folder| (*folder).to_owned()).collect();
    let tests = test_folders()?.into_iter().map(|folder| vec![folder]);
    for folders in tests.chain([workspace]) {
        let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for folder in folders {
            for file in files(&folder, &[".rs"])? {
                for name in code(&file.text).into_iter().filter_map(type_name) {
                    places.entry(name.to_owned()).or_default().push(file.path.clone());
                }
            }
        }
        places.retain(|_, files| files.len() > 1);
        assert!(places.is_empty(), "say what each is: {places:#?}");
    }
    Ok(())
}

#[test]
fn no_name_is_a_bare_word() -> io::Result<()> {
    let crates = CRATES.iter().map(|folder| ((*folder).to_owned(), &BARE[..]));
    let tests = test_folders()?.into_iter().map(|folder| (folder, &BARE_IN_TESTS[..]));
    let mut broken = Vec::new();
    for (folder, bare) in crates.chain(tests) {
        for file in files(&folder, &[".rs"])? {
            for (line, name) in bare_names(&file.text).filter(|(_, name)| bare.contains(&&**name)) {
                broken.push(format!("{}:{line}: {name}", file.path));
            }
            let stem = file.path.trim_end_matches("/mod.rs").trim_end_matches(".rs");
            if stem.rsplit('/').next().is_some_and(|stem| bare.contains(&stem)) {
                broken.push(file.path);
            }
        }
    }
    assert!(broken.is_empty(), "say what it is: {broken:#?}");
    Ok(())
}

#[test]
fn every_crate_is_in_the_table() -> io::Result<()> {
    for file in files("crates", &["/src/lib.rs"])? {
        let folder = file.path.trim_end_matches("/lib.rs");
        assert!(CRATES.contains(&folder), "{folder}");
    }
    Ok(())
}

/// The name of the type that a line of code begins; types within an `impl` or a trait are no names
/// of their own.
fn type_name(line: &str) -> Option<&str> {
    let is_within = line.starts_with(' ');
    let line = line.trim_start();
    let line = match line.strip_prefix("pub") {
        Some(rest) => rest.split_once(' ').map_or(rest, |(_, rest)| rest),
        None => line,
    };
    let (word, rest) = line.split_once(' ')?;
    if !matches!(word, "struct" | "enum" | "trait" | "union") && (word != "type" || is_within) {
        return None;
    }
    let end = rest.find(|c: char| !is_of_name(c)).unwrap_or(rest.len());
    rest.starts_with(|c: char| c.is_ascii_uppercase()).then_some(&rest[..end])
}

/// The bare words that name something, each with its line. A field of another's type, a method and
/// a function that is called are named elsewhere.
fn bare_names(text: &str) -> impl Iterator<Item = (usize, String)> {
    let words = words(text);
    let mut names = Vec::new();
    let (mut in_use, mut in_struct) = (false, false);
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |before| words[before].text.as_str());
        let after = words.get(at + 1).map_or("", |after| after.text.as_str());
        match word.text.as_str() {
            "use" => in_use = true,
            ";" => in_use = false,
            "struct" => in_struct = true,
            "}" => in_struct = false,
            _ => {}
        }
        if in_use || !BARE.contains(&word.text.as_str()) || matches!(before, "." | "::") {
            continue;
        }
        let is_declared = matches!(before, "fn" | "mod");
        let is_field = after == ":";
        let names_one = match after {
            "::" | "!" => false,
            "(" => is_declared,
            _ if is_field => in_struct && !OF_FIELDS.contains(&word.text.as_str()),
            _ => true,
        };
        if names_one {
            names.push((word.line, word.text.clone()));
        }
    }
    names.into_iter()
}

/// A name or a sign of Rust, and its line.
struct Word {
    line: usize,
    text: String,
}

/// The names and signs of a text, without comments, texts and characters.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut rest = text;
    let line_of = |rest: &str| 1 + text[..text.len() - rest.len()].matches('\n').count();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '"' => quoted(rest),
            'r' if rest.starts_with("r\"") || rest.starts_with("r#\"") => raw(rest),
            '\'' => character(rest),
            _ if first.is_whitespace() => first.len_utf8(),
            _ => {
                let end = if is_of_name(first) {
                    rest.find(|c: char| !is_of_name(c)).unwrap_or(rest.len())
                } else if rest.starts_with("::") {
                    2
                } else {
                    first.len_utf8()
                };
                words.push(Word { line: line_of(rest), text: rest[..end].to_owned() });
                end
            }
        };
        rest = &rest[length..];
    }
    words
}

/// The bytes of a text in quotation marks.
fn quoted(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The bytes of a raw text.
fn raw(text: &str) -> usize {
    let hashes = text[1..].chars().take_while(|c| *c == '#').count();
    let end = format!("\"{}", "#".repeat(hashes));
    let begins = 2 + hashes;
    text[begins..].find(&end).map_or(text.len(), |at| begins + at + end.len())
}

/// The bytes of a character, or of the sign with which a lifetime begins.
fn character(text: &str) -> usize {
    let mut inner = text[1..].char_indices();
    match inner.next() {
        Some((_, '\\')) => text[2..].find('\'').map_or(1, |at| {
            // The escaped sign may itself be that of the end.
            if at == 0 { 4 } else { at + 3 }
        }),
        Some((_, c)) if text[1 + c.len_utf8()..].starts_with('\'') => 2 + c.len_utf8(),
        _ => 1,
    }
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[test]
fn bare_words_are_seen_wherever_they_name_something() {
    let text = "use x::{found, y};\nstruct A<'a> { own: u8, kind: &'a str }\n// let said = 1;\n\
                fn made(place: u8) {\n let B { kind, .. } = b;\n call(found(1), \"of\", '\\'');\n \
                x.iter().map(|own| own.all().of).collect()\n}\nA { own: 1 };";
    let seen: Vec<_> = bare_names(text).map(|(line, name)| format!("{line} {name}")).collect();
    assert_eq!(seen, ["2 own", "4 made", "5 kind", "7 own", "7 own"]);
}

#[test]
fn types_are_seen_with_and_without_visibility() {
    let lines = ["pub(super) struct A<'a> {", "enum B {", "    type Err = C;", "type D = u8;"];
    assert_eq!(lines.into_iter().filter_map(type_name).collect::<Vec<_>>(), ["A", "B", "D"]);
}
