//! The data and the settings of a run, the same for every command: what scripts are run over and
//! plans are made from.
//!
//! Invariant: a session reads its data once; nothing in it reads the clock, `as_of` is given.

mod agency;
mod changed_modules;
mod data_folder;
mod decided_plan;
mod documentation;
mod formula_text;
mod import_scope;
mod inspection;
mod live;
mod planning;
mod running;
mod script_file;
mod script_probes;
mod what_if;
mod why;

pub use crate::import::Descriptions;
pub use crate::invitations::Memory;
pub use agency::{Agency, PROTECTED};
pub use data_folder::{FrameOfFolder, ListOfFolder, Tell};
pub use decided_plan::Decided;
pub use running::Running;
pub use script_file::ScriptFile;

use crate::account::among;
use crate::check::{self, Diagnosis};
use crate::deadline::Bounds;
use crate::domain::INVITATIONS;
use crate::error::Error;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::folder::DataFolder;
use crate::import::{self, Loss, ReadProgress, Source, Tables};
use crate::invitations::{self, Invitations};
use crate::limits::{Code, Headroom, Limits};
use crate::nearest::did_you_mean;
use crate::pack::NeededColumn;
use crate::plan;
use crate::question::QuestionData;
use crate::reference;
use crate::script::host::{Host, UNKNOWN_LIST};
use crate::script::library::{Library, NoFolder};
use crate::script::sandbox;
use crate::strategy::{self, Outcome, Script, Surroundings};
use agency::Laid;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use polars::prelude::{DataType, PlSmallStr};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a session depends on beside its data.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The one instant of the run.
    pub as_of: DateTime<Utc>,
    /// The zone of LinkedIn's `Sent At`.
    pub sent_at_zone: Tz,
    /// The limits in force.
    pub limits: Limits,
    /// The kinds of tables that are known.
    pub sources: Descriptions,
    /// What a ledger remembers.
    pub memory: Memory,
}

impl Settings {
    /// What holds where nothing else is said, at this instant.
    pub fn at(as_of: DateTime<Utc>) -> Self {
        Self {
            as_of,
            sent_at_zone: Tz::UTC,
            limits: Limits::default(),
            sources: Descriptions::default(),
            memory: Memory::default(),
        }
    }
}

/// The data of a run.
pub struct Session {
    /// The invitations and what there is to say of them.
    pub invitations: Invitations,
    /// What the session depends on beside them.
    pub settings: Settings,
    lists: Option<Arc<ListOfFolder>>,
    frames: Option<Arc<FrameOfFolder>>,
    agency: Laid,
}

impl Session {
    /// Reads the data.
    ///
    /// # Errors
    /// Data that cannot be read, or hold no usable row.
    pub fn open(
        sources: &[Source],
        settings: Settings,
        progress: &dyn Fn(ReadProgress),
    ) -> Result<Self, Error> {
        let folder = sources.first().map(|source| DataFolder::of_data(&source.path));
        Self::open_beside(folder, sources, settings, progress)
    }

