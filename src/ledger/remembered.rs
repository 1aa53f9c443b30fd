//! What plans rest on: who was withdrawn, and what else somebody saw.

use crate::invitations::Remembered;
use rescind_ledger::{Action, Ledger, LedgerError, Standing, Standings};

/// What people recorded, of an account or of every one. Imports are left out: data speak for
/// themselves.
///
/// # Errors
/// A database that fails.
pub fn remembered(
    ledger: &mut Ledger,
    account: Option<&str>,
) -> Result<Vec<Remembered>, LedgerError> {
    let witnessed: Vec<Action> =
        Action::ALL.into_iter().filter(|action| action.is_witnessed()).collect();
    let standings = Standings::read(ledger, account, &witnessed)?;
    let known = standings
        .iter()
        .filter_map(|(account, person, standing)| remembered_of(account, person, standing));
    Ok(known.collect())
}

fn remembered_of(account: &str, person: &str, standing: &Standing) -> Option<Remembered> {
    let last = standing.witnessed.as_ref()?;
    let state = match last.action {
        Action::AlreadyAccepted => Some("accepted"),
        Action::Declined => Some("declined"),
        // Whatever it was that took it away, it is not there to be withdrawn.
        Action::Withdrawn | Action::NotFound => Some("withdrawn"),
        Action::InvitedAgain => None,
        Action::Imported | Action::Planned | Action::Corrected => return None,
    };
    Some(Remembered {
        account: account.into(),
        person: person.into(),
        name: standing.name.clone(),
        state,
        on: last.on,
        withdrawn_on: standing.last_withdrawal().map(|own| own.on),
        reconnect_on: standing.reconnect_on.filter(|_| last.action == Action::Withdrawn),
        follow_up: standing.follow_up.clone(),
    })
}
