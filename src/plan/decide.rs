//! From a strategy to a plan: run its queries, schedule, check.
//!
//! Invariant: the plan withdraws only what is pending and no InMail; what a rule or a frame would
//! withdraw besides is left out, and counted in a finding.

use super::candidates::{StrategyQueries, filter_accounts, strategy_queries_over};
use super::data::{Plan, StrategyInfo, Verdict};
use super::integer_divisions;
use super::invited_again::count_invited_again;
use super::late_materialization;
use super::recorded_withdrawals::{RecordedWithdrawals, recorded_withdrawals_query};
use super::rule_counts::rule_counts;
use super::schedule::{Schedule, WithdrawalTotals, schedule};
use crate::deadline::Interruption;
use crate::finding::{Finding, FindingCode, Level};
use crate::formula::lower::IntegerDivision;
use crate::invitations::{Invitations, summarise_accounts};
use crate::limits::{AccountUsage, Headroom, Limits, check_account};
use crate::query::{self, QueryOutcome, interruption_of_query};
use crate::strategy::Strategy;
use chrono::{DateTime, NaiveDate, Utc};
use polars::prelude::{DataFrame, LazyFrame, PolarsError, PolarsResult};
use std::collections::BTreeMap;

/// What a plan depends on beside strategy and data.
#[derive(Clone, Debug)]
pub struct PlanSettings {
    /// The one instant of the run.
    pub as_of: DateTime<Utc>,
    /// The first day on which something may be withdrawn.
    pub start: NaiveDate,
    /// Whether Saturdays and Sundays stay free.
    pub skip_weekends: bool,
}

/// What to do where a strategy's query had to end.
const LONGER: &str = "look for a frame that is joined with itself; `--timeout SECONDS` and \
                      `--memory SIZE` give it more";

/// Why there is no plan.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum PlanError {
    /// A script without rules.
    #[error("{strategy} declares no rule, so there is nothing to plan")]
    #[diagnostic(
        code(no_rules),
        help(
            "declare one, as in `withdraw(\"four months\", |i| i.age_days >= 120)`; a script that \
             only analyses is for `rescind run`"
        )
    )]
    NoRules {
        /// The script.
        strategy: String,
    },
    /// The query failed.
    #[error("the strategy could not be computed: {0}")]
    #[diagnostic(code(query))]
    Query(PolarsError),
    /// The query had to end before it was done.
    #[error("the strategy's query {0}")]
    #[diagnostic(
        code(query),
        help("{}", _0.advice().unwrap_or(LONGER))
    )]
    Ended(Interruption),
    /// The query failed inside.
    #[error("the strategy's query failed inside: {0}")]
    #[diagnostic(code(query))]
    Broken(String),
}

impl From<PolarsError> for PlanError {
    fn from(error: PolarsError) -> Self {
        interruption_of_query(&error).map_or(Self::Query(error), Self::Ended)
    }
}

/// Is told of every stage when it begins, so that the caller can measure it.
pub type StageObserver<'a> = &'a dyn Fn(&'static str);

/// The accounts that are planned for; none where that is all of them. A formula that compares
/// invitations still sees those of all accounts.
pub type AccountFilter = Option<Vec<String>>;

/// What a plan is made over.
pub struct PlanInput<'a> {
    /// The invitations and what there is to say of them.
    pub invitations: &'a Invitations,
    pub accounts: &'a AccountFilter,
}

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

/// What is left of every account's limits without any plan, on the day of `as_of`, and what the
/// checks say.
pub fn headroom(
    invitations: &Invitations,
    limits: &Limits,
    as_of: DateTime<Utc>,
) -> Result<(Vec<Finding>, Vec<Headroom>), PlanError> {
    let today = as_of.date_naive();
    let rows = &invitations.uncounted;
    let queries =
        [summarise_accounts(rows.clone(), as_of), recorded_withdrawals_query(rows.clone(), today)]
            .into_iter();
    // A large file is read piece by piece; several sources are put together once.
    let results = if invitations.has_places() {
        queries.map(|lazy| query_result(query::stream(lazy))).collect::<Result<_, _>>()?
    } else {
        collect_queries(queries)?
    };
    let mut results = results.into_iter();
    let mut next = || results.next().unwrap_or_default();
    let summary = next();
    let done = next();
    let done = RecordedWithdrawals::read(&done, invitations, &None, today)?;
    let pace = |(account, days): (&String, &BTreeMap<NaiveDate, usize>)| {
        let busiest_day = days.get(&today).copied().unwrap_or(0);
        (account.clone(), WithdrawalTotals { busiest_day, ..WithdrawalTotals::default() })
    };
    let again = count_invited_again(invitations, as_of)?;
    Ok(checked(&summary, &done.iter().map(pace).collect(), &again, limits)?)
}

/// Runs the queries together, as one.
fn collect_queries(queries: impl Iterator<Item = LazyFrame>) -> Result<Vec<DataFrame>, PlanError> {
    rescind_memory::set_activity("the strategy's query");
    query_result(query::collect_all(queries))
}

