//! Results of tests as one JSON document: the files with their tests, what no test reaches and
//! which mutants none notices.

use super::{label, location};
use crate::coverage::CoveredScript;
use crate::output::error::OutputResult;
use crate::output::json_escaping::write_pretty_json;
use crate::test_report::{MutationReport, SurvivingMutant, TestOutcome, TestProblem, TestReport};
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct TestsDocument<'a> {
    version: u32,
    passed: bool,
    files: Vec<FileEntry<'a>>,
    coverage: Vec<ScriptCoverage<'a>>,
    threshold: Option<f64>,
}

#[derive(Serialize)]
struct FileEntry<'a> {
    path: &'a str,
    error: Option<ProblemEntry>,
    tests: Vec<TestEntry<'a>>,
    mutants: Option<MutantsEntry<'a>>,
    stale_snapshots: Vec<String>,
}

#[derive(Serialize)]
struct TestEntry<'a> {
    name: &'a str,
    line: usize,
    passed: bool,
    problems: Vec<ProblemEntry>,
    snapshots: Vec<SnapshotEntry<'a>>,
}

#[derive(Serialize)]
struct SnapshotEntry<'a> {
    path: String,
    same: bool,
    accepted: bool,
    difference: &'a str,
}

#[derive(Serialize)]
struct MutantsEntry<'a> {
    killed: usize,
    accepted: usize,
    survivors: &'a [SurvivingMutant],
    stale: Vec<ProblemEntry>,
}

#[derive(Serialize)]
struct ScriptCoverage<'a> {
    file: &'a str,
    percent: f64,
    reached: usize,
    places: usize,
    below_threshold: bool,
    unreached: Vec<Unreached<'a>>,
}

#[derive(Serialize)]
struct Unreached<'a> {
    line: usize,
    column: usize,
    text: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct ProblemEntry {
    code: Option<String>,
    message: String,
    #[serde(rename = "found")]
    label: Option<String>,
    help: Option<String>,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
}

pub(super) fn write(report: &TestReport, out: &mut dyn Write) -> OutputResult {
    let files = report.files.iter().map(|file| FileEntry {
        path: &file.path,
        error: file.file_problem.as_ref().map(entry),
        tests: file.tests.iter().map(test).collect(),
        mutants: file.mutants.as_ref().map(mutants_entry),
        stale_snapshots: file.stale_snapshots.iter().map(|p| p.display().to_string()).collect(),
    });
    let document = TestsDocument {
        version: 1,
        passed: report.passed(),
        files: files.collect(),
        coverage: report.coverage.iter().map(|covered| script(report, covered)).collect(),
        threshold: report.threshold,
    };
    write_pretty_json(&document, out)
}

fn test(tested: &TestOutcome) -> TestEntry<'_> {
    let snapshots = tested.snapshots.iter().map(|snapshot| SnapshotEntry {
        path: snapshot.path.display().to_string(),
        same: snapshot.problem.is_none() && !snapshot.accepted,
        accepted: snapshot.accepted,
        difference: &snapshot.difference,
    });
    TestEntry {
        name: &tested.name,
        line: tested.line,
        passed: tested.passed(),
        problems: tested.all_problems().map(entry).collect(),
        snapshots: snapshots.collect(),
    }
}

fn mutants_entry(mutants: &MutationReport) -> MutantsEntry<'_> {
    MutantsEntry {
        killed: mutants.killed,
        accepted: mutants.accepted,
        survivors: &mutants.survivors,
        stale: mutants.stale.iter().map(entry).collect(),
    }
}

fn script<'a>(report: &TestReport, covered: &'a CoveredScript) -> ScriptCoverage<'a> {
    let (reached, places) = covered.counts();
    let unreached = covered.places.iter().filter(|(_, reached)| !reached).map(|(branch, _)| {
        let before = &covered.text[..branch.span.start];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        Unreached {
            line: 1 + before.matches('\n').count(),
            column: 1 + before[start..].chars().count(),
            text: &covered.text[branch.span.clone()],
            why: branch.kind.unreached(),
        }
    });
    ScriptCoverage {
        file: &covered.script,
        percent: covered.percent(),
        reached,
        places,
        below_threshold: report.is_below(covered),
        unreached: unreached.collect(),
    }
}

fn entry(problem: &TestProblem) -> ProblemEntry {
    let location = location(problem);
    ProblemEntry {
        code: problem.code().map(|code| code.to_string()),
        message: problem.to_string(),
        label: label(problem),
        help: problem.help().map(|help| help.to_string()),
        line: location.as_ref().map(|at| at.line),
        column: location.as_ref().map(|at| at.column),
        file: location.map(|at| at.file),
    }
}
