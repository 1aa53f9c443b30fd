//! Results of tests as `JUnit`'s XML: a suite a file, a case a test.

use super::{found, place};
use crate::output::OutputError;
use crate::tested::{Problem, Tested, TestedFile};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::io::{self, Write};

pub(super) fn write(files: &[TestedFile], out: &mut dyn Write) -> Result<(), OutputError> {
    let mut report = Report::new("rescind");
    for file in files {
        let mut suite = TestSuite::new(&file.path);
        if let Some(problem) = &file.broken {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message(problem.to_string()).set_description(described(problem));
            suite.add_test_case(TestCase::new(&file.path, status));
        }
        suite.add_test_cases(file.tests.iter().map(|test| case(&file.path, test)));
        report.add_test_suite(suite);
    }
    let text = report.to_string().map_err(io::Error::other)?;
    Ok(out.write_all(text.as_bytes())?)
}

fn case(file: &str, test: &Tested) -> TestCase {
    let status = match &test.problems[..] {
        [] => TestCaseStatus::success(),
        problems => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let messages: Vec<String> = problems.iter().map(ToString::to_string).collect();
            let described: Vec<String> = problems.iter().map(described).collect();
            status.set_message(messages.join("; ")).set_description(described.join("\n\n"));
            status
        }
    };
    let mut case = TestCase::new(&test.name, status);
    case.set_classname(file).set_time(test.took);
    case
}

/// A problem in plain words: its place, what is so instead, what to do.
fn described(problem: &Problem) -> String {
    let place = place(problem).map(|(file, line, column)| format!("{file}:{line}:{column}"));
    let help = problem.help().map(|help| help.to_string());
    let parts = [place, Some(problem.to_string()), found(problem), help];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
