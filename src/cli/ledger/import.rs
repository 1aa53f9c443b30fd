//! `rescind import`: what data show that the ledger did not know.

use crate::cli::options::{DataArgs, occasion};
use crate::cli::process::{ProgressIndicator, terminal};
use crate::cli::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::ledger::{ImportSummary, ImportedAccount, demand_importable, record_import};
use crate::plural::pluralize;
use crate::screen;
use chrono::Utc;
use clap::Args;
use rescind_ledger::ChangeKind;
use std::fmt::Write;

/// Record in the ledger what data show, and say what changed since the last time
#[derive(Debug, Args)]
pub(in crate::cli) struct ImportCommand {
    #[command(flatten)]
    data: DataArgs,

    /// Say nothing of what changed
    #[arg(long, short)]
    quiet: bool,
}

impl ImportCommand {
    pub(in crate::cli) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        self.data.demand_data("there is nothing to import", workspace)?;
        // One that is there may say at once why it cannot be written.
        let is_there = self.data.has_ledger(workspace);
        let ledger = is_there.then(|| self.data.ledger_to_record(workspace)).transpose()?;
        let bar = ProgressIndicator::new();
        // What the ledger remembers is what the data are compared with.
        let (session, _) = self.data.without_ledger_memory().open_only_account(&bar, workspace)?;
        let (invitations, as_of) = (&session.invitations, session.settings.as_of);
        let occasion = occasion(Utc::now());
        let mut ledger = match ledger {
            Some(ledger) => ledger,
            None => {
                demand_importable(&occasion, invitations, as_of)?;
                self.data.ledger_to_record(workspace)?
            }
        };
        let progress = |done, total| bar.comparing(done, total);
        let imported = record_import(&mut ledger, &occasion, invitations, as_of, &progress)?;
        drop(bar);
        terminal::eprint_findings(&imported.findings);
        if !self.quiet {
            let shown = ledger.shown();
            let events = pluralize(imported.events, "event");
            let recorded = format!("{events} recorded in {shown}");
            screen::write_stdout(&text(&imported))
                .map_err(Error::recorded_but_unreported(recorded))?;
            terminal::eprint_line(&format!("{events} recorded in {shown}"));
        }
        Ok(Exit::Done)
    }
}

/// What changed, account by account.
fn text(imported: &ImportSummary) -> String {
    imported.accounts.iter().map(account).collect()
}

fn account(account: &ImportedAccount) -> String {
    let counts = ChangeKind::ALL.into_iter().filter_map(|change| {
        let count = account.counts.get(&change)?;
        Some(format!("  {count:>6}  {change}\n"))
    });
    let mut lines: String = counts.collect();
    let further = [
        (account.left_as_is, "left as newer data showed them"),
        (account.undecided, "may be on the list or not: others on it have their name"),
        (
            account.known_by_name,
            "known by a name alone that several in the data have: they stay apart",
        ),
        (account.open, "withdrawn, and on the list with an age that leaves open if invited again"),
    ];
    for (count, what) in further.into_iter().filter(|(count, _)| *count > 0) {
        // Writing to a text cannot fail.
        let _ = writeln!(lines, "  {count:>6}  {what}");
    }
    if lines.is_empty() {
        lines = "          nothing new\n".into();
    }
    format!("{}, until {}\n{lines}", account.account, account.taken_on)
}
