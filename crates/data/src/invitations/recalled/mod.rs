//! What a ledger remembers of these and other invitations, asked of their accounts alone.

pub(super) mod ended_invitations;
pub(super) mod history;
pub(super) mod ledger_query;
pub(super) mod ledger_sheet;
pub(super) mod list_content;
pub(super) mod memory;
pub(super) mod past_contacts;
pub(super) mod unknown_accounts;
