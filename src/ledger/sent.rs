//! The invitations that were really sent lately: they use up the week's quota.

use chrono::{Days, NaiveDate};
use rescind_ledger::{Action, Standings};
use std::collections::BTreeMap;

/// How many days a week's quota looks back, today included.
const WINDOW_DAYS: u64 = 7;

/// How many invitations each account sent on which of the last seven days, as data and people say.
pub fn invitations_sent(
    standings: &Standings,
    today: NaiveDate,
) -> BTreeMap<String, BTreeMap<NaiveDate, usize>> {
    let first = today.checked_sub_days(Days::new(WINDOW_DAYS - 1)).unwrap_or(NaiveDate::MIN);
    let mut sent: BTreeMap<String, BTreeMap<NaiveDate, usize>> = BTreeMap::new();
    for (account, _, standing) in standings.iter() {
        let shown = standing.observed.as_ref().and_then(|observed| observed.sent_on);
        let again = standing.witnessed.as_ref();
        let again = again.filter(|last| last.action == Action::InvitedAgain).map(|last| last.on);
        // Of one and the same invitation both may speak.
        if let Some(day) = shown.max(again).filter(|day| (first..=today).contains(day)) {
            *sent.entry(account.into()).or_default().entry(day).or_default() += 1;
        }
    }
    sent
}
