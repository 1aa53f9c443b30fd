//! What deriving depends on beside the data.

use super::ledger_access::LedgerAccess;
use crate::account::AccountSpellings;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// The zone in which LinkedIn's exports write `Sent At`, unless somebody says otherwise.
pub const SENT_AT_ZONE: Tz = chrono_tz::America::Los_Angeles;

/// What deriving depends on beside the data: the one instant, the zone and two limits.
#[derive(Clone, Debug)]
pub struct DerivationSettings {
    /// The instant at which ages are measured.
    pub as_of: DateTime<Utc>,
    /// The zone of LinkedIn's `Sent At`.
    pub sent_at_zone: Tz,
    /// Days after a withdrawal until the person may be invited again.
    pub cooling_off_days: i64,
    /// The same for single accounts, where it differs.
    pub cooling_off_days_of: BTreeMap<String, i64>,
    /// Days after which what is only presumed to be pending has expired.
    pub expiry_days: i64,
    /// What a ledger remembers.
    pub memory: LedgerAccess,
}

impl DerivationSettings {
    /// The same with accounts as they are spelled in the data.
    pub(super) fn spelled(&self, spellings: &AccountSpellings) -> Self {
        let days = self
            .cooling_off_days_of
            .iter()
            .map(|(account, days)| (spellings.known(account).unwrap_or(account).to_owned(), *days));
        Self { cooling_off_days_of: days.collect(), ..self.clone() }
    }
}
