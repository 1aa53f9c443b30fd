//! What would flip the decision on one invitation: other values of the parameters, other ages.
//!
//! Invariant: a flip that is given here happens: the strategy was run with that value, or over the
//! data with that age, and its plan asked.

use super::{ExplainablePlan, RunOptions, ScriptFile, Session};
use crate::deadline;
use crate::error::Error;
use crate::invitations::{AgeSimulation, Invitations};
use crate::plan::{
    self, AgeFlips, DecisionScope, ExplainedInvitation, ParamFlip, PickedInvitation, PlanError,
};
use crate::query::Query;
use crate::script::convert::{cell_to_value, value_to_text};
use crate::strategy::{ParamInput, ParamValue, Strategy, mentions_data};
use polars::prelude::{DataFrame, LazyFrame, PolarsResult, col, lit};
use std::collections::HashSet;

/// What is asked about one invitation.
pub(super) struct FlipSearch<'a> {
    session: &'a Session,
    script: &'a ScriptFile,
    running: &'a RunOptions,
    subject: &'a ExplainedInvitation,
    /// Those of its account, computed once: most strategies look at no others.
    account_rows: &'a LazyFrame,
    /// Whether the plan withdraws it.
    is_withdrawn: bool,
}

impl<'a> FlipSearch<'a> {
    pub(super) fn new(
        session: &'a Session,
        decided: &ExplainablePlan,
        script: &'a ScriptFile,
        running: &'a RunOptions,
        subject: &'a ExplainedInvitation,
        account_rows: &'a LazyFrame,
    ) -> Result<Self, Error> {
        let now = decided.scheduled_withdrawal(&subject.id)?.is_some();
        Ok(Self { session, script, running, subject, account_rows, is_withdrawn: now })
    }

