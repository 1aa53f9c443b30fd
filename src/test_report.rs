//! What strategies' tests came to. Plain data: what fills it is in [`crate::suite`], what writes it
//! in [`crate::output`].

use crate::coverage::CoveredScript;
use miette::{Diagnostic, NamedSource, SourceSpan};
use serde::Serialize;
use std::path::PathBuf;
use std::time::Duration;
use thiserror::Error;

pub type TestProblem = Box<dyn Diagnostic + Send + Sync>;

#[derive(Debug, Default)]
pub struct TestReport {
    pub files: Vec<TestFileReport>,
    /// What is reached of each script, by all of them together.
    pub coverage: Vec<CoveredScript>,
    /// The percentage of each script that must be reached.
    pub threshold: Option<f64>,
}

impl TestReport {
    /// Of these files.
    pub fn new(mut files: Vec<TestFileReport>, threshold: Option<f64>) -> Self {
        let mut coverage: Vec<CoveredScript> = vec![];
        for covered in files.iter_mut().flat_map(|file| std::mem::take(&mut file.coverage)) {
            match coverage.iter_mut().find(|known| known.script == covered.script) {
                Some(known) => known.merge(&covered),
                None => coverage.push(covered),
            }
        }
        let plain = |covered: &CoveredScript| covered.script.trim_start_matches("./").to_owned();
        coverage.sort_by_key(plain);
        Self { files, coverage, threshold }
    }

    /// Whether tests reach too little of a script.
    pub fn is_below(&self, script: &CoveredScript) -> bool {
        self.threshold.is_some_and(|threshold| script.percent() < threshold)
    }

    /// How many mutants no test notices.
    pub fn survivor_count(&self) -> usize {
        self.mutants().map(|mutants| mutants.survivors.len()).sum()
    }

    /// How many acceptances of mutants are of no use.
    pub fn stale_acceptances(&self) -> usize {
        self.mutants().map(|mutants| mutants.stale.len()).sum()
    }

    fn mutants(&self) -> impl Iterator<Item = &MutationReport> {
        self.files.iter().filter_map(|file| file.mutants.as_ref())
    }

    /// Whether all is well; where no test was found it is not.
    pub fn passed(&self) -> bool {
        self.files.iter().any(|file| file.failed() + file.tests.len() > 0)
            && self.files.iter().all(|file| file.failed() == 0)
            && self.survivor_count() + self.stale_acceptances() == 0
            && !self.coverage.iter().any(|script| self.is_below(script))
    }
}

#[derive(Debug)]
pub struct TestFileReport {
    pub path: String,
    /// Its tests, in their order; those that were filtered out are not among them.
    pub tests: Vec<TestOutcome>,
    /// What is wrong with the file as a whole, such as that none of its tests could run.
    pub file_problem: Option<TestProblem>,
    /// What the tests reach of the strategy and of what it imports, if that was asked.
    pub coverage: Vec<CoveredScript>,
    /// What became of the strategy's mutants, if that was asked.
    pub mutants: Option<MutationReport>,
    /// Snapshots beside the strategy that no test asks for.
    pub stale_snapshots: Vec<PathBuf>,
}

#[derive(Debug)]
pub struct TestOutcome {
    /// The function's name.
    pub name: String,
    /// The line on which it begins, from 1.
    pub line: usize,
    /// What went wrong; nothing where it passed.
    pub problems: Vec<TestProblem>,
    pub snapshots: Vec<Snapshot>,
    pub took: Duration,
}

/// A plan as text, beside the one that was accepted last.
#[derive(Debug)]
pub struct Snapshot {
    /// The file that holds the accepted one.
    pub path: PathBuf,
    pub text: String,
    /// The lines in which the two differ, with `-` before those that were and `+` before those
    /// that are; empty where nothing was accepted yet.
    pub difference: String,
    /// That they differ, or that nothing was accepted yet.
    pub problem: Option<TestProblem>,
    /// Whether the plan was accepted in this run.
    pub accepted: bool,
}

/// What became of a strategy's mutants: copies with one change each.
#[derive(Debug, Default)]
pub struct MutationReport {
    /// How many a test noticed.
    pub killed: usize,
    /// How many no test notices, for a reason that the file of tests gives.
    pub accepted: usize,
    /// Those that no test notices.
    pub survivors: Vec<SurvivingMutant>,
    /// Reasons for mutants that there are not, or that a test notices.
    pub stale: Vec<TestProblem>,
}

/// A change of a strategy that no test notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SurvivingMutant {
    /// The strategy's file.
    #[serde(rename = "file")]
    pub script: String,
    /// The line of the change, from 1.
    pub line: usize,
    pub change: &'static str,
    pub was: String,
    /// The same lines with the change; empty where they are left out.
    pub becomes: String,
    /// What accepts it in the file of tests, but for the reason.
    pub acceptance: String,
}

impl TestOutcome {
    /// Whether nothing went wrong.
    pub fn passed(&self) -> bool {
        self.all_problems().next().is_none()
    }

    /// What went wrong, snapshots included.
    pub fn all_problems(&self) -> impl Iterator<Item = &TestProblem> {
        let snapshots = self.snapshots.iter().filter_map(|snapshot| snapshot.problem.as_ref());
        self.problems.iter().chain(snapshots)
    }
}

impl TestFileReport {
    /// A file of which nothing is known yet.
    pub fn new(path: &str) -> Self {
        Self {
            path: path.into(),
            tests: vec![],
            file_problem: None,
            coverage: vec![],
            mutants: None,
            stale_snapshots: vec![],
        }
    }

    /// How many tests failed; a file whose tests cannot run counts as one.
    pub fn failed(&self) -> usize {
        let failed = self.tests.iter().filter(|test| !test.passed()).count();
        failed + usize::from(self.file_problem.is_some())
    }
}

/// An expectation that does not hold.
#[derive(Debug, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code(expectation))]
pub struct FailedExpectation {
    pub message: String,
    #[source_code]
    pub text: NamedSource<String>,
    #[label("{outcome}")]
    pub span: SourceSpan,
    /// What is so instead.
    pub outcome: String,
    /// The values that the decision was made from, and the case of a table.
    #[help]
    pub help: Option<String>,
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
    #[source_code]
    pub text: NamedSource<String>,
    /// The predicate that decided it, or the rule.
    #[label("{outcome}")]
    pub span: SourceSpan,
    /// What it came to, with the values that it looked at.
    pub outcome: String,
}
