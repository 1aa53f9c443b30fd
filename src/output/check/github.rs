//! Diagnoses as commands of a GitHub workflow, which shows them beside the lines. The form and the
//! escapes are those of GitHub's documentation, "Workflow commands".

use crate::check::{Diagnosis, Severity};
use crate::output::error::OutputResult;
use crate::screen::escaped;
use std::io::Write;

pub(super) fn write(diagnoses: &[Diagnosis], out: &mut dyn Write) -> OutputResult {
    for diagnosis in diagnoses {
        let command = match diagnosis.severity {
            Severity::Note => "notice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let (start, end) = (diagnosis.start(), diagnosis.end());
        let help = diagnosis.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
        writeln!(
            out,
            "::{command} file={},line={},col={},endLine={},endColumn={},title={}::{}",
            property(diagnosis.script()),
            start.line,
            start.column,
            end.line,
            end.column,
            property(diagnosis.code.name()),
            data(&format!("{}{help}", diagnosis.message)),
        )?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    escaped(text)
        .replace("##[", "##\\[")
        .replace("##vso[", "##vso\\[")
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
