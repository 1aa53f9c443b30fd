//! Results of tests for people: every failure with its place and reason, what no test reaches,
//! which mutants none notices, then the count.

use crate::coverage::CoveredScript;
use crate::output::error::OutputResult;
use crate::output::source_line::{blank_controls, source_line};
use crate::output::style::Paint;
use crate::output::style::Style;
use crate::output::styled_writer::StyledWriter;
use crate::plural::pluralize;
use crate::test_report::{SurvivingMutant, TestFileReport, TestOutcome, TestProblem, TestReport};
use std::io::{self, Write};

pub(super) fn write(report: &TestReport, out: &mut StyledWriter) -> OutputResult {
    for file in &report.files {
        out.line(Paint::Bold, &file.path)?;
        if let Some(problem) = &file.file_problem {
            writeln!(out, "{}", drawn(problem, out.style))?;
        }
        for test in &file.tests {
            tested(test, out)?;
        }
        for path in &file.stale_snapshots {
            let line = format!("  no test asks for the snapshot {}: remove it", path.display());
            out.line(Paint::Yellow, &line)?;
        }
        mutants(file, out)?;
        out.blank_line()?;
    }
    coverage(report, out)?;
    summary(report, out)
}

fn tested(test: &TestOutcome, out: &mut StyledWriter) -> io::Result<()> {
    let mark = if test.passed() {
        out.style.paint(Paint::Green, "ok")
    } else {
        out.style.paint(Paint::Red, "FAILED")
    };
    writeln!(out, "  {mark}  {}", test.name)?;
    for problem in &test.problems {
        writeln!(out, "{}", drawn(problem, out.style))?;
    }
    for snapshot in &test.snapshots {
        if let Some(problem) = &snapshot.problem {
            writeln!(out, "{}", drawn(problem, out.style))?;
            for line in snapshot.difference.lines() {
                let paint = match line.chars().next() {
                    Some('+') => Paint::Green,
                    Some('-') => Paint::Red,
                    _ => Paint::Dim,
                };
                writeln!(out, "  {}", out.style.paint(paint, &blank_controls(line)))?;
            }
        } else if snapshot.accepted {
            let line = format!("      accepted: {}", snapshot.path.display());
            out.line(Paint::Yellow, &line)?;
        }
    }
    Ok(())
}

fn mutants(file: &TestFileReport, out: &mut StyledWriter) -> io::Result<()> {
    let Some(mutants) = &file.mutants else { return Ok(()) };
    let total = mutants.killed + mutants.accepted + mutants.survivors.len();
    let accepted = match mutants.accepted {
        0 => String::new(),
        number => format!(", {number} accepted"),
    };
    let (survive, paint) = match mutants.survivors.len() {
        0 => (String::new(), Paint::Green),
        number => (format!(", {number} noticed by no test"), Paint::Red),
    };
    let line =
        format!("{}: {} noticed{accepted}{survive}", pluralize(total, "mutant"), mutants.killed);
    writeln!(out, "  {}", out.style.paint(paint, &line))?;
    for survivor in &mutants.survivors {
        survived(survivor, out)?;
    }
    for problem in &mutants.stale {
        writeln!(out, "{}", drawn(problem, out.style))?;
    }
    Ok(())
}

/// A mutant as a small difference, and what accepts it.
fn survived(survivor: &SurvivingMutant, out: &mut StyledWriter) -> io::Result<()> {
    let location = format!("{}:{}", survivor.script, survivor.line);
    writeln!(out, "\n  {}: {}", out.style.paint(Paint::Bold, &location), survivor.change)?;
    for line in survivor.was.lines() {
        writeln!(
            out,
            "    {}",
            out.style.paint(Paint::Red, &format!("- {}", blank_controls(line)))
        )?;
    }
    for line in survivor.becomes.lines() {
        writeln!(
            out,
            "    {}",
            out.style.paint(Paint::Green, &format!("+ {}", blank_controls(line)))
        )?;
    }
    let advice = "    add a test that notices it or, where it makes no difference,";
    out.line(Paint::Dim, advice)?;
    for line in survivor.acceptance.lines() {
        writeln!(out, "    {}", out.style.paint(Paint::Dim, &blank_controls(line)))?;
    }
    Ok(())
}

fn coverage(report: &TestReport, out: &mut StyledWriter) -> io::Result<()> {
    if report.coverage.is_empty() {
        return Ok(());
    }
    out.line(Paint::Bold, "Coverage")?;
    for script in &report.coverage {
        let (reached, total) = script.counts();
        let percent = percent(script);
        let paint = match (report.is_below(script), reached == total) {
            (true, _) => Paint::Red,
            (_, true) => Paint::Green,
            _ => Paint::Yellow,
        };
        let line = format!(
            "  {percent:>6}  {}: {reached} of {}",
            script.script,
            pluralize(total, "place")
        );
        out.line(paint, &line)?;
        for (covered_place, _) in script.places.iter().filter(|(_, reached)| !reached) {
            let indent = source_line(&script.text, covered_place.span.clone(), out)?;
            writeln!(out, "{}{}", " ".repeat(indent), covered_place.kind.unreached())?;
        }
    }
    out.blank_line()
}

/// As many percent as are surely reached, with one decimal.
pub(super) fn percent(script: &CoveredScript) -> String {
    format!("{:.1}%", (script.percent() * 10.0).floor() / 10.0)
}

fn summary(report: &TestReport, out: &mut StyledWriter) -> OutputResult {
    let total: usize = report.files.iter().map(|file| file.tests.len()).sum();
    let failed: usize = report.files.iter().map(TestFileReport::failed).sum();
    let mut wrong = vec![];
    if failed > 0 {
        wrong.push(format!("{failed} failed"));
    }
    match report.survivor_count() {
        0 => {}
        number => wrong.push(format!("{} noticed by no test", pluralize(number, "mutant"))),
    }
    match report.stale_acceptances() {
        0 => {}
        number => wrong.push(format!("{} of no use", pluralize(number, "accepted mutant"))),
    }
    match report.coverage.iter().filter(|script| report.is_below(script)).count() {
        0 => {}
        number => {
            let threshold = report.threshold.unwrap_or_default();
            wrong.push(format!("{} below {threshold}%", pluralize(number, "script")));
        }
    }
    let verdict = match wrong[..] {
        [] => out.style.paint(Paint::Green, "all passed"),
        _ => out.style.paint(Paint::Red, &wrong.join(", ")),
    };
    Ok(writeln!(
        out,
        "{} of {}: {verdict}",
        pluralize(total, "test"),
        pluralize(report.files.len(), "file")
    )?)
}

fn drawn(problem: &TestProblem, style: &Style) -> String {
    crate::output::error_drawing::draw_diagnostic(&**problem, 1, style)
}
