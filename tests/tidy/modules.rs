//! The tree of modules: no file is forgotten, and none is a drawer for whatever is left over.

use crate::source;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

#[test]
fn every_file_belongs_to_its_crate() -> io::Result<()> {
    every_file_of("src")?;
    let roots = source::files("crates", &["/src/lib.rs"])?;
    roots.iter().try_for_each(|root| every_file_of(root.path.trim_end_matches("/lib.rs")))
}

fn every_file_of(crate_folder: &str) -> io::Result<()> {
    let files = source::files(crate_folder, &[".rs"])?;
    let texts: BTreeMap<&str, &str> =
        files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
    let mut reached = BTreeSet::new();
    let mut open = vec![format!("{crate_folder}/lib.rs"), format!("{crate_folder}/main.rs")];
    while let Some(path) = open.pop() {
        let Some(text) = texts.get(path.as_str()) else { continue };
        let folder = children(&path);
        for name in declared(text) {
            open.push(format!("{folder}/{name}.rs"));
            open.push(format!("{folder}/{name}/mod.rs"));
        }
        reached.insert(path);
    }
    let forgotten: Vec<_> = texts.keys().filter(|path| !reached.contains(**path)).collect();
    assert!(forgotten.is_empty(), "no `mod` leads to {forgotten:?}");
    Ok(())
}

/// The folder in which a file's submodules are.
fn children(path: &str) -> String {
    let stem = path.trim_end_matches(".rs");
    let own_stem = ["/lib", "/main", "/mod"].iter().find_map(|root| stem.strip_suffix(root));
    own_stem.unwrap_or(stem).to_owned()
}

/// The names in `mod name;`, whatever stands before them.
fn declared(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let line = line.trim().strip_suffix(';')?;
        let (before, name) = line.rsplit_once("mod ")?;
        let visibility = before.trim_end();
        (visibility.is_empty() || visibility.starts_with("pub")).then_some(name)
    })
}

#[test]
fn what_opens_a_folder_says_what_is_in_it_and_no_more() -> io::Result<()> {
    let mut broken = Vec::new();
    for folder in ["src", "crates"] {
        for file in source::files(folder, &["/mod.rs"])? {
            let code = source::code(&file.text);
            let is_more = |line: &&str| {
                let line = line.trim_start();
                let rest = line.split_once(' ').map_or(line, |(first, rest)| {
                    if first.starts_with("pub") { rest } else { line }
                });
                ["fn ", "impl", "struct ", "enum ", "trait "]
                    .iter()
                    .any(|word| rest.starts_with(word))
            };
            if code.into_iter().any(|line| is_more(&line)) {
                broken.push(file.path);
            }
        }
    }
    assert!(broken.is_empty(), "name a file for its concept: {broken:#?}");
    Ok(())
}

#[test]
fn every_module_is_named_for_what_it_holds() -> io::Result<()> {
    const DRAWERS: &[&str] = &["utils", "util", "prelude", "common", "helpers", "misc", "shared"];
    let mut broken = Vec::new();
    for file in source::rust()? {
        let parts = file.path.trim_end_matches(".rs").split('/').skip(1);
        if parts.clone().any(|part| DRAWERS.contains(&part)) {
            broken.push(file.path);
        }
    }
    assert!(broken.is_empty(), "name them for their concept: {broken:?}");
    Ok(())
}

#[test]
fn declarations_are_found_with_and_without_visibility() {
    let text = "mod a;\npub mod b;\npub(crate) mod c;\nmod d {\n// a mod e;\nlet x = \"mod f\";";
    assert_eq!(declared(text).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(children("src/lib.rs"), "src");
    assert_eq!(children("src/plan/mod.rs"), "src/plan");
    assert_eq!(children("src/plan/data.rs"), "src/plan/data");
}