    /// The same; scripts read their lists and frames from this folder.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_beside(
        folder: Option<DataFolder>,
        sources: &[Source],
        settings: Settings,
        progress: &dyn Fn(ReadProgress),
    ) -> Result<Self, Error> {
        let tables = import::read(sources, &settings.sources, progress)?;
        let folder = folder.map(|folder| folder.knowing(settings.sources.clone()));
        let lists = folder.clone().map(|folder| -> Arc<ListOfFolder> {
            Arc::new(move |name: &str, column: Option<&str>| {
                let read = folder.list(name, column).map(|list| (list.values, list.findings));
                read.map_err(|error| error.to_string().into())
            })
        });
        let frames = folder.map(|folder| -> Arc<FrameOfFolder> {
            Arc::new(move |name: &str| {
                let read = folder.frame(name).map(|read| (read.frame, read.findings));
                read.map_err(|error| error.to_string().into())
            })
        });
        Ok(Self { frames, ..Self::from_tables(tables, lists, settings)? })
    }

    /// A session of these tables and lists, wherever they come from.
    ///
    /// # Errors
    /// Tables that hold no usable row.
    pub fn from_tables(
        tables: Tables,
        lists: Option<Arc<ListOfFolder>>,
        settings: Settings,
    ) -> Result<Self, Error> {
        sandbox::reserve_stack();
        let deriving = deriving(&settings);
        let mut invitations = invitations::derive(tables, &deriving)?;
        let skipped = skipped(&invitations);
        invitations.findings.extend(skipped);
        let scanned = invitations.scan_findings()?;
        invitations.findings.extend(scanned);
        let conflicts =
            invitations.conflicts(&|account| settings.limits.figure(Code::CoolingOff, account))?;
        invitations.findings.extend(conflicts);
        if settings.limits.rows().iter().any(|row| row.account.is_some()) {
            let accounts = invitations.accounts()?;
            let accounts: Vec<&str> = accounts.iter().map(String::as_str).collect();
            invitations.findings.extend(settings.limits.unknown_accounts(&accounts));
        }
        Ok(Self { invitations, settings, lists, frames: None, agency: Laid::default() })
    }

    /// A session without data; `columns` are those that the data would have besides.
    pub fn without_data(settings: Settings, columns: &[(String, DataType)]) -> Self {
        sandbox::reserve_stack();
        let invitations = Invitations::none(columns).with_history(&settings.memory);
        let agency = Laid::default();
        Self { invitations, settings, lists: None, frames: None, agency }
    }

    /// A session without rows, with the columns that these sheets bring.
    ///
    /// # Errors
    /// Sheets that cannot be read.
    pub fn of_columns(sources: &[Source], settings: Settings) -> Result<Self, Error> {
        let tables = import::read(sources, &settings.sources, &|_| {})?;
        let columns = invitations::further_columns(tables, &deriving(&settings))?;
        Ok(Self::without_data(settings, &columns))
    }

    /// Goes on with the invitations of one account alone.
    ///
    /// # Errors
    /// That there is no such account.
    pub fn look_at(&mut self, account: &str) -> Result<(), Error> {
        let accounts = self.invitations.accounts()?;
        let known = accounts.iter().map(String::as_str);
        let Some(account) = among(account, known.clone()) else {
            let help = did_you_mean(account, known, "an account");
            let message = format!("the data have no account `{account}`");
            return Err(Error::Usage { message, help: Some(help) });
        };
        self.invitations.look_at(account);
        Ok(())
    }

    /// Runs a script over the data.
    ///
    /// # Errors
    /// Whatever is wrong with the script.
    pub fn run(&self, script: &ScriptFile, running: &Running) -> Result<Outcome, Error> {
        let library = script.library();
        self.run_in(&library, script, running, None)
    }

    /// Checks a script against the data's columns.
    pub fn check(&self, script: &ScriptFile, running: &Running) -> Vec<Diagnosis> {
        let library = script.library();
        let script = Script { name: &script.path, text: &script.text };
        check::check(script, &self.looked_at(&library, running))
    }

    /// The surroundings of a script that is looked at: without data, every list is there.
    fn looked_at(&self, library: &Library, running: &Running) -> Surroundings<'_> {
        let mut around = self.surroundings(library, running);
        if self.lists.is_none() {
            let unknown = |name: &str, _: Option<&str>| Ok(vec![format!("{UNKNOWN_LIST}{name}")]);
            around.host.lists = Arc::new(unknown);
        }
        around
    }

    /// What a strategy declares without data, a line each, and why something may be missing.
    pub fn declared(&self, script: &ScriptFile, running: &Running) -> Vec<String> {
        let library = script.library();
        let around = self.looked_at(&library, running);
        let script = Script { name: &script.path, text: &script.text };
        let survey = strategy::survey(script, &around, &reference::callable());
        let declared = plan::declared(&survey.strategy).into_iter();
        let declared = declared.map(|line| documentation::listed(&line));
        let errors = survey.errors.iter().map(|error| format!("not told: {error}"));
        declared.chain(errors).collect()
    }

    /// Rhai's definition files for scripts over these data, with their names.
    ///
    /// # Errors
    /// Data that cannot be read.
    pub fn definitions(&self, bounds: Bounds) -> Result<Vec<(String, String)>, Error> {
        let library = Library::new(Arc::new(NoFolder), &INVITATIONS);
        let running = Running::silent(bounds);
        Ok(strategy::definitions(&self.surroundings(&library, &running))?)
    }

    /// The inner life of a strategy's plan: its formulas, Polars' plan and the optimised one.
    ///
    /// # Errors
    /// Whatever is wrong with the script, or with its queries.
    pub fn inner(&self, script: &ScriptFile, running: &Running) -> Result<String, Error> {
        let strategy = self.run(script, running)?.strategy;
        Ok(plan::inner(&strategy, &self.invitations.frame)?)
    }

    /// What is left of the limits for every account of the data, and what there is to say of the
    /// data and the limits.
    ///
    /// # Errors
    /// A query that Polars cannot run.
    pub fn headroom(&self) -> Result<(Vec<Finding>, Vec<Headroom>), Error> {
        let data = &self.invitations;
        let (limits, as_of) = (&self.settings.limits, self.settings.as_of);
        let (usage_findings, left) = plan::headroom(data, limits, as_of)?;
        Ok((data.findings.iter().cloned().chain(usage_findings).collect(), left))
    }

    /// After how many days what is only presumed to be pending is expired.
    fn expiry_days(&self) -> i64 {
        deriving(&self.settings).expiry_days
    }

    fn run_in(
        &self,
        library: &Library,
        script: &ScriptFile,
        running: &Running,
        account: Option<&str>,
    ) -> Result<Outcome, Error> {
        self.demand_columns(script)?;
        let mut around = self.surroundings(library, running);
        around.presets = self.agency.presets(script.params_of(), account);
        let script = Script { name: &script.path, text: &script.text };
        let mut outcome = strategy::run(script, &around)?;
        self.agency.guard(&mut outcome.strategy);
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
        Err(Error::Usage {
            message: format!(
                "{}: its pack needs the column `{name}` ({column_type}), which the data do not \
                 have",
                script.name()
            ),
            help: Some(format!("add a sheet that has it; {near}")),
        })
    }

    fn surroundings(&self, library: &Library, running: &Running) -> Surroundings<'_> {
        let silent = Host::silent(library.clone());
        Surroundings {
            invitations: &self.invitations,
            limits: &self.settings.limits,
            as_of: self.settings.as_of,
            overrides: running.overrides.clone(),
            presets: self.agency.presets("", None),
            host: Host {
                library: silent.library,
                lists: match &self.lists {
                    Some(lists) => data_folder::telling_lists(lists, &running.tell),
                    None => silent.lists,
                },
                frames: self
                    .frames
                    .as_ref()
                    .map(|read| data_folder::telling_frames(read, &running.tell)),
                as_of: self.settings.as_of,
                asked: Arc::new(QuestionData {
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

/// The limits that the frame itself depends on.
fn deriving(settings: &Settings) -> invitations::DerivationSettings {
    let limits = &settings.limits;
    let account_days = limits.rows().into_iter().filter(|row| row.limit.code == Code::CoolingOff);
    let account_days = account_days.filter_map(|row| Some((row.account?.to_owned(), row.figure)));
    invitations::DerivationSettings {
        as_of: settings.as_of,
        sent_at_zone: settings.sent_at_zone,
        cooling_off_days: limits.figure(Code::CoolingOff, ""),
        cooling_off_days_of: account_days.collect(),
        expiry_days: limits.figure(Code::Expiry, ""),
        memory: settings.memory.clone(),
    }
}

/// One finding for every file with rows, and one for every file with cells, that could not be used.
fn skipped(invitations: &Invitations) -> Vec<Finding> {
    let mut files: BTreeMap<(&str, Loss), usize> = BTreeMap::new();
    for row in &invitations.skipped {
        *files.entry((&row.file, row.loss)).or_default() += 1;
    }
    let findings = files.into_iter().map(|((file, loss), count)| {
        let (code, message) = match loss {
            Loss::Row => (FindingCode::BadRows, "row(s) could not be used and were left out"),
            Loss::Cell => {
                (FindingCode::BadCells, "cell(s) could not be read and are taken as unknown")
            }
        };
        Finding::new(code, Level::Warn, format!("{file}: {count} {message}"))
            .help("standard error names each; `--strict` makes them an error")
    });
    findings.collect()
}
