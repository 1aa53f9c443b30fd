//! Lists of the Sent page that may be a part of it alone: whoever is not on one counts as gone, and
//! a program that stopped half way leaves many out.

use crate::finding::{Finding, FindingCode, Level};
use rescind_ledger::{Action, Event, MissingFromList};

/// So many who are gone at once are worth a look, where they are a large part of the pending ones.
const MANY: usize = 10;

/// How large a part: one in so many.
const PART: usize = 4;

/// That somebody should look if a list is whole, by account, with the event to take back if not.
pub(super) fn findings<'a>(
    missed: impl Iterator<Item = (&'a str, MissingFromList)>,
    events: &[Event],
) -> Vec<Finding> {
    let implausible = missed.filter(|(_, missed)| {
        missed.gone >= MANY && missed.gone.saturating_mul(PART) >= missed.pending
    });
    let findings = implausible.filter_map(|(account, missed)| {
        let is_of_it = |event: &&Event| {
            let is_whole = event.person.is_empty() && event.action == Action::Imported;
            is_whole && event.account == account
        };
        let number = events.iter().find(is_of_it)?.number;
        Some(finding(account, missed, number))
    });
    findings.collect()
}

fn finding(account: &str, missed: MissingFromList, number: u64) -> Finding {
    let MissingFromList { pending, gone, older } = missed;
    let message = format!(
        "{gone} of {pending} invitations that were pending are not on the list, {older} of them as \
         old as the oldest on it or older: they count as gone"
    );
    let help = format!(
        "a list that was cut off has the newest alone; if this one is not whole, `rescind correct \
         {number} --whole-import` takes back all that was recorded of it"
    );
    Finding::new(FindingCode::ManyGone, Level::Warn, message).of_account(account).help(help)
}
