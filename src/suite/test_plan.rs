//! The plans that a test asks for: the strategy run over what was given.

use super::given_tables;
use super::test_codes;
use super::test_state::{TestData, TestState, midnight};
use crate::diagnostic::DiagnosisSubject;
use crate::error::Error;
use crate::finding::Finding;
use crate::formula::constant::Constant;
use crate::import::data_folder::folder::DataFolder;
use crate::import::{self, Source};
use crate::invitations::SENT_AT_ZONE;
use crate::plan;
use crate::query::Query;
use crate::script::convert::describe_type;
use crate::script::error::{ScriptResult, script_error};
use crate::session::{ExplainablePlan, RunOptions, Session, SessionSettings};
use crate::strategy::{ParamInput, ParamValue};
use chrono::NaiveDate;
use indexmap::IndexMap;
use polars::prelude::IntoLazy;
use rescind_runtime::problem::Problem;
use rhai::{EvalAltResult, Map, Position};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

#[derive(Clone)]
pub(super) struct TestPlan {
    pub(super) session: Arc<Session>,
    pub(super) decided: Arc<ExplainablePlan>,
    /// The rule that decides each pending invitation, by its `id`.
    pub(super) deciders: Arc<HashMap<String, Option<usize>>>,
    pub(super) test_data: Arc<TestData>,
    /// The first day of the plan.
    pub(super) day: NaiveDate,
}

impl TestState {
    /// Runs the strategy over what was given.
    pub(super) fn decide(&self, params: &Map, at: Position) -> ScriptResult<TestPlan> {
        let (test_data, lists, day) = {
            let progress = self.lock();
            (progress.test_data.clone(), progress.lists.clone(), progress.day)
        };
        let Some(test_data) = test_data else {
            let help = "call `given([#{ name: \"Ada\", age_days: 100 }])` before it";
            return Err(script_error(
                test_codes::NOTHING_GIVEN,
                at,
                "there is nothing to decide",
                Some(help.into()),
            ));
        };
        let params = params.iter().map(|(name, value)| {
            let Some(param) = ParamValue::from_script(value) else {
                let message = format!("a parameter cannot be {}", describe_type(value));
                return Err(script_error(test_codes::GIVEN, at, message, None));
            };
            Ok((name.to_string(), param))
        });
        let params = params.collect::<ScriptResult<IndexMap<_, _>>>()?;
        let session = self.session(&test_data, lists, day, at)?;
        let decided = self.run_strategy(&session, &params, day, at)?;
        let deciders = session.deciding_rules(&decided);
        let deciders = deciders
            .map_err(|error| script_error(test_codes::STRATEGY, at, error.to_string(), None))?;
        let test_plan = TestPlan {
            session,
            decided: Arc::new(decided),
            deciders: Arc::new(deciders),
            test_data: Arc::new(test_data),
            day,
        };
        self.lock().last_plan = Some(test_plan.clone());
        Ok(test_plan)
    }

    fn run_strategy(
        &self,
        session: &Session,
        params: &IndexMap<String, ParamValue>,
        day: NaiveDate,
        at: Position,
    ) -> ScriptResult<ExplainablePlan> {
        let settings =
            plan::PlanSettings { as_of: session.settings.as_of, start: day, skip_weekends: false };
        let running = || {
            let values = params.iter();
            let values =
                values.map(|(name, value)| (name.clone(), ParamInput::Value(value.clone())));
            RunOptions { overrides: values.collect(), ..(self.shared.running)() }
        };
        let failed = |error: Error| {
            if let Some(wrong) = misused(&error, params, at) {
                return wrong;
            }
            let message = format!("the strategy fails: {error}");
            self.lock().fatal_error = Some(error);
            script_error(test_codes::STRATEGY, at, message, None)
        };
        let decided = session.explainable_plan(&self.shared.strategy, &running(), &settings);
        let decided = decided.map_err(failed)?;
        self.lock().runs += 1;
        if let Some(probed) = &self.shared.probed
            && matches!(self.lock().test_data, Some(TestData::Rows(_)))
        {
            let reached = session.reached_probes(&probed.strategy, running()).map_err(failed)?;
            let mut reached_places = probed.reached.lock().unwrap_or_else(PoisonError::into_inner);
            reached_places.add(reached, &decided.strategy, &decided.plan);
        }
        Ok(decided)
    }

    /// The session of what is given: the same as before where the same was given before.
    fn session(
        &self,
        test_data: &TestData,
        lists: IndexMap<String, Vec<String>>,
        day: NaiveDate,
        at: Position,
    ) -> ScriptResult<Arc<Session>> {
        let key = format!("{day} {lists:?} {}", key(test_data));
        let known = || self.shared.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(session) = known().get(&key) {
            return Ok(session.clone());
        }
        let session = Arc::new(self.opened(test_data, lists, day, at)?);
        known().insert(key, session.clone());
        Ok(session)
    }

