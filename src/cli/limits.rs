//! `rescind limits`: the table; with data, the headroom of every account.

use super::data::Data;
use super::progress::Bar;
use super::script::formats;
use super::terminal;
use super::workspace::Workspace;
use crate::account::among;
use crate::error::{Error, Exit};
use crate::finding::OF_DATA;
use crate::limits::Headroom;
use crate::nearest::did_you_mean;
use crate::output::{self, Format, LimitsReport, OutputError};
use crate::screen::Standard;
use clap::Args;

/// Show the limits with their sources; with data, what is left of them for every account
#[derive(Debug, Args)]
pub(super) struct Limits {
    #[command(flatten)]
    data: Data,

    /// How they are written
    #[arg(long, default_value = "table", value_parser = formats())]
    format: Format,
}

impl Limits {
    pub(super) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        let style = terminal::style();
        let only = self.data.only_account(workspace)?;
        let bar = Bar::new();
        let session = self.data.open_aloud(&bar, workspace)?;
        let limits = &session.settings.limits;
        let (mut findings, mut headroom) = bar.during("counting", || session.headroom())?;
        drop(bar);
        if let Some(only) = only {
            let known = headroom.iter().map(|left| left.account.as_str());
            let only = match among(&only, known) {
                Some(account) => account.to_owned(),
                None if self.data.is_given(workspace) => return Err(unknown(only, &headroom)),
                None => only,
            };
            headroom.retain(|left: &Headroom| left.account == only);
            findings.retain(|finding| {
                finding.account.as_deref().is_none_or(|finding_account| finding_account == only)
            });
        }
        if self.format != Format::Json && self.format != Format::Markdown {
            // What there is to say of the data is said already.
            findings.retain(|finding| !OF_DATA.contains(&finding.code.as_str()));
        }
        if !self.format.carries_findings() {
            terminal::complain_of(&findings);
        }
        let report = LimitsReport { limits, headroom: &headroom, findings: &findings };
        output::limits(
            &report,
            self.format,
            &style,
            &mut Standard::Out.writer(self.format.audience()),
        )?;
        Ok(Exit::Done)
    }
}

/// That there is no such account.
fn unknown(account: String, headroom: &[Headroom]) -> Error {
    let known = headroom.iter().map(|left| left.account.as_str());
    let help = did_you_mean(&account, known, "an account");
    OutputError::UnknownAccount { account, help }.into()
}
