//! `rescind correct`: a mistake is taken back, as an event of its own.

use crate::cli::argument_error::ArgumentError;
use crate::cli::options::{LedgerOptions, occasion};
use crate::cli::process::terminal;
use crate::cli::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::ledger::{self, RemainingAlias};
use crate::plural::pluralize;
use crate::screen;
use chrono::Utc;
use clap::Args;
use rescind_ledger::detail;
use std::ops::RangeInclusive;

/// Take back something that was recorded by mistake; both stay in the history
#[derive(Debug, Args)]
pub(in crate::cli) struct CorrectCommand {
    /// The number of the event, as `rescind history` shows it; `3-5` are three
    #[arg(value_name = "NUMBER", required = true, value_parser = parse_event_range)]
    numbers: Vec<RangeInclusive<u64>>,

    /// With all that the same import recorded of the account
    #[arg(long)]
    whole_import: bool,

    /// Why
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,

    #[command(flatten)]
    ledger: LedgerOptions,
}

impl CorrectCommand {
    pub(in crate::cli) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        let mut opened = self.ledger.open_existing(workspace)?;
        let why = self.why.as_deref();
        let numbers: Vec<u64> = if self.whole_import {
            let named = self.numbers.into_iter().flatten();
            let imports = named.map(|one| ledger::whole_import(&mut opened, one));
            let numbers: Vec<Vec<u64>> = imports.collect::<Result<_, _>>()?;
            numbers.into_iter().flatten().collect()
        } else {
            self.numbers.into_iter().flatten().collect()
        };
        let events = ledger::record_corrections(&mut opened, &occasion(Utc::now()), &numbers, why)?;
        for (account, count) in ledger::later_imports(&mut opened, &events)? {
            terminal::eprint_line(&format!(
                "{account} was imported {} after that: what those data showed as well counts no \
                 more; import the newest of them once more",
                pluralize(count, "time")
            ));
        }
        for still in ledger::remaining_aliases(&mut opened, &events)? {
            let RemainingAlias { account, number, former, now } = still;
            terminal::eprint_line(&format!(
                "{former} and {now} are one person still, to every account: event {number}, of \
                 {account}, says so as well; `rescind correct {number}` takes that back"
            ));
        }
        let lines = events.iter().map(|event| {
            let who = event.detail(detail::NAME).unwrap_or(&event.person);
            let what = [event.action.words(), who, &event.account];
            let what = what.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
            format!("event {} counts no more: {}\n", event.number, what.join(", "))
        });
        let recorded = format!("{} taken back", pluralize(events.len(), "event"));
        screen::write_stdout(&lines.collect::<String>())
            .map_err(Error::recorded_but_unreported(recorded))?;
        Ok(Exit::Done)
    }
}

/// The most events that one range names.
const RANGE_MAX: u64 = 100_000;

/// `7`, or `3-5`.
fn parse_event_range(text: &str) -> Result<RangeInclusive<u64>, ArgumentError> {
    let expected = || ArgumentError::Expected("a number, such as 7, or a range, such as 3-5");
    let number = |text: &str| text.trim().parse::<u64>().map_err(|_| expected());
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (number(first)?, number(last)?);
    let is_range = first <= last && last - first < RANGE_MAX;
    is_range.then_some(first..=last).ok_or_else(expected)
}
