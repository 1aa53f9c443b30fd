//! What is wrong with a test, as errors at their places.

use super::jobs::PanicMessage;
use super::test_codes;
use super::test_names::TestCandidate;
use super::test_state::TestProgress;
use crate::coverage::InstrumentedScript;
use crate::script::Diagnosis;
use crate::session::ScriptFile;
use crate::test_report::TestProblem;

/// That the program failed while a test ran.
pub(super) fn internal_error(
    named: &TestCandidate,
    tests: &ScriptFile,
    panicked: &PanicMessage,
) -> Diagnosis {
    let message = format!("{}: the program failed inside: {}", named.name, panicked.0);
    let help = "this is a fault of `rescind`, not of the test; its other tests went on";
    named.error(tests, test_codes::INSIDE, message, help.into())
}

/// That it cannot be seen what is reached of a script.
pub(super) fn unprobed(name: &str, script: &InstrumentedScript) -> Option<TestProblem> {
    let message = "what tests reach of this script cannot be seen: with probes in it, it is too \
                   deep to be read";
    let help = "take its deepest part apart, with functions or variables of its own";
    let error = || Diagnosis::without_span(name, test_codes::COVERAGE, message, Some(help.into()));
    script.failed.then(|| Box::new(error()) as TestProblem)
}

/// What is wrong with a test that has ended, perhaps with an error.
pub(super) fn problems(
    progress: &mut TestProgress,
    tests: &ScriptFile,
    named: &TestCandidate,
    ended: Option<Diagnosis>,
) -> Vec<TestProblem> {
    if progress.left_out {
        return vec![];
    }
    let mut problems: Vec<TestProblem> = vec![];
    problems.extend(progress.failures.drain(..).map(|failure| Box::new(failure) as TestProblem));
    match (progress.fatal_error.take(), ended) {
        (Some(error), _) => problems.push(Box::new(error)),
        // Rhai does not say where a test is that has to be stopped.
        (None, Some(error)) if error.span.is_none() => {
            let help = error.advice().unwrap_or_default().to_owned();
            let message = format!("{}: {}", named.name, error.message());
            problems.push(Box::new(named.error(tests, error.code, message, help)));
        }
        (None, Some(error)) => problems.push(Box::new(error)),
        (None, None) if progress.expectations == 0 => {
            let message = format!("{} expects nothing", named.name);
            let help = "say what must hold, as in `expect(plan, \"Ada\").kept(\"client\")`";
            problems.push(Box::new(named.error(
                tests,
                test_codes::NOTHING_EXPECTED,
                message,
                help.into(),
            )));
        }
        (None, None) => {}
    }
    problems
}
