//! `rescind plan`: decide, check, schedule.

use super::argument_error::ArgumentError;
use super::options::{
    DataArgs, OptionalLedgerOptions, OutputTarget, PlanDayOptions, PrintTarget, ScriptArgs,
    formats, occasion, prepare_file, write_to_memory,
};
use super::page_address::page_address;
use super::process::{ProgressIndicator, Stopwatch, terminal};
use super::workspace::Workspace;
use crate::deadline::Bounds;
use crate::digest::sha256;
use crate::error::{Error, Exit};
use crate::ledger::{self, PlanProvenance, Recipe};
use crate::output::{
    self, Format, NamedFormat, OutputError, PlanDay, PlanView, ReportFormat, Style,
};
use crate::plan::{self, Verdict};
use crate::save::{self, UNSAVED_HELP};
use crate::session::Session;
use crate::{inputs, screen};
use chrono::{DateTime, Utc};
use clap::Args;
use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Decide with a strategy which invitations to withdraw, check it against the limits, spread it
/// over days
#[derive(Debug, Args)]
pub(super) struct PlanCommand {
    #[command(flatten)]
    scripted: ScriptArgs,

    #[command(flatten)]
    data: DataArgs,

    #[command(flatten)]
    days: PlanDayOptions,

    /// Only the plan's N-th day, as a work list
    #[arg(long, value_name = "N", conflicts_with = "today", value_parser = parse_day_number)]
    day: Option<usize>,

    /// Only the day of --as-of, as a work list
    #[arg(long)]
    today: bool,

    /// How the plan is written; `ics` is a calendar with an event for each day [default: table, or
    /// as the file's ending says]
    #[arg(long, value_parser = formats::<ReportFormat>())]
    format: Option<ReportFormat>,

    /// The work list's page, an address or a file, which the event of the calendar opens
    #[arg(long, value_name = "PAGE")]
    page: Option<String>,

    #[command(flatten)]
    to: OutputTarget,

    /// Print the formulas, Polars' plan and the optimised plan instead of the plan
    #[arg(long, conflicts_with_all = ["day", "today", "save", "format", "output"])]
    explain: bool,

    /// Say on standard error how long each stage took
    #[arg(long)]
    profile: bool,

    /// Saves the plan in the ledger, for `rescind done`, if no limit refuses it; with a file, also
    /// as JSON there
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    #[expect(clippy::option_option, reason = "how clap tells an option without its value")]
    save: Option<Option<PathBuf>>,
}

/// What is to be known where a file went away while the plan was recorded.
const RECORDED: &str = "the plan is saved in the ledger all the same: `rescind history` shows it";

impl PlanCommand {
    pub(super) fn run(mut self, workspace: &Workspace) -> Result<Exit, Error> {
        self.data.demand_data("there is nothing to plan", workspace)?;
        let ledger_head = if self.save.is_some() { self.data.pin_ledger(workspace)? } else { 0 };
        let view = PlanView { account: self.data.only_account(workspace)?, day: None };
        self.to.demand_other_than(self.save_file())?;
        let style = terminal::style();
        let format = self.to.resolve_format(self.format, ReportFormat::As(Format::Table))?;
        let page = self.page_address(format)?;
        let script = self.scripted.open_strategy(&self.data, workspace)?;
        let bar = ProgressIndicator::new();
        let watch = Stopwatch::new();
        watch.begin("read");
        let session = self.scripted.reading(|| self.data.open(&bar, workspace))?;
        let as_of = session.settings.as_of;
        let settings = self.days.settings(as_of)?;
        let (running, _) = self.scripted.running(&style, PrintTarget::Stderr);
        if self.explain {
            terminal::eprint_findings(&session.invitations.findings);
            let inner = session.explain_compilation(&script, &running)?;
            drop(bar);
            return write_text(&inner);
        }
        let stages = |stage| watch.begin(stage);
        let making = || session.plan(&script, &running, &settings, &stages);
        let plan = bar.run_showing("planning", making)?;
        drop(bar);
        watch.begin("write");
        let today = self.today.then_some(PlanDay::On(as_of.date_naive()));
        let view = PlanView { day: self.day.map(PlanDay::Nth).or(today), ..view };
        let refused = plan.verdict == Verdict::Refused;
        let is_written = !(refused && self.to.is_file());
        let style = self.to.style();
        let write = |out: &mut dyn Write| match format {
            ReportFormat::As(format) => output::write_plan(&plan, format, &style, &view, out),
            ReportFormat::Ics => output::write_plan_calendar(&plan, &view, page.as_deref(), out),
        };
        // What cannot be written is not recorded either.
        let file = if is_written { self.to.prepare(&running.bounds, write)? } else { None };
        let saves = self.save.is_some() && !refused;
        if saves {
            self.save(&plan, &running.bounds, &session, ledger_head, workspace)?;
        }
        match file {
            Some(file) => {
                file.persist(if saves { RECORDED } else { UNSAVED_HELP })?;
                self.to.open_in_browser();
            }
            None if is_written => self.to.write(&running.bounds, format.audience(), write)?,
            None => {}
        }
        if !is_written || !format.carries_findings() {
            terminal::eprint_findings(&plan.findings);
        }
        if self.profile {
            screen::write_stderr(&watch.report());
        }
        if refused {
            let unsaved = self.save.is_some() || self.to.is_file();
            let unsaved = if unsaved { "; nothing was saved" } else { "" };
            terminal::eprint_line(&format!("refused by a limit{unsaved}"));
            return Ok(Exit::Refused);
        }
        Ok(Exit::Done)
    }
}

