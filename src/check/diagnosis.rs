//! One thing that a check says of a script.

use miette::SourceSpan;
use serde::Serialize;
use std::fmt;

/// How much a diagnosis weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Most likely not what was meant.
    Warning,
    /// The script cannot run.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// One thing that a check says of a script.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// A stable name in kebab-case; `docs/CHECKS.md` lists them.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// The script that it is in.
    pub script: String,
    /// That script's text.
    pub text: String,
    /// The bytes of the text that it points at.
    pub span: SourceSpan,
    /// What is so.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// A place in a text as people count: lines and columns (in characters) from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Diagnosis {
    /// That a file cannot be read.
    pub fn of_file(path: &str, message: String, help: Option<String>) -> Self {
        let (code, span) = ("file", (0..0).into());
        let (script, text) = (path.to_owned(), String::new());
        Self { code, severity: Severity::Error, script, text, span, message, help }
    }

    /// Where it starts.
    pub fn start(&self) -> LineColumn {
        self.line_column(self.span.offset())
    }

    /// Where it ends: the column after its last character.
    pub fn end(&self) -> LineColumn {
        self.line_column(self.span.offset() + self.span.len())
    }

    fn line_column(&self, offset: usize) -> LineColumn {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        LineColumn { line, column }
    }
}
