//! Where a problem is, and what its label says.

use crate::test_report::TestProblem;

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
