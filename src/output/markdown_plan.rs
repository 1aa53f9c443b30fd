//! A plan as Markdown: a list of tasks to tick for each day, under what there is to say of it.

use super::actions::{ActionColumns, ActionRow, DayRows, date_count};
use super::cell_value::rfc3339;
use super::error::OutputResult;
use super::markdown_escape::escape_markdown;
use super::plan_view::{ShownPlan, weekday_and_date};
use super::text::web_link;
use crate::finding::Finding;
use crate::plan::Plan;
use crate::plural::pluralize;
use std::io::{self, Write};

pub(super) fn plan(shown: &ShownPlan, out: &mut dyn Write) -> OutputResult {
    let plan = shown.plan.as_ref();
    let actions = ActionColumns::read(&plan.actions)?;
    let mut days = actions.days();
    summary(plan, date_count(&days), out)?;
    findings(&plan.findings, out)?;
    days.sort_by_key(|day| day.date);
    for of_date in days.chunk_by(|a, b| a.date == b.date) {
        day(of_date, &actions, shown, out)?;
    }
    if days.is_empty() {
        writeln!(out, "\n{}", shown.explain_empty())?;
    }
    Ok(out.flush()?)
}

fn summary(plan: &Plan, days: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", escape_markdown(&plan.strategy.name))?;
    let days = pluralize(days, "day");
    let (as_of, verdict) = (rfc3339(plan.as_of), plan.verdict.name());
    writeln!(out, "As of {as_of}, over {days}. Verdict: {verdict}.\n")?;
    writeln!(out, "| Account | Pending | Withdraw | After | Days |\n|---|---:|---:|---:|---:|")?;
    for one in &plan.accounts {
        let name = escape_markdown(&one.account);
        let (pending, withdraw, after) = (one.pending, one.withdraw, one.pending_after);
        writeln!(out, "| {name} | {pending} | {withdraw} | {after} | {} |", one.days)?;
    }
    writeln!(out, "\n| Rule | Reason | Decided | Too late | Undecided | For want of |")?;
    writeln!(out, "|---|---|---:|---:|---:|---|")?;
    for rule in &plan.rules {
        let (verb, reason) = (rule.verb.name(), escape_markdown(&rule.reason));
        let (matched, shadowed, undecided) = (rule.matched, rule.shadowed, rule.undecided);
        let wanted = escape_markdown(&rule.missing_columns_text());
        writeln!(out, "| {verb} | {reason} | {matched} | {shadowed} | {undecided} | {wanted} |")?;
    }
    Ok(())
}

pub(super) fn findings(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Findings\n")?;
    for Finding { code, level, account, message, help } in findings {
        let account = account.as_ref().map(|account| format!(", {}", escape_markdown(account)));
        write!(out, "- **{level}** `{code}`{}: ", account.unwrap_or_default())?;
        write!(out, "{}", escape_markdown(message))?;
        match help {
            Some(help) => writeln!(out, " (*{}*)", escape_markdown(help))?,
            None => writeln!(out)?,
        }
    }
    Ok(())
}

/// The work list of one date.
pub(super) fn day(
    accounts: &[DayRows],
    actions: &ActionColumns,
    shown: &ShownPlan,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(first) = accounts.first() else { return Ok(()) };
    let number = shown.number_of(first.date).unwrap_or_default();
    writeln!(out, "\n## Day {number}: {}", weekday_and_date(first.date))?;
    for account_rows in accounts {
        writeln!(out, "\n### {}\n", escape_markdown(account_rows.account))?;
        for row in account_rows.rows.clone() {
            writeln!(out, "{}", task(&actions.row(row)))?;
        }
    }
    Ok(())
}

fn task(action: &ActionRow) -> String {
    let name = escape_markdown(action.name);
    let name = match action.profile_url.and_then(web_link) {
        Some(url) => format!("[{name}]({url})"),
        None => name,
    };
    let age = action.age_days.map(|days| format!(", {days} d")).unwrap_or_default();
    let again = action.reconnect_on.map(|date| format!("; invite again from {date}"));
    let follow_up = action.follow_up.map(|text| format!("; then: {}", escape_markdown(text)));
    format!(
        "- [ ] {}\\. {name}{age}: {}{}{}",
        action.rank,
        escape_markdown(action.reason),
        again.unwrap_or_default(),
        follow_up.unwrap_or_default()
    )
}
