//! Pages as the program writes them, in a folder of their own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// The day of every page.
pub(crate) const DAY: &str = "2026-11-23";

/// A folder in which the program is run.
pub(crate) struct Folder {
    folder: TempDir,
}

impl Folder {
    /// With the sample data.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// With a file in it.
    pub(crate) fn file(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs the program; the repository's own files are named from its root, `@`.
    pub(crate) fn run(&self, arguments: &str) -> Output {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).display().to_string();
        Command::new(env!("CARGO_BIN_EXE_rescind"))
            .args(arguments.split_whitespace().map(|word| word.replace('@', &root)))
            .current_dir(self.folder.path())
            .env("XDG_CONFIG_HOME", self.path("settings"))
            .env("XDG_DATA_HOME", self.path("kept"))
            .env("NO_COLOR", "1")
            .env_remove("RUST_MIN_STACK")
            .output()
            .unwrap()
    }

    /// What it prints, if all goes well.
    pub(crate) fn printed(&self, arguments: &str) -> String {
        let output = self.run(arguments);
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments}: {complaints}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// A page that it writes.
    pub(crate) fn page(&self, name: &str, arguments: &str) -> PathBuf {
        self.printed(&format!("{arguments} -o {name}"));
        self.path(name)
    }

    /// A page over the sample data.
    pub(crate) fn sample(&self, name: &str, command: &str) -> PathBuf {
        let data = format!("@/datasets/agency --as-of {DAY}");
        self.page(name, &command.replace("DATA", &data))
    }

    /// One of every page there is, over the sample data.
    pub(crate) fn every(&self) -> Vec<PathBuf> {
        self.file("line.rhai", "invitations.count_by(\"account\").bars(\"account\", \"count\")");
        self.file("all.rhai", "invitations.head(40)");
        let why = "why @/scripts/generic-first.rhai in/kazimierz-lipowbowczyk-2545ab98 DATA";
        let pages = [
            ("list.html", "plan @/scripts/second-chance.rhai DATA --save --day 1 --ledger l.db"),
            ("nothing.html", "plan @/scripts/second-chance.rhai DATA --no-ledger --day 9"),
            ("plan.html", "plan @/scripts/oldest-first.rhai DATA --no-ledger"),
            ("audit.html", "audit DATA --no-ledger"),
            ("limits.html", "limits DATA --no-ledger"),
            ("why.html", &format!("{why} --no-ledger")),
            ("chart.html", "run line.rhai DATA --no-ledger"),
            ("rows.html", "run all.rhai DATA --no-ledger"),
            ("history.html", "history --ledger l.db"),
            ("due.html", "due --ledger l.db"),
        ];
        pages.iter().map(|(name, command)| self.sample(name, command)).collect()
    }
}
