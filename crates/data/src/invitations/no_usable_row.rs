//! What to say where no row is an invitation: what was understood instead, and what was passed
//! over.

use super::remarks::Remarks;
use crate::finding::FindingCode;
use crate::import::ImportError;
use crate::import::day_by_table_name;
use crate::import::sources::unread_column::UnreadColumn;
use crate::import::table::{EXTRA, Table, TableKind};
use crate::import::words::status::Status;

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

/// What was understood of a table, in a line, with what to rename where it brings no invitations.
pub(super) fn describe_table(table: &Table) -> String {
    let read = table.columns.iter().filter(|(name, _)| !name.starts_with(EXTRA));
    let read: Vec<String> =
        read.map(|(name, spelling)| format!("`{spelling}` as {name}")).collect();
    let columns = if read.is_empty() { "no column".into() } else { read.join(", ") };
    let has = |name: &str| table.columns.iter().any(|(spelling, _)| spelling == name);
    let lacks_day = matches!(table.kind, TableKind::Sheet { .. }) && !has("sent");
    let rename = if lacks_day { sent_column_hint(table) } else { String::new() };
    let unread: Vec<String> =
        table.provenance.unread.iter().map(|spelling| format!("`{}`", spelling.column)).collect();
    let unread = if unread.is_empty() {
        String::new()
    } else {
        format!("; not read: {}", unread.join(", "))
    };
    let role = table.kind.role().name();
    format!("{} was read as {role}: {columns}{unread}{rename}", table.file)
}

/// What to rename, or to write into a description, so that rows have the day they were sent.
fn sent_column_hint(table: &Table) -> String {
    let unread = table.provenance.unread.iter();
    let mut dated = unread.filter(|unread| unread.could_be.contains(&"sent"));
    let Some(UnreadColumn { column, .. }) = dated.next() else {
        return "; no column says when an invitation was sent: add one that is called `Date \
                sent`, or name the one that does with `sent = \"…\"` in `[sources]` of \
                rescind.toml: `rescind inspect` ends with a table to paste"
            .into();
    };
    let outcome = match day_by_table_name::state_in_table_name(table) {
        Some(Status::Accepted) => " (`Accepted on`, if its days are those)",
        Some(Status::Declined) => " (`Declined on`, if its days are those)",
        Some(Status::Withdrawn) => " (`Withdrawn on`, if its days are those)",
        _ => "",
    };
    format!(
        "; no column says when an invitation was sent: rename `{column}` to `Date \
         sent`{outcome}, or write `sent = \"{column}\"` into its table in `[sources]` of \
         rescind.toml: `rescind inspect` ends with one to paste"
    )
}
