//! The invitations that were really sent lately: they use up the week's quota.

use chrono::{Days, NaiveDate};
use rescind_ledger::{Ledger, LedgerError};
use std::collections::BTreeMap;

/// How many days a week's quota looks back, today included.
const WINDOW_DAYS: u64 = 7;

/// How many invitations each account sent on which of the last seven days, as data and people say.
pub fn invitations_sent(
    ledger: &mut Ledger,
    today: NaiveDate,
) -> Result<BTreeMap<String, BTreeMap<NaiveDate, usize>>, LedgerError> {
    let first = today.checked_sub_days(Days::new(WINDOW_DAYS - 1)).unwrap_or(NaiveDate::MIN);
    ledger.invited(first, today)
}
