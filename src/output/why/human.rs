//! An explanation for people at a terminal: the decision, then every rule with the clause that
//! decided it underlined in the source, then what would flip it.

use super::words;
use crate::output::error::OutputResult;
use crate::output::source_line::source_line;
use crate::output::style::{Paint, Style};
use crate::output::styled_writer::StyledWriter;
use crate::output::text::clean;
use crate::plan::{Explanation, Predicate, RuleOutcome};
use crate::syntax::{clause_around, token_at};
use std::io::{self, Write};

pub(in crate::output) fn write_for_people(
    explanation: &Explanation,
    style: &Style,
    out: &mut dyn Write,
) -> OutputResult {
    let mut page = ExplanationPrinter { explanation, out: StyledWriter::new(style, out) };
    page.subject()?;
    page.decision()?;
    if explanation.subject.state == "pending" {
        page.rules()?;
        page.priority()?;
    }
    page.flips()?;
    page.limits()?;
    Ok(())
}

struct ExplanationPrinter<'a> {
    explanation: &'a Explanation,
    out: StyledWriter<'a>,
}

impl ExplanationPrinter<'_> {
    fn subject(&mut self) -> io::Result<()> {
        let subject = &self.explanation.subject;
        self.out.paragraph(Paint::Bold, &words::subject(self.explanation))?;
        self.out.paragraph(Paint::Dim, &clean(&subject.id))?;
        if let Some(url) = &subject.profile_url {
            let url = clean(url);
            writeln!(self.out, "{}", self.out.style.link(Some(&url), &url))?;
        }
        Ok(())
    }

    fn decision(&mut self) -> io::Result<()> {
        let explanation = self.explanation;
        self.out.blank_line()?;
        let paint = if explanation.scheduled.is_some() { Paint::Yellow } else { Paint::Green };
        self.out.paragraph(paint, &words::decision(explanation))?;
        if let Some(text) = words::refusal(explanation) {
            self.out.paragraph(Paint::Red, text)?;
        }
        Ok(())
    }

    fn rules(&mut self) -> io::Result<()> {
        let explanation = self.explanation;
        self.out.blank_line()?;
        self.out.paragraph(Paint::Bold, "Rules, the first that matches decides")?;
        for rule in &explanation.why.rules {
            let paint = match rule.tried {
                RuleOutcome::Decides => Paint::Green,
                RuleOutcome::Fails => Paint::Plain,
                RuleOutcome::Undecided => Paint::Yellow,
                RuleOutcome::NotTried => Paint::Dim,
            };
            let text = format!("{}: {}", words::rule(rule), words::outcome(rule.tried));
            self.out.indented(2, paint, &text)?;
            if rule.tried != RuleOutcome::NotTried {
                for predicate in &rule.predicates {
                    self.predicate(predicate)?;
                }
            }
        }
        Ok(())
    }

    /// The source line with the clause underlined, and the values that it looked at.
    fn predicate(&mut self, predicate: &Predicate) -> io::Result<()> {
        let outcome = words::describe_clause(predicate);
        let texts = &self.explanation.texts;
        // The strategy itself is the first that was loaded.
        let is_of_script =
            |(name, _): &&(String, String)| predicate.script.as_ref().is_none_or(|s| s == name);
        let Some((_, text)) = texts.iter().find(is_of_script) else {
            return self.out.indented(6, Paint::Plain, &format!("{}: {outcome}", predicate.text));
        };
        let span = clause_around(text, token_at(text, predicate.position));
        let span = span.offset()..span.offset() + span.len();
        let indent = source_line(text, span, &mut self.out)?;
        self.out.indented(indent, Paint::Plain, &outcome)
    }

    fn priority(&mut self) -> io::Result<()> {
        let Some((text, terms)) = words::priority(self.explanation) else { return Ok(()) };
        self.out.blank_line()?;
        self.out.paragraph(Paint::Bold, &text)?;
        for (value, term) in terms {
            self.out.indented(2, Paint::Plain, &format!("{value}  {term}"))?;
        }
        Ok(())
    }

    fn flips(&mut self) -> io::Result<()> {
        let Some(flips) = words::flips(self.explanation) else { return Ok(()) };
        self.out.blank_line()?;
        self.out.paragraph(Paint::Bold, &flips.title)?;
        for line in &flips.lines {
            self.out.indented(2, Paint::Plain, line)?;
        }
        for remark in &flips.remarks {
            self.out.indented(2, Paint::Dim, remark)?;
        }
        Ok(())
    }

    fn limits(&mut self) -> io::Result<()> {
        if self.explanation.subject.state != "pending" {
            return Ok(());
        }
        self.out.blank_line()?;
        self.out.paragraph(Paint::Bold, "Limits of the account, after the plan")?;
        for (text, is_over) in words::limits(self.explanation) {
            let paint = if is_over { Paint::Red } else { Paint::Plain };
            self.out.indented(2, paint, &text)?;
        }
        Ok(())
    }
}
