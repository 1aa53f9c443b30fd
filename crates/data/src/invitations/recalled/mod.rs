//! What a ledger remembers of these and other invitations, asked of their accounts alone.

pub(super) mod addresses_between_archives;
pub(super) mod attempts;
pub(super) mod changed_addresses;
pub(super) mod contact_histories;
pub(super) mod ended_invitations;
pub(super) mod history;
pub(super) mod ledger_query;
pub(super) mod ledger_sheet;
pub(super) mod past_contacts;
pub(super) mod unknown_accounts;
