//! Snapshots: a plan as text, compared with the one that was accepted last.

use super::test_codes;
use super::test_plan::TestPlan;
use super::test_state::{TestData, TestScript, TestState};
use crate::import::data_folder::test_data;
use crate::line_diff::diff_lines;
use crate::output;
use crate::script::error::{ScriptResult, script_error};
use crate::syntax::token_at;
use crate::test_report::{FailedExpectation, Snapshot};
use miette::NamedSource;
use rescind_runtime::problem::Problem;
use rhai::Position;

/// Lines that stay the same around each that differs.
const CONTEXT_LINES: usize = 2;
/// The most lines of a difference that are shown.
const LINES_MAX: usize = 60;

impl TestState {
    /// Expects that a plan is the one that was accepted under this name.
    pub(super) fn expect_snapshot(
        &self,
        plan: &TestPlan,
        name: &str,
        at: Position,
    ) -> ScriptResult<()> {
        let failed =
            |Problem { message, help }| script_error(test_codes::SNAPSHOT, at, message, help);
        let path = test_data::snapshot(&self.shared.strategy_path, name).map_err(failed)?;
        let mut text = output::plan_snapshot(&plan.decided.plan)
            .map_err(|error| failed(error.to_string().into()))?;
        // Where the data lie differs from machine to machine.
        if let TestData::DataSet(name, folder) = &*plan.test_data {
            text = text.replace(&folder.display().to_string(), name);
        }
        let was = test_data::read_snapshot(&path).map_err(failed)?.map(|was| was.replace('\r', ""));
        let shown = path.display();
        let (message, help, difference) = match &was {
            Some(was) if *was == text => (None, "", String::new()),
            Some(was) => {
                let changes = diff_lines(was, &text, CONTEXT_LINES, LINES_MAX);
                let message = format!(
                    "the plan is not the one of {shown}: {} lines more, {} lines fewer",
                    changes.more, changes.fewer
                );
                (
                    Some(message),
                    "read the difference; `--accept` takes the plan as it is",
                    changes.text,
                )
            }
            None => {
                let message = format!("there is no snapshot {shown} yet");
                (
                    Some(message),
                    "`--accept` writes it; read it before you rely on it",
                    String::new(),
                )
            }
        };
        let TestScript { path: file, text: tests } = &self.shared.tests;
        let problem = message.map(|message| {
            Box::new(FailedExpectation {
                message,
                text: NamedSource::new(file, tests.clone()),
                span: token_at(tests, at),
                outcome: if was.is_some() { "differs" } else { "is new" }.into(),
                help: Some(help.into()),
                rules: vec![],
            }) as _
        });
        let mut progress = self.lock();
        progress.expectations += 1;
        if progress.snapshots.iter().any(|known| known.path == path) {
            let message = format!("two snapshots are called `{name}`");
            return Err(script_error(
                test_codes::SNAPSHOT,
                at,
                message,
                Some("give each a name of its own".into()),
            ));
        }
        progress.snapshots.push(Snapshot { path, text, difference, problem, accepted: false });
        Ok(())
    }
}
