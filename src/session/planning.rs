//! The plan of a strategy over a session's data, made for each group of accounts that it runs for
//! with the same values, and joined.

use super::{RunOptions, ScriptFile, Session, agency, documentation};
use crate::deadline;
use crate::digest::sha256;
use crate::error::Error;
use crate::plan::{self, AccountFilter, Plan, PlanError, PlanInput, StageObserver, StrategyInfo};
use crate::script::library::Library;
use crate::strategy::Strategy;
use indexmap::IndexMap;

/// The plan of the accounts that a strategy runs for with the same values.
pub(super) struct PlanPart {
    /// Them; none where that is every account.
    pub(super) accounts: AccountFilter,
    pub(super) strategy: Strategy,
    /// The scripts' texts, by name.
    pub(super) texts: Vec<(String, String)>,
    pub(super) plan: Plan,
}

impl Session {
    pub fn plan(
        &self,
        script: &ScriptFile,
        running: &RunOptions,
        settings: &plan::PlanSettings,
        stages: StageObserver,
    ) -> Result<Plan, Error> {
        let parts = self.plan_parts(script, running, settings, stages)?;
        let plans = parts.into_iter().map(|part| (part.accounts, part.plan));
        let mut whole = merge_or_no_rules(plans.collect(), script)?;
        self.agency.mark_barred(&mut whole)?;
        Ok(whole)
    }

    /// The plans of the accounts that a strategy runs for with the same values, each with what it
    /// was made from.
    pub(super) fn plan_parts(
        &self,
        script: &ScriptFile,
        running: &RunOptions,
        settings: &plan::PlanSettings,
        stages: StageObserver,
    ) -> Result<Vec<PlanPart>, Error> {
        let mut parts = vec![];
        for group in self.agency.groups(script.params_strategy(), self)? {
            let library = script.library();
            stages("script");
            // What it prints is printed once.
            let again = (!parts.is_empty()).then(|| running.silenced());
            let running = again.as_ref().unwrap_or(running);
            let account = group.account.as_deref();
            let strategy = self.run_in(&library, script, running, account)?.strategy;
            let _within = deadline::enter_bounds(&running.bounds);
            let mut plan =
                self.planned(&strategy, &group.accounts, script, &library, settings, stages)?;
            let texts = library.named_texts();
            documentation::set_rule_conditions(&mut plan.rules, &strategy, &texts);
            parts.push(PlanPart { accounts: group.accounts, strategy, texts, plan });
        }
        Ok(parts)
    }

    fn planned(
        &self,
        strategy: &Strategy,
        accounts: &AccountFilter,
        script: &ScriptFile,
        library: &Library,
        settings: &plan::PlanSettings,
        stages: StageObserver,
    ) -> Result<Plan, Error> {
        let info = StrategyInfo {
            name: script.name(),
            sha256: fingerprint(&library.texts()),
            params: agency::values(strategy),
            account_params: IndexMap::new(),
        };
        let input = PlanInput { invitations: &self.invitations, accounts };
        let limits = &self.settings.limits;
        let plan = plan::make_plan(strategy, info, &input, limits, settings, stages);
        plan.map_err(|error| match error {
            PlanError::NoRules { .. } => {
                PlanError::NoRules { strategy: script.path.clone() }.into()
            }
            query => query.into(),
        })
    }
}

pub(super) fn merge_or_no_rules(
    plans: Vec<(AccountFilter, Plan)>,
    script: &ScriptFile,
) -> Result<Plan, Error> {
    agency::merge_account_plans(plans)?
        .ok_or_else(|| PlanError::NoRules { strategy: script.path.clone() }.into())
}

/// The SHA-256 of the script; where it imports others, that of all their hashes, each on a line, in
/// the order in which they were loaded. In hexadecimal.
fn fingerprint(texts: &[String]) -> String {
    match texts {
        [only] => sha256(only),
        many => sha256(many.iter().map(|text| sha256(text) + "\n").collect::<String>()),
    }
}
