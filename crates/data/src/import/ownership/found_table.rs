//! A table and where it was found: the names from the given folder down to its file.

use super::names_of_files::prefix;
use super::owners::Owner;
use crate::account::trim_name;
use crate::import::raw_tables::bad_row::BadRow;
use crate::import::table::{Table, TableKind, TableRows};
use polars::prelude::StringChunked;
use std::collections::BTreeSet;

/// A table and the names from the given folder down to its file.
pub(in crate::import) struct FoundTable {
    pub(in crate::import) table: Table,
    /// What somebody added to it, as a sheet.
    pub(in crate::import) added: Option<Table>,
    /// Its rows that could not be taken in.
    pub(in crate::import) bad: Vec<BadRow>,
    /// Each with its accents in one piece with their letters.
    pub(in crate::import) trail: Vec<String>,
    /// Whether its file has what several people sent.
    pub(in crate::import) is_of_several: bool,
}

impl FoundTable {
    pub(in crate::import) fn file_name(&self) -> &str {
        self.trail.last().map_or("", String::as_str)
    }

    /// The name of its sheet, where its file has several.
    pub(in crate::import) fn sheet_name(&self) -> Option<&str> {
        let understood = &self.table.provenance;
        understood.sheet.as_deref().filter(|_| !understood.is_only_sheet)
    }
}

/// Whether the rows of a table say themselves whose they are.
pub(in crate::import) fn names_accounts(table: &Table) -> bool {
    let is_named = |names: &StringChunked| {
        names.iter().all(|name| name.is_some_and(|name| !trim_name(name).is_empty()))
    };
    match &table.rows {
        _ if table.kind == TableKind::Canonical => true,
        TableRows::Text(frame) => {
            frame.column("account").is_ok_and(|names| names.str().is_ok_and(is_named))
        }
        TableRows::Scan(_) => false,
    }
}

/// Whose invitations these are, by the slugs of their senders.
pub(in crate::import) fn owners_of<'a>(
    pieces: impl IntoIterator<Item = &'a FoundTable>,
) -> BTreeSet<String> {
    let archives = pieces.into_iter().filter(|piece| piece.table.kind == TableKind::Invitations);
    archives.filter_map(|piece| Owner::of_tables([&piece.table]).account()).collect()
}

/// The directly held invitation tables whose file name has no prefix.
pub(in crate::import) fn unprefixed(pieces: &[FoundTable]) -> impl Iterator<Item = &FoundTable> {
    pieces
        .iter()
        .filter(|p| p.table.kind == TableKind::Invitations && prefix(p.file_name()).is_empty())
}

pub(in crate::import) fn is_prefixed(piece: &FoundTable) -> bool {
    !matches!(piece.table.kind, TableKind::Sheet { .. } | TableKind::Canonical)
        && !prefix(piece.file_name()).is_empty()
}
