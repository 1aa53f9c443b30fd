//! `rescind done`: what was carried out of a saved plan.

use super::chosen_rows::PlanRowArgs;
use super::plan_progress::{PlanProgress, progress_files};
use super::plan_rows::{demand_later_than_sent, row_label};
use crate::cli::options::{LedgerOptions, limits_in_force, occasion, parse_day};
use crate::cli::process::terminal;
use crate::cli::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::ledger::{
    AlreadyRecorded, CarriedOutSummary, DoneByDay, PROJECT, RecordedInvitation, SavedPlan,
    SavedRow, find_stale_rows, last_saved, record_carried_out, record_invited_again,
    resolve_saved_plan,
};
use crate::limits::LimitCode;
use crate::plural::pluralize;
use crate::screen;
use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use rescind_ledger::{Action, KeyChanges, Ledger};
use std::path::PathBuf;

/// How many of the rows that were recorded before are named.
const KNOWN_SHOWN: usize = 20;

/// Record what was carried out of a saved plan: withdrawn, unless another option says otherwise
#[derive(Debug, Args)]
pub(in crate::cli) struct DoneCommand {
    #[command(flatten)]
    rows: PlanRowArgs,

    /// These people were invited again, whether a plan has them or not
    #[arg(long, value_name = "PERSON", conflicts_with_all = [
        "which", "except", "not_found", "accepted", "declined", "day", "plan", "stale_ok",
    ])]
    invited_again: Vec<String>,

    /// Another saved plan than the last: the first letters of its id, or the file of `--save=FILE`
    #[arg(long, value_name = "ID")]
    plan: Option<String>,

    /// The day on which it was done [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    on: Option<NaiveDate>,

    /// Record it although newer data or other withdrawals speak against it
    #[arg(long)]
    stale_ok: bool,

    #[command(flatten)]
    ledger: LedgerOptions,
}

