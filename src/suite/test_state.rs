//! What a running test has given, decided and found wrong so far.

use super::expectation::failure;
use super::given_tables;
use super::mutants::AcceptedMutant;
use super::test_codes;
use super::test_plan::TestPlan;
use crate::coverage::ReachedPlaces;
use crate::error::Error;
use crate::finding::FindingCode;
use crate::import::Descriptions;
use crate::import::data_folder::test_data;
use crate::limits::Limits;
use crate::nearest::did_you_mean;
use crate::pack::NeededColumn;
use crate::script::error::{ScriptResult, script_error};
use crate::session::{RunOptions, ScriptFile, Session};
use crate::test_report::{FailedExpectation, Snapshot};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use indexmap::IndexMap;
use polars::prelude::DataType;
use rhai::{Map, Position};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What tests are run for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To see whether they pass.
    Test,
    /// To see whether they notice that the strategy was changed.
    Mutant,
}

/// The day of every test that names no other: a Monday.
const DAY: NaiveDate = match NaiveDate::from_ymd_opt(2026, 1, 5) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// What all tests of a file share.
pub(super) struct SuiteContext {
    pub(super) strategy: ScriptFile,
    /// The same with probes, where it is asked what tests reach.
    pub(super) probed: Option<ProbedStrategy>,
    pub(super) strategy_path: PathBuf,
    pub(super) running: Arc<dyn Fn() -> RunOptions + Send + Sync>,
    pub(super) limits: Limits,
    /// The kinds of tables that are known.
    pub(super) sources: Descriptions,
    pub(super) tests: TestScript,
    pub(super) purpose: Purpose,
    /// The sessions of what was given so far: a strategy's mutants meet the same invitations.
    pub(super) sessions: Arc<Sessions>,
}

pub(super) type Sessions = Mutex<HashMap<String, Arc<Session>>>;

/// A strategy with probes, and what tests have reached of it so far.
pub(super) struct ProbedStrategy {
    pub(super) strategy: ScriptFile,
    pub(super) reached: Mutex<ReachedPlaces>,
}

/// What a running test has given, decided and found wrong so far.
#[derive(Clone)]
pub(super) struct TestState {
    pub(super) shared: Arc<SuiteContext>,
    progress: Arc<Mutex<TestProgress>>,
}

#[derive(Clone)]
pub(super) enum TestData {
    Rows(Vec<Map>),
    DataSet(String, PathBuf),
}

/// The file of tests as it is shown in errors.
pub(super) struct TestScript {
    pub(super) path: String,
    pub(super) text: String,
}

pub(super) struct TestProgress {
    pub(super) test_data: Option<TestData>,
    pub(super) lists: IndexMap<String, Vec<String>>,
    pub(super) day: NaiveDate,
    pub(super) last_plan: Option<TestPlan>,
    pub(super) failures: Vec<FailedExpectation>,
    pub(super) snapshots: Vec<Snapshot>,
    pub(super) accepted: Vec<AcceptedMutant>,
    /// What ended the test, with its own sources.
    pub(super) fatal_error: Option<Error>,
    /// Whether the test is about a data set, which counts for nothing where mutants are tried.
    pub(super) left_out: bool,
    /// The case of a table that is being tried.
    pub(super) case: Option<String>,
    pub(super) expectations: usize,
    /// How often the strategy was run, and how often it could be.
    pub(super) runs: usize,
}

