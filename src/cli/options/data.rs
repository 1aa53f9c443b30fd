//! The options that every command with data takes, and the session that they open.

use super::data_options::DataOptions;
use super::ledger_options::OptionalLedgerOptions;
use crate::account::{find_or_suggest, is_same};
use crate::cli::argument_error::ArgumentError;
use crate::cli::process::{ProgressIndicator, terminal};
use crate::cli::workspace::Workspace;
use crate::error::Error;
use crate::import::data_folder::folder::DataFolder;
use crate::import::{self, Loss, Source};
use crate::open;
use crate::project::Project;
use crate::session::{AgencySettings, Session, SessionSettings};
use chrono::{DateTime, Utc};
use clap::Args;
use rescind_ledger::Ledger;
use std::path::{Path, PathBuf};

/// How many of the rows and cells that could not be used are named.
const BAD_ROWS_NAMED: usize = 20;

#[derive(Clone, Debug, Args)]
pub(in crate::cli) struct DataArgs {
    /// LinkedIn archives (zip or folder), folders of accounts, other tools' exports, tracking
    /// sheets (CSV), Parquet; `-` reads CSV from standard input
    #[arg(value_name = "DATA")]
    paths: Vec<PathBuf>,

    /// NAME=PATH reads PATH as the data of the account NAME; NAME alone shows only that account
    #[arg(long, value_name = "NAME[=PATH]", value_parser = parse_account)]
    account: Vec<String>,

    #[command(flatten)]
    options: DataOptions,

    #[command(flatten)]
    ledger: OptionalLedgerOptions,
}

impl DataArgs {
    /// Data that were named otherwise than with these options.
    pub(in crate::cli) fn from_parts(paths: Vec<PathBuf>, options: DataOptions) -> Self {
        Self { paths, account: vec![], options, ledger: OptionalLedgerOptions::left_out() }
    }

    /// The same data, told nothing of what a ledger remembers but addresses that became others:
    /// they are compared with it.
    pub(in crate::cli) fn without_ledger_memory(&self) -> Self {
        Self { ledger: self.ledger.asked_later(), ..self.clone() }
    }

    /// Holds the ledger to where it ends now, so that the same can be read of it later; gives the
    /// number of its last event.
    pub(in crate::cli) fn pin_ledger(&mut self, workspace: &Workspace) -> Result<u64, Error> {
        self.ledger.pin_head(workspace)
    }

    /// Holds the data to an instant, and to a ledger.
    pub(in crate::cli) fn pin_to(&mut self, as_of: DateTime<Utc>, ledger: OptionalLedgerOptions) {
        self.options.as_of = Some(as_of);
        self.ledger = ledger;
    }

    /// The ledger in which something is to be recorded.
    pub(in crate::cli) fn ledger_to_record(&self, workspace: &Workspace) -> Result<Ledger, Error> {
        self.ledger.open_to_record(workspace)
    }

    /// Whether the ledger is there in which something is to be recorded.
    pub(in crate::cli) fn has_ledger(&self, workspace: &Workspace) -> bool {
        self.ledger.is_there(workspace)
    }

    /// The options that name the same ledger; none where it is left out.
    pub(in crate::cli) fn ledger_options(&self) -> Option<Vec<String>> {
        self.ledger.options()
    }

    /// Reads the data: those that are named, else the project's; without any, a session without
    /// rows.
    pub(in crate::cli) fn open(
        &self,
        bar: &ProgressIndicator,
        workspace: &Workspace,
    ) -> Result<Session, Error> {
        let memory = self.ledger.memory(workspace)?;
        let settings = SessionSettings { memory, ..self.options.settings(workspace)? };
        let sources = self.sources(workspace);
        let progress = |progress: import::ReadProgress| bar.reading(progress);
        let session = match workspace.project() {
            Some(project) if sources.is_empty() && has_data(project) => {
                let sources = self.of_project(project)?;
                let folder = DataFolder::at(project.lists.as_ref().unwrap_or(&project.root));
                Session::open_beside(Some(folder), &sources, settings, &progress)?
            }
            _ if sources.is_empty() => return Ok(Session::without_data(settings, &[])),
            _ => Session::open(&sources, settings, &progress)?,
        };
        self.say_skipped(&session)?;
        match workspace.project() {
            None => Ok(session),
            Some(project) => {
                let params = project.params.clone();
                let do_not_contact = project.read_do_not_contact()?;
                session.with_agency(&AgencySettings {
                    protect: project.read_protected()?,
                    params,
                    do_not_contact,
                })
            }
        }
    }

    /// What is to be read, and what that depends on.
    pub(in crate::cli) fn sources_and_settings(
        &self,
        workspace: &Workspace,
    ) -> Result<(Vec<Source>, SessionSettings), Error> {
        let sources = self.sources(workspace);
        let sources = match workspace.project() {
            Some(project) if sources.is_empty() => self.of_project(project)?,
            _ => sources,
        };
        Ok((sources, self.options.settings(workspace)?))
    }

    /// The same, for commands whose result does not show what there is to say of the data: it is
    /// said on standard error.
    pub(in crate::cli) fn open_printing_findings(
        &self,
        bar: &ProgressIndicator,
        workspace: &Workspace,
    ) -> Result<Session, Error> {
        let session = self.open(bar, workspace)?;
        terminal::eprint_findings(&session.invitations.findings);
        Ok(session)
    }

    /// The same of the one account that is looked at, where it is one: its name as well.
    pub(in crate::cli) fn open_only_account(
        &self,
        bar: &ProgressIndicator,
        workspace: &Workspace,
    ) -> Result<(Session, Option<String>), Error> {
        let only = self.only_account(workspace)?;
        let mut session = self.open_printing_findings(bar, workspace)?;
        if let Some(only) = only.as_deref().filter(|_| self.is_given(workspace)) {
            session.keep_account(only)?;
        }
        Ok((session, only))
    }

