//! Results of tests as one JSON document: an array of files, each with its tests.

use super::{found, place};
use crate::output::OutputError;
use crate::tested::{Problem, Tested, TestedFile};
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    error: Option<Entry>,
    tests: Vec<Test<'a>>,
}

#[derive(Serialize)]
struct Test<'a> {
    name: &'a str,
    line: usize,
    passed: bool,
    problems: Vec<Entry>,
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

pub(super) fn write(files: &[TestedFile], out: &mut dyn Write) -> Result<(), OutputError> {
    let files: Vec<File> = files
        .iter()
        .map(|file| File {
            path: &file.path,
            error: file.broken.as_ref().map(entry),
            tests: file.tests.iter().map(test).collect(),
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &files)?;
    Ok(writeln!(out)?)
}

fn test(tested: &Tested) -> Test<'_> {
    Test {
        name: &tested.name,
        line: tested.line,
        passed: tested.passed(),
        problems: tested.problems.iter().map(entry).collect(),
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
