//! Commands of the ledger that are entered in a session: the command line's own, with its words.

use super::data::Data;
use super::done::Done;
use super::due::Due;
use super::history::History;
use super::progress::Bar;
use super::terminal;
use super::workspace::Workspace;
use crate::error::Error;
use crate::session::Session;
use clap::{Parser, Subcommand};
use std::sync::Arc;

#[derive(Debug, Parser)]
#[command(multicall = true, infer_long_args = true)]
struct EnteredCommand {
    #[command(subcommand)]
    command: OfLedger,
}

#[derive(Debug, Subcommand)]
enum OfLedger {
    Done(Done),
    Due(Due),
    History(History),
}

/// Runs a command on the session's ledger. Where it recorded something, the data are read anew, so
/// that the session knows of it.
pub(super) fn run(
    words: &[String],
    data: &Data,
    workspace: &Workspace,
) -> Result<Option<Arc<Session>>, Error> {
    let Some(options) = data.ledger_options() else {
        return Err(Error::misused(
            "this session leaves the ledger out",
            "begin it without `--no-ledger`",
        ));
    };
    let names_one = words.iter().any(|word| word.starts_with("--ledger"));
    let (command, further) = words.split_at(1.min(words.len()));
    let options = if names_one { vec![] } else { options };
    let words = command.iter().cloned().chain(options).chain(further.iter().cloned());
    let entered = match EnteredCommand::try_parse_from(words) {
        Ok(entered) => entered,
        Err(usage) if !usage.use_stderr() => {
            terminal::answer(&usage)?;
            return Ok(None);
        }
        Err(usage) => {
            let text = usage.to_string();
            let message = text.trim_start_matches("error: ").trim_end().to_owned();
            return Err(Error::Usage { message, help: None });
        }
    };
    match entered.command {
        OfLedger::Done(done) => {
            done.run(workspace)?;
            if data.reads_stdin(workspace) {
                terminal::complain("recorded; this session's data cannot be read a second time");
                return Ok(None);
            }
            let bar = Bar::new();
            Ok(Some(Arc::new(data.open(&bar, workspace)?)))
        }
        OfLedger::Due(due) => due.run(workspace).map(|_| None),
        OfLedger::History(history) => history.run(workspace).map(|_| None),
    }
}
