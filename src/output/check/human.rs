//! Diagnoses for people: the line with the token underlined, what to do, and the count at the end.
//! Of several of one kind at one place the first is drawn, and the others are counted.

use crate::check::{Diagnosis, Severity};
use crate::output::error::OutputResult;
use crate::output::error_drawing::draw_diagnostic;
use crate::output::style::Style;
use crate::output::styled_writer::wrap_indented;
use crate::output::text::clean;
use crate::plural::pluralize;
use miette::{Diagnostic, LabeledSpan, SourceCode};
use std::fmt;
use std::io::Write;

#[derive(Debug)]
struct MietteDiagnosis<'a>(&'a Diagnosis);

impl fmt::Display for MietteDiagnosis<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.message)
    }
}

impl std::error::Error for MietteDiagnosis<'_> {}

impl Diagnostic for MietteDiagnosis<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(format!("{}[{}]", self.0.severity, self.0.code)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.0.severity {
            Severity::Note => miette::Severity::Advice,
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.0.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.0.text().is_empty()).then_some(&self.0.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = LabeledSpan::new_with_span(None, self.0.span_or_start());
        Some(Box::new(std::iter::once(label)))
    }
}

pub(super) fn write(
    diagnoses: &[Diagnosis],
    scripts: usize,
    style: &Style,
    out: &mut dyn Write,
) -> OutputResult {
    // A loop may make a thousand rules at one place.
    let is_same =
        |one: &Diagnosis, next: &Diagnosis| one.code == next.code && one.is_at_the_place_of(next);
    for same in diagnoses.chunk_by(is_same) {
        let [first, more @ ..] = same else { continue };
        writeln!(out, "{}", draw_diagnostic(&MietteDiagnosis(first), 1, style))?;
        if let [next, ..] = more {
            let such = clean(&next.message);
            let summary =
                format!("and {} more of the kind at this place, such as: {such}", more.len());
            writeln!(out, "{}", wrap_indented(&summary, 2, style))?;
        }
    }
    let count = |severity, one: &str| {
        pluralize(diagnoses.iter().filter(|diagnosis| diagnosis.severity == severity).count(), one)
    };
    let checked = format!("{} checked", pluralize(scripts, "script"));
    let (errors, warnings) = (count(Severity::Error, "error"), count(Severity::Warning, "warning"));
    let notes = count(Severity::Note, "note");
    Ok(writeln!(out, "{checked}: {errors}, {warnings}, {notes}")?)
}
