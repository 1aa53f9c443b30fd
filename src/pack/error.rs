//! Why a pack cannot be had.

use super::verify::PackProblem;
use crate::settings::SettingsError;
use miette::Diagnostic;
use thiserror::Error;

/// Why a pack cannot be had.
#[derive(Debug, Error, Diagnostic)]
pub enum PackError {
    /// Its files, its source or its signatures are not as they must be.
    #[error("{what}: {problem}")]
    #[diagnostic(code(pack))]
    Refused {
        /// The pack or its source.
        what: String,
        problem: String,
        #[help]
        help: Option<String>,
    },
    #[error("the pack {name} is not what `rescind.lock` says: {}", listed(problems))]
    #[diagnostic(
        code(pack_changed),
        help(
            "nothing of it was run; `rescind verify` shows all, `rescind packs update {name} \
             --accept` fetches it anew"
        )
    )]
    Changed {
        name: String,
        /// Every file that is not as it was.
        problems: Vec<PackProblem>,
    },
    /// Its manifest, its signatures or the lock cannot be read.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Settings(#[from] SettingsError),
}

/// So many files are named in one message.
const LISTED_MAX: usize = 5;

fn listed(problems: &[PackProblem]) -> String {
    let mut texts: Vec<String> =
        problems.iter().take(LISTED_MAX).map(ToString::to_string).collect();
    let more = problems.len().saturating_sub(LISTED_MAX);
    if more > 0 {
        texts.push(format!("and {more} more"));
    }
    texts.join("; ")
}

impl PackError {
    /// That something is wrong with a pack or its source.
    pub fn refused(what: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Refused { what: what.into(), problem: problem.into(), help: None }
    }

    #[must_use]
    pub fn with_help(mut self, advice: impl Into<String>) -> Self {
        if let Self::Refused { help, .. } = &mut self {
            *help = Some(advice.into());
        }
        self
    }
}
