//! The work list of one day: every withdrawal of every account, with the address of each profile
//! written out where the terminal shows no links.
//!
//! Invariant: nothing is left out. An address is never cut, since a part of one is of no use: on a
//! line of its own it may be wider than the width.

use super::actions::{ActionTable, INDENT};
use super::lines::paragraph;
use crate::output::actions::{ActionColumns, DayRows};
use crate::output::error::OutputResult;
use crate::output::plan_view::{ShownPlan, weekday_and_date};
use crate::output::style::{Paint, Style};
use crate::output::text::{clean, count, web_link};
use crate::plan::Verdict;
use chrono::NaiveDate;
use std::io::{self, Write};

/// Writes the work list, or that there is nothing to do on that day.
pub(super) fn write(shown: &ShownPlan, style: &Style, out: &mut dyn Write) -> OutputResult {
    let actions = ActionColumns::read(&shown.plan.actions)?;
    let days = actions.days();
    match shown.date().filter(|_| !days.is_empty()) {
        Some(date) => {
            heading(shown, date, &days, style, out)?;
            for day in &days {
                account(day, &actions, style, out)?;
            }
        }
        None => paragraph(&shown.explain_empty(), Paint::Plain, 0, style, out)?,
    }
    if shown.plan.verdict != Verdict::Ok {
        let verdict = shown.plan.verdict.name();
        let text = format!("Verdict: {verdict}; without --day the plan shows its findings.");
        writeln!(out)?;
        paragraph(&text, Paint::Yellow, 0, style, out)?;
    }
    Ok(out.flush()?)
}

fn heading(
    shown: &ShownPlan,
    date: NaiveDate,
    days: &[DayRows],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let name = clean(&shown.plan.strategy.name);
    let number = shown.number_of(date).unwrap_or_default();
    let text = format!(
        "{name} · day {number} of {} · {} · {} in {}",
        shown.dates.len(),
        weekday_and_date(date),
        count(shown.plan.actions.height(), "withdrawal"),
        count(days.len(), "account"),
    );
    paragraph(&text, Paint::Bold, 0, style, out)
}

fn account(
    day: &DayRows,
    actions: &ActionColumns,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let table = ActionTable::fit(actions, std::slice::from_ref(&day.rows), style);
    let text = format!("{} · {}", clean(day.account), count(day.rows.len(), "withdrawal"));
    writeln!(out)?;
    paragraph(&text, Paint::Bold, 0, style, out)?;
    writeln!(out, "{}", table.grid.titles())?;
    for action in day.rows.clone().map(|row| actions.row(row)) {
        writeln!(out, "{}", table.grid.line(&table.cells(&action)))?;
        let url = action.profile_url.filter(|_| !style.hyperlinks).and_then(web_link);
        if let Some(url) = url {
            writeln!(out, "{}{}", " ".repeat(2 * INDENT), style.paint(Paint::Dim, &url))?;
        }
    }
    Ok(())
}
