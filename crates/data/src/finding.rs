//! What a check has to say of data, a script or a plan. A finding is a result, never an error: the
//! work goes on, and whoever reads the result sees it.
//!
//! Invariant: a finding names its culprit (an account, a file and row, or a place in a script) and,
//! where something can be done, says what.

pub use super::finding_code::{Concern, FindingCode};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing; nothing has to be done.
    Note,
    /// Somebody should look before acting.
    Warn,
    /// The plan is not valid: it is not saved, and the exit status is 3.
    Refuse,
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Note => "note",
            Self::Warn => "warn",
            Self::Refuse => "refuse",
        })
    }
}

/// One thing that a check has to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it is called, such as `pending-cap`.
    pub code: FindingCode,
    pub level: Level,
    /// The account that it concerns; none where it concerns the whole.
    pub account: Option<String>,
    /// What is so, with its figures.
    pub message: String,
    pub help: Option<String>,
}

impl Finding {
    /// A finding about the whole, without advice.
    pub fn new(code: FindingCode, level: Level, message: impl Into<String>) -> Self {
        Self { code, level, account: None, message: message.into(), help: None }
    }

    /// The same finding, about one account.
    #[must_use]
    pub fn of_account(mut self, account: &str) -> Self {
        self.account = Some(account.into());
        self
    }

    /// The same finding, with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
