//! Files that are given side by side and belong to one account, since only one of them tells of
//! days sent: a tracker with somebody's connections, or with a sheet of withdrawals.
//!
//! Invariant: a tracker whose rows name accounts is nobody's, and so are two of different names.

use super::found_table::FoundTable;
use super::names_of_files::stem;
use crate::import::sources::outcome_fields::is_outcome_day;
use crate::import::table::{Table, TableKind};
use std::collections::BTreeSet;

/// The account after which the only tracker is called, where something lies beside it that needs
/// one.
pub(in crate::import) fn lone_tracker_account(pieces: &[FoundTable]) -> Option<String> {
    let brings_others = pieces.iter().any(|piece| piece.table.kind.brings_invitations());
    let names_accounts = pieces.iter().any(|piece| has_field(&piece.table, "account"));
    let tells_ends = |(name, _): &(String, String)| is_outcome_day(name) || name == "status";
    let needs_one = pieces.iter().any(|piece| match piece.table.kind {
        TableKind::Connections | TableKind::Messages => true,
        TableKind::Sheet { .. } => {
            piece.table.columns.iter().any(tells_ends) && !has_days_sent(&piece.table)
        }
        _ => false,
    });
    if brings_others || names_accounts || !needs_one {
        return None;
    }
    let trackers = pieces.iter().filter(|piece| has_days_sent(&piece.table));
    let names: BTreeSet<&str> = trackers.map(|piece| stem(piece.file_name())).collect();
    let only = names.first().filter(|_| names.len() == 1)?;
    Some((*only).to_owned())
}

/// Whether a table is a sheet that says when people were invited.
pub(in crate::import) fn has_days_sent(table: &Table) -> bool {
    let is_sheet = matches!(table.kind, TableKind::Sheet { .. });
    is_sheet && ["sent", "days"].iter().any(|field| has_field(table, field))
}

fn has_field(table: &Table, field: &str) -> bool {
    table.columns.iter().any(|(name, _)| name == field)
}
