//! `rescind done`: what was carried out of a saved plan.

use super::data_options::limits_in_force;
use super::done_by_file::{ProgressOfPlan, files};
use super::ledger::{LedgerOptions, occasion};
use super::plan_rows::{demand_later_than_sent, of_day, picked, shown};
use super::terminal;
use super::workspace::Workspace;
use super::written_dates::day;
use crate::account::{among, is_same};
use crate::count::counted;
use crate::error::{Error, Exit};
use crate::ledger::{
    CarriedOut, DoneByDay, InvitedAgain, PROJECT, SavedPlan, SavedRow, carried_out, invited_again,
    last_saved, saved_as, staleness,
};
use crate::limits::Code;
use crate::nearest::did_you_mean;
use crate::screen;
use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use rescind_ledger::{Action, Addresses, Ledger, Wanted, WantedList};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// How many of the rows that were recorded before are named.
const KNOWN_SHOWN: usize = 20;

/// Record what was carried out of a saved plan: withdrawn, unless another option says otherwise
#[derive(Debug, Args)]
pub(super) struct Done {
    /// Ranks of the plan, such as `1-25 27`, or people: names, addresses, keys; or the progress
    /// files that pages of work lists saved
    #[arg(value_name = "WHICH")]
    which: Vec<WantedList>,

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

