//! Which module of `cli` may use which: the process and the options that commands take, the
//! commands, and what runs one of them.

use super::Modules;

pub(super) const CLI: Modules = Modules {
    folder: "src/cli",
    root: "crate::cli::",
    leaves: &[
        ("argument_error", &[]),
        ("workspace", &[]),
        ("process", &["argument_error"]),
        ("options", &["argument_error", "workspace", "process"]),
    ],
    others: &[
        ("audit_page", &[]),
        ("file_watcher", &[]),
        ("single_section_report", &[]),
        ("definitions", &[]),
        ("page_address", &[]),
        ("audit", &["audit_page"]),
        ("check", &[]),
        ("docs", &[]),
        ("inspect", &[]),
        ("limits", &[]),
        ("packs", &[]),
        ("plan", &["page_address"]),
        ("run", &[]),
        ("why", &[]),
        ("ledger", &["single_section_report", "plan"]),
        ("new", &["packs"]),
        ("test", &["file_watcher", "packs"]),
        ("repl", &["ledger"]),
        (
            "arguments",
            &[
                "definitions",
                "audit",
                "check",
                "docs",
                "inspect",
                "limits",
                "packs",
                "plan",
                "run",
                "why",
                "ledger",
                "new",
                "test",
                "repl",
            ],
        ),
        ("command", &["arguments"]),
    ],
};
