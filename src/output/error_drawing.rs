//! An error or a diagnosis as miette draws it: what happened, the line, what to do.
//!
//! Invariant: every text in the drawing is escaped before it is drawn, so that its only sequences
//! for the terminal are miette's own colours; and no line of it is longer than somebody reads,
//! whatever the line that it shows.

use super::excerpt::{SourceExcerpt, clipped};
use super::style::Style;
use crate::address::mask_secrets;
use crate::screen::escaped;
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode,
    SourceSpan,
};
use std::error::Error;
use std::fmt;

/// A diagnostic whose texts are escaped.
#[derive(Debug)]
struct EscapedDiagnostic {
    message: String,
    code: Option<String>,
    severity: Option<Severity>,
    help: Option<String>,
    labels: Vec<LabeledSpan>,
    source: Option<SourceExcerpt>,
    related: Vec<EscapedDiagnostic>,
    cause: Option<Box<EscapedDiagnostic>>,
}

/// Draws it, with so many lines around each that is meant.
pub fn draw_diagnostic(diagnostic: &dyn Diagnostic, context_lines: usize, style: &Style) -> String {
    let theme =
        if style.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_links(false)
        .with_context_lines(context_lines);
    let escaped = EscapedDiagnostic::from_diagnostic(diagnostic);
    let mut drawing = String::new();
    if handler.render_report(&mut drawing, &escaped).is_err() {
        return format!("{escaped}\n");
    }
    match style.ink.filter(|_| style.colour) {
        Some(ink) => ink.from_ansi(&drawing),
        None => drawing,
    }
}

impl EscapedDiagnostic {
    fn from_diagnostic(diagnostic: &dyn Diagnostic) -> Self {
        let text = |text: Box<dyn fmt::Display + '_>| shown(&text.to_string());
        let source = diagnostic.source_code().and_then(read_source);
        let raw = source.as_ref().map_or("", |(_, text)| text);
        let labels = diagnostic.labels().into_iter().flatten().map(|label| moved(&label, raw));
        let labels: Vec<LabeledSpan> = labels.collect();
        let source = source.as_ref();
        let source = source.map(|(name, text)| {
            SourceExcerpt::new(&clipped(&escaped(name)), &escaped(text), &labels)
        });
        let labels = labels.iter().map(|label| match &source {
            Some(source) => with_span(label, source.span(label.inner()), label.label()),
            None => label.clone(),
        });
        let cause = match diagnostic.diagnostic_source() {
            Some(cause) => Some(Box::new(Self::from_diagnostic(cause))),
            None => diagnostic.source().map(|cause| Box::new(Self::plain(cause))),
        };
        Self {
            message: shown(&diagnostic.to_string()),
            code: diagnostic.code().map(text),
            severity: diagnostic.severity(),
            help: diagnostic.help().map(text),
            labels: labels.collect(),
            source,
            related: diagnostic
                .related()
                .into_iter()
                .flatten()
                .map(Self::from_diagnostic)
                .collect(),
            cause,
        }
    }

    fn plain(error: &dyn Error) -> Self {
        Self {
            message: shown(&error.to_string()),
            code: None,
            severity: None,
            help: None,
            labels: vec![],
            source: None,
            related: vec![],
            cause: error.source().map(|cause| Box::new(Self::plain(cause))),
        }
    }
}

/// A text without what acts and without what is secret, in lines that somebody can read.
fn shown(text: &str) -> String {
    clipped(&escaped(&mask_secrets(text)))
}

/// The name and the text of a source, in which nothing is secret.
fn read_source(source: &dyn SourceCode) -> Option<(String, String)> {
    let contents = source.read_span(&(0..0).into(), 0, usize::MAX).ok()?;
    let text = String::from_utf8_lossy(contents.data()).into_owned();
    Some((contents.name().unwrap_or_default().to_owned(), mask_secrets(&text)))
}

/// A label where its place is in the escaped text.
fn moved(label: &LabeledSpan, text: &str) -> LabeledSpan {
    let at = |offset: usize| {
        let offset = offset.min(text.len());
        text.get(..offset).map_or(offset, |before| escaped(before).len())
    };
    let (start, end) = (at(label.offset()), at(label.offset() + label.len()));
    with_span(label, (start..end).into(), label.label().map(shown).as_deref())
}

fn with_span(label: &LabeledSpan, span: SourceSpan, words: Option<&str>) -> LabeledSpan {
    let words = words.map(String::from);
    if label.primary() {
        LabeledSpan::new_primary_with_span(words, span)
    } else {
        LabeledSpan::new_with_span(words, span)
    }
}

impl fmt::Display for EscapedDiagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl Error for EscapedDiagnostic {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as &dyn Error)
    }
}

impl Diagnostic for EscapedDiagnostic {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.as_ref().map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<Severity> {
        self.severity
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        let related = self.related.iter().map(|related| related as &dyn Diagnostic);
        (!self.related.is_empty()).then(|| Box::new(related) as Box<dyn Iterator<Item = _>>)
    }

    fn diagnostic_source(&self) -> Option<&dyn Diagnostic> {
        self.cause.as_deref().map(|cause| cause as &dyn Diagnostic)
    }
}
