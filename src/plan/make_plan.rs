//! From a strategy to a plan: run its queries, schedule, check.
//!
//! Invariant: the plan withdraws only what is pending and no InMail; what a rule or a frame would
//! withdraw besides is left out, and counted in a finding.

use super::account_checks::check_accounts;
use super::invited_again::count_invited_again;
use super::left_out::{left_out_findings, protected_findings};
use super::plan_data::{Plan, StrategyInfo, Verdict};
use super::plan_error::PlanError;
use super::plan_input::{PlanInput, PlanSettings, StageObserver};
use super::plan_queries::PlanQueries;
use super::recorded_withdrawals::RecordedWithdrawals;
use super::rule_counts::rule_counts;
use super::schedule::{Schedule, schedule};
use super::{integer_divisions, late_materialization};
use crate::limits::Limits;
use crate::strategy::Strategy;

/// Makes the plan of a strategy. `stages` is told what is being done.
///
/// # Errors
/// A strategy without rules; a query that Polars cannot run.
pub fn make_plan(
    strategy: &Strategy,
    info: StrategyInfo,
    input: &PlanInput,
    limits: &Limits,
    settings: &PlanSettings,
    stages: StageObserver,
) -> Result<Plan, PlanError> {
    if strategy.rules.is_empty() {
        return Err(PlanError::NoRules { strategy: info.name });
    }
    stages("query");
    let PlanInput { invitations, accounts } = input;
    let queries = PlanQueries::new(strategy, input, settings)?;
    let answers = if late_materialization::is_late_possible(strategy, invitations) {
        late_materialization::collect_late(queries, strategy, input, settings, stages)?
    } else {
        queries.collect()?
    };
    let PlanQueries { summary, recorded, of_strategy } = answers;
    let recorded = RecordedWithdrawals::read(&recorded, invitations, accounts, settings.start)?;
    stages("schedule");
    let scheduled =
        schedule(strategy, of_strategy.candidates, &summary, &recorded, limits, settings)?;
    let mut findings = invitations.findings.clone();
    findings.extend(left_out_findings(&of_strategy.inmail, &of_strategy.not_pending)?);
    findings.extend(protected_findings(&of_strategy.protected)?);
    findings.extend(recorded.findings(limits));
    findings.extend(integer_divisions::zero_division_findings(&of_strategy.divisions)?);
    stages("check");
    let Schedule { accounts, actions, totals } = scheduled;
    let again = count_invited_again(invitations, settings.as_of)?;
    let (usage_findings, headroom) = check_accounts(&summary, &totals, &again, limits)?;
    findings.extend(usage_findings);
    Ok(Plan {
        as_of: settings.as_of,
        strategy: info,
        verdict: Verdict::of_findings(&findings),
        accounts,
        rules: rule_counts(strategy, &of_strategy.counts)?,
        actions,
        headroom,
        findings,
    })
}