/// What a query made, or why there is no plan.
pub(super) fn query_result<T>(outcome: QueryOutcome<T>) -> Result<T, PlanError> {
    match outcome {
        QueryOutcome::Done(value) => Ok(value?),
        QueryOutcome::Interrupted(ended) => Err(PlanError::Ended(ended)),
        QueryOutcome::Panicked(words) => Err(PlanError::Broken(words)),
    }
}

/// The verdict on a plan with these findings.
pub(super) fn verdict(findings: &[Finding]) -> Verdict {
    match findings.iter().map(|finding| finding.level).max() {
        Some(Level::Refuse) => Verdict::Refused,
        Some(Level::Warn) => Verdict::Warned,
        _ => Verdict::Ok,
    }
}

/// What rules or frames would withdraw and must not, by account and reason.
fn left_out_findings(inmail: &DataFrame, not_pending: &[DataFrame]) -> PolarsResult<Vec<Finding>> {
    let mut counts: BTreeMap<(String, String), i64> = BTreeMap::new();
    let rows = inmail.column("rows")?.i64()?.iter();
    for (account, rows) in inmail.column("account")?.str()?.iter().zip(rows) {
        let key = (account.unwrap_or_default().to_owned(), "InMail".to_owned());
        *counts.entry(key).or_default() += rows.unwrap_or(0);
    }
    for frame in not_pending {
        let states = frame.column("state")?.str()?.iter();
        let rows = frame.column("rows")?.i64()?.iter();
        for ((account, state), rows) in frame.column("account")?.str()?.iter().zip(states).zip(rows)
        {
            let reason = format!("already {}", state.unwrap_or("gone"));
            let key = (account.unwrap_or_default().to_owned(), reason);
            *counts.entry(key).or_default() += rows.unwrap_or(0);
        }
    }
    let findings = counts.into_iter().map(|((account, reason), rows)| {
        let message = format!("{rows} that the strategy would withdraw left out: {reason}");
        let help = match reason.as_str() {
            "InMail" => "InMail cannot be withdrawn",
            _ => "give `withdraw` a frame made from `pending`",
        };
        Finding::new(FindingCode::LeftOut, Level::Note, message).of_account(&account).help(help)
    });
    Ok(findings.collect())
}

/// How many invitations an agency's rule keeps, by account: `account` (str), `rows` and `withdrawn`
/// (int), the latter those that the strategy would withdraw.
fn protected_findings(protected: &DataFrame) -> PolarsResult<Vec<Finding>> {
    let accounts = protected.column("account")?.str()?.iter();
    let (rows, withdrawn) =
        (protected.column("rows")?.i64()?, protected.column("withdrawn")?.i64()?);
    let findings = accounts.zip(rows.iter().zip(withdrawn.iter())).map(|(account, counts)| {
        let (rows, withdrawn) = (counts.0.unwrap_or(0), counts.1.unwrap_or(0));
        let message = format!(
            "{rows} pending protected by the agency; the strategy would withdraw {withdrawn} of \
             them"
        );
        Finding::new(FindingCode::Protected, Level::Note, message)
            .of_account(account.unwrap_or_default())
    });
    Ok(findings.collect())
}

/// Checks every account; `again` are invitations that the summary does not have.
fn checked(
    summary: &DataFrame,
    paces: &BTreeMap<String, WithdrawalTotals>,
    again: &BTreeMap<String, usize>,
    limits: &Limits,
) -> PolarsResult<(Vec<Finding>, Vec<Headroom>)> {
    let known = |column: &str, row: usize| -> PolarsResult<Option<usize>> {
        let value = summary.column(column)?.i64()?.get(row);
        Ok(value.and_then(|value| usize::try_from(value).ok()))
    };
    let (mut findings, mut headroom) = (vec![], vec![]);
    for (row, account) in summary.column("account")?.str()?.iter().flatten().enumerate() {
        let pace = paces.get(account).copied().unwrap_or_default();
        let again = again.get(account).copied();
        let sent = known("sent_last_7_days", row)?;
        let usage = AccountUsage {
            account: account.into(),
            pending: known("pending", row)?.unwrap_or(0),
            withdraw: pace.withdraw,
            busiest_day: pace.busiest_day,
            youngest_age_days: pace.youngest_age_days,
            withdrawn_inmail: pace.inmail,
            withdrawn_not_pending: pace.not_pending,
            sent_last_7_days: match (sent, again) {
                (None, None) => None,
                (sent, again) => Some(sent.unwrap_or(0) + again.unwrap_or(0)),
            },
            cooling_off: known("cooling_off", row)?.unwrap_or(0),
            expired: known("expired", row)?.unwrap_or(0),
        };
        let (account_findings, left) = check_account(&usage, limits);
        findings.extend(account_findings);
        headroom.extend(left);
    }
    Ok((findings, headroom))
}
