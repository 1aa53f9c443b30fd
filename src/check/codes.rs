//! Every code that a script can be told of: the one place that gives each its severity and its
//! row in `docs/CHECKS.md`.

use super::Severity;

/// A code.
#[derive(Debug)]
pub struct CodeRow {
    /// Its name.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What it means, in a line.
    pub title: &'static str,
}

const fn error(code: &'static str, title: &'static str) -> CodeRow {
    CodeRow { code, severity: Severity::Error, title }
}

const fn warning(code: &'static str, title: &'static str) -> CodeRow {
    CodeRow { code, severity: Severity::Warning, title }
}

const fn note(code: &'static str, title: &'static str) -> CodeRow {
    CodeRow { code, severity: Severity::Note, title }
}

/// Every code.
pub const CODES: &[CodeRow] = &[
    error("arguments", "a function cannot take these arguments"),
    error("arithmetic", "a calculation outside formulas failed"),
    error("column-type", "a column holds values that formulas cannot use"),
    error("constant", "a part of a formula that is the same in every row failed"),
    error("data", "the data cannot be worked on"),
    error("declared-twice", "something is declared that can be declared once"),
    error("expression", "a column expression that Polars cannot make sense of"),
    error("expression-as-bool", "a column expression stands where true or false is needed"),
    error("frame", "a frame that is not one of invitations stands in a rule"),
    error("import", "a script cannot be imported"),
    error("index", "there is no such element"),
    error("not-covered", "a construct that formulas do not cover"),
    error("out-of-time", "the script ran out of time"),
    error("param-type", "a parameter cannot have such a default"),
    error("param-value", "a parameter was given a value of another type"),
    error("parameters", "a formula takes one parameter"),
    error("query", "a query that Polars cannot run"),
    error("recursion", "a formula calls itself"),
    error("script", "the script failed"),
    error("syntax", "the script cannot be read"),
    error("too-deep", "functions call one another too deep"),
    error("too-large", "a value or a formula is too large"),
    error("too-many-operations", "the script does not come to an end"),
    error("type-mismatch", "a value of another type is needed"),
    error("unknown-column", "there is no such column"),
    error("unknown-function", "there is no such function"),
    error("unknown-method", "values of this type have no such method"),
    error("unknown-option", "a verb has no such option"),
    error("unknown-param", "the script has no such parameter"),
    error("unknown-property", "there is no such property"),
    error("unknown-variable", "there is no such variable"),
    error("value-type", "a value of this type cannot stand in a formula"),
    error("whole-row", "the invitation as a whole is not a value"),
    warning("always-matches", "a rule matches every invitation"),
    warning("careless-withdrawal", "a rule withdraws without a look at age, note or state"),
    warning("never-matches", "no invitation can match a rule"),
    warning("shadowed", "an earlier rule decides whatever this one matches"),
    warning("unused-column", "nothing uses a column that the script declares"),
    warning("unused-param", "nothing uses a parameter"),
    note("undecided-when-missing", "a missing value leaves a rule undecided"),
];

/// How much a code weighs; one that is not in the table is an error.
pub fn severity(code: &str) -> Severity {
    CODES.iter().find(|row| row.code == code).map_or(Severity::Error, |row| row.severity)
}

/// The text of docs/CHECKS.md.
pub fn markdown() -> String {
    let opening = "# What `rescind check` says\n\n\
        <!-- Written from src/check/codes.rs; `UPDATE_DOCS=1 cargo test the_page_has_every_code` \
        writes it anew. -->\n\n\
        Each code with what it means. An error keeps a script from running; a warning is most \
        likely not what was\nmeant; a note is worth knowing. `--deny warnings` makes warnings \
        fail the check.\n\n\
        | Code | Weighs | What it means |\n|---|---|---|\n";
    CODES.iter().fold(opening.to_owned(), |page, row| {
        page + format!("| `{}` | {} | {} |\n", row.code, row.severity, row.title).as_str()
    })
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
            "docs/CHECKS.md is not what src/check/codes.rs says; \
             `UPDATE_DOCS=1 cargo test the_page_has_every_code` writes it anew"
        );
    }

    #[test]
    fn codes_are_sorted_within_their_severity_and_each_is_there_once() {
        for severity in [Severity::Error, Severity::Warning, Severity::Note] {
            let codes: Vec<_> =
                CODES.iter().filter(|row| row.severity == severity).map(|row| row.code).collect();
            assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
        }
    }
}
