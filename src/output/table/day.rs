//! The work list of one day: every withdrawal of every account, with the address of each profile
//! written out where the terminal shows no links.
//!
//! Invariant: nothing is left out. An address is never cut, since a part of one is of no use: on a
//! line of its own it may be wider than the width.

use super::actions::{ActionTable, INDENT};
use crate::output::actions::{ActionColumns, DayRows};
use crate::output::error::OutputResult;
use crate::output::plan_view::{ShownPlan, weekday_and_date};
use crate::output::style::Paint;
use crate::output::styled_writer::StyledWriter;
use crate::output::text::{clean, web_link};
use crate::plan::Verdict;
use crate::plural::pluralize;
use chrono::NaiveDate;
use std::io::{self, Write};

/// Writes the work list, or that there is nothing to do on that day.
pub(super) fn write(shown: &ShownPlan, out: &mut StyledWriter) -> OutputResult {
    let actions = ActionColumns::read(&shown.plan.actions)?;
    let days = actions.days();
    match shown.date().filter(|_| !days.is_empty()) {
        Some(date) => {
            heading(shown, date, &days, out)?;
            for day in &days {
                account(day, &actions, out)?;
            }
        }
        None => out.paragraph(Paint::Plain, &shown.explain_empty())?,
    }
    if shown.plan.verdict != Verdict::Ok {
        let verdict = shown.plan.verdict.name();
        let text = format!("Verdict: {verdict}; without --day the plan shows its findings.");
        out.blank_line()?;
        out.paragraph(Paint::Yellow, &text)?;
    }
    Ok(out.flush()?)
}

fn heading(
    shown: &ShownPlan,
    date: NaiveDate,
    days: &[DayRows],
    out: &mut StyledWriter,
) -> io::Result<()> {
    let name = clean(&shown.plan.strategy.name);
    let number = shown.number_of(date).unwrap_or_default();
    let text = format!(
        "{name} · day {number} of {} · {} · {} in {}",
        shown.dates.len(),
        weekday_and_date(date),
        pluralize(shown.plan.actions.height(), "withdrawal"),
        pluralize(days.len(), "account"),
    );
    out.paragraph(Paint::Bold, &text)
}

fn account(day: &DayRows, actions: &ActionColumns, out: &mut StyledWriter) -> io::Result<()> {
    let table = ActionTable::fit(actions, std::slice::from_ref(&day.rows), out.style);
    let text = format!("{} · {}", clean(day.account), pluralize(day.rows.len(), "withdrawal"));
    out.blank_line()?;
    out.paragraph(Paint::Bold, &text)?;
    writeln!(out, "{}", table.grid.titles())?;
    for action in day.rows.clone().map(|row| actions.row(row)) {
        writeln!(out, "{}", table.grid.line(&table.cells(&action)))?;
        let url = action.profile_url.filter(|_| !out.style.hyperlinks).and_then(web_link);
        if let Some(url) = url {
            writeln!(out, "{}{}", " ".repeat(2 * INDENT), out.style.paint(Paint::Dim, &url))?;
        }
    }
    Ok(())
}
