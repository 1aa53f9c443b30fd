//! The days of a plan as all-day events of a calendar (RFC 5545): whom to withdraw, account by
//! account, and where the work list of the day is.
//!
//! Invariant: a day has one event, whatever becomes of it: the same strategy's plan of the next
//! morning replaces what a calendar has.

use super::actions::{ActionColumns, ActionRow, DayRows};
use super::error::OutputResult;
use super::event_calendar::{CalendarEvent, write_event_calendar};
use super::plan_view::{PlanView, ShownPlan};
use crate::plan::Plan;
use crate::plural::pluralize;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::io::Write;

/// The most people whom an event names: calendars cut long texts off.
const PEOPLE_MAX: usize = 60;

/// Writes an event for each day on which the shown part of a plan withdraws something; `page` is
/// the address of the day's work list.
///
/// # Errors
/// Where the plan has no such account; where `out` refuses.
pub fn write_plan_calendar(
    plan: &Plan,
    view: &PlanView,
    page: Option<&str>,
    out: &mut dyn Write,
) -> OutputResult {
    let shown = view.select_from(plan)?;
    let actions = ActionColumns::read(&shown.plan.actions)?;
    let mut by_date: BTreeMap<NaiveDate, Vec<DayRows>> = BTreeMap::new();
    for day in actions.days() {
        by_date.entry(day.date).or_default().push(day);
    }
    let events = by_date.iter().map(|(date, accounts)| CalendarEvent {
        identity: identity(&shown, view, *date),
        day: *date,
        summary: summary(accounts),
        description: description(&shown, &actions, accounts),
        url: page.map(String::from),
    });
    write_event_calendar(&events.collect::<Vec<_>>(), plan.as_of.date_naive(), out)
}

fn identity(shown: &ShownPlan, view: &PlanView, date: NaiveDate) -> String {
    let account = view.account.as_deref().unwrap_or_default();
    format!("withdrawals/{}/{account}/{date}", shown.plan.strategy.name)
}

fn people_of(accounts: &[DayRows]) -> usize {
    accounts.iter().map(|day| day.rows.len()).sum()
}

/// `Withdraw 25 invitations (anna 13, ben 12)`.
fn summary(accounts: &[DayRows]) -> String {
    let counts = accounts.iter().map(|day| format!("{} {}", day.account, day.rows.len()));
    format!(
        "Withdraw {} ({})",
        pluralize(people_of(accounts), "invitation"),
        counts.collect::<Vec<_>>().join(", ")
    )
}

fn description(shown: &ShownPlan, actions: &ActionColumns, accounts: &[DayRows]) -> String {
    let mut lines = vec![
        format!("By {}, as of {}.", shown.plan.strategy.name, shown.plan.as_of.date_naive()),
        "In LinkedIn: My Network, Manage, Sent. Afterwards: `rescind done`.".to_owned(),
    ];
    let mut left = PEOPLE_MAX;
    for day in accounts {
        lines.push(format!("{}:", day.account));
        let named = day.rows.clone().take(left);
        left -= named.len();
        lines.extend(named.map(|row| person(&actions.row(row))));
    }
    let more = people_of(accounts).saturating_sub(PEOPLE_MAX);
    if more > 0 {
        lines.push(format!("… and {more} more: the work list has them."));
    }
    lines.join("\n")
}

fn person(action: &ActionRow) -> String {
    let profile = action.profile_url.map(|url| format!(" {url}")).unwrap_or_default();
    format!("{}. {} ({}){profile}", action.rank, action.name, action.reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::plan_view::PlanDay;
    use crate::output::samples::{plan, plan_of, withdrawals, written as text_of};

    fn written(plan: &Plan, view: &PlanView, page: Option<&str>) -> String {
        text_of(|out| write_plan_calendar(plan, view, page, out)).replace("\r\n ", "")
    }

    fn uids(text: &str) -> Vec<&str> {
        text.lines().filter(|line| line.starts_with("UID:")).collect()
    }

    #[test]
    fn each_day_is_an_event_that_names_its_people() {
        let day = PlanView { day: Some(PlanDay::Nth(1)), ..PlanView::default() };
        let page = Some("file:///lists/monday.html");
        insta::assert_snapshot!(written(&plan(), &day, page).replace('\r', "␍"));
        let (whole, one) =
            (written(&plan(), &PlanView::default(), None), written(&plan(), &day, None));
        assert_eq!(uids(&whole)[0], uids(&one)[0], "a day is known by its date alone");
        assert_eq!(uids(&whole).len(), 3);
    }

    #[test]
    fn a_day_names_so_many_and_says_how_many_more() {
        let many = plan_of(&[("anna", 612)], &withdrawals("anna", 20));
        let text = written(&many, &PlanView::default(), None);
        assert!(!text.contains("more: the work list"), "{text}");
        let accounts = ["anna", "bruno", "carla"];
        let samples = accounts.map(|account| withdrawals(account, 25)).concat();
        let more = plan_of(&accounts.map(|account| (account, 100)), &samples);
        let text = written(&more, &PlanView::default(), None);
        assert!(text.contains("(anna 25\\, bruno 25\\, carla 25)"), "{text}");
        assert!(
            text.contains("\\n10. ") && text.contains("… and 15 more: the work list"),
            "{text}"
        );
    }

    #[test]
    fn a_plan_of_nobody_is_a_calendar_all_the_same() {
        let text = written(&plan_of(&[("anna", 612)], &[]), &PlanView::default(), None);
        assert!(text.contains("BEGIN:VTIMEZONE") && !text.contains("VEVENT"), "{text}");
    }
}
