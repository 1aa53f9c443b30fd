//! Writes docs/LIMITS.md from the table, so that the page and the program never disagree.

use super::table::{Limit, SourceKind, TABLE};
use std::fmt::Write;

const OPENING: &str = "\
# Limits

Made from the table in `crates/data/src/limits/table.rs`; `rescind limits` prints the figures in
force.

Each limit has a figure with its source, and a level that says what happens where a plan exceeds it:
`refuse` (the plan is not valid: exit status 3, nothing is saved), `warn` or `note`. An official
source outranks no other by itself: LinkedIn publishes few figures, so the built-in ones are what
practitioners keep to, and what other sources say stands beside them.
";

const OVERRIDES: &str = "
## Other figures for an agency

A file given with `--limits FILE` changes figure and level, for all accounts or for one. A script
never can. What always holds cannot be changed.

```toml
[pending-cap]
figure = 450
level = \"refuse\"          # a plan that leaves an account above 450 is not valid

[accounts.anna.withdrawals-per-day]
figure = 15
```
";

/// The text of docs/LIMITS.md.
pub fn markdown() -> String {
    let mut page = String::from(OPENING);
    page.push_str("\n| Limit | Figure | Level | What it is |\n|---|---:|---|---|\n");
    for limit in TABLE {
        let Limit { code, level, title, .. } = limit;
        let figure = figure(limit);
        // Writing to a string cannot fail.
        let _ = writeln!(page, "| [`{code}`](#{code}) | {figure} | {level} | {title} |");
    }
    for limit in TABLE {
        section(&mut page, limit);
    }
    page.push_str(OVERRIDES);
    page
}

fn section(page: &mut String, limit: &Limit) {
    let (code, level) = (limit.code, limit.level);
    let holds = match &limit.range {
        Some(range) => format!("may be overridden with {} to {}", range.start(), range.end()),
        None => "always holds".into(),
    };
    let source = match limit.kind {
        SourceKind::Definition => String::new(),
        source_kind => format!(" ({})", source_kind.name()),
    };
    let _ = write!(
        page,
        "\n## {code}\n\n{}: {}, level `{level}`; {holds}.\n\n- Source: {}{source}; read {}.\n",
        capitalised(limit.title),
        figure(limit),
        limit.source,
        limit.read_on,
    );
    for other in limit.others {
        let _ = writeln!(page, "- Elsewhere: {} ({}).", other.figure, other.source);
    }
    let _ = writeln!(page, "- What to do: {}.", limit.advice);
}

fn figure(limit: &Limit) -> String {
    format!("{} {}", limit.figure, limit.unit)
}

fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_page_is_the_table() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/LIMITS.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&path, markdown()).unwrap();
        }
        let page = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            page == markdown(),
            "docs/LIMITS.md is not what crates/data/src/limits/table.rs says; \
             `UPDATE_DOCS=1 cargo test the_page_is_the_table` writes it anew"
        );
    }
}
