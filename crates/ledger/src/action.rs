//! What can happen to an invitation, as the ledger names it.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Data showed something that was not known before.
    Imported,
    /// A saved plan withdraws the invitation on a day.
    Planned,
    /// Somebody withdrew the invitation.
    Withdrawn,
    /// Somebody wanted to withdraw it and did not find it.
    NotFound,
    /// Somebody wanted to withdraw it and saw that it had been accepted.
    AlreadyAccepted,
    /// Somebody saw that it had been declined.
    Declined,
    /// Somebody invited the person again.
    InvitedAgain,
    /// An earlier event was a mistake, and counts no more.
    Corrected,
}

impl Action {
    pub const ALL: [Self; 8] = [
        Self::Imported,
        Self::Planned,
        Self::Withdrawn,
        Self::NotFound,
        Self::AlreadyAccepted,
        Self::Declined,
        Self::InvitedAgain,
        Self::Corrected,
    ];

    /// Its name, in the ledger and wherever people read it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::Planned => "planned",
            Self::Withdrawn => "withdrawn",
            Self::NotFound => "not-found",
            Self::AlreadyAccepted => "already-accepted",
            Self::Declined => "declined",
            Self::InvitedAgain => "invited-again",
            Self::Corrected => "corrected",
        }
    }

    /// The same in a sentence: what became of an invitation.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::Planned => "planned",
            Self::Withdrawn => "withdrawn",
            Self::NotFound => "not found",
            Self::AlreadyAccepted => "already accepted",
            Self::Declined => "declined",
            Self::InvitedAgain => "invited again",
            Self::Corrected => "taken back",
        }
    }

    /// Whether somebody says so who was there, rather than a file or a plan.
    pub const fn is_witnessed(self) -> bool {
        !matches!(self, Self::Imported | Self::Planned | Self::Corrected)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FromStr for Action {
    type Err = UnknownAction;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|action| action.name() == text);
        known.ok_or_else(|| UnknownAction(text.to_owned()))
    }
}

/// A word that names no action.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no action of a ledger")]
pub struct UnknownAction(String);

#[cfg(test)]
mod tests {
    use super::Action;

    #[test]
    fn every_name_is_read_again() {
        for action in Action::ALL {
            assert_eq!(action.name().parse(), Ok(action));
            let json = serde_json::to_string(&action).unwrap();
            assert_eq!(json, format!("\"{}\"", action.name()));
        }
        assert!("Withdrawn".parse::<Action>().is_err());
    }
}
