//! Which module may use which, of the top of each crate and of the largest modules.
//! Arrows never point back: a module uses only modules that stand above it in the tables, and of
//! those only the leaves and its own row. What a crate has from another one may be used by all: the
//! compiler keeps those borders.

mod cli;
mod output;

use crate::source::{self, code};
use cli::CLI;
use output::OUTPUT;
use std::collections::BTreeSet;
use std::io;

/// The modules of a crate, or of a module.
struct Modules {
    /// Where they are.
    folder: &'static str,
    /// How their paths begin.
    root: &'static str,
    /// What any module may use: it says what is so, what went wrong, and what the figures are.
    leaves: &'static [Uses],
    /// Each other module with the modules that it may use beside the leaves. A new module gets a
    /// row, below all that it uses.
    others: &'static [Uses],
}

/// A module, and which others it may use.
type Uses = (&'static str, &'static [&'static str]);

/// The crates that have more than a few modules, and the largest modules.
const TABLES: [&Modules; 7] = [&RUNTIME, &DATA, &INVITATIONS, &RHAI_POLARS, &ROOT, &OUTPUT, &CLI];

const RUNTIME: Modules = Modules {
    folder: "crates/runtime/src",
    root: "crate::",
    leaves: &[
        ("nearest", &[]),
        ("digest", &[]),
        ("problem", &[]),
        ("script_positions", &["problem"]),
        ("inputs", &["digest"]),
        ("deadline", &[]),
        ("parallel_map", &["deadline"]),
        ("query", &["deadline", "inputs"]),
        ("open", &[]),
        ("pipe_writer", &["deadline", "open"]),
    ],
    others: &[],
};

const DATA: Modules = Modules {
    folder: "crates/data/src",
    root: "crate::",
    leaves: &[
        ("parallel_map", &[]),
        ("deadline", &[]),
        ("inputs", &[]),
        ("nearest", &[]),
        ("open", &[]),
        ("query", &[]),
        ("account", &["nearest"]),
        ("address", &[]),
        ("finding_code", &[]),
        ("finding", &["finding_code"]),
        ("archive_members", &[]),
        ("settings", &["account", "nearest"]),
    ],
    others: &[("limits", &[]), ("import", &[]), ("invitations", &["import"])],
};

const INVITATIONS: Modules = Modules {
    folder: "crates/data/src/invitations",
    root: "crate::invitations::",
    leaves: &[
        ("schema", &[]),
        ("error", &[]),
        ("columns", &[]),
        ("row_tally", &[]),
        ("remarks", &["row_tally"]),
        ("data_reach", &[]),
        ("account_findings", &["columns"]),
        ("ledger_access", &[]),
        ("settings", &["ledger_access"]),
        ("people", &["columns"]),
    ],
    others: &[
        ("outcome", &[]),
        ("typed", &["outcome"]),
        ("scanned", &["outcome", "typed"]),
        ("typed_tables", &["typed", "scanned"]),
        ("recalled", &["outcome", "typed", "scanned", "typed_tables"]),
        ("merge", &["outcome", "typed", "scanned", "typed_tables"]),
        ("frame", &["outcome", "scanned", "recalled"]),
        ("find", &[]),
        ("summary", &[]),
        ("no_usable_row", &[]),
        ("agency", &["frame"]),
        ("empty_frame", &["recalled", "frame"]),
        (
            "derive",
            &[
                "outcome",
                "typed",
                "scanned",
                "typed_tables",
                "recalled",
                "merge",
                "frame",
                "no_usable_row",
            ],
        ),
        ("inspect", &["typed_tables", "no_usable_row", "derive"]),
    ],
};

const RHAI_POLARS: Modules = Modules {
    folder: "crates/rhai-polars/src",
    root: "crate::",
    leaves: &[
        ("deadline", &[]),
        ("nearest", &[]),
        ("problem", &[]),
        ("query", &[]),
        ("diagnosis_code", &[]),
        ("codes", &["diagnosis_code"]),
        ("diagnostic", &["diagnosis_code"]),
        ("syntax", &[]),
    ],
    others: &[
        ("chart", &[]),
        ("report", &["chart"]),
        ("formula", &[]),
        ("script", &["chart", "report", "formula"]),
    ],
};

const ROOT: Modules = Modules {
    folder: "src",
    root: "crate::",
    leaves: &[
        ("account", &[]),
        ("address", &[]),
        ("parallel_map", &[]),
        ("deadline", &[]),
        ("digest", &[]),
        ("finding", &[]),
        ("import", &[]),
        ("inputs", &[]),
        ("invitations", &[]),
        ("limits", &[]),
        ("archive_members", &[]),
        ("nearest", &[]),
        ("open", &[]),
        ("pipe_writer", &[]),
        ("query", &[]),
        ("settings", &[]),
        ("plural", &[]),
        ("diagnosis_code", &[]),
        ("codes", &[]),
        ("diagnostic", &[]),
        ("chart", &[]),
        ("report", &[]),
        ("formula", &[]),
        ("script", &[]),
        ("line_diff", &[]),
        ("screen", &[]),
        ("syntax", &[]),
        ("browser", &[]),
    ],
    others: &[
        ("question", &[]),
        ("domain", &["question"]),
        ("strategy", &["domain"]),
        ("reference", &["domain", "strategy"]),
        ("check", &["domain", "strategy", "reference"]),
        ("plan", &["strategy"]),
        ("coverage", &["strategy", "plan"]),
        ("test_report", &["coverage"]),
        ("strategy_document", &[]),
        ("output", &["check", "plan", "coverage", "test_report", "strategy_document"]),
        ("pack", &[]),
        ("project", &["strategy", "pack"]),
        ("error", &["plan", "output", "pack"]),
        ("ledger", &["plan", "error"]),
        ("save", &["output", "error", "pack"]),
        (
            "session",
            &[
                "domain",
                "question",
                "strategy",
                "reference",
                "check",
                "plan",
                "pack",
                "project",
                "coverage",
                "error",
                "strategy_document",
            ],
        ),
        (
            "suite",
            &["strategy", "plan", "coverage", "test_report", "output", "pack", "error", "session"],
        ),
        ("repl", &["strategy", "reference", "plan", "output", "error", "save", "session"]),
        (
            "cli",
            &[
                "question",
                "strategy",
                "check",
                "plan",
                "coverage",
                "test_report",
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
    ],
};

impl Modules {
    /// What a module may use; none where it has no row.
    fn allowed(&self, module: &str) -> Option<Vec<&'static str>> {
        if let Some((_, uses)) = self.leaves.iter().find(|(name, _)| *name == module) {
            return Some(uses.to_vec());
        }
        let (_, uses) = self.others.iter().find(|(name, _)| *name == module)?;
        Some(self.leaves.iter().map(|(leaf, _)| *leaf).chain(uses.iter().copied()).collect())
    }

    /// What its files use and may not.
    fn broken(&self) -> io::Result<BTreeSet<String>> {
        let mut broken = BTreeSet::new();
        for file in source::files(self.folder, &[".rs"])? {
            let Some((module, depth)) = module_of(self.folder, &file.path) else { continue };
            let Some(allowed) = self.allowed(&module) else {
                let path = &file.path;
                broken.insert(format!("{path}: `{module}` has no row in the table of edges"));
                continue;
            };
            for used in uses(&code(&file.text).join("\n"), self.root, depth) {
                // What is no module is the parent's own, and may be used by all.
                let is_module = self.allowed(&used).is_some();
                if is_module && used != module && !allowed.contains(&used.as_str()) {
                    broken.insert(format!("{}: `{module}` may not use `{used}`", file.path));
                }
            }
        }
        Ok(broken)
    }
}

#[test]
fn the_tables_themselves_point_only_upwards() {
    for modules in TABLES {
        let mut above = Vec::new();
        for (module, uses) in modules.leaves.iter().chain(modules.others) {
            let back: Vec<_> = uses.iter().filter(|used| !above.contains(*used)).collect();
            assert!(back.is_empty(), "`{module}` may not use {back:?}, which stand below it");
            above.push(*module);
        }
    }
}

#[test]
fn modules_use_only_what_the_tables_allow() -> io::Result<()> {
    for modules in TABLES {
        let broken = modules.broken()?;
        assert!(broken.is_empty(), "{broken:#?}");
    }
    Ok(())
}

/// The module of a folder's table in which a file is, and how many steps `super` takes from it to
/// the folder's own; none for that itself.
fn module_of(folder: &str, path: &str) -> Option<(String, usize)> {
    let path = path
        .strip_prefix(folder)?
        .strip_prefix('/')?
        .trim_end_matches(".rs")
        .trim_end_matches("/mod");
    let module = path.split('/').next()?;
    (!["lib", "main", "mod"].contains(&path)).then(|| (module.to_owned(), path.split('/').count()))
}

/// The names that the code has below a root: of `crate::` those of `crate::x`, `crate::{x, y::z}`,
/// and of `x` behind as many `super::` as lead to the root.
fn uses(code: &str, root: &str, depth: usize) -> BTreeSet<String> {
    let upwards = "super::".repeat(depth);
    let roots = [root, upwards.as_str()];
    let named_roots =
        roots.iter().flat_map(|root| code.match_indices(root).map(|(at, _)| (at, *root)));
    let starts =
        named_roots.filter(|(at, _)| !code[..*at].ends_with(|c: char| is_name(c) || c == ':'));
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
    let seen: Vec<String> = uses(code, "crate::", 2).into_iter().collect();
    assert_eq!(seen, ["import", "limits", "output", "plan", "script", "session"]);
    assert_eq!(module_of("src", "src/plan/mod.rs"), Some(("plan".into(), 1)));
    assert_eq!(module_of("src", "src/plan/data.rs"), Some(("plan".into(), 2)));
    assert_eq!(module_of("src", "src/main.rs"), None);
}
