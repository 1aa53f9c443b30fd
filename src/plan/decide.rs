//! From a strategy to a plan: run its queries, schedule, check.
//!
//! Invariant: the plan withdraws only what is pending and no InMail; what a rule or a frame would
//! withdraw besides is left out, and counted in a finding.

use super::account_checks::checked;
use super::candidates::{StrategyQueries, filter_accounts, strategy_queries_over};
use super::data::{Plan, StrategyInfo, Verdict};
use super::integer_divisions;
use super::invited_again::count_invited_again;
use super::late_materialization;
use super::left_out::{left_out_findings, protected_findings};
use super::plan_error::{PlanError, collect_queries};
use super::plan_input::{PlanInput, PlanSettings, StageObserver};
use super::recorded_withdrawals::{RecordedWithdrawals, recorded_withdrawals_query};
use super::rule_counts::rule_counts;
use super::schedule::{Schedule, schedule};
use crate::finding::{Finding, Level};
use crate::formula::lower::IntegerDivision;
use crate::invitations::summarise_accounts;
use crate::limits::Limits;
use crate::strategy::Strategy;
use polars::prelude::{DataFrame, LazyFrame};

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
    let pending = invitations.pending(|columns| strategy.names_any(columns))?;
    let rows = &invitations.uncounted;
    let is_late = late_materialization::is_possible(strategy, invitations);
    let StrategyQueries { counts, candidates, inmail, protected, not_pending, divisions } =
        strategy_queries_over(strategy, pending, rows, accounts);
    let (quotients, divisions): (Vec<IntegerDivision>, Vec<LazyFrame>) =
        divisions.into_iter().unzip();
    let summary = filter_accounts(summarise_accounts(rows.clone(), settings.as_of), accounts);
    let done = filter_accounts(recorded_withdrawals_query(rows.clone(), settings.start), accounts);
    let queries = [summary, counts, candidates, inmail, protected, done];
    let queries = queries.into_iter().chain(divisions).chain(not_pending);
    let results = if is_late {
        late_materialization::collect_late(queries, strategy, input, settings, stages)?
    } else {
        collect_queries(queries)?
    };
    let mut results = results.into_iter();
    let mut next = || results.next().unwrap_or_default();
    let (summary, counts, candidates, inmail) = (next(), next(), next(), next());
    let protected = next();
    let done = next();
    let done = RecordedWithdrawals::read(&done, invitations, accounts, settings.start)?;
    let quotients: Vec<_> = quotients.into_iter().map(|quotient| (quotient, next())).collect();
    let not_pending: Vec<DataFrame> = results.collect();

    let candidates = if is_late {
        stages("wide");
        late_materialization::materialize_late_columns(
            candidates,
            strategy,
            invitations,
            &summary,
            settings,
        )?
    } else {
        candidates
    };
    stages("schedule");
    let scheduled = schedule(strategy, candidates, &summary, &done, limits, settings)?;
    let mut findings = invitations.findings.clone();
    findings.extend(left_out_findings(&inmail, &not_pending)?);
    findings.extend(protected_findings(&protected)?);
    findings.extend(done.findings(limits));
    findings.extend(integer_divisions::zero_division_findings(&quotients)?);
    stages("check");
    let Schedule { accounts, actions, totals: paces } = scheduled;
    let again = count_invited_again(invitations, settings.as_of)?;
    let (usage_findings, headroom) = checked(&summary, &paces, &again, limits)?;
    findings.extend(usage_findings);
    Ok(Plan {
        as_of: settings.as_of,
        strategy: info,
        verdict: verdict(&findings),
        accounts,
        rules: rule_counts(strategy, &counts)?,
        actions,
        headroom,
        findings,
    })
}

/// The verdict on a plan with these findings.
pub(super) fn verdict(findings: &[Finding]) -> Verdict {
    match findings.iter().map(|finding| finding.level).max() {
        Some(Level::Refuse) => Verdict::Refused,
        Some(Level::Warn) => Verdict::Warned,
        _ => Verdict::Ok,
    }
}
