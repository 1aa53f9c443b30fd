//! A project beside the pack `acme` in a folder, for the tests of packs.

use crate::program::{Program, root};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The manifest of `acme`.
pub(crate) const MANIFEST: &str = "[pack]\nname = \"acme\"\nversion = \"1.2.0\"\n\
    description = \"How Acme clears its pending invitations\"\n\
    strategies = [\"oldest\", \"notes\"]\n";

/// A strategy of `acme` that imports from its own pack.
pub(crate) const OLDEST: &str = "//! The oldest go first.\n\nimport \"lib/common\" as common;\n\n\
    let stale = param(\"stale_days\", 90, \"days\");\n\n\
    keep(\"client\", |i| common::client(i));\n\
    withdraw(\"stale\", |i| i.age_days >= stale);\n";

const TESTS: &str = "fn test_stale() {\n    given([#{ name: \"Ada\", age_days: 90 }]);\n    \
    expect(decide(), \"Ada\").withdrawn(\"stale\");\n}\n";

/// The files of `acme`, with their paths in the folder of its author.
pub(crate) const FILES: [(&str, &str); 6] = [
    ("pack.toml", MANIFEST),
    ("oldest.rhai", OLDEST),
    ("oldest.test.rhai", TESTS),
    ("notes.rhai", "withdraw(\"no note\", |i| !i.has_note && i.age_days >= 30);\n"),
    ("lib/common.rhai", "fn client(i) { \"client\" in i.tags }\n"),
    ("README.md", "# Acme\n"),
];

/// A folder with the data of `anna` and, in `source`, the pack `acme`.
pub(crate) fn author() -> Program {
    let with = |program: Program, (path, text): (&str, &str)| {
        program.file(&format!("source/{path}"), text)
    };
    FILES.into_iter().fold(Program::with_data(), with)
}

/// The same, where the folder is a project that has added the pack.
pub(crate) fn agency() -> Program {
    author().args("add source").run().ends(0).then("")
}

/// The same, with more in the project file.
pub(crate) fn agency_with(settings: &str) -> Program {
    let project = format!("{settings}\n[packs]\nacme = {{ path = \"source\" }}\n");
    agency().file("rescind.toml", project)
}

/// Runs git in a folder, as somebody without settings of their own.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=Ada", "-c", "user.email=ada@acme.example"])
        .args(["-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", folder.join("no-settings"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "git {arguments:?}: {printed}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Commits all that is in `source` and tags it.
pub(crate) fn tagged(program: Program, tag: &str) -> Program {
    let source = program.path().join("source");
    if !source.join(".git").is_dir() {
        git(&source, &["init", "--quiet"]);
    }
    git(&source, &["add", "--all"]);
    git(&source, &["commit", "--quiet", "--allow-empty", "--message", tag]);
    git(&source, &["tag", "--force", tag]);
    program
}

/// Changes a file in place.
pub(crate) fn edit(path: &Path, change: impl Fn(Vec<u8>) -> Vec<u8>) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, change(bytes)).unwrap();
}

/// The sample data, as an argument.
pub(crate) fn sample() -> String {
    root().join("datasets/agency").display().to_string()
}
