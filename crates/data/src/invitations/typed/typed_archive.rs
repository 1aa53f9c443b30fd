//! LinkedIn's Invitations.csv, typed: what one such table comes to, whatever the others are.
//!
//! Invariant: a table whose dates show by themselves how they are meant is typed without a look at
//! any other, so that many are typed at once.

use super::{archive, date_orders, messages};
use crate::import::table::{Table, TableKind, TableRows};
use crate::invitations::columns;
use crate::invitations::remarks::Remarks;
use crate::invitations::row_tally::RowTallies;
use crate::invitations::settings::DerivationSettings;
use polars::prelude::{DataFrame, PolarsResult};

/// What a table of invitations that an account sent comes to.
pub(in crate::invitations) struct TypedArchive {
    /// Who the account's owner is, as [`messages::owner`] gives it.
    pub(in crate::invitations) owner: DataFrame,
    /// The rows with the keys of their people, and all that the table has.
    pub(in crate::invitations) sent: DataFrame,
    /// The rows with the columns of invitations that were sent.
    pub(in crate::invitations) rows: DataFrame,
    pub(in crate::invitations) remarks: Remarks,
}

impl TypedArchive {
    /// That of a table; what becomes of its rows is counted if `asks_fates`.
    pub(in crate::invitations) fn of_table(
        table: &Table,
        frame: &DataFrame,
        file: i64,
        settings: &DerivationSettings,
        asks_fates: bool,
    ) -> PolarsResult<Self> {
        let fates = asks_fates.then(RowTallies::new);
        let mut remarks = Remarks { fates, current_file: file, ..Remarks::default() };
        let owner = messages::owner(table, frame)?;
        let sent = archive::type_archive(table, frame, file, settings, &mut remarks)?;
        let rows = columns::with_sent_columns(&sent)?;
        Ok(Self { owner, sent, rows, remarks })
    }

    /// The same, of a table that is one and needs no other to tell how its dates are meant.
    pub(in crate::invitations) fn of_settled_table(
        table: &Table,
        file: i64,
        settings: &DerivationSettings,
        asks_fates: bool,
    ) -> Option<PolarsResult<Self>> {
        let TableRows::Text(frame) = &table.rows else { return None };
        let is_settled = table.kind == TableKind::Invitations
            && date_orders::are_settled(table, frame, settings.as_of);
        is_settled.then(|| Self::of_table(table, frame, file, settings, asks_fates))
    }
}
