//! Explains one invitation: finds it, plans, and tries other values of every parameter.

use super::{Decided, Running, ScriptFile, Session};
use crate::error::Error;
use crate::invitations::{find, near_names};
use crate::plan::{self, Explanation, Flip, PlanError, Subject};
use crate::strategy::{ParamValue, Strategy};
use polars::prelude::{DataFrame, IntoLazy, LazyFrame, PolarsResult, col, lit};

/// How many of several people that could be meant are listed.
const LISTED: usize = 12;

impl Session {
    /// Why this person's invitation is kept or withdrawn.
    ///
    /// # Errors
    /// Nobody, or several, of that name; whatever is wrong with the script or its queries.
    pub fn why(
        &self,
        script: &ScriptFile,
        running: &Running,
        settings: &plan::Settings,
        person: &str,
    ) -> Result<Explanation, Error> {
        let subject = self.subject(person)?;
        let decided = self.decide(script, running, settings)?;
        let why = self.explain(&decided, &subject)?;
        let scheduled = decided.scheduled(&subject.id)?;
        let Decided { plan: made, strategy, texts } = decided;
        let account = made.accounts.iter().find(|own| own.account == subject.account);
        Ok(Explanation {
            strategy: made.strategy.name.clone(),
            scheduled,
            withdrawals: account.map_or(0, |account| account.withdraw),
            headroom: made.headroom.into_iter().filter(|h| h.account == subject.account).collect(),
            flips: self.flips(&strategy, script, running, &subject.id)?,
            texts,
            subject,
            why,
        })
    }

    /// The one invitation that a person's name, slug, address or id stands for.
    ///
    /// # Errors
    /// Nobody, or several, of that name.
    pub fn subject(&self, person: &str) -> Result<Subject, Error> {
        let frame = &self.invitations.frame;
        let found = find(frame, person)?;
        match found.height() {
            1 => Ok(subject(&found, 0)?),
            0 => {
                let near = near_names(frame, person)?;
                let help = match near[..] {
                    [] => "name a person as the data do, a profile's address or its slug".into(),
                    _ => format!("did you mean {}?", near.join(", ")),
                };
                let message = format!("nobody called `{person}` was invited");
                Err(Error::Usage { message, help: Some(help) })
            }
            count => {
                let listed = (0..count.min(LISTED)).map(|row| {
                    let one = subject(&found, row)?;
                    Ok(format!("{} ({}, {})", one.id, one.name, one.state))
                });
                let listed = listed.collect::<PolarsResult<Vec<_>>>()?.join("\n");
                let more = count.saturating_sub(LISTED);
                let more = if more > 0 { format!("\nand {more} more") } else { String::new() };
                Err(Error::Usage {
                    message: format!("`{person}` can be {count} invitations"),
                    help: Some(format!("name one by its id:\n{listed}{more}")),
                })
            }
        }
    }

    /// For every parameter the nearest values at which the decision is another.
    fn flips(
        &self,
        strategy: &Strategy,
        script: &ScriptFile,
        running: &Running,
        id: &str,
    ) -> Result<Vec<Flip>, Error> {
        let all = self.invitations.frame.clone();
        // Where no other row counts, one is enough to try other values on.
        let rows = if strategy.looks_at_other_rows() {
            all
        } else {
            all.filter(col("id").eq(lit(id))).collect()?.lazy()
        };
        let now = plan::withdraws(strategy, &rows, id)?;
        let mut flips = vec![];
        for (param, value) in &strategy.params {
            let mut failed: Option<PlanError> = None;
            let nearest = plan::nearest(value, |other| {
                match self.decides(script, running, (param, other), (&rows, id)) {
                    Ok(decision) => decision.is_some_and(|decision| decision != now),
                    Err(error) => {
                        failed = Some(error);
                        false
                    }
                }
            });
            if let Some(error) = failed {
                return Err(error.into());
            }
            flips.extend(nearest.into_iter().map(|at| Flip {
                param: param.clone(),
                now: value.clone(),
                at,
            }));
        }
        Ok(flips)
    }

    /// What the strategy decides with another value of a parameter; none where it then fails.
    fn decides(
        &self,
        script: &ScriptFile,
        running: &Running,
        (param, value): (&str, &ParamValue),
        (rows, id): (&LazyFrame, &str),
    ) -> Result<Option<bool>, PlanError> {
        let mut overrides = running.overrides.clone();
        overrides.insert(param.into(), value.to_string());
        let other = Running { overrides, ..Running::silent(running.bounds.clone()) };
        match self.run(script, &other) {
            Ok(outcome) => plan::withdraws(&outcome.strategy, rows, id).map(Some),
            Err(_) => Ok(None),
        }
    }
}

fn subject(found: &DataFrame, row: usize) -> PolarsResult<Subject> {
    let text = |column: &str| -> PolarsResult<Option<String>> {
        Ok(found.column(column)?.str()?.get(row).map(String::from))
    };
    let known = |column: &str| text(column).map(Option::unwrap_or_default);
    Ok(Subject {
        id: known("id")?,
        account: known("account")?,
        name: known("name")?,
        profile_url: text("profile_url")?,
        kind: known("kind")?,
        state: known("state")?,
        known_by: known("known_by")?,
        age_days: found.column("age_days")?.i64()?.get(row),
    })
}
