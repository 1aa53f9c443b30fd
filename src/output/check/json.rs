//! Diagnoses as one JSON document: an array in the order of scripts and places.

use crate::check::{Diagnosis, LineColumn, Severity};
use crate::diagnosis_code::DiagnosisCode;
use crate::output::error::OutputResult;
use crate::output::json_escaping::write_pretty_json;
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct DiagnosisEntry<'a> {
    code: DiagnosisCode,
    severity: Severity,
    script: &'a str,
    start: LineColumn,
    end: LineColumn,
    message: &'a str,
    help: Option<&'a str>,
}

pub(super) fn write(diagnoses: &[Diagnosis], out: &mut dyn Write) -> OutputResult {
    let entries: Vec<DiagnosisEntry> = diagnoses
        .iter()
        .map(|diagnosis| DiagnosisEntry {
            code: diagnosis.code,
            severity: diagnosis.severity,
            script: diagnosis.script(),
            start: diagnosis.start(),
            end: diagnosis.end(),
            message: &diagnosis.message,
            help: diagnosis.help.as_deref(),
        })
        .collect();
    write_pretty_json(&entries, out)
}
