//! What deriving depends on beside the data.

use super::memory::Memory;
use crate::account::Spellings;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;

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
    pub memory: Memory,
}

impl DerivationSettings {
    /// The built-in limits (cooling-off 21 days, expiry 180 days), and `Sent At` in
    /// `America/Los_Angeles`.
    pub fn at(as_of: DateTime<Utc>) -> Self {
        Self {
            as_of,
            sent_at_zone: chrono_tz::America::Los_Angeles,
            cooling_off_days: 21,
            cooling_off_days_of: BTreeMap::new(),
            expiry_days: 180,
            memory: Memory::default(),
        }
    }

    /// The same with accounts as they are spelled in the data.
    pub(super) fn spelled(&self, spellings: &Spellings) -> Self {
        let days = self
            .cooling_off_days_of
            .iter()
            .map(|(account, days)| (spellings.known(account).unwrap_or(account).to_owned(), *days));
        Self { cooling_off_days_of: days.collect(), ..self.clone() }
    }
}