    fn opened(
        &self,
        test_data: &TestData,
        lists: IndexMap<String, Vec<String>>,
        day: NaiveDate,
        at: Position,
    ) -> ScriptResult<Session> {
        let as_of = midnight(day);
        let (limits, known) = (self.shared.limits.clone(), self.shared.sources.clone());
        let failed = |error: Error| {
            let help = miette::Diagnostic::help(&error).map(|help| help.to_string());
            script_error(test_codes::GIVEN, at, error.to_string(), help)
        };
        let (tables, folder, zone) = match test_data {
            TestData::Rows(rows) => {
                let tables = given_tables::tables(rows, &self.needed(), as_of);
                (
                    tables.map_err(|error| {
                        script_error(test_codes::GIVEN, at, error.to_string(), None)
                    })?,
                    None,
                    chrono_tz::UTC,
                )
            }
            TestData::DataSet(_, path) => {
                let sources = [Source { account: None, path: path.clone() }];
                let tables = import::read(&sources, &known, &|_| {})
                    .map_err(|error| failed(error.into()))?;
                (tables, Some(path.clone()), SENT_AT_ZONE)
            }
        };
        let folder = folder.map(|path| DataFolder::of_data(&path).knowing(known.clone()));
        let read =
            move |name: &str, column: Option<&str>| listed(&lists, folder.as_ref(), name, column);
        let memory = crate::session::LedgerAccess::default();
        let settings =
            SessionSettings { as_of, sent_at_zone: zone, limits, sources: known, memory };
        let mut session =
            Session::from_tables(tables, Some(Arc::new(read)), settings).map_err(failed)?;
        // Every expectation looks at the rows: they are made once.
        let rows = session.invitations.frame.clone().rows();
        let rows =
            rows.map_err(|error| script_error(test_codes::GIVEN, at, error.to_string(), None))?;
        session.invitations.frame = rows.lazy();
        Ok(session)
    }
}

/// A parameter that the test gives and the strategy does not have, or has of another type: the slip
/// is the test's.
fn misused(
    error: &Error,
    params: &IndexMap<String, ParamValue>,
    at: Position,
) -> Option<Box<EvalAltResult>> {
    let Error::Script(wrong) = error else { return None };
    let Some(DiagnosisSubject::Param { name, expected }) = &wrong.subject else { return None };
    if !params.contains_key(name) {
        return None;
    }
    let message = match expected {
        None => format!("the strategy has no parameter `{name}`"),
        Some(expected) => format!("the parameter `{name}` is of another type: {expected}"),
    };
    let code = wrong.code;
    Some(script_error(code, at, message, wrong.advice().map(str::to_owned)))
}

/// What tells one set of invitations from another.
fn key(test_data: &TestData) -> String {
    match test_data {
        TestData::DataSet(_, path) => path.display().to_string(),
        TestData::Rows(rows) => {
            let rows = rows.iter().map(|row| {
                let values = row.iter().map(|(name, value)| (name, Constant::from_script(value)));
                format!("{:?}", values.collect::<Vec<_>>())
            });
            rows.collect()
        }
    }
}

/// A list: one that the test gives, else one of the data set.
fn listed(
    given_lists: &IndexMap<String, Vec<String>>,
    folder: Option<&DataFolder>,
    name: &str,
    column: Option<&str>,
) -> Result<(Vec<String>, Vec<Finding>), Problem> {
    match (given_lists.get(name), folder) {
        (Some(values), _) => Ok((values.clone(), vec![])),
        (None, Some(folder)) => {
            let read = folder.list(name, column);
            read.map(|list| (list.values, list.findings)).map_err(|error| error.to_string().into())
        }
        (None, None) => Err(Problem::with_help(
            format!("`{name}` is not given"),
            format!("say `given_list({name:?}, [\"…\"])` before it"),
        )),
    }
}

impl TestPlan {
    /// The values of an invitation as they were given, or as the data set has them.
    pub(super) fn values(&self, name: &str, id: &str) -> Option<String> {
        let values: Vec<String> = match &*self.test_data {
            TestData::Rows(rows) => {
                let (_, row) = rows.iter().enumerate().find(|(at, row)| {
                    let given_name = row.get("name").map(crate::script::convert::value_to_text);
                    given_name.unwrap_or_else(|| format!("Person {}", at + 1)) == name
                })?;
                let values = row.iter().filter(|(column, _)| column.as_str() != "name");
                values
                    .map(|(column, value)| {
                        format!("{column}: {}", crate::script::convert::value_to_text(value))
                    })
                    .collect()
            }
            TestData::DataSet(..) => {
                let values = self.session.values_of(id, &SHOWN).ok()?;
                values.into_iter().map(|(column, value)| format!("{column}: {value}")).collect()
            }
        };
        let values = if values.is_empty() { "nothing more".into() } else { values.join(", ") };
        Some(format!("{name} was given with {values}"))
    }
}

/// What is shown of an invitation of a data set.
const SHOWN: [&str; 9] = [
    "account", "age_days", "has_note", "company", "position", "tags", "campaign", "messages",
    "state",
];
