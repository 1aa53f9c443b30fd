//! What a running test has given, decided and found wrong so far.

use super::given;
use crate::error::Error;
use crate::limits::Limits;
use crate::plan;
use crate::script::error::fail;
use crate::script::operand::Fallible;
use crate::session::{Decided, Running, ScriptFile, Session, Settings};
use crate::tested::Failure;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use indexmap::IndexMap;
use rhai::{Map, Position};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The day of every test that names no other: a Monday.
const DAY: NaiveDate = match NaiveDate::from_ymd_opt(2026, 1, 5) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// What all tests of a file share.
pub(super) struct Shared {
    /// The strategy under test.
    pub(super) strategy: ScriptFile,
    /// How it is run.
    pub(super) running: Box<dyn Fn() -> Running + Send + Sync>,
    /// The limits in force.
    pub(super) limits: Limits,
    /// The file of tests and its text.
    pub(super) tests: (String, String),
}

/// What a running test has given, decided and found wrong so far.
#[derive(Clone)]
pub(super) struct State {
    pub(super) shared: Arc<Shared>,
    own: Arc<Mutex<Own>>,
}

/// What belongs to one test.
pub(super) struct Own {
    pub(super) rows: Option<Vec<Map>>,
    lists: IndexMap<String, Vec<String>>,
    pub(super) day: NaiveDate,
    /// The last plan.
    pub(super) made: Option<Made>,
    pub(super) failures: Vec<Failure>,
    /// What ended the test, with its own sources.
    pub(super) broken: Option<Error>,
    /// The case of a table that is being tried.
    pub(super) case: Option<String>,
    /// How often anything was expected.
    pub(super) expected: usize,
}

/// A plan that a test asked for.
#[derive(Clone)]
pub(super) struct Made {
    pub(super) session: Arc<Session>,
    pub(super) decided: Arc<Decided>,
    /// The invitations as they were given.
    pub(super) rows: Arc<Vec<Map>>,
    /// The first day of the plan.
    pub(super) day: NaiveDate,
}

impl State {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        let own = Own {
            rows: None,
            lists: IndexMap::new(),
            day: DAY,
            made: None,
            failures: vec![],
            broken: None,
            case: None,
            expected: 0,
        };
        Self { shared, own: Arc::new(Mutex::new(own)) }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Own> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the invitations that there are, once they are known to be right.
    pub(super) fn give(&self, rows: Vec<Map>, at: Position) -> Fallible<()> {
        let mut own = self.lock();
        given::tables(&rows, midnight(own.day)).map_err(|wrong| fail("given", at, wrong, None))?;
        own.rows = Some(rows);
        Ok(())
    }

    /// Gives a list, for the strategy's `list("…")`.
    pub(super) fn give_list(&self, name: &str, values: Vec<String>) {
        self.lock().lists.insert(name.into(), values);
    }

    /// Runs the strategy over what was given.
    pub(super) fn decide(&self, params: IndexMap<String, String>, at: Position) -> Fallible<Made> {
        let mut own = self.lock();
        let Some(rows) = own.rows.clone() else {
            let help = "call `given([#{ name: \"Ada\", age_days: 100 }])` before it";
            return Err(fail("nothing-given", at, "there is nothing to decide", Some(help.into())));
        };
        let as_of = midnight(own.day);
        let lists = own.lists.clone();
        let made = self.session(&rows, lists, as_of, at)?;
        let day = own.day;
        let settings = plan::Settings { as_of, start: day, skip_weekends: false };
        let running = Running { overrides: params, ..(self.shared.running)() };
        match made.decide(&self.shared.strategy, &running, &settings) {
            Ok(decided) => {
                let session = Arc::new(made);
                let made = Made { session, decided: Arc::new(decided), rows: Arc::new(rows), day };
                own.made = Some(made.clone());
                Ok(made)
            }
            Err(error) => {
                let message = format!("the strategy fails: {error}");
                own.broken = Some(error);
                Err(fail("strategy", at, message, None))
            }
        }
    }

    fn session(
        &self,
        rows: &[Map],
        lists: IndexMap<String, Vec<String>>,
        as_of: DateTime<Utc>,
        at: Position,
    ) -> Fallible<Session> {
        let tables =
            given::tables(rows, as_of).map_err(|message| fail("given", at, message, None))?;
        let read = move |name: &str, _: Option<&str>| {
            lists.get(name).cloned().ok_or_else(|| {
                format!("`{name}` is not given; say `given_list({name:?}, [\"…\"])` before it")
            })
        };
        let limits = self.shared.limits.clone();
        let settings = Settings { as_of, sent_at_zone: chrono_tz::UTC, limits };
        Session::of(tables, Some(Arc::new(read)), settings)
            .map_err(|error| fail("given", at, error.to_string(), None))
    }
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}
