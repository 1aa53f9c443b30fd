//! Explains one invitation: finds it, plans, and asks what would flip the decision.

use super::flip_search::FlipSearch;
use super::{ExplainablePlan, RunOptions, ScriptFile, Session};
use crate::error::Error;
use crate::import::people_keys::person::{member_id, slug};
use crate::invitations::{find, near_names};
use crate::plan::{self, ExplainedInvitation, Explanation, Verdict};
use crate::strategy::Rule;
use chrono::DateTime;
use polars::prelude::{DataFrame, DataType, IntoLazy, PolarsResult};

/// How many of several people that could be meant are listed.
const LISTED: usize = 12;

/// What a script calls today.
const DAYS: [&str; 2] = ["today", "as_of"];

impl Session {
    /// Why this person's invitation is kept or withdrawn.
    ///
    /// # Errors
    /// Nobody, or several, of that name; whatever is wrong with the script or its queries.
    pub fn explain_person(
        &self,
        script: &ScriptFile,
        running: &RunOptions,
        settings: &plan::PlanSettings,
        person: &str,
    ) -> Result<Explanation, Error> {
        let subject = self.find_invitation(person)?;
        let account = Some(subject.account.as_str());
        let decided = self.explainable_plan_for(account, script, running, settings)?;
        let account_rows = self.invitations.of_account(&subject.account)?.lazy();
        let why = self.explain_among(&decided, &subject, &account_rows)?;
        let scheduled = decided.scheduled_withdrawal(&subject.id)?;
        let on_its_day = match &scheduled {
            Some(scheduled_row) => decided.withdrawn_on(scheduled_row.date, &subject.account)?,
            None => 0,
        };
        let depends_on_day = self.depends_on_day(&decided)?;
        let question = FlipSearch::new(self, &decided, script, running, &subject, &account_rows)?;
        let ages = question.ages(&decided)?;
        let flips = question.flips(&decided.strategy)?;
        let ExplainablePlan { plan, strategy, texts } = decided;
        let account =
            plan.accounts.iter().find(|account_plan| account_plan.account == subject.account);
        let unlooked =
            strategy.params.iter().filter(|(_, value)| !plan::is_search_exhaustive(value));
        Ok(Explanation {
            strategy: plan.strategy.name.clone(),
            as_of: self.settings.as_of.date_naive(),
            scheduled,
            withdrawals: account.map_or(0, |account| account.withdraw),
            on_its_day,
            is_refused: plan.verdict == Verdict::Refused,
            headroom: plan.headroom.into_iter().filter(|h| h.account == subject.account).collect(),
            params_tried: strategy.params.keys().cloned().collect(),
            params_tried_in_part: unlooked.map(|(name, _)| name.clone()).collect(),
            flips,
            ages,
            depends_on_day,
            texts,
            subject,
            why,
        })
    }

    /// Whether a strategy looks at more of the time than ages: at a day that an invitation has, or
    /// at today's.
    fn depends_on_day(&self, decided: &ExplainablePlan) -> PolarsResult<bool> {
        let strategy = &decided.strategy;
        let schema = self.invitations.frame.clone().collect_schema()?;
        let is_day = |name: &String| schema.get(name).is_some_and(DataType::is_temporal);
        let rules = strategy.rules.iter().filter_map(Rule::condition);
        let mut operands = rules.chain(&strategy.priority);
        Ok(operands.any(|operand| strategy.columns_seen_by(operand).iter().any(is_day))
            || decided.texts.iter().any(|(_, text)| DAYS.iter().any(|name| text.contains(name))))
    }

    /// The one invitation that a person's name, slug, address or id stands for.
    ///
    /// # Errors
    /// Nobody, or several, of that name.
    pub fn find_invitation(&self, person: &str) -> Result<ExplainedInvitation, Error> {
        let frame = &self.invitations.uncounted;
        let mut matching = find(frame, person)?;
        if matching.height() == 0 {
            // Whoever moved is meant by the former address, too.
            let former = slug(person).or_else(|| member_id(person));
            let former = former.unwrap_or_else(|| format!("in/{}", person.to_lowercase()));
            if let Some(now) = self.invitations.addresses.successor_of(&former) {
                matching = find(frame, now)?;
            }
        }
        match matching.height() {
            1 => Ok(subject(&matching, 0)?),
            0 => {
                let near = near_names(frame, person)?;
                let help = match near[..] {
                    [] => "name a person as the data do, a profile's address or its slug".into(),
                    _ => format!("did you mean {}?", near.join(", ")),
                };
                let message = format!("nobody called `{person}` was invited");
                Err(Error::misused(message, help))
            }
            count => {
                let listed = (0..count.min(LISTED)).map(|row| {
                    let one = subject(&matching, row)?;
                    Ok(format!("{} ({}, {})", one.id, one.name, one.state))
                });
                let listed = listed.collect::<PolarsResult<Vec<_>>>()?.join("\n");
                let more = count.saturating_sub(LISTED);
                let more = if more > 0 { format!("\nand {more} more") } else { String::new() };
                Err(Error::misused(
                    format!("`{person}` can be {count} invitations"),
                    format!("name one by its id:\n{listed}{more}"),
                ))
            }
        }
    }
}

fn subject(rows: &DataFrame, row: usize) -> PolarsResult<ExplainedInvitation> {
    let text = |column: &str| -> PolarsResult<Option<String>> {
        Ok(rows.column(column)?.str()?.get(row).map(String::from))
    };
    let known = |column: &str| text(column).map(Option::unwrap_or_default);
    let sent_at = rows.column("sent_at")?.datetime()?.physical().get(row);
    Ok(ExplainedInvitation {
        id: known("id")?,
        account: known("account")?,
        name: known("name")?,
        profile_url: text("profile_url")?,
        kind: known("kind")?,
        state: known("state")?,
        known_by: known("known_by")?,
        sent_on: sent_at.and_then(DateTime::from_timestamp_micros).map(|at| at.date_naive()),
        age_days: rows.column("age_days")?.i64()?.get(row),
    })
}
