//! Frames that no file was read for: one without rows, for scripts that are run without data.

use super::data_reach::SentListsByAccount;
use super::frame::Invitations;
use super::ledger_access::LedgerAccess;
use super::people::member_slugs::MemberSlugs;
use super::recalled::history;
use super::recalled::past_contacts::PastContacts;
use super::schema::{COLUMNS, CONNECTIONS};
use polars::prelude::{DataFrame, DataType, IntoLazy, LazyFrame, Schema};
use rescind_ledger::KeyChanges;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Invitations {
    /// Of these rows, of which there is nothing to say.
    pub fn from_frames(frame: LazyFrame, connections: LazyFrame) -> Self {
        let uncounted = frame.clone();
        Self {
            frame,
            uncounted,
            alike: None,
            connections,
            history: history::history(&LedgerAccess::default(), BTreeSet::new()),
            findings: vec![],
            skipped: vec![],
            lists_taken: SentListsByAccount::default(),
            owners: BTreeMap::new(),
            remembered: Arc::default(),
            addresses: KeyChanges::default(),
            members: MemberSlugs::default(),
            withdrawn_alone: vec![],
            past: PastContacts::default(),
            scans: vec![],
            is_one_file: false,
            known_accounts: None,
        }
    }

    /// Every column and these besides, and no row.
    pub fn none(further: &[(String, DataType)]) -> Self {
        let columns = COLUMNS.iter().map(|column| (column.name.into(), column.column_type.dtype()));
        let further = further.iter().map(|(name, dtype)| (name.into(), dtype.clone()));
        let theirs =
            CONNECTIONS.iter().map(|(name, column_type)| ((*name).into(), column_type.dtype()));
        Self::from_frames(
            DataFrame::empty_with_schema(&columns.chain(further).collect::<Schema>()).lazy(),
            DataFrame::empty_with_schema(&theirs.collect::<Schema>()).lazy(),
        )
    }
    /// With what a ledger recorded.
    #[must_use]
    pub fn with_history(self, memory: &LedgerAccess) -> Self {
        Self { history: history::history(memory, BTreeSet::new()), ..self }
    }
}
