//! The top-level error: whatever ends a command, and the exit status that it ends with.

use crate::deadline::Interruption;
use crate::import::ImportError;
use crate::invitations::InvitationsError;
use crate::output::OutputError;
use crate::pack::PackError;
use crate::plan::PlanError;
use crate::query::interruption_of_query;
use crate::script::Diagnosis;
use crate::settings::SettingsError;
use miette::Diagnostic;
use polars::prelude::PolarsError;
use rescind_ledger::LedgerError;
use rescind_runtime::problem::Problem;
use std::fmt::Display;
use std::path::Path;
use thiserror::Error;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Done = 0,
    /// Failed, with an error.
    Failed = 1,
    Misused = 2,
    /// A plan refused by a limit.
    Refused = 3,
}

/// Whatever ends a command.
#[derive(Debug, Error, Diagnostic)]
pub enum Error {
    /// The data could not be read.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Import(#[from] ImportError),
    /// The data could not be made into a frame.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Invitations(#[from] InvitationsError),
    /// Something is wrong with a script.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Script(#[from] Box<Diagnosis>),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Plan(#[from] PlanError),
    /// Something is wrong with a settings file.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Settings(#[from] SettingsError),
    /// A pack or a project is not as it must be.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Pack(#[from] PackError),
    /// The ledger cannot do it.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Ledger(#[from] LedgerError),
    /// The result could not be written.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Output(#[from] OutputError),
    #[error("{error}: {what} all the same")]
    #[diagnostic(
        code(output::untold),
        help("`rescind history` shows it: nothing is to be done again")
    )]
    RecordedButUnreported { error: OutputError, what: String },
    #[error("the data cannot be worked on: {0}")]
    #[diagnostic(code(query))]
    Query(PolarsError),
    /// The command had to end before it was done.
    #[error("the command {0}")]
    #[diagnostic(
        code(ended),
        help("{}", _0.advice().unwrap_or("`--timeout SECONDS` and `--memory SIZE` give it more"))
    )]
    Ended(Interruption),
    /// A file could not be read or written.
    #[error("{path}: {problem}")]
    #[diagnostic(code(file))]
    File {
        path: String,
        problem: String,
        #[help]
        help: Option<String>,
    },
    /// The command line asks for what cannot be.
    #[error("{message}")]
    #[diagnostic(code(usage))]
    Usage {
        message: String,
        #[help]
        help: Option<String>,
    },
    #[error("{what}: the program failed inside: {message}")]
    #[diagnostic(
        code(inside),
        help("this is a fault of `rescind`; everything else was done all the same")
    )]
    Panicked {
        what: String,
        /// What was said there.
        message: String,
    },
    /// Something of the data could not be used, and that was not to be tolerated.
    #[error("{what}")]
    #[diagnostic(
        code(strict),
        help("mend what is named above, or leave out `--strict` to go on without it")
    )]
    Strict {
        /// What could not be used.
        what: String,
    },
}

impl From<PolarsError> for Error {
    fn from(error: PolarsError) -> Self {
        interruption_of_query(&error).map_or(Self::Query(error), Self::Ended)
    }
}

impl From<Problem> for Error {
    fn from(Problem { message, help }: Problem) -> Self {
        Self::Usage { message, help }
    }
}

impl From<Diagnosis> for Error {
    fn from(error: Diagnosis) -> Self {
        Self::Script(Box::new(error))
    }
}

impl Error {
    /// That the command line asks for what cannot be, and what to do instead.
    pub fn misused(message: impl Into<String>, help: impl Into<String>) -> Self {
        Problem::with_help(message, help).into()
    }

    /// That a file could not be read or written, and what to do then, where that is known.
    pub fn of_file(path: &Path, problem: &impl Display, help: Option<&str>) -> Self {
        let (path, problem) = (path.display().to_string(), problem.to_string());
        Self::File { path, problem, help: help.map(String::from) }
    }

    /// That something was recorded, although it could not be told.
    pub fn recorded_but_unreported<E: Into<OutputError>>(what: String) -> impl FnOnce(E) -> Self {
        move |error| Self::RecordedButUnreported { error: error.into(), what }
    }

    /// The exit status that it ends a command with.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Script(error) if error.is_misuse() => Exit::Misused,
            Self::Usage { .. }
            | Self::Output(OutputError::UnknownAccount { .. } | OutputError::NoFrame { .. }) => {
                Exit::Misused
            }
            _ => Exit::Failed,
        }
    }

    /// Whether the reader has gone (`rescind plan … | head`), which is nobody's fault.
    pub fn is_broken_pipe(&self) -> bool {
        match self {
            Self::Output(error) | Self::RecordedButUnreported { error, .. } => {
                error.is_broken_pipe()
            }
            _ => false,
        }
    }
}
