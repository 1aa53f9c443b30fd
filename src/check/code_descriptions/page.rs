//! The codes as a page: what each means, a script that raises it, and the same corrected.

use super::{CodeDescription, TOPICS};
use std::fmt::Write;

/// The text of docs/CHECKS.md.
pub fn markdown() -> String {
    let mut page = "# What `rescind check` says\n\n\
        <!-- Written from src/check/code_descriptions/; `UPDATE_DOCS=1 cargo test \
        the_page_has_every_code` writes it anew. -->\n\n\
        An error keeps a script from running; a warning is most likely not what was meant; a note \
        is worth knowing.\n`--deny warnings` makes warnings fail the check. Each script below is \
        whole: the first is told of its code\nand of nothing else, and nothing is said of the \
        second.\n"
        .to_owned();
    for (topic, rows) in TOPICS {
        let _ = write!(page, "\n- {topic}:");
        for row in *rows {
            let _ = write!(page, "\n  [`{0}`](#{0})", row.code);
        }
    }
    page.push('\n');
    for (topic, rows) in TOPICS {
        let _ = write!(page, "\n## {topic}\n");
        for row in *rows {
            let _ = write!(page, "\n### {}\n\n{}", row.code, section(row));
        }
    }
    page
}

/// What there is to say of a code, below its name.
pub fn section(row: &CodeDescription) -> String {
    let mut text = format!("*{}:* {}.\n\n{}\n", row.code.severity(), row.title, row.meaning);
    if let Some((wrong, right)) = row.example {
        let set = row.set.map_or(String::new(), |set| format!(" with `--set {set}`"));
        let _ = write!(text, "\nRaises it{set}:\n\n```rhai\n{wrong}\n```\n");
        let _ = write!(text, "\nCorrected:\n\n```rhai\n{right}\n```\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_page_has_every_code() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/CHECKS.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&path, markdown()).unwrap();
        }
        let page = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            page == markdown(),
            "docs/CHECKS.md is not what src/check/code_descriptions/ says; \
             `UPDATE_DOCS=1 cargo test the_page_has_every_code` writes it anew"
        );
    }
}