    /// These people were invited again, whether a plan has them or not
    #[arg(long, value_name = "PERSON", conflicts_with_all = [
        "which", "except", "not_found", "accepted", "declined", "day", "plan", "stale_ok",
    ])]
    invited_again: Vec<String>,

    /// Only this account's rows; ranks are counted within an account
    #[arg(long, value_name = "NAME")]
    account: Option<String>,

    /// Another saved plan than the last: the first letters of its id, or the file of `--save=FILE`
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
    pub(super) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        let mut ledger = self.ledger.open_existing(workspace)?;
        let now = Utc::now();
        let on = self.on.unwrap_or_else(|| now.date_naive());
        demand_not_ahead(&format!("`--on {on}`"), on, now)?;
        if !self.invited_again.is_empty() {
            return self.record_invited_again(&mut ledger, on, workspace);
        }
        let files = files(&self.named())?;
        if !files.is_empty() {
            return self.record_files(&mut ledger, &files, now);
        }
        let plan = self.saved_plan(&mut ledger, workspace)?;
        let rows = self.rows(&plan, &Addresses::read(&mut ledger)?)?;
        demand_later_than_sent(&rows, on)?;
        self.record(&mut ledger, &plan, &DoneByDay::from([(on, rows)]), now)
    }

    /// What is named as done.
    fn named(&self) -> Vec<Wanted> {
        self.which.iter().flat_map(|list| list.0.iter().cloned()).collect()
    }

    /// Records what pages of work lists saved, each of its own plan.
    fn record_files(
        &self,
        ledger: &mut Ledger,
        files: &[PathBuf],
        now: DateTime<Utc>,
    ) -> Result<Exit, Error> {
        let lists = [&self.except, &self.not_found, &self.accepted, &self.declined];
        let is_narrowed = self.day.is_some() || self.account.is_some();
        if is_narrowed || lists.iter().any(|list| !list.is_empty()) {
            return Err(Error::Usage {
                message: "a progress file says itself what was done, of whom and when".into(),
                help: Some("beside it only `--plan`, `--on` and `--stale-ok` are of use".into()),
            });
        }
        let meant = self.plan.as_deref().map(|named| saved_as(ledger, named)).transpose()?;
        let mut read = vec![];
        for path in files {
            read.push(ProgressOfPlan::read(ledger, path, meant.as_ref())?);
        }
        for progress in &read {
            let mut done = progress.done()?;
            if let Some(on) = self.on {
                let rows = done.into_values().flatten().collect();
                done = DoneByDay::from([(on, rows)]);
            }
            let days = done.keys();
            days.copied().try_for_each(|on| demand_not_ahead(&on.to_string(), on, now))?;
            self.record(ledger, &progress.plan, &done, now)?;
            let skipped = progress.file.skipped();
            if skipped > 0 {
                terminal::complain(&format!(
                    "{} skipped: still to be done",
                    counted(skipped, "row")
                ));
            }
        }
        Ok(Exit::Done)
    }

    /// Records rows of a plan, unless something speaks against it.
    fn record(
        &self,
        ledger: &mut Ledger,
        plan: &SavedPlan,
        done: &DoneByDay,
        now: DateTime<Utc>,
    ) -> Result<Exit, Error> {
        let rows: Vec<_> = done.values().flatten().copied().collect();
        self.demand_fresh(ledger, plan, &rows)?;
        let mut outcome = CarriedOut::default();
        let mut days: Vec<_> = done.iter().map(|(on, rows)| (Some(*on), rows.as_slice())).collect();
        if days.is_empty() {
            days.push((None, &[]));
        }
        for (on, rows) in days {
            let of_day = carried_out(ledger, &occasion(now), plan, rows, on)?;
            for (action, count) in of_day.counts {
                *outcome.counts.entry(action).or_default() += count;
            }
            outcome.known.extend(of_day.known);
            outcome.open = of_day.open;
        }
        tell(&outcome, plan, &ledger.shown())
    }

    /// Fails where something happened to the rows since the plan was saved.
    fn demand_fresh(
        &self,
        ledger: &mut Ledger,
        plan: &SavedPlan,
        rows: &[(&SavedRow, Action)],
    ) -> Result<(), Error> {
        let stale = staleness(ledger, plan, rows)?;
        if stale.is_empty() || self.stale_ok {
            return Ok(());
        }
        let lines: Vec<String> = stale.iter().map(ToString::to_string).collect();
        let rows = counted(rows.len(), "row");
        Err(Error::Usage {
            message: format!(
                "{} of the {rows} named changed since the plan was saved:\n{}",
                stale.len(),
                lines.join("\n")
            ),
            help: Some("plan anew, or say `--stale-ok` if it was done all the same".into()),
        })
    }

    /// The plan that is meant: one that is named, else the last of the project, else of the ledger.
    fn saved_plan(&self, ledger: &mut Ledger, workspace: &Workspace) -> Result<SavedPlan, Error> {
        if let Some(named) = &self.plan {
            return saved_as(ledger, named);
        }
        let project = workspace.name();
        if let Some(plan) = last_saved(ledger, project.as_deref())? {
            return Ok(plan);
        }
        let other = match &project {
            Some(_) => last_saved(ledger, None)?,
            None => None,
        };
        let of_project = project.map(|name| format!(" of the project {name}")).unwrap_or_default();
        let help = match other {
            None => "`rescind plan STRATEGY DATA --save` saves one".into(),
            Some(plan) => {
                let short = plan.id.get(..8).unwrap_or(&plan.id);
                let of_other =
                    plan.inputs.get(PROJECT).map(|name| format!(" of the project {name}"));
                let of_other = of_other.unwrap_or_else(|| " of no project".into());
                format!(
                    "a project is called as its folder: the ledger's last plan is one{of_other}; \
                     `--plan {short}` names it"
                )
            }
        };
        let message = format!("{}: no plan{of_project} was saved", ledger.shown());
        Err(Error::Usage { message, help: Some(help) })
    }

    fn record_invited_again(
        &self,
        ledger: &mut Ledger,
        on: NaiveDate,
        workspace: &Workspace,
    ) -> Result<Exit, Error> {
        let limits = limits_in_force(None, workspace)?;
        let cooling_off_days =
            |account: &str| u64::try_from(limits.figure(Code::CoolingOff, account)).unwrap_or(0);
        let (people, account) = (&self.invited_again, self.account.as_deref());
        let occasion = occasion(Utc::now());
        let told = invited_again(ledger, &occasion, people, account, on, &cooling_off_days)?;
        let count = told.iter().filter(|one| one.known_on.is_none()).count();
        let shown = ledger.shown();
        for InvitedAgain { account, name, known_on, due_on, invited_by } in told {
            if let Some(known_on) = known_on {
                let before = format!("{name} ({account}): recorded before, for {known_on}");
                terminal::complain(&before);
                continue;
            }
            let line = format!("invited again on {on}: {name} ({account})");
            terminal::say_recorded(&line, &recorded(count, &shown))?;
            if let Some(due_on) = due_on.filter(|due_on| *due_on > on) {
                terminal::complain(&format!("{name} was to wait until {due_on}"));
            }
            if !invited_by.is_empty() {
                let others = invited_by.join(", ");
                terminal::complain(&format!("{name} is invited by {others}, too"));
            }
        }
        Ok(Exit::Done)
    }

    /// The plan's rows, or those of the account that is named.
    fn rows_of_account<'a>(&self, plan: &'a SavedPlan) -> Result<Vec<&'a SavedRow>, Error> {
        let accounts: BTreeSet<&str> = plan.rows.iter().map(|row| row.account.as_str()).collect();
        if let Some(wanted) = &self.account
            && among(wanted, accounts.iter().copied()).is_none()
        {
            return Err(Error::Usage {
                message: format!("`--account {wanted}`: the plan withdraws nothing for it"),
                help: Some(did_you_mean(wanted, accounts.into_iter(), "an account")),
            });
        }
        let of_account = |row: &&SavedRow| {
            self.account.as_ref().is_none_or(|account| is_same(account, &row.account))
        };
        Ok(plan.rows.iter().filter(of_account).collect())
    }

    /// The rows that are meant, with what became of each.
    fn rows<'a>(
        &self,
        plan: &'a SavedPlan,
        addresses: &Addresses,
    ) -> Result<Vec<(&'a SavedRow, Action)>, Error> {
        let rows = self.rows_of_account(plan)?;
        let accounts: BTreeSet<&str> = rows.iter().map(|row| row.account.as_str()).collect();
        let which = self.named();
        let everything = [&which, &self.except, &self.not_found, &self.accepted, &self.declined];
        let has_ranks = everything
            .iter()
            .any(|list| list.iter().any(|wanted| matches!(wanted, Wanted::Ranks(..))));
        if accounts.len() > 1 && has_ranks {
            let names: Vec<&str> = accounts.into_iter().collect();
            return Err(Error::Usage {
                message: format!(
                    "ranks are counted within an account, and the plan has {} accounts",
                    names.len()
                ),
                help: Some(format!("say which with `--account`: {}", names.join(", "))),
            });
        }
        let pick = |wanted: &[Wanted]| picked(&rows, wanted, addresses);
        let mut withdrawn = pick(&which)?;
        if let Some(nth) = self.day {
            withdrawn.extend(of_day(plan, &rows, nth)?);
        }
        let others = [
            (Action::NotFound, pick(&self.not_found)?),
            (Action::AlreadyAccepted, pick(&self.accepted)?),
            (Action::Declined, pick(&self.declined)?),
        ];
        let except = pick(&self.except)?;
        if let Some(row) = except.iter().find(|at| !withdrawn.contains(at)) {
            let row = rows.get(*row).map(|row| format!("{} {}", row.rank, shown(row)));
            let message = format!("`--except` {}: it is not named", row.unwrap_or_default());
            return Err(Error::Usage {
                message,
                help: Some("it takes rows out of those that are named beside it".into()),
            });
        }
        withdrawn.retain(|at| {
            !except.contains(at) && !others.iter().any(|(_, indices)| indices.contains(at))
        });
        let mut meant: Vec<(usize, Action)> =
            withdrawn.into_iter().map(|at| (at, Action::Withdrawn)).collect();
        for (action, indices) in others {
            for at in indices {
                if let Some((_, other)) = meant.iter().find(|(known_index, _)| *known_index == at) {
                    let name = rows.get(at).map(|row| shown(row)).unwrap_or_default();
                    let message = format!(
                        "{name}: {} and {} cannot both be so",
                        other.words(),
                        action.words()
                    );
                    return Err(Error::Usage { message, help: None });
                }
                meant.push((at, action));
            }
        }
        if meant.is_empty() {
            return Err(Error::Usage {
                message: "nothing is named that was done".into(),
                help: Some(
                    "name ranks, as in `rescind done 1-25 27`, people, or a day with `--day 1`"
                        .into(),
                ),
            });
        }
        meant.sort_unstable();
        Ok(meant.into_iter().filter_map(|(at, action)| Some((*rows.get(at)?, action))).collect())
    }
}