impl PlanCommand {
    /// The address of the day's work list, where one is named.
    fn page_address(&self, format: ReportFormat) -> Result<Option<String>, Error> {
        let Some(named) = &self.page else { return Ok(None) };
        let is_of_day = self.day.is_some() || self.today;
        if format != ReportFormat::Ics || !is_of_day {
            return Err(Error::misused(
                "`--page` is of the calendar of one day",
                "write `--format ics` and `--day N`, or leave it out",
            ));
        }
        page_address(named).map(Some)
    }

    fn save_file(&self) -> Option<&Path> {
        self.save.as_ref()?.as_deref()
    }

    /// The document of the same plan once more: of that instant, with what the ledger had then.
    pub(super) fn replan(
        mut self,
        as_of: DateTime<Utc>,
        ledger: OptionalLedgerOptions,
        workspace: &Workspace,
    ) -> Result<String, Error> {
        self.data.demand_data("there is nothing to plan", workspace)?;
        self.data.pin_to(as_of, ledger);
        let script = self.scripted.open_strategy(&self.data, workspace)?;
        let bar = ProgressIndicator::new();
        let session = self.scripted.reading(|| self.data.open(&bar, workspace))?;
        let running = self.scripted.running_quietly(&terminal::style());
        let settings = self.days.settings(as_of)?;
        let making = || session.plan(&script, &running, &settings, &|_| {});
        plan_json(&bar.run_showing("planning", making)?, &running.bounds)
    }

    /// Saves the plan in the ledger, and in the file that is named.
    fn save(
        &self,
        plan: &plan::Plan,
        bounds: &Bounds,
        session: &Session,
        ledger_head: u64,
        workspace: &Workspace,
    ) -> Result<(), Error> {
        let text = plan_json(plan, bounds)?;
        let prepared = |path| prepare_file(path, bounds, |out| Ok(out.write_all(text.as_bytes())?));
        let file = self.save_file().map(prepared).transpose()?;
        let recipe = recipe(plan, ledger_head)?;
        if recipe.reads_stdin() {
            terminal::eprint_line(
                "what came from standard input is not kept: `rescind replay` cannot make this plan \
                 again; save it in a file for that",
            );
        }
        let mut opened = self.data.ledger_to_record(workspace)?;
        // It may have been made just now, where one of the files was to be.
        self.to.demand_no_input()?;
        self.save_file().map_or(Ok(()), save::demand_replaceable)?;
        let made_from = made_from(plan, session, &recipe, workspace)?;
        let rows = &session.invitations;
        let occasion = occasion(Utc::now());
        let saved = ledger::save_plan(&mut opened, &occasion, plan, text, &made_from, rows)?;
        if let Some(file) = file {
            file.persist(RECORDED)?;
        }
        terminal::eprint_findings(saved.taken_over.as_slice());
        let (short, shown) = (ledger::short_id(&saved.id), opened.shown());
        terminal::eprint_line(&format!(
            "saved as {short} in {shown}; `rescind done` records what was carried out"
        ));
        Ok(())
    }
}

/// The plan as JSON.
fn plan_json(plan: &plan::Plan, bounds: &Bounds) -> Result<String, Error> {
    let (view, style) = (PlanView::default(), Style::default());
    let json =
        write_to_memory(bounds, |out| output::write_plan(plan, Format::Json, &style, &view, out))?;
    Ok(String::from_utf8_lossy(&json).into_owned())
}

/// All that it takes to make the plan again.
fn recipe(plan: &plan::Plan, ledger_head: u64) -> Result<Recipe, Error> {
    let arguments = env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
    let recipe = Recipe {
        arguments: arguments.collect(),
        folder: env::current_dir().map_err(OutputError::from)?,
        as_of: plan.as_of,
        ledger_head,
        files: inputs::digests().map_err(OutputError::from)?,
        program: env!("CARGO_PKG_VERSION").to_owned(),
    };
    Ok(recipe.with_relative_paths())
}

/// What a plan was made from: hashes, where the ledger ended, and the version of the program.
fn made_from(
    plan: &plan::Plan,
    session: &Session,
    recipe: &Recipe,
    workspace: &Workspace,
) -> Result<PlanProvenance, Error> {
    let params = serde_json::json!([plan.strategy.params, plan.strategy.account_params]);
    let limits: Vec<(String, Option<String>, i64)> = session
        .settings
        .limits
        .rows()
        .iter()
        .map(|row| (row.limit.code.name().into(), row.account.map(String::from), row.figure))
        .collect();
    let sums: String = recipe.files.values().map(String::as_str).collect();
    let known = [
        ("strategy", plan.strategy.name.clone()),
        ("strategy_sha256", plan.strategy.sha256.clone()),
        ("params_sha256", sha256(params.to_string())),
        ("limits_sha256", sha256(serde_json::json!(limits).to_string())),
        ("data_sha256", sha256(sums)),
        ("ledger_head", recipe.ledger_head.to_string()),
        ("program", recipe.program.clone()),
    ];
    let known = known.into_iter().map(|(name, value)| (name.to_owned(), value));
    let project = workspace.name().map(|name| (ledger::PROJECT.to_owned(), name));
    let recipe = serde_json::to_string(recipe).map_err(|error| OutputError::Io(error.into()))?;
    Ok(PlanProvenance { inputs: known.chain(project).collect(), recipe })
}

fn write_text(text: &str) -> Result<Exit, Error> {
    terminal::print_text(&format!("{}\n", text.trim_end()))?;
    Ok(Exit::Done)
}

fn parse_day_number(text: &str) -> Result<usize, ArgumentError> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or(ArgumentError::Expected("a number from 1, such as 2 for the second day"))
}
