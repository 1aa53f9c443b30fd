//! Results of tests as `JUnit`'s XML: a suite a file, a case a test; what no test reaches or
//! notices are cases too, so that a build server shows them.
//!
//! Invariant: no character of a text acts on a terminal, and no line is what a build server takes
//! for a command: such a character is written as a reference (XML 1.0, 4.1), which is the same text
//! to whoever reads the document.

use super::human::percent;
use super::{label, location};
use crate::output::error::OutputResult;
use crate::screen::{CommandScanner, acts, break_commands};
use crate::test_report::{SurvivingMutant, TestOutcome, TestProblem, TestReport};
use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};
use std::io::{self, Write};

pub(super) fn write(report: &TestReport, out: &mut dyn Write) -> OutputResult {
    let mut document = Document::new("rescind");
    for file in &report.files {
        let mut suite = TestSuite::new(&file.path);
        if let Some(problem) = &file.file_problem {
            let status =
                failed(NonSuccessKind::Error, problem.to_string(), describe_problem(problem));
            suite.add_test_case(TestCase::new(&file.path, status));
        }
        suite.add_test_cases(file.tests.iter().map(|test| case(&file.path, test)));
        if let Some(mutants) = &file.mutants {
            suite.add_test_cases(
                mutants.survivors.iter().map(|survivor| survived(&file.path, survivor)),
            );
            suite.add_test_cases(mutants.stale.iter().map(|problem| {
                let (message, text) = (problem.to_string(), describe_problem(problem));
                let status = failed(NonSuccessKind::Failure, message, text);
                named(&file.path, "accepted mutant", status)
            }));
        }
        document.add_test_suite(suite);
    }
    if !report.coverage.is_empty() {
        document.add_test_suite(coverage(report));
    }
    let text = document.to_string().map_err(io::Error::other)?;
    // No test is ever skipped, and Jenkins' schema lets a whole document not say so.
    let text = text.replacen(" skipped=\"0\"", "", 1);
    Ok(out.write_all(escape_as_references(&text).as_bytes())?)
}

/// The document with references for the characters that act or make commands. Its own markup has
/// none of them.
fn escape_as_references(document: &str) -> String {
    break_commands(document, CommandScanner::default(), |symbol, is_command, to| {
        if is_command || acts(symbol) {
            to.extend(["&#", &u32::from(symbol).to_string(), ";"]);
        } else {
            to.push(symbol);
        }
    })
}

fn case(file: &str, test: &TestOutcome) -> TestCase {
    let problems: Vec<&TestProblem> = test.all_problems().collect();
    let status = match problems[..] {
        [] => TestCaseStatus::success(),
        _ => {
            let messages: Vec<String> = problems.iter().map(ToString::to_string).collect();
            let differences = test.snapshots.iter().map(|snapshot| snapshot.difference.clone());
            let described =
                problems.iter().map(|problem| describe_problem(problem)).chain(differences);
            let described: Vec<String> = described.filter(|text| !text.is_empty()).collect();
            failed(NonSuccessKind::Failure, messages.join("; "), described.join("\n\n"))
        }
    };
    let mut case = named(file, &test.name, status);
    case.set_time(test.took);
    case
}

fn survived(file: &str, survivor: &SurvivingMutant) -> TestCase {
    let message = format!("no test notices a change that {}", survivor.change);
    let minus = survivor.was.lines().map(|line| format!("- {line}"));
    let plus = survivor.becomes.lines().map(|line| format!("+ {line}"));
    let lines: Vec<String> = minus.chain(plus).collect();
    let name = format!("mutant {}:{} {}", survivor.script, survivor.line, survivor.becomes);
    named(file, &name, failed(NonSuccessKind::Failure, message, lines.join("\n")))
}

/// A case for each script: it fails below the threshold, else says what is reached.
fn coverage(report: &TestReport) -> TestSuite {
    let mut suite = TestSuite::new("coverage");
    suite.add_test_cases(report.coverage.iter().map(|script| {
        let lines = script.places.iter().filter(|(_, reached)| !reached).map(|(branch, _)| {
            let line = 1 + script.text[..branch.span.start].matches('\n').count();
            let text = &script.text[branch.span.clone()];
            format!("{}:{line}: {text}: {}", script.script, branch.kind.unreached())
        });
        let (lines, percentage) = (lines.collect::<Vec<_>>().join("\n"), percent(script));
        let status = if report.is_below(script) {
            let threshold = report.threshold.unwrap_or_default();
            failed(NonSuccessKind::Failure, format!("{percentage} is below {threshold}%"), lines)
        } else {
            TestCaseStatus::success()
        };
        let mut case = named("coverage", &script.script, status);
        case.set_system_out(percentage);
        case
    }));
    suite
}

fn failed(failure_kind: NonSuccessKind, message: String, described: String) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(failure_kind);
    status.set_message(message).set_description(described);
    status
}

fn named(file: &str, name: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(file);
    case
}

/// A problem in plain words: its place, what is so instead, what to do.
fn describe_problem(problem: &TestProblem) -> String {
    let location = location(problem).map(|at| format!("{}:{}:{}", at.file, at.line, at.column));
    let help = problem.help().map(|help| help.to_string());
    let parts = [location, Some(problem.to_string()), label(problem), help];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
