//! Columns of a sheet that are not read and yet may say what became of invitations: somebody who
//! declined long ago would be planned. They are said, with how to have them read.

use super::table_cleaner::TableCleaner;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::sources::description::DescriptionOrigin;
use crate::import::sources::outcome_fields::tells_outcome;
use crate::import::sources::possible_statuses::{begins_with_outcome, describe_possible_statuses};
use crate::import::sources::unread_column::{describe_possible_outcomes, may_tell_direction};
use crate::import::table::EXTRA;
use crate::import::words::status_of_text::tells_history;
use crate::invitations::columns;

/// The fields that are texts of whatever kind.
const OTHER_TEXTS: [&str; 4] = ["tags", "campaign", "follow_up", "position"];

/// Says which columns of the table are such, unless a project says which of them tell.
pub(in crate::invitations) fn report_unread_columns(sift: &mut TableCleaner) {
    let table = sift.table;
    let has =
        |names: &[&str]| table.columns.iter().any(|(field, _)| names.contains(&field.as_str()));
    let is_told = table
        .columns
        .iter()
        .any(|(field, _)| tells_outcome(field) || ["event", "degree"].contains(&field.as_str()));
    if table.provenance.origin != DescriptionOrigin::BuiltIn && is_told {
        return;
    }
    let is_all_pending = has(&["sent", "days"]) && !is_told;
    let mut columns = Vec::new();
    for (name, spelled) in table.columns.iter().filter(|(name, _)| name.starts_with(EXTRA)) {
        let texts = columns::text_column(&sift.frame, name);
        let values: Vec<&str> = texts.iter().flatten().collect();
        let looks = describe_possible_outcomes(spelled, &values)
            .or_else(|| describe_possible_statuses(spelled, &values).filter(|_| is_all_pending));
        let direction = || {
            let is_one = may_tell_direction(spelled) && !has(&["direction"]);
            is_one.then(|| "it may say who invited whom".to_owned())
        };
        if let Some(looks) = looks.or_else(direction) {
            columns.push(format!("`{spelled}` ({looks})"));
        }
    }
    for (name, spelled) in
        table.columns.iter().filter(|(name, _)| OTHER_TEXTS.contains(&name.as_str()))
    {
        let texts = columns::text_column(&sift.frame, name);
        let words = texts.iter().flatten().flat_map(|text| text.split([',', ';', '|']));
        if let Some(word) = words.map(str::trim).find(|word| begins_with_outcome(word)) {
            columns.push(format!("`{spelled}` (words for outcomes, such as `{word}`)"));
        }
    }
    for (name, spelled) in table.columns.iter().filter(|(name, _)| *name == "note") {
        let texts = columns::text_column(&sift.frame, name);
        let histories = texts.iter().flatten().filter(|text| tells_history(text)).count();
        if histories > 0 {
            columns.push(format!("`{spelled}` ({histories} text(s) that are histories)"));
        }
    }
    if columns.is_empty() {
        return;
    }
    let message = format!(
        "{}: not read as telling what became of invitations: {}",
        table.file,
        columns.join(", ")
    );
    let help = "if one does, name it in `[sources]` of rescind.toml, as in `declined = \"…\"`, \
                `accepted_on = \"…\"`, `status = \"…\"` or `direction = \"…\"`: `rescind inspect` \
                ends with a table to paste";
    sift.remarks
        .findings
        .push(Finding::new(FindingCode::UnreadColumn, Level::Note, message).help(help));
}
