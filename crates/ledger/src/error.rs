//! What can be wrong with a ledger.

use crate::chain::BrokenLink;
use miette::Diagnostic;
use std::io;
use thiserror::Error;

/// What is wrong with a ledger, or with what is asked of it.
#[derive(Debug, Error, Diagnostic)]
pub enum LedgerError {
    #[error("the ledger {ledger} cannot be used: {problem}")]
    #[diagnostic(code(ledger))]
    Unusable {
        /// Which ledger; without a password.
        ledger: String,
        problem: String,
        #[help]
        help: String,
    },
    #[error("{ledger} is no ledger: {problem}")]
    #[diagnostic(
        code(ledger),
        help("name another with `--ledger`; one that does not exist yet is made")
    )]
    NoLedger { ledger: String, problem: String },
    #[error("the ledger {ledger} is of version {version}; this program knows {known} and earlier")]
    #[diagnostic(
        code(ledger),
        help("use a newer version of `rescind`; the ledger was left as it is")
    )]
    Newer {
        ledger: String,
        version: u32,
        /// The latest that is known.
        known: u32,
    },
    #[error("the ledger {ledger} was changed: {link}")]
    #[diagnostic(
        code(ledger),
        help("everything before that event is as it was recorded; go back to a backup of it")
    )]
    Broken {
        ledger: String,
        /// The first event that does not fit.
        link: BrokenLink,
    },
    #[error("the ledger {ledger}: {misderived} does not follow from its events")]
    #[diagnostic(
        code(ledger),
        help("the events hold; `rescind history --derive` derives anew what follows from them")
    )]
    Underived {
        ledger: String,
        /// What does not fit.
        misderived: DerivationMismatch,
    },
    /// An event of a file that cannot be taken.
    #[error("{file}, line {line}: {problem}")]
    #[diagnostic(code(ledger))]
    Line {
        file: String,
        /// The line, from 1.
        line: u64,
        problem: String,
        #[help]
        help: String,
    },
    /// What whoever recorded had to say; nothing was recorded.
    #[error("{0}")]
    #[diagnostic(code(ledger))]
    Refused(String, #[help] Option<String>),
    #[error("the ledger cannot be written out: {0}")]
    #[diagnostic(code(ledger))]
    Io(#[from] io::Error),
}

/// What was derived of one person, and does not follow from the events.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("what was derived of {person} of {account}")]
pub struct DerivationMismatch {
    /// The person's key.
    pub person: String,
    /// The account of which it was derived.
    pub account: String,
}

impl LedgerError {
    pub(crate) fn unusable(ledger: &str, problem: &dyn ToString, help: &str) -> Self {
        let problem = problem.to_string();
        Self::Unusable { ledger: ledger.into(), problem, help: help.into() }
    }
}