    /// Fails where there are no data; `lack` says what cannot be done then.
    pub(in crate::cli) fn demand_data(
        &self,
        lack: &str,
        workspace: &Workspace,
    ) -> Result<(), Error> {
        if self.is_given(workspace) {
            return Ok(());
        }
        Err(Error::misused(
            format!("no data: {lack}"),
            "name a LinkedIn archive, a folder of accounts or an export",
        ))
    }

    /// Whether standard input is read.
    pub(in crate::cli) fn reads_stdin(&self, workspace: &Workspace) -> bool {
        self.sources(workspace).iter().any(|source| source.path == Path::new("-"))
    }

    /// Whether there are any data: named, or the project's.
    pub(in crate::cli) fn is_given(&self, workspace: &Workspace) -> bool {
        !self.sources(workspace).is_empty() || workspace.project().is_some_and(has_data)
    }

    /// The data of a project: of all its accounts, or of those that are named.
    fn of_project(&self, project: &Project) -> Result<Vec<Source>, Error> {
        for name in &self.account {
            let known = project.accounts.keys().map(String::as_str);
            find_or_suggest(name, known).map_err(|help| {
                Error::misused(format!("`--account {name}`: the project has no such account"), help)
            })?;
        }
        let wanted = |name: &String| {
            self.account.is_empty()
                || self.account.iter().any(|wanted_account| is_same(wanted_account, name))
        };
        let accounts = project.accounts.iter().filter(|(name, _)| wanted(name));
        let accounts = accounts.flat_map(|(name, account)| {
            let paths = account.data.iter();
            paths.map(|path| Source { account: Some(name.clone()), path: path.clone() })
        });
        let shared = project.data.iter().map(|path| Source { account: None, path: path.clone() });
        Ok(accounts.chain(shared).collect())
    }

    /// The one account to look at.
    pub(in crate::cli) fn only_account(
        &self,
        workspace: &Workspace,
    ) -> Result<Option<String>, Error> {
        if self.sources(workspace).is_empty() && workspace.project().is_some_and(has_data) {
            // No others are read then.
            return Ok(None);
        }
        let mut named = self.account.iter().filter(|account| !account.contains('='));
        let first = named.next().cloned();
        match named.next() {
            None => Ok(first),
            Some(second) => Err(Error::misused(
                format!("`--account {second}`: only one account can be looked at"),
                "name the data of an account with `--account NAME=PATH`",
            )),
        }
    }

    /// What is named here; nothing where that only says what files of the project are.
    fn sources(&self, workspace: &Workspace) -> Vec<Source> {
        let plain = self.paths.iter().map(|path| Source { account: None, path: path.clone() });
        let named = self.account.iter().filter_map(|account| {
            let (name, path) = account.split_once('=')?;
            Some(Source { account: Some(name.into()), path: path.into() })
        });
        let mut sources: Vec<Source> = plain.chain(named).collect();
        let project = workspace.project().filter(|project| sources.is_empty() && has_data(project));
        let of_project = project.map(paths_of).unwrap_or_default();
        let is_held =
            |held: &[PathBuf], path: &Path| held.iter().any(|folder| contains_path(folder, path));
        let read_paths = self.options.read_as.iter().map(|(_, path)| path.clone());
        let read_paths: Vec<PathBuf> = read_paths.collect();
        if read_paths.iter().all(|path| is_held(&of_project, path)) {
            return sources;
        }
        for path in read_paths {
            let known_paths: Vec<PathBuf> =
                sources.iter().map(|source| source.path.clone()).collect();
            if !is_held(&known_paths, &path) {
                sources.push(Source { account: None, path });
            }
        }
        sources
    }

    fn say_skipped(&self, session: &Session) -> Result<(), Error> {
        let skipped = &session.invitations.skipped;
        for row in skipped.iter().take(BAD_ROWS_NAMED) {
            let what = match row.loss {
                Loss::Row => "left out",
                Loss::Cell => "taken as unknown",
            };
            terminal::eprint_line(&format!("{what}: {row}"));
        }
        let rows = skipped.len();
        if rows > BAD_ROWS_NAMED {
            let more = rows - BAD_ROWS_NAMED;
            terminal::eprint_line(&format!("left out or taken as unknown: {more} more"));
        }
        let findings = session.invitations.findings.iter();
        let mut lost = findings.filter(|finding| finding.code.is_lost_data());
        let what = match (rows, lost.next()) {
            (1, _) => "1 row or cell could not be used".into(),
            (2.., _) => format!("{rows} rows or cells could not be used"),
            (0, Some(finding)) => finding.message.clone(),
            (0, None) => return Ok(()),
        };
        if self.options.strict { Err(Error::Strict { what }) } else { Ok(()) }
    }
}

/// Whether a path lies in a folder or zip, or is it.
fn contains_path(source: &Path, path: &Path) -> bool {
    path.starts_with(source) || open::real_path(path).starts_with(open::real_path(source))
}

/// All data that a project names.
fn paths_of(project: &Project) -> Vec<PathBuf> {
    let accounts = project.accounts.values().flat_map(|account| account.data.iter());
    accounts.chain(&project.data).cloned().collect()
}

/// Whether a project names any data.
fn has_data(project: &Project) -> bool {
    !project.data.is_empty() || project.accounts.values().any(|account| !account.data.is_empty())
}

fn parse_account(text: &str) -> Result<String, ArgumentError> {
    let parts: Vec<&str> = text.splitn(2, '=').map(str::trim).collect();
    if parts.contains(&"") {
        return Err(ArgumentError::Expected("NAME=PATH, such as `anna=anna.zip`, or NAME"));
    }
    Ok(text.into())
}
