//! Diagnoses as one JSON document: an array in the order of scripts and places.

use crate::check::{Diagnosis, LineColumn, Severity};
use crate::output::{OutputError, pretty_json};
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct Entry<'a> {
    code: &'a str,
    severity: Severity,
    script: &'a str,
    start: LineColumn,
    end: LineColumn,
    message: &'a str,
    help: Option<&'a str>,
}

pub(super) fn write(diagnoses: &[Diagnosis], out: &mut dyn Write) -> Result<(), OutputError> {
    let entries: Vec<Entry> = diagnoses
        .iter()
        .map(|found| Entry {
            code: found.code,
            severity: found.severity,
            script: &found.script,
            start: found.start(),
            end: found.end(),
            message: &found.message,
            help: found.help.as_deref(),
        })
        .collect();
    pretty_json(&entries, out)
}
