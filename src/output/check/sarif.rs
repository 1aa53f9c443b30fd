//! Diagnoses as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format").

use crate::check::Diagnosis;
use crate::check::code_descriptions;
use crate::output::error::OutputResult;
use crate::output::json_escaping::write_pretty_json;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::io::Write;

pub(super) fn write(diagnoses: &[Diagnosis], out: &mut dyn Write) -> OutputResult {
    let rules: Vec<Value> = code_descriptions::all_codes().map(rule).collect();
    let results: Vec<Value> = diagnoses.iter().map(result).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "rescind",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                },
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    write_pretty_json(&log, out)
}

fn rule(row: &code_descriptions::CodeDescription) -> Value {
    let help = format!("{} See docs/CHECKS.md#{}.", row.meaning, row.code);
    json!({
        "id": row.code,
        "shortDescription": { "text": sentence(row.title) },
        "fullDescription": { "text": row.meaning },
        "help": { "text": help, "markdown": code_descriptions::section(row) },
        "defaultConfiguration": { "level": row.code.severity().to_string() },
    })
}

/// A title as a sentence of its own, which SARIF wants.
fn sentence(title: &str) -> String {
    let mut rest = title.chars();
    let first = rest.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(rest).chain(['.']).collect()
}

fn result(diagnosis: &Diagnosis) -> Value {
    let (start, end) = (diagnosis.start(), diagnosis.end());
    let help = diagnosis.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    json!({
        "ruleId": diagnosis.code,
        "ruleIndex": code_descriptions::all_codes().position(|row| row.code == diagnosis.code),
        "level": diagnosis.severity.to_string(),
        "message": { "text": format!("{}{help}", diagnosis.message) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": uri(diagnosis.script()) },
                "region": {
                    "startLine": start.line,
                    "startColumn": start.column,
                    "endLine": end.line,
                    "endColumn": end.column,
                },
            },
        }],
    })
}

/// What need not be encoded in a path of a URI (RFC 3986, "unreserved"), and what parts it.
const IN_PATHS: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

fn uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    utf8_percent_encode(&path, IN_PATHS).to_string()
}
