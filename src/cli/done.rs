//! `rescind done`: what was carried out of a saved plan.

use super::data::day;
use super::ledger::{LedgerOptions, occasion};
use super::place::Place;
use super::terminal;
use crate::error::{Error, Exit};
use crate::import::person;
use crate::ledger::{CarriedOut, SavedPlan, SavedRow, carried_out, last_saved, saved, staleness};
use crate::output::OutputError;
use crate::screen;
use chrono::{NaiveDate, Utc};
use clap::Args;
use rescind_ledger::{Action, Wanted, chosen};
use std::collections::BTreeSet;

/// Record what was carried out of a saved plan: withdrawn, unless another option says otherwise
#[derive(Debug, Args)]
pub(super) struct Done {
    /// Ranks of the plan, such as `1-25 27`, or people: names, addresses, keys
    #[arg(value_name = "WHICH")]
    which: Vec<Wanted>,

    /// Not these of them
    #[arg(long, value_name = "WHICH", value_delimiter = ',')]
    except: Vec<Wanted>,

    /// These could not be found, and were not withdrawn
    #[arg(long, value_name = "WHICH", value_delimiter = ',')]
    not_found: Vec<Wanted>,

    /// These had accepted already, and were not withdrawn
    #[arg(long, value_name = "WHICH", value_delimiter = ',')]
    accepted: Vec<Wanted>,

    /// These had declined
    #[arg(long, value_name = "WHICH", value_delimiter = ',')]
    declined: Vec<Wanted>,

    /// Everything of the plan's N-th day
    #[arg(long, value_name = "N")]
    day: Option<usize>,

    /// Only this account's rows; ranks are counted within an account
    #[arg(long, value_name = "NAME")]
    account: Option<String>,

    /// Another saved plan than the last: the first letters of its name
    #[arg(long, value_name = "ID")]
    plan: Option<String>,

    /// The day on which it was done [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<NaiveDate>,

    /// Record it although newer data or other withdrawals speak against it
    #[arg(long)]
    stale_ok: bool,

    #[command(flatten)]
    ledger: LedgerOptions,
}

impl Done {
    pub(super) fn run(self, place: &Place) -> Result<Exit, Error> {
        let mut ledger = self.ledger.open(place)?;
        let plan = match &self.plan {
            Some(begins) => saved(&mut ledger, begins)?,
            None => last_saved(&mut ledger)?,
        };
        let plan = plan.ok_or_else(|| Error::Usage {
            message: format!("{}: no such plan was saved", ledger.shown()),
            help: Some("`rescind plan STRATEGY DATA --save` saves one".into()),
        })?;
        let rows = self.rows(&plan)?;
        let stale = staleness(&mut ledger, &plan, &rows)?;
        if !stale.is_empty() && !self.stale_ok {
            let lines: Vec<String> = stale.iter().map(ToString::to_string).collect();
            return Err(Error::Usage {
                message: format!("the plan is stale:\n{}", lines.join("\n")),
                help: Some("plan anew, or say `--stale-ok` if it was done all the same".into()),
            });
        }
        let now = Utc::now();
        let on = self.on.or(Some(now.date_naive()));
        let made = carried_out(&mut ledger, &occasion(now), &plan, &rows, on)?;
        screen::say(&text(&made, &plan)).map_err(OutputError::from)?;
        for (row, before) in &made.known {
            let name = shown(row);
            terminal::complain(&format!("{} {name}: recorded before as {before}", row.rank));
        }
        Ok(Exit::Done)
    }

