//! Which sheets a plan, the limits and a report have: first what they are about, last how to read
//! it.

use super::WorkbookBuilder;
use crate::finding::Finding;
use crate::output::actions::ActionColumns;
use crate::output::cell_value::column;
use crate::output::error::OutputResult;
use crate::output::limits_frame;
use crate::output::limits_report::LimitsReport;
use crate::output::plan_view::ShownPlan;
use crate::plan::{Plan, RuleCount};
use crate::report::Report;
use polars::prelude::{Column, DataFrame, DataType, PolarsResult};

/// The rows of a plan as people read them, without the keys by which the program knows people.
const COLUMNS: [&str; 10] = [
    "date",
    "account",
    "rank",
    "name",
    "profile_url",
    "age_days",
    "reason",
    "reconnect_on",
    "follow_up",
    "priority",
];

/// A whole plan, or the list of a day.
pub(super) fn plan(shown: &ShownPlan) -> OutputResult<WorkbookBuilder> {
    let plan = shown.plan.as_ref();
    let mut book =
        WorkbookBuilder::new(&format!("Plan by {}", plan.strategy.name), Some(plan.as_of))?;
    book.add("Invitations", &plan.actions.select(COLUMNS)?)?;
    if shown.day.is_none() {
        book.add("Days", &days(plan)?)?;
        book.add("Accounts", &accounts(plan)?)?;
        book.add("Rules", &rules(plan)?)?;
        book.add("Limits", &limits_frame::headroom(&plan.headroom)?)?;
    }
    if !plan.findings.is_empty() {
        book.add("Findings", &findings(&plan.findings)?)?;
    }
    let nothing = (plan.actions.height() == 0).then(|| ("Invitations", shown.explain_empty()));
    let day = shown.date().map(|day| ("Day", day.to_string()));
    let about = [
        ("Strategy", plan.strategy.name.clone()),
        ("As of", plan.as_of.date_naive().to_string()),
        ("Verdict", plan.verdict.name().into()),
        ("Set to", shown.params().join("; ")),
    ];
    book.add("About", &pairs(about.into_iter().chain(day).chain(nothing)))?;
    Ok(book)
}

/// The limits, after what is left of them where there are data.
pub(super) fn limits(report: &LimitsReport) -> OutputResult<WorkbookBuilder> {
    let mut book = WorkbookBuilder::new("Limits", None)?;
    if !report.headroom.is_empty() {
        book.add("What is left", &limits_frame::headroom(report.headroom)?)?;
    }
    book.add("Limits", &limits_frame::table(report)?)?;
    if !report.findings.is_empty() {
        book.add("Findings", &findings(report.findings)?)?;
    }
    Ok(book)
}

pub(super) fn report(report: &Report) -> OutputResult<WorkbookBuilder> {
    let mut book = WorkbookBuilder::new(&report.title, Some(report.as_of))?;
    for section in &report.sections {
        book.add(&section.title, section.rows())?;
    }
    let next = report.next.map(|day| ("Look again on", day.to_string()));
    let notes = report
        .sections
        .iter()
        .filter_map(|section| Some((section.title.as_str(), section.note.clone()?)));
    let about =
        [("Report", report.title.clone()), ("As of", report.as_of.date_naive().to_string())];
    book.add("About", &pairs(about.into_iter().chain(next).chain(notes)))?;
    Ok(book)
}

/// Texts under their names.
fn pairs<'a>(about: impl Iterator<Item = (&'a str, String)>) -> DataFrame {
    let (names, texts): (Vec<&str>, Vec<String>) = about.unzip();
    let rows = names.len();
    let columns = vec![Column::new("what".into(), names), Column::new("text".into(), texts)];
    DataFrame::new(rows, columns).unwrap_or_default()
}

/// How many go on which day, by account.
fn days(plan: &Plan) -> PolarsResult<DataFrame> {
    let actions = ActionColumns::read(&plan.actions)?;
    let mut days = actions.days();
    days.sort_by_key(|day| (day.date, day.account));
    let columns = vec![
        column("date", &days, |day| day.date.to_epoch_days()).cast(&DataType::Date)?,
        column("account", &days, |day| day.account),
        column("invitations", &days, |day| day.rows.len() as u64),
    ];
    DataFrame::new(days.len(), columns)
}

fn accounts(plan: &Plan) -> PolarsResult<DataFrame> {
    let rows = &plan.accounts;
    let columns = vec![
        column("account", rows, |row| row.account.as_str()),
        column("pending", rows, |row| row.pending as u64),
        column("withdraw", rows, |row| row.withdraw as u64),
        column("pending_after", rows, |row| row.pending_after as u64),
        column("days", rows, |row| row.days as u64),
    ];
    DataFrame::new(rows.len(), columns)
}

fn rules(plan: &Plan) -> PolarsResult<DataFrame> {
    let rows = &plan.rules;
    let columns = vec![
        column("rule", rows, |row| row.verb.name()),
        column("reason", rows, |row| row.reason.as_str()),
        column("when", rows, |row| row.when.clone().unwrap_or_default()),
        column("decided", rows, |row| row.matched as u64),
        column("decided_earlier", rows, |row| row.shadowed as u64),
        column("undecided", rows, |row| row.undecided as u64),
        column("for_want_of", rows, RuleCount::missing_columns_text),
    ];
    DataFrame::new(rows.len(), columns)
}

fn findings(findings: &[Finding]) -> PolarsResult<DataFrame> {
    let columns = vec![
        column("level", findings, |finding| finding.level.to_string()),
        column("account", findings, |finding| finding.account.clone()),
        column("message", findings, |finding| finding.message.as_str()),
        column("help", findings, |finding| finding.help.clone()),
        column("code", findings, |finding| finding.code.to_string()),
    ];
    DataFrame::new(findings.len(), columns)
}
