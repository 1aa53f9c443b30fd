//! `rescind limits`: the table; with data, the headroom of every account.

use super::options::{DataArgs, OutputTarget, formats, untimed_bounds};
use super::process::{ProgressIndicator, terminal};
use super::workspace::Workspace;
use crate::account::find_same;
use crate::error::{Error, Exit};
use crate::limits::Headroom;
use crate::output::{self, Format, LimitsReport, NamedFormat};
use clap::Args;
use std::io::Write;

/// Show the limits with their sources; with data, what is left of them for every account
#[derive(Debug, Args)]
pub(super) struct LimitsCommand {
    #[command(flatten)]
    data: DataArgs,

    /// How they are written [default: table, or as the file's ending says]
    #[arg(long, value_parser = formats::<Format>())]
    format: Option<Format>,

    #[command(flatten)]
    to: OutputTarget,
}

impl LimitsCommand {
    pub(super) fn run(mut self, workspace: &Workspace) -> Result<Exit, Error> {
        let format = self.to.resolve_format(self.format, Format::Table)?;
        let style = self.to.style();
        let bar = ProgressIndicator::new();
        let (session, only) = self.data.open_only_account(&bar, workspace)?;
        let limits = &session.settings.limits;
        let (mut findings, mut headroom) = bar.run_showing("counting", || session.headroom())?;
        drop(bar);
        if let Some(only) = only {
            let known = headroom.iter().map(|left| left.account.as_str());
            let only = find_same(&only, known).unwrap_or(&only).to_owned();
            headroom.retain(|left: &Headroom| left.account == only);
            findings.retain(|finding| {
                finding.account.as_deref().is_none_or(|finding_account| finding_account == only)
            });
        }
        if format == Format::Table || !format.carries_findings() {
            // What there is to say of the data is said already.
            findings.retain(|finding| !finding.code.is_of_data());
        }
        if !format.carries_findings() {
            terminal::eprint_findings(&findings);
        }
        let report = LimitsReport { limits, headroom: &headroom, findings: &findings };
        let write = |out: &mut dyn Write| output::write_limits(&report, format, &style, out);
        self.to.write(&untimed_bounds(), format.audience(), write)?;
        Ok(Exit::Done)
    }
}