impl TestState {
    pub(super) fn new(shared: Arc<SuiteContext>) -> Self {
        let progress = TestProgress {
            test_data: None,
            lists: IndexMap::new(),
            day: DAY,
            last_plan: None,
            failures: vec![],
            snapshots: vec![],
            accepted: vec![],
            fatal_error: None,
            left_out: false,
            case: None,
            expectations: 0,
            runs: 0,
        };
        Self { shared, progress: Arc::new(Mutex::new(progress)) }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, TestProgress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the invitations that there are, once they are known to be right.
    pub(super) fn give(&self, rows: Vec<Map>, at: Position) -> ScriptResult<()> {
        let needed = self.needed();
        let mut progress = self.lock();
        let right = given_tables::tables(&rows, &needed, midnight(progress.day));
        right.map_err(|error| script_error(test_codes::GIVEN, at, error.to_string(), None))?;
        progress.test_data = Some(TestData::Rows(rows));
        Ok(())
    }

    /// What the strategy's pack needs of the data besides.
    pub(super) fn needed(&self) -> Vec<(String, DataType)> {
        let columns = self.shared.strategy.needed_columns().iter();
        columns.filter_map(NeededColumn::typed).collect()
    }

    /// Gives the invitations of a data set. Where mutants are tried this ends the test: a snapshot
    /// notices every change, and says of none whether it is right.
    pub(super) fn give_data(&self, name: &str, at: Position) -> ScriptResult<()> {
        let set = test_data::data_set(&self.shared.strategy_path, name);
        let set =
            set.map_err(|wrong| script_error(test_codes::GIVEN, at, wrong.message, wrong.help))?;
        let mut progress = self.lock();
        if self.shared.purpose == Purpose::Mutant {
            progress.left_out = true;
            return Err(script_error(
                test_codes::GIVEN,
                at,
                "left out where mutants are tried",
                None,
            ));
        }
        progress.test_data = Some(TestData::DataSet(name.into(), set));
        Ok(())
    }

    /// Gives a list, for the strategy's `list("…")`.
    pub(super) fn give_list(&self, name: &str, values: Vec<String>) {
        self.lock().lists.insert(name.into(), values);
    }

    pub(super) fn last_plan(&self, at: Position) -> ScriptResult<TestPlan> {
        self.lock().last_plan.clone().ok_or_else(|| {
            let help = "call `decide()` before it".to_owned();
            script_error(test_codes::NOTHING_DECIDED, at, "there is no plan yet", Some(help))
        })
    }

    /// Expects that a plan's checks say something, or that they do not.
    pub(super) fn expect_finding(
        &self,
        plan: &TestPlan,
        code: &str,
        is_wanted: bool,
        at: Position,
    ) -> ScriptResult<()> {
        let known = || FindingCode::NAMED.iter().map(|code| code.name());
        if !known().any(|known_code| known_code == code) {
            let help = did_you_mean(code, known(), "a finding");
            return Err(script_error(
                test_codes::EXPECT,
                at,
                format!("no finding `{code}`"),
                Some(help),
            ));
        }
        let findings = &plan.decided.plan.findings;
        let holds = findings.iter().any(|finding| finding.code.name() == code) == is_wanted;
        let codes: Vec<&str> = findings.iter().map(|finding| finding.code.name()).collect();
        let outcome = match codes[..] {
            [] => "there is no finding".into(),
            _ => format!("the findings are {}", codes.join(", ")),
        };
        let no = if is_wanted { "a" } else { "no" };
        self.note_plan(holds, format!("expected {no} finding {code:?}"), outcome, at);
        Ok(())
    }

    pub(super) fn expect_verdict(
        &self,
        plan: &TestPlan,
        verdict: &str,
        at: Position,
    ) -> ScriptResult<()> {
        const VERDICTS: [&str; 3] = ["ok", "warned", "refused"];
        if !VERDICTS.contains(&verdict) {
            let help = did_you_mean(verdict, VERDICTS.into_iter(), "a verdict");
            return Err(script_error(
                test_codes::EXPECT,
                at,
                format!("no verdict {verdict:?}"),
                Some(help),
            ));
        }
        let actual = plan.decided.plan.verdict.name();
        let message = format!("expected the verdict {verdict:?}");
        self.note_plan(actual == verdict, message, format!("it is {actual:?}"), at);
        Ok(())
    }

    fn note_plan(&self, holds: bool, message: String, outcome: String, at: Position) {
        let mut progress = self.lock();
        progress.expectations += 1;
        if !holds {
            let case = progress.case.clone();
            progress.failures.push(failure(&self.shared.tests, at, message, outcome, case, vec![]));
        }
    }
}

pub(super) fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}