impl DoneCommand {
    pub(in crate::cli) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        let mut ledger = self.ledger.open_existing(workspace)?;
        let now = Utc::now();
        let on = self.on.unwrap_or_else(|| now.date_naive());
        demand_not_ahead(&format!("`--on {on}`"), on, now)?;
        if !self.invited_again.is_empty() {
            return self.record_invited_again(&mut ledger, on, workspace);
        }
        let files = progress_files(&self.rows.named())?;
        if !files.is_empty() {
            return self.record_files(&mut ledger, &files, now);
        }
        let plan = self.saved_plan(&mut ledger, workspace)?;
        let rows = self.rows.resolve(&plan, &KeyChanges::read(&mut ledger)?)?;
        demand_later_than_sent(&rows, on)?;
        self.record(&mut ledger, &plan, &DoneByDay::from([(on, rows)]), now)
    }

    /// Records what pages of work lists saved, each of its own plan.
    fn record_files(
        &self,
        ledger: &mut Ledger,
        files: &[PathBuf],
        now: DateTime<Utc>,
    ) -> Result<Exit, Error> {
        if self.rows.has_other_options() {
            return Err(Error::misused(
                "a progress file says itself what was done, of whom and when",
                "beside it only `--plan`, `--on` and `--stale-ok` are of use",
            ));
        }
        let meant =
            self.plan.as_deref().map(|named| resolve_saved_plan(ledger, named)).transpose()?;
        let (mut read, mut exit) = (vec![], Exit::Done);
        for path in files {
            read.push(PlanProgress::read(ledger, path, meant.as_ref())?);
        }
        for progress in &read {
            let mut done = progress.rows_by_day()?;
            if let Some(on) = self.on {
                let rows = done.into_values().flatten().collect();
                done = DoneByDay::from([(on, rows)]);
            }
            let days = done.keys();
            days.copied().try_for_each(|on| demand_not_ahead(&on.to_string(), on, now))?;
            let recorded = self.record(ledger, &progress.plan, &done, now)?;
            exit = if recorded == Exit::Done { exit } else { recorded };
            let skipped = progress.file.skipped();
            if skipped > 0 {
                terminal::eprint_line(&format!(
                    "{} skipped: still to be done",
                    pluralize(skipped, "row")
                ));
            }
        }
        Ok(exit)
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
        let mut outcome = CarriedOutSummary::default();
        let mut days: Vec<_> = done.iter().map(|(on, rows)| (Some(*on), rows.as_slice())).collect();
        if days.is_empty() {
            days.push((None, &[]));
        }
        for (on, rows) in days {
            let of_day = record_carried_out(ledger, &occasion(now), plan, rows, on)?;
            for (action, count) in of_day.counts {
                *outcome.counts.entry(action).or_default() += count;
            }
            outcome.known.extend(of_day.known);
            outcome.open = of_day.open;
        }
        report_outcome(&outcome, plan, &ledger.shown())
    }

    /// Fails where something happened to the rows since the plan was saved.
    fn demand_fresh(
        &self,
        ledger: &mut Ledger,
        plan: &SavedPlan,
        rows: &[(&SavedRow, Action)],
    ) -> Result<(), Error> {
        let stale = find_stale_rows(ledger, plan, rows)?;
        if stale.is_empty() || self.stale_ok {
            return Ok(());
        }
        let lines: Vec<String> = stale.iter().map(ToString::to_string).collect();
        let rows = pluralize(rows.len(), "row");
        Err(Error::misused(
            format!(
                "{} of the {rows} named changed since the plan was saved:\n{}",
                stale.len(),
                lines.join("\n")
            ),
            "plan anew, or say `--stale-ok` if it was done all the same",
        ))
    }

    /// The plan that is meant: one that is named, else the last of the project, else of the ledger.
    fn saved_plan(&self, ledger: &mut Ledger, workspace: &Workspace) -> Result<SavedPlan, Error> {
        if let Some(named) = &self.plan {
            return resolve_saved_plan(ledger, named);
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
                let short = plan.short_id();
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
        Err(Error::misused(message, help))
    }

    fn record_invited_again(
        &self,
        ledger: &mut Ledger,
        on: NaiveDate,
        workspace: &Workspace,
    ) -> Result<Exit, Error> {
        let limits = limits_in_force(None, workspace)?;
        let cooling_off_days = |account: &str| {
            u64::try_from(limits.figure(LimitCode::CoolingOff, account)).unwrap_or(0)
        };
        let (people, account) = (&self.invited_again, self.rows.account.as_deref());
        let occasion = occasion(Utc::now());
        let told = record_invited_again(ledger, &occasion, people, account, on, &cooling_off_days)?;
        let count = told.iter().filter(|one| one.known_on.is_none()).count();
        let shown = ledger.shown();
        for RecordedInvitation { account, name, known_on, due_on, invited_by } in told {
            if let Some(known_on) = known_on {
                let before = format!("{name} ({account}): recorded before, for {known_on}");
                terminal::eprint_line(&before);
                continue;
            }
            let line = format!("invited again on {on}: {name} ({account})");
            terminal::print_recorded_line(&line, &recorded(count, &shown))?;
            if let Some(due_on) = due_on.filter(|due_on| *due_on > on) {
                terminal::eprint_line(&format!("{name} was to wait until {due_on}"));
            }
            if !invited_by.is_empty() {
                let others = invited_by.join(", ");
                terminal::eprint_line(&format!("{name} is invited by {others}, too"));
            }
        }
        Ok(Exit::Done)
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
fn report_outcome(
    outcome: &CarriedOutSummary,
    plan: &SavedPlan,
    ledger: &str,
) -> Result<Exit, Error> {
    let count = outcome.counts.values().sum();
    screen::write_stdout(&text(outcome, plan))
        .map_err(Error::recorded_but_unreported(recorded(count, ledger)))?;
    // What is said otherwise now is told first: nothing but a correction makes room for it.
    let is_otherwise = |known: &&AlreadyRecorded| known.action != known.now;
    let (otherwise, same): (Vec<_>, Vec<_>) = outcome.known.iter().partition(is_otherwise);
    for known in otherwise.iter().chain(&same).take(KNOWN_SHOWN) {
        let AlreadyRecorded { row, action, number, now } = known;
        let instead = format!(
            ", not {}; if that was wrong, `rescind correct {number}` takes it back first",
            now.words()
        );
        let instead = if action == now { "" } else { &instead };
        let (name, before) = (row_label(row), action.words());
        terminal::eprint_line(&format!(
            "{} {name}: recorded before as {before}{instead}",
            row.rank
        ));
    }
    if outcome.known.len() > KNOWN_SHOWN {
        let more = pluralize(outcome.known.len() - KNOWN_SHOWN, "row");
        terminal::eprint_line(&format!("… {more} more were recorded before"));
    }
    Ok(if otherwise.is_empty() { Exit::Done } else { Exit::Failed })
}

/// How much was recorded, whoever hears of it.
fn recorded(count: usize, ledger: &str) -> String {
    let is = if count == 1 { "is" } else { "are" };
    format!("{} {is} recorded in {ledger}", pluralize(count, "event"))
}

fn text(outcome: &CarriedOutSummary, plan: &SavedPlan) -> String {
    let short = plan.short_id();
    let counts: Vec<String> = outcome
        .counts
        .iter()
        .map(|(action, count)| format!("{count} {}", action.words()))
        .collect();
    let counts = if counts.is_empty() { "nothing new".into() } else { counts.join(", ") };
    let are = if outcome.open == 1 { "is" } else { "are" };
    format!("{counts}; {} of the plan {short} {are} open\n", pluralize(outcome.open, "row"))
}
