//! Which top-level module of `src` may use which. Arrows never point back: a module uses only
//! modules that stand above it in the tables, and of those only the leaves and its own row.

use crate::source::{self, code};
use std::collections::BTreeSet;
use std::io;

/// What any module may use: they say what is so, what went wrong, and what the figures are.
const LEAVES: &[(&str, &[&str])] = &[
    ("account", &[]),
    ("count", &[]),
    ("finding", &[]),
    ("nearest", &[]),
    ("diagnostic", &[]),
    ("difference", &[]),
    ("screen", &[]),
    ("members", &[]),
    ("digest", &[]),
    ("inputs", &["digest"]),
    ("address", &[]),
    ("clause", &["diagnostic"]),
    ("deadline", &[]),
    ("query", &["deadline", "inputs"]),
    ("open", &[]),
    ("settings", &["account", "nearest"]),
    ("limits", &["account", "finding", "nearest", "settings"]),
];

/// Each other module with the modules that it may use beside the leaves. A new module gets a row,
/// below all that it uses.
const ALLOWED: &[(&str, &[&str])] = &[
    ("import", &[]),
    ("invitations", &["import"]),
    ("chart", &[]),
    ("report", &["chart"]),
    ("formula", &["invitations"]),
    ("script", &["invitations", "chart", "report", "formula"]),
    ("strategy", &["invitations", "formula", "script"]),
    ("reference", &["invitations", "formula", "script", "strategy"]),
    ("check", &["invitations", "formula", "script", "strategy", "reference"]),
    ("plan", &["invitations", "formula", "script", "strategy"]),
    ("coverage", &["formula", "script", "strategy", "plan"]),
    ("tested", &["coverage"]),
    ("documented", &[]),
    (
        "output",
        &[
            "invitations",
            "chart",
            "report",
            "script",
            "check",
            "plan",
            "coverage",
            "tested",
            "documented",
        ],
    ),
    ("pack", &["import", "invitations"]),
    ("project", &["import", "invitations", "strategy", "pack"]),
    ("error", &["import", "invitations", "script", "plan", "output", "pack"]),
    ("ledger", &["import", "invitations", "plan", "error"]),
    ("save", &["output", "error", "pack"]),
    (
        "session",
        &[
            "import",
            "invitations",
            "formula",
            "script",
            "strategy",
            "reference",
            "check",
            "plan",
            "pack",
            "project",
            "coverage",
            "error",
            "documented",
        ],
    ),
    (
        "suite",
        &[
            "import",
            "invitations",
            "formula",
            "script",
            "strategy",
            "plan",
            "coverage",
            "tested",
            "output",
            "pack",
            "error",
            "session",
        ],
    ),
    ("repl", &["script", "strategy", "reference", "plan", "output", "error", "save", "session"]),
    (
        "cli",
        &[
            "import",
            "invitations",
            "chart",
            "report",
            "script",
            "strategy",
            "check",
            "plan",
            "coverage",
            "tested",
            "output",
            "pack",
            "project",
            "error",
            "ledger",
            "save",
            "session",
            "suite",
            "repl",
        ],
    ),
];

/// What a module may use; none where it has no row.
fn allowed(module: &str) -> Option<Vec<&'static str>> {
    if let Some((_, uses)) = LEAVES.iter().find(|(name, _)| *name == module) {
        return Some(uses.to_vec());
    }
    let (_, uses) = ALLOWED.iter().find(|(name, _)| *name == module)?;
    Some(LEAVES.iter().map(|(leaf, _)| *leaf).chain(uses.iter().copied()).collect())
}

#[test]
fn the_table_itself_points_only_upwards() {
    let mut above = Vec::new();
    for (module, uses) in LEAVES.iter().chain(ALLOWED) {
        let back: Vec<_> = uses.iter().filter(|used| !above.contains(*used)).collect();
        assert!(back.is_empty(), "`{module}` may not use {back:?}, which stand below it");
        above.push(*module);
    }
}

#[test]
fn modules_use_only_what_the_table_allows() -> io::Result<()> {
    let mut broken = BTreeSet::new();
    for file in source::files("src", &[".rs"])? {
        let Some((module, depth)) = place(&file.path) else { continue };
        let Some(allowed) = allowed(&module) else {
            broken.insert(format!("{}: `{module}` has no row in the table of edges", file.path));
            continue;
        };
        for used in uses(&code(&file.text).join("\n"), depth) {
            if used != module && !allowed.contains(&used.as_str()) {
                broken.insert(format!("{}: `{module}` may not use `{used}`", file.path));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
    Ok(())
}

/// The top-level module of a file, and how many steps `super` takes to the root of the crate; none
/// for the two roots themselves.
fn place(path: &str) -> Option<(String, usize)> {
    let path = path.strip_prefix("src/")?.trim_end_matches(".rs").trim_end_matches("/mod");
    let module = path.split('/').next()?;
    (!["lib", "main"].contains(&path)).then(|| (module.to_owned(), path.split('/').count()))
}

/// The top-level modules that the code names: `crate::x`, `crate::{x, y::z}`, and `x` behind as
/// many `super::` as lead to the root.
fn uses(code: &str, depth: usize) -> BTreeSet<String> {
    let upwards = "super::".repeat(depth);
    let roots = ["crate::", upwards.as_str()];
    let found = roots.iter().flat_map(|root| code.match_indices(root).map(|(at, _)| (at, *root)));
    let starts = found.filter(|(at, _)| !code[..*at].ends_with(|c: char| is_name(c) || c == ':'));
    starts.flat_map(|(at, root)| names(&code[at + root.len()..])).collect()
}

/// The first name of each path at the beginning of `rest`: one path, or several in braces.
fn names(rest: &str) -> Vec<String> {
    let first = |path: &str| -> String {
        let name = path.trim_start().chars().take_while(|&c| is_name(c));
        name.collect()
    };
    let Some(group) = rest.strip_prefix('{') else { return vec![first(rest)] };
    let mut nested = 0_usize;
    let mut names = vec![first(group)];
    for (at, c) in group.char_indices() {
        match c {
            '{' => nested += 1,
            '}' if nested == 0 => break,
            '}' => nested -= 1,
            ',' if nested == 0 => names.push(first(&group[at + 1..])),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[test]
fn every_way_to_name_a_module_is_seen() {
    let code = "use crate::plan::Plan;\nuse crate::{limits, import::{csv, zip}, output as out,};\n\
                fn f() -> crate::script::Day { super::super::session::x() }\nuse super::near;";
    let seen: Vec<String> = uses(code, 2).into_iter().collect();
    assert_eq!(seen, ["import", "limits", "output", "plan", "script", "session"]);
    assert_eq!(place("src/plan/mod.rs"), Some(("plan".into(), 1)));
    assert_eq!(place("src/plan/data.rs"), Some(("plan".into(), 2)));
    assert_eq!(place("src/main.rs"), None);
}