/// Fails where nothing can have been done yet. East of Greenwich it may be tomorrow already.
fn demand_not_ahead(shown: &str, on: NaiveDate, now: DateTime<Utc>) -> Result<(), Error> {
    if now.date_naive().succ_opt().is_none_or(|tomorrow| on <= tomorrow) {
        return Ok(());
    }
    let message = format!("{shown} lies ahead: nothing was done on it yet");
    Err(Error::Usage { message, help: None })
}

/// Says what was recorded, and what had been before.
fn tell(outcome: &CarriedOut, plan: &SavedPlan, ledger: &str) -> Result<Exit, Error> {
    let count = outcome.counts.values().sum();
    screen::say(&text(outcome, plan)).map_err(Error::untold(recorded(count, ledger)))?;
    for (row, before) in outcome.known.iter().take(KNOWN_SHOWN) {
        let (name, before) = (shown(row), before.words());
        terminal::complain(&format!("{} {name}: recorded before as {before}", row.rank));
    }
    if outcome.known.len() > KNOWN_SHOWN {
        let more = counted(outcome.known.len() - KNOWN_SHOWN, "row");
        terminal::complain(&format!("… {more} more were recorded before"));
    }
    Ok(Exit::Done)
}

/// How much was recorded, whoever hears of it.
fn recorded(count: usize, ledger: &str) -> String {
    let is = if count == 1 { "is" } else { "are" };
    format!("{} {is} recorded in {ledger}", counted(count, "event"))
}

fn text(outcome: &CarriedOut, plan: &SavedPlan) -> String {
    let short = plan.id.get(..8).unwrap_or(&plan.id);
    let counts: Vec<String> = outcome
        .counts
        .iter()
        .map(|(action, count)| format!("{count} {}", action.words()))
        .collect();
    let counts = if counts.is_empty() { "nothing new".into() } else { counts.join(", ") };
    let are = if outcome.open == 1 { "is" } else { "are" };
    format!("{counts}; {} of the plan {short} {are} open\n", counted(outcome.open, "row"))
}
