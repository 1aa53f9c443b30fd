//! `rescind replay`: a saved plan is made again, and compared with what was saved.

use crate::cli::options::LedgerOptions;
use crate::cli::plan::PlanCommand;
use crate::cli::process::terminal;
use crate::cli::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::inputs;
use crate::ledger::{self, ChangedFile, PlanDifference, Recipe, SavedPlan, compare_documents};
use crate::output::OutputError;
use crate::plural::pluralize;
use crate::screen;
use clap::Args;
use rescind_ledger::Ledger;
use std::env;
use std::path::{Path, PathBuf};

/// How many of the rows that differ are shown.
const ROWS_SHOWN: usize = 20;

/// Make a saved plan again from the same inputs, and show that it is the same, or what differs
///
/// Exit status: 0 where every byte is the same, 1 where anything differs.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReplayCommand {
    /// The first letters of the plan's id, or the file of `--save=FILE`
    #[arg(value_name = "PLAN_ID")]
    plan: String,

    #[command(flatten)]
    ledger: LedgerOptions,
}

/// Reads a command line that made a plan: the command and the project that it names, or why it is
/// none.
type PlanParser = fn(&[String]) -> Result<(PlanCommand, Option<PathBuf>), String>;

impl ReplayCommand {
    pub(in crate::cli) fn run(
        self,
        workspace: &Workspace,
        parse_plan: PlanParser,
    ) -> Result<Exit, Error> {
        let mut opened = self.ledger.open_existing(workspace)?;
        let plan = ledger::resolve_saved_plan(&mut opened, &self.plan)?;
        let (recipe, then) = load_recipe(&mut opened, &plan)?;
        let ledger = self.ledger.resolved(workspace)?.up_to(recipe.ledger_head);
        drop(opened);
        // Where the plan was made elsewhere, its paths are seen from here.
        if recipe.folder.is_dir() {
            env::set_current_dir(&recipe.folder)
                .map_err(|error| Error::of_file(&recipe.folder, &error, None))?;
        }
        let changed = recipe.changed(|path| inputs::file_digest(path).ok());
        let mut messages = said_of(&recipe, &changed);
        let plan_now = parse_command(&recipe, parse_plan)
            .and_then(|(plan, workspace)| plan.replan(recipe.as_of, ledger, &workspace));
        let plan_now = match plan_now {
            Ok(plan_now) => plan_now,
            Err(error) => {
                say(&messages)?;
                screen::write_stderr(&terminal::render_error(&error));
                return Ok(Exit::Failed);
            }
        };
        let here = env::current_dir().unwrap_or_default();
        let now = inputs::digests().map_err(OutputError::from)?;
        messages.extend(recipe.added(now, &here).iter().map(ToString::to_string));
        let short = plan.short_id();
        let no_plan = |error: serde_json::Error| no_recipe(&plan, &error.to_string());
        let Some(differences) = compare_documents(&then, &plan_now).map_err(no_plan)? else {
            messages.push(format!(
                "plan {short} was made again: every byte is the same ({})",
                pluralize(plan.rows.len(), "withdrawal")
            ));
            say(&messages)?;
            return Ok(Exit::Done);
        };
        messages.extend(lines(&differences));
        messages.push(format!("plan {short} was made again: it is not the same"));
        say(&messages)?;
        Ok(Exit::Failed)
    }
}

/// What was kept of a plan: all that it takes to make it again, and its document.
fn load_recipe(opened: &mut Ledger, plan: &SavedPlan) -> Result<(Recipe, String), Error> {
    let recipe = match plan.inputs.get(ledger::RECIPE) {
        Some(sha256) => opened.document(sha256)?,
        None => None,
    };
    let recipe = recipe.ok_or_else(|| no_recipe(plan, "what it was made from was not kept"))?;
    let recipe: Recipe =
        serde_json::from_str(&recipe).map_err(|error| no_recipe(plan, &error.to_string()))?;
    let document = opened.document(&plan.id)?;
    let document = document.ok_or_else(|| no_recipe(plan, "its document is not in the ledger"))?;
    if recipe.reads_stdin() {
        return Err(Error::File {
            path: shown(plan),
            problem: "it was made from standard input, which is not kept".into(),
            help: Some("a plan of a script and data in files can be made again".into()),
        });
    }
    Ok((recipe, document))
}

fn shown(plan: &SavedPlan) -> String {
    format!("plan {}", plan.short_id())
}

fn no_recipe(plan: &SavedPlan, problem: &str) -> Error {
    Error::File { path: shown(plan), problem: problem.into(), help: None }
}

/// The command that made the plan, and the project in which it was called.
fn parse_command(
    recipe: &Recipe,
    parse_plan: PlanParser,
) -> Result<(PlanCommand, Workspace), Error> {
    let (plan, project) = parse_plan(&recipe.arguments).map_err(|problem| {
        Error::misused(
            format!("the command that made the plan is none any more: {problem}"),
            format!("it was made by version {} of the program", recipe.program),
        )
    })?;
    Ok((plan, Workspace::new(project.as_deref())?))
}

fn said_of(recipe: &Recipe, changed: &[ChangedFile]) -> Vec<String> {
    let mut messages = vec![];
    let program = env!("CARGO_PKG_VERSION");
    if recipe.program != program {
        messages.push(format!("the program: its version was {}, and is {program}", recipe.program));
    }
    if !Path::new(&recipe.folder).is_dir() {
        let folder = recipe.folder.display();
        messages.push(format!("{folder}: it is not there; paths are seen from the current folder"));
    }
    messages.extend(changed.iter().map(ToString::to_string));
    messages
}

fn lines(differences: &PlanDifference) -> Vec<String> {
    let PlanDifference { rows, parts } = differences;
    let mut lines: Vec<String> = rows.iter().take(ROWS_SHOWN).map(ToString::to_string).collect();
    if rows.len() > ROWS_SHOWN {
        lines.push(format!("… {} more", pluralize(rows.len() - ROWS_SHOWN, "row")));
    }
    if !parts.is_empty() {
        lines.push(format!("other parts of the plan that differ: {}", parts.join(", ")));
    }
    lines
}

fn say(lines: &[String]) -> Result<(), Error> {
    lines.iter().try_for_each(|line| terminal::print_line(line))
}
