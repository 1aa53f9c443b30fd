//! What reading data depends on: the instant, the zone, the limits, and what single files are.

use super::written_dates::{parse_instant, parse_zone};
use crate::cli::argument_error::ArgumentError;
use crate::cli::workspace::Workspace;
use crate::error::Error;
use crate::import::Descriptions;
use crate::inputs;
use crate::invitations::{LedgerAccess, SENT_AT_ZONE};
use crate::limits::Limits;
use crate::open;
use crate::session::SessionSettings;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use clap::Args;
use std::path::{Path, PathBuf};

/// What reading data depends on.
#[derive(Clone, Debug, Args)]
pub(in crate::cli) struct DataOptions {
    /// The instant at which ages are measured: a date, or a time such as 2026-11-23T08:00:00Z
    /// [default: now]
    #[arg(long, value_name = "DATE", value_parser = parse_instant)]
    pub(in crate::cli) as_of: Option<DateTime<Utc>>,

    /// The time zone of LinkedIn's `Sent At`
    #[arg(
        long,
        value_name = "ZONE",
        default_value = SENT_AT_ZONE.name(),
        value_parser = parse_zone
    )]
    sent_at_zone: Tz,

    /// NAME=PATH reads the file PATH as a table of the role NAME (invitations, connections,
    /// messages, profile, sent-list, sheet, rows), or as the source that is described under NAME
    #[arg(long = "as", value_name = "NAME=PATH", value_parser = parse_role_and_path)]
    pub(in crate::cli) read_as: Vec<(String, PathBuf)>,

    /// A file of limits that differ from the built-in ones
    #[arg(long, value_name = "FILE")]
    limits: Option<PathBuf>,

    /// Fail where a row, cell, value or file of the data cannot be used
    #[arg(long)]
    pub(in crate::cli) strict: bool,
}

impl DataOptions {
    /// What the session depends on.
    pub(in crate::cli) fn settings(&self, workspace: &Workspace) -> Result<SessionSettings, Error> {
        Ok(SessionSettings {
            as_of: self.as_of.unwrap_or_else(Utc::now),
            sent_at_zone: self.sent_at_zone,
            limits: limits_in_force(self.limits.as_deref(), workspace)?,
            sources: self.sources(workspace)?,
            memory: LedgerAccess::default(),
        })
    }

    /// The kinds of tables that are known, and what single files are said to be.
    fn sources(&self, workspace: &Workspace) -> Result<Descriptions, Error> {
        let mut sources = workspace.sources()?;
        for (at, (what, path)) in self.read_as.iter().enumerate() {
            let mut before = self.read_as.iter().take(at);
            if let Some((other, _)) =
                before.find(|(_, other)| open::real_path(other) == open::real_path(path))
            {
                return Err(Error::misused(
                    format!("`--as` says two things of {}: `{other}` and `{what}`", path.display()),
                    "leave out one of them",
                ));
            }
            sources.declare(what, path).map_err(|unknown| {
                Error::misused(format!("`--as {what}={}`: {unknown}", path.display()), unknown.help)
            })?;
        }
        Ok(sources)
    }
}

/// The limits in force: the project's, if it has any, and no others then.
pub(in crate::cli) fn limits_in_force(
    named: Option<&Path>,
    workspace: &Workspace,
) -> Result<Limits, Error> {
    let of_project = workspace.project().and_then(|project| project.limits.as_deref());
    let path = match (named, of_project) {
        (None, None) => return Ok(Limits::built_in()),
        (Some(_), Some(path)) => {
            return Err(Error::misused(
                format!("`--limits`: the project has its own, {}", path.display()),
                "the project's limits hold for every plan that is made in it",
            ));
        }
        (Some(path), None) | (None, Some(path)) => path,
    };
    let shown = path.display().to_string();
    inputs::note_read(path);
    let help = "expected a file of limits; `docs/LIMITS.md` shows its form";
    let text =
        open::read_settings(path).map_err(|error| Error::of_file(path, &error, Some(help)))?;
    Ok(Limits::parse(&text, &shown)?)
}

fn parse_role_and_path(text: &str) -> Result<(String, PathBuf), ArgumentError> {
    let parts = text.split_once('=').map(|(what, path)| (what.trim(), path.trim()));
    match parts.filter(|(what, path)| !what.is_empty() && !path.is_empty()) {
        Some((what, path)) => Ok((what.into(), path.into())),
        None => Err(ArgumentError::Expected("NAME=PATH, such as `sheet=tracking.csv`")),
    }
}
