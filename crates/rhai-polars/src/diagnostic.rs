//! What is said of a script: one thing, with a code, how much it weighs, where it is, and what to
//! do about it. Whatever goes wrong in a script, or is found in one, comes to be this.

use crate::diagnosis_code::DiagnosisCode;
pub use crate::diagnosis_code::Severity;
use miette::{
    Diagnostic, LabeledSpan, MietteError, MietteSpanContents, NamedSource, SourceCode, SourceSpan,
    SpanContents,
};
use rhai::Dynamic;
use serde::Serialize;
use std::fmt;

/// What a diagnosis is about, for whoever goes on from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiagnosisSubject {
    /// A column that there is not.
    Column {
        /// The name that was asked for.
        name: String,
        /// Whether a column has nearly that name.
        is_near: bool,
    },
    /// A value that is missing where there must be one.
    MissingValue,
    /// A parameter that cannot have the value that it is given, or that there is not.
    Param {
        /// Its name.
        name: String,
        /// What was expected of its value.
        expected: Option<String>,
    },
}

impl DiagnosisSubject {
    /// What an error is about that a value of a script raised by its type.
    pub fn of_value(value: &Dynamic) -> Option<Self> {
        value.is_unit().then_some(Self::MissingValue)
    }
}

/// One thing that is said of a script.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// What it is called; `docs/CHECKS.md` lists them.
    pub code: DiagnosisCode,
    /// How much it weighs.
    pub severity: Severity,
    /// What is so.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What it is about.
    pub subject: Option<DiagnosisSubject>,
    /// The script that it is in, with its text.
    pub source: NamedText,
    /// The bytes that it points at; none where it is of the script as a whole.
    pub span: Option<SourceSpan>,
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
    /// What has that code, at these bytes of a script.
    pub fn at(
        name: &str,
        text: &str,
        span: impl Into<SourceSpan>,
        code: DiagnosisCode,
        message: String,
        help: Option<String>,
    ) -> Self {
        let source = NamedText::new(name, text.to_owned());
        let (severity, span) = (code.severity(), Some(span.into()));
        Self { code, severity, message, help, subject: None, source, span }
    }

    /// The same of a script as a whole.
    pub fn without_span(
        main: &str,
        code: DiagnosisCode,
        message: &str,
        help: Option<String>,
    ) -> Self {
        let whole = Self::at(main, "", 0..0, code, format!("{main}: {message}"), help);
        Self { span: None, ..whole }
    }

    /// The same with more to do about it.
    #[must_use]
    pub fn with_more_help(mut self, more: &str) -> Self {
        self.help = Some(self.help.map_or_else(|| more.into(), |help| format!("{help}; {more}")));
        self
    }

    /// The same about this.
    #[must_use]
    pub fn with_subject(self, subject: Option<DiagnosisSubject>) -> Self {
        Self { subject, ..self }
    }

    /// What is so.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    pub fn advice(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The script that it is in.
    pub fn script(&self) -> &str {
        self.source.name()
    }

    /// That script's text.
    pub fn text(&self) -> &str {
        self.source.text()
    }

    /// The bytes that it points at; none, at the beginning, where it is of the whole.
    pub fn span_or_start(&self) -> SourceSpan {
        self.span.unwrap_or_else(|| (0..0).into())
    }

    /// The byte at which it points, to sort by.
    pub fn offset(&self) -> usize {
        self.span_or_start().offset()
    }

    /// The piece of the source that it points at.
    pub fn token(&self) -> Option<&str> {
        let span = self.span?;
        self.text().get(span.offset()..span.offset() + span.len())
    }

    /// Whether it says something of the same place.
    pub fn is_at_the_place_of(&self, other: &Self) -> bool {
        self.script() == other.script() && self.span == other.span
    }

    /// Whether the command line is to blame, not the script.
    pub fn is_misuse(&self) -> bool {
        matches!(self.subject, Some(DiagnosisSubject::Param { .. }))
    }

    /// Where it starts.
    pub fn start(&self) -> LineColumn {
        self.line_column(self.offset())
    }

    /// Where it ends: the column after its last character.
    pub fn end(&self) -> LineColumn {
        self.line_column(self.offset() + self.span_or_start().len())
    }

    fn line_column(&self, offset: usize) -> LineColumn {
        let before = self.text().get(..offset).unwrap_or(self.text());
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        LineColumn { line, column }
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Diagnosis {}

impl Diagnostic for Diagnosis {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.span.is_some().then_some(&self.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = LabeledSpan::new_with_span(Some("here".into()), self.span?);
        Some(Box::new(std::iter::once(label)))
    }
}

/// A text with its name, in which columns are characters, not bytes.
#[derive(Clone, Debug)]
pub struct NamedText(NamedSource<String>);

impl NamedText {
    /// A text of that name.
    pub fn new(name: &str, text: String) -> Self {
        Self(NamedSource::new(name, text))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.0.name()
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.0.inner()
    }
}

impl SourceCode for NamedText {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let inner = self.0.read_span(span, before, after)?;
        let ahead = self.text().get(..inner.span().offset()).unwrap_or_default();
        let column = ahead.rsplit('\n').next().unwrap_or_default().chars().count();
        Ok(starting_in_column(column, self.name(), inner.as_ref()))
    }
}

/// What stands at a place, as if it began in this column.
pub fn starting_in_column<'a>(
    column: usize,
    name: &str,
    inner: &(dyn SpanContents<'a> + 'a),
) -> Box<dyn SpanContents<'a> + 'a> {
    let (data, span) = (inner.data(), *inner.span());
    let (line, lines) = (inner.line(), inner.line_count());
    Box::new(MietteSpanContents::new_named(name.to_owned(), data, span, line, column, lines))
}
