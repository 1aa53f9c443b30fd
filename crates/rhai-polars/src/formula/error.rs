//! What is wrong with a formula, and where.

use crate::codes;
use crate::diagnosis_code::DiagnosisCode;
use crate::diagnostic::DiagnosisSubject;
use rhai::{Dynamic, EvalAltResult, Position};

/// The way out where a formula does not cover what somebody means.
const ROW_BY_ROW: &str = "or compute it row by row, which is slow: \
     `pending.map_rows(\"column\", |i| …)`, where an inner closure cannot ask `i` itself: ask \
     before, as in `let known = i.tags;`";

/// Stands for a value that is not known, in a script that is only looked at.
pub const UNKNOWN: &str = "\u{fffe}unknown";

/// The name of a column that stands for a variable which may hold any value of its type.
pub fn open_column_name(name: &str) -> String {
    format!("{UNKNOWN} {name}")
}

/// Whether a column stands for a variable that may hold any value of its type.
pub fn is_open_column(column: &str) -> bool {
    column.starts_with(UNKNOWN)
}

/// Why a closure cannot be compiled.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct FormulaError {
    /// What it is called, such as `unknown-column`.
    pub code: DiagnosisCode,
    /// What is wrong.
    pub message: String,
    /// Where it starts.
    pub position: Position,
    /// What to write instead.
    pub help: Option<String>,
    /// What it is about.
    pub subject: Option<Box<DiagnosisSubject>>,
    /// The imported script in which it stands; none for the script that runs.
    pub script: Option<String>,
    /// What Rhai said, where it was Rhai that failed and knows more than this error.
    pub thrown: Option<Box<RhaiFailure>>,
}

/// What Rhai said of a part that is the same in every row.
#[derive(Clone, Debug)]
pub enum RhaiFailure {
    /// There is no such function, in Rhai's form: its name and the types of its arguments.
    NotFound(String),
    /// A function failed with this.
    Value(Dynamic),
}

impl FormulaError {
    /// An error without advice.
    pub fn new(code: DiagnosisCode, position: Position, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, message, position, help: None, subject: None, script: None, thrown: None }
    }

    /// That a value is of another type than is needed.
    pub fn mismatch(value: &Dynamic, position: Position, message: impl Into<String>) -> Self {
        Self::new(codes::TYPE_MISMATCH, position, message)
            .with_subject(DiagnosisSubject::of_value(value))
    }

    /// That a part stands for a value that is not known.
    pub fn unknown(position: Position) -> Self {
        Self::new(codes::UNKNOWN_VALUE, position, "not known")
    }

    /// The same error, with advice that leaves no need to go row by row.
    #[must_use]
    pub fn with_only_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same error, about this.
    #[must_use]
    pub fn with_subject(mut self, subject: Option<DiagnosisSubject>) -> Self {
        self.subject = subject.map(Box::new);
        self
    }

    /// The same error, for which Rhai's own words stand.
    #[must_use]
    pub fn with_rhai_failure(mut self, thrown: RhaiFailure) -> Self {
        self.thrown = Some(Box::new(thrown));
        self
    }

    /// The same error, in the imported script of that name unless it is known to be in another.
    #[must_use]
    pub fn in_script(mut self, script: Option<&str>) -> Self {
        self.script = self.script.or_else(|| script.map(Into::into));
        self
    }

    /// The same error, with advice. Where no formula can say it, that is how to go row by row.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        let help = help.into();
        self.help = Some(match self.code {
            codes::NOT_COVERED | codes::RECURSION => format!("{help}; {ROW_BY_ROW}"),
            _ => help,
        });
        self
    }
}

/// Rhai's own words without the place, which the diagnostic shows.
pub fn message_without_position(error: &EvalAltResult) -> String {
    let words = error.to_string();
    let position = format!(" ({})", error.position());
    words.strip_suffix(&position).unwrap_or(&words).into()
}

/// A compiled part or what is wrong with it.
pub type FormulaResult<T> = Result<T, FormulaError>;
