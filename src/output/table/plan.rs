//! A plan at a glance: each account with the first withdrawals of each day, the rules, what is left
//! of the limits, the findings and the verdict.

use super::actions::ActionTable;
use super::{findings, headroom, rules};
use crate::output::actions::{ActionColumns, DayRows, date_count};
use crate::output::error::OutputResult;
use crate::output::plan_view::{ShownPlan, weekday_and_date};
use crate::output::style::Paint;
use crate::output::styled_writer::StyledWriter;
use crate::output::text::clean;
use crate::plan::{AccountPlan, Plan};
use crate::plural::pluralize;
use indexmap::IndexMap;
use std::io::{self, Write};

const ACCOUNTS_SHOWN: usize = 20;

/// How much is shown of an account.
struct RowLimits {
    /// Withdrawals of the day that comes first.
    rows_of_first_day: usize,
    /// Withdrawals of each day after it.
    rows_of_later_days: usize,
    days: usize,
}

impl RowLimits {
    /// Everything.
    const WHOLE: Self = Self {
        rows_of_first_day: usize::MAX - 1,
        rows_of_later_days: usize::MAX - 1,
        days: usize::MAX,
    };

    /// The fewer the accounts, the more of each.
    fn for_accounts(accounts: usize) -> Self {
        let (rows_of_first_day, rows_of_later_days, days) = match accounts {
            0..=1 => (10, 10, 10),
            2..=4 => (10, 3, 10),
            _ => (3, 0, 1),
        };
        Self { rows_of_first_day, rows_of_later_days, days }
    }
}

pub(super) fn write(shown: &ShownPlan, out: &mut StyledWriter) -> OutputResult {
    let plan = shown.plan.as_ref();
    let actions = ActionColumns::read(&plan.actions)?;
    let days = actions.days();
    heading(plan, date_count(&days), out)?;
    let most = if out.style.is_untruncated { plan.accounts.len() } else { ACCOUNTS_SHOWN };
    let hidden = plan.accounts.len().saturating_sub(most);
    let detail = match plan.accounts.iter().filter(|account| account.withdraw > 0).count() {
        _ if out.style.is_untruncated => RowLimits::WHOLE,
        accounts => RowLimits::for_accounts(accounts),
    };
    let mut was_idle = false;
    for account in plan.accounts.iter().take(most) {
        // Accounts without withdrawals stand together.
        let is_idle = account.withdraw == 0;
        if !(is_idle && was_idle) {
            out.blank_line()?;
        }
        was_idle = is_idle;
        account_heading(account, out)?;
        let account_rows = days.partition_point(|day| day.account < account.account.as_str());
        let account_rows: Vec<_> =
            days[account_rows..].iter().take_while(|day| day.account == account.account).collect();
        account_days(&account_rows, &actions, &detail, shown, out)?;
    }
    if hidden > 0 {
        let more = pluralize(hidden, "more account");
        let more = format!("… {more} (--account NAME shows one, --format csv all)");
        out.blank_line()?;
        out.paragraph(Paint::Dim, &more)?;
    }
    rules::write(&plan.rules, out)?;
    headroom::write(&plan.headroom, out)?;
    findings::write(&plan.findings, out)?;
    findings::verdict(plan, out)?;
    Ok(out.flush()?)
}

fn heading(plan: &Plan, days: usize, out: &mut StyledWriter) -> io::Result<()> {
    let total = plan.actions.height();
    let what = match total {
        0 => "nothing to withdraw".into(),
        _ => format!("{} over {}", pluralize(total, "withdrawal"), pluralize(days, "day")),
    };
    let name = clean(&plan.strategy.name);
    let as_of = plan.as_of.format("%Y-%m-%d %H:%M UTC").to_string().replace(" 00:00 UTC", "");
    out.paragraph(Paint::Bold, &format!("{name} · as of {as_of} · {what}"))?;
    let common = params(&plan.strategy.params);
    if !common.is_empty() {
        out.paragraph(Paint::Dim, &clean(&common))?;
    }
    for (account, params_of_account) in &plan.strategy.account_params {
        out.paragraph(Paint::Dim, &clean(&format!("{account}: {}", params(params_of_account))))?;
    }
    Ok(())
}

fn params(params: &IndexMap<String, serde_json::Value>) -> String {
    let params = params.iter().map(|(name, value)| format!("{name} = {value}"));
    params.collect::<Vec<_>>().join(", ")
}

fn account_heading(account: &AccountPlan, out: &mut StyledWriter) -> io::Result<()> {
    let AccountPlan { pending, withdraw, pending_after, days, .. } = account;
    let name = clean(&account.account);
    let text = if *withdraw == 0 {
        format!("{name} · {pending} pending · nothing to withdraw")
    } else {
        let (withdrawals, days) = (pluralize(*withdraw, "withdrawal"), pluralize(*days, "day"));
        format!("{name} · {pending} pending → {pending_after} · {withdrawals} over {days}")
    };
    out.paragraph(Paint::Bold, &text)
}

fn account_days(
    days: &[&DayRows],
    actions: &ActionColumns,
    detail: &RowLimits,
    shown: &ShownPlan,
    out: &mut StyledWriter,
) -> io::Result<()> {
    let visible: Vec<_> = (days.iter().take(detail.days).enumerate())
        .map(|(index, day)| {
            let most =
                if index == 0 { detail.rows_of_first_day } else { detail.rows_of_later_days };
            // To hide a single row takes as much room as to show it.
            let rows = day.rows.len();
            let rows = if rows <= most + 1 { rows } else { most };
            day.rows.start..day.rows.start + rows
        })
        .collect();
    let table = ActionTable::fit(actions, &visible, out.style);
    if !visible.is_empty() {
        writeln!(out, "{}", table.grid.titles())?;
    }
    for (day, rows) in days.iter().zip(visible) {
        let number = shown.number_of(day.date).unwrap_or_default();
        let date = weekday_and_date(day.date);
        let (visible, total) = (rows.len(), pluralize(day.rows.len(), "withdrawal"));
        let text = if visible == day.rows.len() {
            format!("Day {number} · {date} · {total}")
        } else {
            format!("Day {number} · {date} · {visible} of {total} (all: --day {number})")
        };
        out.paragraph(Paint::Cyan, &text)?;
        rows.map(|row| actions.row(row))
            .try_for_each(|action| writeln!(out, "{}", table.grid.line(&table.cells(&action))))?;
    }
    later_days(days.get(detail.days..).unwrap_or_default(), out)
}

fn later_days(days: &[&DayRows], out: &mut StyledWriter) -> io::Result<()> {
    let Some(last) = days.last() else { return Ok(()) };
    let withdrawals: usize = days.iter().map(|day| day.rows.len()).sum();
    let more = format!(
        "… {} to {} with {} (--day N shows one, --format csv all)",
        pluralize(days.len(), "more day"),
        last.date,
        pluralize(withdrawals, "withdrawal")
    );
    out.paragraph(Paint::Dim, &more)
}