    fn picked(&self) -> PickedInvitation<'a> {
        self.session.picked(self.subject)
    }

    /// Whether a plan can withdraw it at all.
    fn is_open(&self) -> bool {
        self.subject.state == "pending" && self.subject.kind != "inmail"
    }

    /// The invitations that count for what a strategy decides of this one.
    fn rows(&self, strategy: &Strategy) -> &LazyFrame {
        match DecisionScope::of_outcome(strategy) {
            DecisionScope::All => &self.session.invitations.frame,
            DecisionScope::Account | DecisionScope::Alone => self.account_rows,
        }
    }

    /// For every parameter the nearest values at which the decision is another.
    pub(super) fn flips(&self, strategy: &Strategy) -> Result<Vec<ParamFlip>, Error> {
        if !self.is_open() {
            return Ok(vec![]);
        }
        let texts = self.texts()?;
        let mut flips = vec![];
        for (param, value) in &strategy.params {
            let mut failed = FirstError::default();
            let nearest = plan::nearest_flips(value, &texts, |other| {
                failed.flips_or_note(self.decides_with(param, other), self.is_withdrawn)
            });
            failed.0.map_or(Ok(()), Err)?;
            flips.extend(nearest.into_iter().map(|at| ParamFlip {
                param: param.clone(),
                now: value.clone(),
                at,
            }));
        }
        Ok(flips)
    }

    /// The texts that the invitation has in its columns, each once.
    fn texts(&self) -> PolarsResult<Vec<String>> {
        let row = self.row()?;
        let mut texts: Vec<String> = vec![];
        for column in row.columns() {
            let value = cell_to_value(&column.get(0)?);
            let column_texts = match value.as_array_ref() {
                Ok(items) => {
                    items.iter().filter(|one| one.is_string()).map(value_to_text).collect()
                }
                Err(_) if value.is_string() => vec![value_to_text(&value)],
                Err(_) => vec![],
            };
            texts.extend(column_texts);
        }
        let mut seen = HashSet::new();
        texts.retain(|one| seen.insert(one.clone()));
        Ok(texts)
    }

    /// The invitation itself.
    fn row(&self) -> PolarsResult<DataFrame> {
        let is_subject = col("id").eq(lit(self.subject.id.as_str()));
        self.account_rows.clone().filter(is_subject).rows()
    }

    /// What the strategy decides with another value of a parameter; none where it then fails.
    fn decides_with(&self, param: &str, value: &ParamValue) -> Result<Option<bool>, PlanError> {
        let mut overrides = self.running.overrides.clone();
        overrides.insert(param.into(), ParamInput::Value(value.clone()));
        let other = RunOptions {
            overrides,
            ..RunOptions::silent(deadline::remaining_bounds(&self.running.bounds))
        };
        let Some(strategy) = self.strategy(self.session, &other)? else { return Ok(None) };
        self.picked().is_withdrawn(&strategy, self.rows(&strategy)).map(Some)
    }

    /// The strategy as it is run for the account; none where it fails.
    fn strategy(
        &self,
        session: &Session,
        running: &RunOptions,
    ) -> Result<Option<Strategy>, PlanError> {
        let library = self.script.library();
        let account = Some(self.subject.account.as_str());
        let ran = session.run_in(&library, self.script, running, account);
        match deadline::interruption().filter(|_| ran.is_err()) {
            // Nothing is known then of what it would decide.
            Some(ended) => Err(PlanError::Ended(ended)),
            None => Ok(ran.ok().map(|outcome| outcome.strategy)),
        }
    }

    /// The ages nearest to its own at which the decision is another. All else stays as it is, but
    /// for what follows from its age.
    pub(super) fn ages(&self, decided: &ExplainablePlan) -> Result<AgeFlips, Error> {
        let expiry_days = self.session.expiry_days();
        let aging =
            match AgeSimulation::of_invitation(self.account_rows, &self.subject.id, expiry_days)? {
                Ok(aging) => aging,
                Err(why) => return Ok(AgeFlips::not_tried(&why)),
            };
        // What a script makes of the data may be another with other data: then it is run again.
        let reads = decided.texts.iter().any(|(_, text)| mentions_data(text));
        if !reads
            && let Some(ages) = AgeFlips::try_each_age(&aging, &decided.strategy, &self.row()?)?
        {
            return Ok(ages);
        }
        let mut failed = FirstError::default();
        let ages = AgeFlips::search(&aging, |age| {
            let known = (!reads).then_some(&decided.strategy);
            failed.flips_or_note(self.decides_at(&aging, age, known), self.is_withdrawn)
        });
        failed.0.map_or(Ok(ages), Err)
    }

    /// What is decided where the invitation is of this age, by this strategy or else by what the
    /// script makes of those data; none where it then fails.
    fn decides_at(
        &self,
        aging: &AgeSimulation,
        age_days: i64,
        known: Option<&Strategy>,
    ) -> Result<Option<bool>, PlanError> {
        if let Some(strategy) = known {
            let rows = aging.among(self.rows(strategy), age_days)?;
            return self.picked().is_withdrawn(strategy, &rows).map(Some);
        }
        let frame = aging.among(&self.session.invitations.frame, age_days)?;
        let session = self.session.with_invitations(frame.clone());
        let overrides = self.running.overrides.clone();
        let again = RunOptions {
            overrides,
            ..RunOptions::silent(deadline::remaining_bounds(&self.running.bounds))
        };
        let Some(strategy) = self.strategy(&session, &again)? else { return Ok(None) };
        self.picked().is_withdrawn(&strategy, &frame).map(Some)
    }
}

/// What went wrong first while flips were looked for.
#[derive(Default)]
struct FirstError(Option<Error>);

impl FirstError {
    /// Whether a decision is another than it is now.
    fn flips_or_note(&mut self, decision: Result<Option<bool>, PlanError>, now: bool) -> bool {
        match decision {
            Ok(decision) => decision.is_some_and(|decision| decision != now),
            Err(error) => {
                self.0.get_or_insert(error.into());
                false
            }
        }
    }
}

impl Session {
    /// The same over other invitations, of the same columns.
    fn with_invitations(&self, frame: LazyFrame) -> Self {
        let mut invitations = Invitations::from_frames(frame, self.invitations.connections.clone());
        invitations.history = self.invitations.history.clone();
        Self {
            invitations,
            settings: self.settings.clone(),
            lists: self.lists.clone(),
            frames: self.frames.clone(),
            agency: self.agency.clone(),
        }
    }
}