    /// The rows that are meant, with what became of each.
    fn rows<'a>(&self, plan: &'a SavedPlan) -> Result<Vec<(&'a SavedRow, Action)>, Error> {
        let of_account =
            |row: &&SavedRow| self.account.as_ref().is_none_or(|account| *account == row.account);
        let rows: Vec<&SavedRow> = plan.rows.iter().filter(of_account).collect();
        let accounts: BTreeSet<&str> = rows.iter().map(|row| row.account.as_str()).collect();
        let everything =
            [&self.which, &self.except, &self.not_found, &self.accepted, &self.declined];
        let has_ranks = everything
            .iter()
            .any(|list| list.iter().any(|wanted| matches!(wanted, Wanted::Ranks(..))));
        if accounts.len() > 1 && has_ranks {
            let names: Vec<&str> = accounts.into_iter().collect();
            return Err(Error::Usage {
                message: format!(
                    "ranks are counted within an account, and the plan has {}",
                    names.len()
                ),
                help: Some(format!("say which with `--account`: {}", names.join(", "))),
            });
        }
        let pick = |wanted: &[Wanted]| picked(&rows, wanted);
        let mut withdrawn = pick(&self.which)?;
        if let Some(nth) = self.day {
            withdrawn.extend(of_day(&rows, nth)?);
        }
        let others = [
            (Action::NotFound, pick(&self.not_found)?),
            (Action::AlreadyAccepted, pick(&self.accepted)?),
            (Action::Declined, pick(&self.declined)?),
        ];
        let except = pick(&self.except)?;
        withdrawn.retain(|at| {
            !except.contains(at) && !others.iter().any(|(_, indices)| indices.contains(at))
        });
        let mut meant: Vec<(usize, Action)> =
            withdrawn.into_iter().map(|at| (at, Action::Withdrawn)).collect();
        for (action, indices) in others {
            for at in indices {
                if let Some((_, other)) = meant.iter().find(|(own, _)| *own == at) {
                    let name = rows.get(at).map(|row| shown(row)).unwrap_or_default();
                    let message = format!("{name}: {other} and {action} cannot both be so");
                    return Err(Error::Usage { message, help: None });
                }
                meant.push((at, action));
            }
        }
        if meant.is_empty() {
            return Err(Error::Usage {
                message: "nothing is named that was done".into(),
                help: Some("`rescind done 1-25 27`, a person, or `--day 1`".into()),
            });
        }
        meant.sort_unstable();
        Ok(meant.into_iter().filter_map(|(at, action)| Some((*rows.get(at)?, action))).collect())
    }
}

/// The rows that a selection names, by their places.
fn picked(rows: &[&SavedRow], wanted: &[Wanted]) -> Result<BTreeSet<usize>, Error> {
    let ranks: BTreeSet<u32> = rows.iter().map(|row| row.rank).collect();
    let (ranks_chosen, empty) = chosen(wanted, &ranks);
    if let Some(Wanted::Ranks(from, to)) = empty.first() {
        let last = ranks.last().copied().unwrap_or(0);
        return Err(Error::Usage {
            message: format!("the plan has no rank from {from} to {to}"),
            help: Some(format!("its ranks run from 1 to {last}")),
        });
    }
    let mut picked: BTreeSet<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| ranks_chosen.contains(&row.rank))
        .map(|(at, _)| at)
        .collect();
    for one in wanted {
        let Wanted::Person(text) = one else { continue };
        let found: Vec<usize> = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| is_meant(row, text))
            .map(|(at, _)| at)
            .collect();
        match found.as_slice() {
            [] => {
                let message = format!("the plan has nobody called `{text}`");
                let help = Some("a name, address or key of the plan's rows, or a rank".into());
                return Err(Error::Usage { message, help });
            }
            [at] => drop(picked.insert(*at)),
            several => {
                let message = format!("`{text}` may be {} rows of the plan", several.len());
                return Err(Error::Usage { message, help: Some("name them by rank".into()) });
            }
        }
    }
    Ok(picked)
}

fn is_meant(row: &SavedRow, text: &str) -> bool {
    let name = row.details.get(rescind_ledger::detail::NAME);
    let name = match name {
        Some(rescind_ledger::Detail::Text(name)) => name.as_str(),
        _ => "",
    };
    let slug = person::slug(text).unwrap_or_else(|| format!("in/{}", text.to_lowercase()));
    row.person == text || row.person == slug || name.to_lowercase() == text.to_lowercase()
}

/// The rows of the n-th day on which the plan withdraws, by their places.
fn of_day(rows: &[&SavedRow], nth: usize) -> Result<Vec<usize>, Error> {
    let days: BTreeSet<NaiveDate> = rows.iter().map(|row| row.date).collect();
    let Some(day) = nth.checked_sub(1).and_then(|at| days.iter().nth(at)) else {
        return Err(Error::Usage {
            message: format!("the plan has no day {nth}"),
            help: Some(format!("its days are 1 to {}", days.len())),
        });
    };
    Ok(rows.iter().enumerate().filter(|(_, row)| row.date == *day).map(|(at, _)| at).collect())
}

/// What a row is called.
fn shown(row: &SavedRow) -> String {
    match row.details.get(rescind_ledger::detail::NAME) {
        Some(rescind_ledger::Detail::Text(name)) => format!("{name} ({})", row.account),
        _ => format!("{} ({})", row.person, row.account),
    }
}

fn text(made: &CarriedOut, plan: &SavedPlan) -> String {
    let short = plan.id.get(..8).unwrap_or(&plan.id);
    let counts: Vec<String> =
        made.counts.iter().map(|(action, count)| format!("{count} {action}")).collect();
    let counts = if counts.is_empty() { "nothing new".into() } else { counts.join(", ") };
    format!("{counts}; of the plan {short} {} row(s) are open\n", made.open)
}
