//! A whole plan for whoever answers for it: what happens on which day, why, what stays, what is
//! left of the limits, and every invitation that goes.

use super::frame_rows::{LinkedColumn, rows_of};
use super::rule_words::condition_in_words;
use super::{findings, limits_left};
use crate::output::actions::{ActionColumns, DayRows};
use crate::output::error::OutputResult;
use crate::output::plan_view::{ShownPlan, weekday_and_date};
use crate::output::text::clean;
use crate::plan::{AccountPlan, Plan, RuleCount, Verb};
use crate::plural::pluralize;
use chrono::NaiveDate;
use minijinja::{Value, context};
use polars::prelude::{DataFrame, PolarsResult};
use std::io::Write;

/// With more accounts a day's row says only how many go together.
const ACCOUNTS_BESIDE_EACH_OTHER: usize = 8;

pub(super) fn write(shown: &ShownPlan, out: &mut dyn Write) -> OutputResult {
    let plan = shown.plan.as_ref();
    let actions = ActionColumns::read(&plan.actions)?;
    let accounts: Vec<&AccountPlan> = match plan.accounts.len() {
        0..=ACCOUNTS_BESIDE_EACH_OTHER => plan.accounts.iter().collect(),
        _ => vec![],
    };
    let account_names: Vec<String> = accounts.iter().map(|one| clean(&one.account)).collect();
    let linked = plan.actions.column("profile_url")?;
    let linked = LinkedColumn { column: "name", addresses: linked };
    let days = days(&actions.days(), &accounts, shown);
    let heading = heading(plan, days.len());
    let view = context! {
        strategy => clean(&plan.strategy.name),
        lead => lead(plan, shown),
        accounts => plan.accounts.iter().map(account).collect::<Vec<_>>(),
        params => shown.params().iter().map(|text| clean(text)).collect::<Vec<_>>(),
        verdict => plan.verdict.name(),
        withdrawing => rules(plan, Verb::Withdraw),
        keeping => staying(shown.whole),
        limits => limits_left(&plan.headroom),
        findings => findings(plan.findings.iter()),
        rows => rows_of(&shown_columns(&plan.actions)?, Some(&linked)),
        heading => &heading,
        account_names,
        days,
    };
    super::render_template("plan.html", &heading, Some(plan.as_of), context! { plan => view }, out)
}

fn heading(plan: &Plan, days: usize) -> String {
    match plan.actions.height() {
        0 => "Nothing to withdraw".into(),
        total => {
            format!("Withdraw {} over {}", pluralize(total, "invitation"), pluralize(days, "day"))
        }
    }
}

/// From when to when, and how many stay.
fn lead(plan: &Plan, shown: &ShownPlan) -> String {
    let pending: usize = plan.accounts.iter().map(|account| account.pending).sum();
    let after: usize = plan.accounts.iter().map(|account| account.pending_after).sum();
    let stay = format!("{after} of {} stay.", pluralize(pending, "pending invitation"));
    match (shown.dates.first(), shown.dates.last()) {
        (Some(first), Some(last)) if first != last => {
            format!("From {} to {}. {stay}", weekday_and_date(*first), weekday_and_date(*last))
        }
        (Some(only), _) => format!("On {}. {stay}", weekday_and_date(*only)),
        _ => stay,
    }
}

fn account(account: &AccountPlan) -> Value {
    context! {
        name => clean(&account.account),
        pending => account.pending,
        withdraw => account.withdraw,
        after => account.pending_after,
        days => account.days,
    }
}

fn days(days: &[DayRows], accounts: &[&AccountPlan], shown: &ShownPlan) -> Vec<Value> {
    let of_date = |date: NaiveDate| {
        let on_date: Vec<&DayRows> = days.iter().filter(|day| day.date == date).collect();
        let total: usize = on_date.iter().map(|day| day.rows.len()).sum();
        let of_account = |account: &&AccountPlan| {
            let rows = on_date.iter().filter(|day| day.account == account.account);
            rows.map(|day| day.rows.len()).sum::<usize>()
        };
        let counts: Vec<usize> = accounts.iter().map(of_account).collect();
        let number = shown.number_of(date);
        context! {
            date => date.to_string(),
            words => weekday_and_date(date),
            number, counts, total,
        }
    };
    let used = shown.dates.iter().filter(|date| days.iter().any(|day| day.date == **date));
    used.map(|date| of_date(*date)).collect()
}

fn rules(plan: &Plan, verb: Verb) -> Vec<Value> {
    let of_verb = plan.rules.iter().filter(|rule| rule.verb == verb);
    let lines = of_verb.map(|rule| {
        let formula = rule.when.as_deref().map(clean);
        let words =
            formula.as_deref().and_then(|when| condition_in_words(when, &plan.strategy.params));
        let line = rule_line(rule.matched, &clean(&rule.reason), remarks(rule));
        context! { words, formula, ..line }
    });
    lines.collect()
}

fn rule_line(count: usize, reason: &str, remarks: Vec<String>) -> Value {
    context! { count, reason, remarks, words => Value::from(()), formula => Value::from(()) }
}

fn remarks(rule: &RuleCount) -> Vec<String> {
    let wanted = clean(&rule.missing_columns_text());
    let undecided = match rule.undecided {
        0 => None,
        number if wanted.is_empty() => Some(format!("not known of {number} more")),
        number => Some(format!("not known of {number} more, for want of {wanted}")),
    };
    let shadowed = (rule.shadowed > 0)
        .then(|| format!("{} more were decided by an earlier rule", rule.shadowed));
    undecided.into_iter().chain(shadowed).collect()
}

/// What stays, by rule, and what stays though a rule would withdraw it or none applies.
fn staying(plan: &Plan) -> Vec<Value> {
    let matched = |verb: Verb| -> usize {
        plan.rules.iter().filter(|rule| rule.verb == verb).map(|rule| rule.matched).sum()
    };
    let after: usize = plan.accounts.iter().map(|account| account.pending_after).sum();
    let later = matched(Verb::Withdraw).saturating_sub(plan.actions.height());
    let others = after.saturating_sub(matched(Verb::Keep)).saturating_sub(later);
    let mut lines = rules(plan, Verb::Keep);
    if later > 0 {
        lines.push(rule_line(
            later,
            "a rule would withdraw them, but the plan takes fewer",
            vec![],
        ));
    }
    if others > 0 {
        lines.push(rule_line(others, "no rule applies to them", vec![]));
    }
    lines
}

/// The parameters with their values, those of accounts too.
fn shown_columns(actions: &DataFrame) -> PolarsResult<DataFrame> {
    const SHOWN: [&str; 8] =
        ["date", "account", "rank", "name", "reason", "age_days", "reconnect_on", "follow_up"];
    let shown = actions.select(SHOWN)?;
    let has_none = shown.column("follow_up")?.null_count() == shown.height();
    if has_none { shown.drop("follow_up") } else { Ok(shown) }
}
