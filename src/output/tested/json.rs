//! Results of tests as one JSON document: the files with their tests, what no test reaches and
//! which mutants none notices.

use super::{found, place};
use crate::coverage::Covered;
use crate::output::{OutputError, pretty_json};
use crate::tested::{Mutants, Problem, Report, Survivor, Tested};
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    passed: bool,
    files: Vec<File<'a>>,
    coverage: Vec<Script<'a>>,
    threshold: Option<f64>,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    error: Option<Entry>,
    tests: Vec<Test<'a>>,
    mutants: Option<Tried<'a>>,
    stale_snapshots: Vec<String>,
}

#[derive(Serialize)]
struct Test<'a> {
    name: &'a str,
    line: usize,
    passed: bool,
    problems: Vec<Entry>,
    snapshots: Vec<Compared<'a>>,
}

#[derive(Serialize)]
struct Compared<'a> {
    path: String,
    same: bool,
    accepted: bool,
    difference: &'a str,
}

#[derive(Serialize)]
struct Tried<'a> {
    killed: usize,
    accepted: usize,
    survivors: Vec<Alive<'a>>,
    stale: Vec<Entry>,
}

#[derive(Serialize)]
struct Alive<'a> {
    file: &'a str,
    line: usize,
    change: &'a str,
    was: &'a str,
    becomes: &'a str,
    acceptance: &'a str,
}

#[derive(Serialize)]
struct Script<'a> {
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
struct Entry {
    code: Option<String>,
    message: String,
    found: Option<String>,
    help: Option<String>,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
}

pub(super) fn write(report: &Report, out: &mut dyn Write) -> Result<(), OutputError> {
    let files = report.files.iter().map(|file| File {
        path: &file.path,
        error: file.broken.as_ref().map(entry),
        tests: file.tests.iter().map(test).collect(),
        mutants: file.mutants.as_ref().map(tried),
        stale_snapshots: file.stale_snapshots.iter().map(|p| p.display().to_string()).collect(),
    });
    let document = Document {
        version: 1,
        passed: report.passed(),
        files: files.collect(),
        coverage: report.coverage.iter().map(|own| script(report, own)).collect(),
        threshold: report.threshold,
    };
    pretty_json(&document, out)
}

fn test(tested: &Tested) -> Test<'_> {
    let snapshots = tested.snapshots.iter().map(|own| Compared {
        path: own.path.display().to_string(),
        same: own.problem.is_none() && !own.accepted,
        accepted: own.accepted,
        difference: &own.difference,
    });
    Test {
        name: &tested.name,
        line: tested.line,
        passed: tested.passed(),
        problems: tested.all_problems().map(entry).collect(),
        snapshots: snapshots.collect(),
    }
}

fn tried(mutants: &Mutants) -> Tried<'_> {
    let survivors = mutants.survivors.iter().map(
        |Survivor { script, line, change, was, becomes, acceptance }| Alive {
            file: script,
            line: *line,
            change,
            was,
            becomes,
            acceptance,
        },
    );
    Tried {
        killed: mutants.killed,
        accepted: mutants.accepted,
        survivors: survivors.collect(),
        stale: mutants.stale.iter().map(entry).collect(),
    }
}

fn script<'a>(report: &Report, own: &'a Covered) -> Script<'a> {
    let (reached, places) = own.counts();
    let unreached = own.places.iter().filter(|(_, reached)| !reached).map(|(place, _)| {
        let before = &own.text[..place.span.start];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        Unreached {
            line: 1 + before.matches('\n').count(),
            column: 1 + before[start..].chars().count(),
            text: &own.text[place.span.clone()],
            why: place.kind.unreached(),
        }
    });
    Script {
        file: &own.script,
        percent: own.percent(),
        reached,
        places,
        below_threshold: report.is_below(own),
        unreached: unreached.collect(),
    }
}

fn entry(problem: &Problem) -> Entry {
    let place = place(problem);
    Entry {
        code: problem.code().map(|code| code.to_string()),
        message: problem.to_string(),
        found: found(problem),
        help: problem.help().map(|help| help.to_string()),
        file: place.as_ref().map(|(file, ..)| file.clone()),
        line: place.as_ref().map(|(_, line, _)| *line),
        column: place.map(|(.., column)| column),
    }
}
