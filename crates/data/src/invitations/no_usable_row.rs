//! What to say where no row is an invitation: what was understood instead, and what was passed
//! over.

use super::remarks::Remarks;
use crate::finding::FindingCode;
use crate::import::ImportError;

/// A line for each file that looks like a table and was passed over, and why.
pub(super) fn passed_over(files: &[(String, String)]) -> impl Iterator<Item = String> {
    /// A folder may have hundreds of files that are about something else.
    const SHOWN_MAX: usize = 5;
    let shown = files.iter().take(SHOWN_MAX);
    let shown = shown.map(|(file, why)| format!("{file} was passed over: {why}"));
    let further = files.len().saturating_sub(SHOWN_MAX);
    let further = (further > 0)
        .then(|| format!("{further} more file(s) were passed over: `rescind inspect` names them"));
    shown.chain(further)
}

/// That no row is an invitation: what was understood instead, and which descriptions fit nothing.
pub(super) fn no_rows(remarks: &Remarks, understood: &[String]) -> ImportError {
    let expected = "expected invitations: LinkedIn's Invitations.csv, another tool's list of sent \
                    requests, or a sheet with dates sent";
    let told = [FindingCode::SourceUnused, FindingCode::AccountUnknown];
    let unused = remarks.findings.iter().filter(|finding| told.contains(&finding.code));
    let unused = unused.map(|finding| {
        let help = finding.help.as_ref().map(|help| format!("; {help}"));
        format!("{}{}", finding.message, help.unwrap_or_default())
    });
    let lines = [expected.to_owned()].into_iter().chain(understood.iter().cloned()).chain(unused);
    ImportError::NoUsableRow {
        first: remarks.skipped.iter().min().cloned().map(Box::new),
        help: lines.collect::<Vec<_>>().join("\n"),
    }
}
