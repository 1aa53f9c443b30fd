//! The formats in which it is written what tests came to.

use super::{human, json, junit};
use crate::output::error::by_name;
use crate::output::{OutputError, OutputResult, Style};
use crate::screen::Audience;
use crate::test_report::{TestProblem, TestReport};
use std::io::Write;
use std::str::FromStr;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TestFormat {
    /// For people at a terminal.
    #[default]
    Human,
    /// One JSON document.
    Json,
    /// `JUnit`'s XML, for build servers.
    Junit,
}

impl TestFormat {
    /// Every form, in the order in which they are offered.
    pub const fn variants() -> &'static [Self] {
        &[Self::Human, Self::Json, Self::Junit]
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Junit => "junit",
        }
    }

    pub const fn audience(self) -> Audience {
        match self {
            Self::Human => Audience::People,
            Self::Json | Self::Junit => Audience::Programs,
        }
    }
}

impl FromStr for TestFormat {
    type Err = OutputError;

    fn from_str(name: &str) -> OutputResult<Self> {
        by_name(name, Self::variants(), Self::name)
    }
}

pub fn write_test_report(
    report: &TestReport,
    format: TestFormat,
    style: &Style,
    out: &mut dyn Write,
) -> OutputResult {
    match format {
        TestFormat::Human => human::write(report, style, out),
        TestFormat::Json => json::write(report, out),
        TestFormat::Junit => junit::write(report, out),
    }
}

/// The place that a problem points at; lines and columns count from 1.
pub(super) struct Location {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) column: usize,
}

pub(super) fn location(problem: &TestProblem) -> Option<Location> {
    let label = problem.labels()?.next()?;
    let seen = problem.source_code()?.read_span(label.inner(), 0, 0).ok()?;
    let file = seen.name()?.to_owned();
    Some(Location { file, line: seen.line() + 1, column: seen.column() + 1 })
}

/// What a problem's label says is so instead.
pub(super) fn label(problem: &TestProblem) -> Option<String> {
    problem.labels()?.next()?.label().map(str::to_owned)
}
