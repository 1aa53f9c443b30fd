//! Runs and checks scripts over the data of a session.

use super::opened_session::Session;
use super::run_options::RunOptions;
use super::script_file::ScriptFile;
use super::{data_folder, documentation};
use crate::check::{self, Diagnosis};
use crate::deadline::Bounds;
use crate::domain::INVITATIONS;
use crate::error::Error;
use crate::finding::Finding;
use crate::limits::Headroom;
use crate::nearest::did_you_mean;
use crate::pack::NeededColumn;
use crate::question::QuestionData;
use crate::script::host::{Host, UNKNOWN_LIST};
use crate::script::library::{Library, NoImports};
use crate::strategy::{self, Script, ScriptEnvironment, ScriptOutcome};
use crate::{plan, reference};
use polars::prelude::PlSmallStr;
use std::sync::Arc;

impl Session {
    /// Runs a script over the data.
    ///
    /// # Errors
    /// Whatever is wrong with the script.
    pub fn run(&self, script: &ScriptFile, running: &RunOptions) -> Result<ScriptOutcome, Error> {
        let library = script.library();
        self.run_in(&library, script, running, None)
    }

    /// Checks a script against the data's columns.
    pub fn check(&self, script: &ScriptFile, running: &RunOptions) -> Vec<Diagnosis> {
        let library = script.library();
        let script = Script { name: &script.path, text: &script.text };
        check::check(script, &self.survey_environment(&library, running))
    }

    /// The surroundings of a script that is looked at: without data, every list is there.
    pub(super) fn survey_environment(
        &self,
        library: &Library,
        running: &RunOptions,
    ) -> ScriptEnvironment<'_> {
        let mut around = self.script_environment(library, running);
        if self.lists.is_none() {
            let unknown = |name: &str, _: Option<&str>| Ok(vec![format!("{UNKNOWN_LIST}{name}")]);
            around.host.lists = Arc::new(unknown);
        }
        around
    }

    /// What a strategy declares without data, a line each, and why something may be missing.
    pub fn declaration_lines(&self, script: &ScriptFile, running: &RunOptions) -> Vec<String> {
        let library = script.library();
        let around = self.survey_environment(&library, running);
        let script = Script { name: &script.path, text: &script.text };
        let survey = strategy::survey(script, &around, &reference::callable_names());
        let declared = plan::declaration_lines(&survey.strategy).into_iter();
        let declared = declared.map(|line| documentation::restore_list_calls(&line));
        let errors = survey.errors.iter().map(|error| format!("not told: {error}"));
        declared.chain(errors).collect()
    }

    /// Rhai's definition files for scripts over these data, with their names.
    pub fn definitions(&self, bounds: Bounds) -> Result<Vec<(String, String)>, Error> {
        let library = Library::new(Arc::new(NoImports), &INVITATIONS);
        let running = RunOptions::silent(bounds);
        Ok(strategy::definitions(&self.script_environment(&library, &running))?)
    }

    /// The inner life of a strategy's plan: its formulas, Polars' plan and the optimised one.
    pub fn explain_compilation(
        &self,
        script: &ScriptFile,
        running: &RunOptions,
    ) -> Result<String, Error> {
        let strategy = self.run(script, running)?.strategy;
        Ok(plan::explain_compilation(&strategy, &self.invitations.frame)?)
    }

    /// What is left of the limits for every account of the data, and what there is to say of the
    /// data and the limits.
    pub fn headroom(&self) -> Result<(Vec<Finding>, Vec<Headroom>), Error> {
        let data = &self.invitations;
        let (limits, as_of) = (&self.settings.limits, self.settings.as_of);
        let (usage_findings, left) = plan::headroom(data, limits, as_of)?;
        Ok((data.findings.iter().cloned().chain(usage_findings).collect(), left))
    }

    pub(super) fn run_in(
        &self,
        library: &Library,
        script: &ScriptFile,
        running: &RunOptions,
        account: Option<&str>,
    ) -> Result<ScriptOutcome, Error> {
        self.demand_columns(script)?;
        let mut around = self.script_environment(library, running);
        around.presets = self.agency.presets(script.params_strategy(), account);
        let script = Script { name: &script.path, text: &script.text };
        let mut outcome = strategy::run(script, &around)?;
        self.agency.add_guard_rule(&mut outcome.strategy);
        Ok(outcome)
    }

    /// Fails where the data lack a column that the script's pack needs.
    fn demand_columns(&self, script: &ScriptFile) -> Result<(), Error> {
        let needed = script.needed_columns();
        if needed.is_empty() {
            return Ok(());
        }
        let known = self.invitations.frame.clone().collect_schema()?;
        let Some(missing) = needed.iter().find(|need| !known.contains(&need.name)) else {
            return Ok(());
        };
        let NeededColumn { name, column_type } = missing;
        let near = did_you_mean(name, known.iter_names().map(PlSmallStr::as_str), "a column");
        Err(Error::misused(
            format!(
                "{}: its pack needs the column `{name}` ({column_type}), which the data do not \
                 have",
                script.name()
            ),
            format!("add a sheet that has it; {near}"),
        ))
    }

    pub(super) fn script_environment(
        &self,
        library: &Library,
        running: &RunOptions,
    ) -> ScriptEnvironment<'_> {
        let silent = Host::silent(library.clone());
        ScriptEnvironment {
            invitations: &self.invitations,
            limits: &self.settings.limits,
            as_of: self.settings.as_of,
            overrides: running.overrides.clone(),
            presets: self.agency.presets("", None),
            host: Host {
                library: silent.library,
                lists: match &self.lists {
                    Some(lists) => data_folder::telling_lists(lists, &running.finding_sink),
                    None => silent.lists,
                },
                frames: self
                    .frames
                    .as_ref()
                    .map(|read| data_folder::telling_frames(read, &running.finding_sink)),
                as_of: self.settings.as_of,
                domain_data: Arc::new(QuestionData {
                    invitations: self.invitations.frame.clone(),
                    limits: self.settings.limits.clone(),
                }),
                print: running.print.clone(),
                show: running.show.clone(),
                draw: running.draw.clone(),
                width: running.width,
                progress: running.progress.clone(),
                probes: running.probes.clone(),
            },
            bounds: running.bounds.clone(),
        }
    }
}
