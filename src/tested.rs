//! What strategies' tests came to. Plain data: what fills it is in [`crate::suite`], what writes it
//! in [`crate::output`].

use miette::{Diagnostic, NamedSource, SourceSpan};
use std::time::Duration;
use thiserror::Error;

/// What went wrong in a test.
pub type Problem = Box<dyn Diagnostic + Send + Sync>;

/// A file of tests with what they came to.
#[derive(Debug)]
pub struct TestedFile {
    /// The file.
    pub path: String,
    /// Its tests, in their order; those that were filtered out are not among them.
    pub tests: Vec<Tested>,
    /// Why none of its tests could run.
    pub broken: Option<Problem>,
}

/// One test with what it came to.
#[derive(Debug)]
pub struct Tested {
    /// The function's name.
    pub name: String,
    /// The line on which it begins, from 1.
    pub line: usize,
    /// What went wrong; nothing where it passed.
    pub problems: Vec<Problem>,
    /// How long it took.
    pub took: Duration,
}

impl Tested {
    /// Whether nothing went wrong.
    pub fn passed(&self) -> bool {
        self.problems.is_empty()
    }
}

impl TestedFile {
    /// How many tests failed; a file whose tests cannot run counts as one.
    pub fn failed(&self) -> usize {
        let failed = self.tests.iter().filter(|test| !test.passed()).count();
        failed + usize::from(self.broken.is_some())
    }
}

/// An expectation that does not hold.
#[derive(Debug, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code(expectation))]
pub struct Failure {
    /// What was expected.
    pub message: String,
    /// The file of tests.
    #[source_code]
    pub text: NamedSource<String>,
    /// The expectation.
    #[label("{found}")]
    pub span: SourceSpan,
    /// What is so instead.
    pub found: String,
    /// The values that the decision was made from, and the case of a table.
    #[help]
    pub help: Option<String>,
    /// The rules that explain it.
    #[related]
    pub rules: Vec<RuleFailure>,
}

/// What a rule had to do with an expectation that does not hold.
#[derive(Debug, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(severity(advice))]
pub struct RuleFailure {
    /// What became of the rule.
    pub message: String,
    /// The strategy.
    #[source_code]
    pub text: NamedSource<String>,
    /// The predicate that decided it, or the rule.
    #[label("{found}")]
    pub span: SourceSpan,
    /// What it came to, with the values that it looked at.
    pub found: String,
}
