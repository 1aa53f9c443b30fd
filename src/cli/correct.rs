//! `rescind correct`: a mistake is taken back, as an event of its own.

use super::ledger::{LedgerOptions, occasion};
use super::workspace::Workspace;
use crate::count::counted;
use crate::error::{Error, Exit};
use crate::ledger;
use crate::screen;
use chrono::Utc;
use clap::Args;
use rescind_ledger::detail;
use std::collections::BTreeSet;

/// Take back something that was recorded by mistake; both stay in the history
#[derive(Debug, Args)]
pub(super) struct Correct {
    /// The number of the event, as `rescind history` shows it
    #[arg(value_name = "NUMBER", required = true)]
    numbers: Vec<u64>,

    /// With all that the same import recorded of the account
    #[arg(long)]
    whole_import: bool,

    /// Why
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,

    #[command(flatten)]
    ledger: LedgerOptions,
}

impl Correct {
    pub(super) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        let mut opened = self.ledger.open_existing(workspace)?;
        let why = self.why.as_deref();
        let numbers = if self.whole_import {
            let imports = self.numbers.iter().map(|one| ledger::whole_import(&mut opened, *one));
            let numbers: Vec<Vec<u64>> = imports.collect::<Result<_, _>>()?;
            numbers.into_iter().flatten().collect::<BTreeSet<u64>>().into_iter().collect()
        } else {
            self.numbers
        };
        let events = ledger::corrected(&mut opened, &occasion(Utc::now()), &numbers, why)?;
        let lines = events.iter().map(|event| {
            let who = event.detail(detail::NAME).unwrap_or(&event.person);
            let what = [event.action.words(), who, &event.account];
            let what = what.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
            format!("event {} counts no more: {}\n", event.number, what.join(", "))
        });
        let recorded = format!("{} taken back", counted(events.len(), "event"));
        screen::say(&lines.collect::<String>()).map_err(Error::untold(recorded))?;
        Ok(Exit::Done)
    }
}
