//! The work list of one day: whom to withdraw, in order, account by account, with marks that stay
//! in the browser and come back as a file for `rescind done`.

use super::{findings, long_date};
use crate::digest::sha256;
use crate::finding::Level;
use crate::output::actions::{ActionColumns, ActionRow, DayRows};
use crate::output::error::OutputResult;
use crate::output::json;
use crate::output::plan_view::ShownPlan;
use crate::output::text::{clean, web_link};
use crate::plural::pluralize;
use minijinja::{Value, context};
use std::io::Write;

/// Where LinkedIn shows what was sent and is pending.
const SENT_PAGE: &str = "https://www.linkedin.com/mynetwork/invitation-manager/sent/";

pub(super) fn write(shown: &ShownPlan, out: &mut dyn Write) -> OutputResult {
    let plan = shown.plan.as_ref();
    let actions = ActionColumns::read(&plan.actions)?;
    let accounts: Vec<Value> = actions.days().iter().map(|day| of_account(day, &actions)).collect();
    let people = plan.actions.height();
    let date = shown.date();
    let day = date.map(|date| date.to_string()).unwrap_or_default();
    let mut document = vec![];
    json::write_plan_document(shown.whole, &mut document)?;
    let id = sha256(&document);
    let heading = match people {
        0 => "Nothing to withdraw".into(),
        _ => format!("Withdraw {}", pluralize(people, "invitation")),
    };
    let grave = plan.findings.iter().filter(|finding| finding.level > Level::Note);
    let grave: Vec<_> = grave.collect();
    let list = context! {
        plan => &id,
        file => file_name(&day, &id),
        heading => &heading,
        day => &day,
        strategy => clean(&plan.strategy.name),
        number => date.and_then(|date| shown.number_of(date)),
        days => shown.dates.len(),
        day_in_words => date.map(long_date),
        nothing => shown.explain_empty(),
        sent_page => SENT_PAGE,
        findings_counted => pluralize(grave.len(), "warning"),
        findings => findings(grave.into_iter()),
        people, accounts,
    };
    let title = format!("{heading} {day}");
    super::render_template(
        "worklist.html",
        title.trim_end(),
        Some(plan.as_of),
        context! { list },
        out,
    )
}

/// What the page's script saves its marks as.
fn file_name(day: &str, id: &str) -> String {
    format!("rescind-{day}-{}.json", id.get(..8).unwrap_or(id))
}

fn of_account(day: &DayRows, actions: &ActionColumns) -> Value {
    let people: Vec<Value> = day.rows.clone().map(|row| person(&actions.row(row))).collect();
    let summary = pluralize(people.len(), "invitation");
    context! { name => clean(day.account), summary, people }
}

fn person(action: &ActionRow) -> Value {
    let age = action.age_days.and_then(|days| usize::try_from(days).ok());
    let facts = [
        age.map(|days| format!("{} old", pluralize(days, "day"))),
        action.reconnect_on.map(|date| format!("may be invited again from {date}")),
    ];
    context! {
        rank => action.rank,
        name => clean(action.name),
        link => action.profile_url.and_then(web_link),
        reason => clean(action.reason),
        facts => facts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        follow_up => action.follow_up.map(clean),
    }
}
