//! A plan as text to compare with another: what is decided, one withdrawal a line, in their order.
//!
//! Invariant: a line says nothing that changes with the lines around it, such as a rank, so that a
//! difference shows what differs and no more; nor with the script's comments.

use super::actions::ActionColumns;
use super::error::OutputResult;
use super::text::clean;
use crate::plan::{AccountPlan, Plan};
use crate::plural::pluralize;
use std::fmt::Write;

pub fn plan_snapshot(plan: &Plan) -> OutputResult<String> {
    // A strategy's plan is the same in its pack and by itself.
    let name = plan.strategy.name.rsplit('/').next().unwrap_or_default();
    let mut text = format!("{name} as of {}\n", plan.as_of.date_naive());
    for (name, value) in &plan.strategy.params {
        line(&mut text, format_args!("{name} = {value}"));
    }
    line(&mut text, format_args!("\nverdict: {}", plan.verdict.name()));
    for finding in &plan.findings {
        let (level, code, account) = (finding.level, &finding.code, finding.account.as_deref());
        let account = account.map(|account| format!(" {account}")).unwrap_or_default();
        line(&mut text, format_args!("{level} {code}{account}: {}", finding.message));
    }
    text.push('\n');
    for rule in &plan.rules {
        let (late, open) = (rule.shadowed, rule.undecided);
        let (verb, reason, matched) = (rule.verb.name(), &rule.reason, rule.matched);
        line(
            &mut text,
            format_args!("{verb} {reason:?}: decides {matched}, too late {late}, undecided {open}"),
        );
    }
    let actions = ActionColumns::read(&plan.actions)?;
    let days = actions.days();
    for account_plan in &plan.accounts {
        let AccountPlan { account, pending, pending_after, withdraw, .. } = account_plan;
        let withdrawals = pluralize(*withdraw, "withdrawal");
        line(
            &mut text,
            format_args!("\n{account}: {pending} pending, {withdrawals}, {pending_after} after"),
        );
        for day in days.iter().filter(|day| day.account == account) {
            line(&mut text, format_args!("{account} on {}", day.date));
            for row in day.rows.clone() {
                let action = actions.row(row);
                let age =
                    action.age_days.map_or_else(|| "unknown age".into(), |age| format!("{age} d"));
                let follow_up = action.follow_up.map(|what| format!(", then {what}"));
                let follow_up = follow_up.unwrap_or_default();
                let (name, reason) = (action.name, action.reason);
                text.push_str("  ");
                line(&mut text, format_args!("{name}, {age}, {reason}{follow_up}"));
            }
        }
    }
    Ok(text)
}

/// Adds a line without control characters.
fn line(text: &mut String, message: std::fmt::Arguments) {
    let message = message.to_string();
    for part in message.split('\n') {
        // A text takes every write.
        let _ = writeln!(text, "{}", clean(part));
    }
}
