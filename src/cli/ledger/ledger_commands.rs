//! Commands of the ledger that are entered in a session: the command line's own, with its words.

use super::done::DoneCommand;
use super::due::DueCommand;
use super::history::HistoryCommand;
use crate::cli::options::DataArgs;
use crate::cli::process::{ProgressIndicator, terminal};
use crate::cli::workspace::Workspace;
use crate::error::Error;
use crate::session::Session;
use clap::{Parser, Subcommand};
use std::sync::Arc;

#[derive(Debug, Parser)]
#[command(multicall = true, infer_long_args = true)]
struct LedgerCommandLine {
    #[command(subcommand)]
    command: LedgerCommand,
}

#[derive(Debug, Subcommand)]
enum LedgerCommand {
    Done(DoneCommand),
    Due(DueCommand),
    History(HistoryCommand),
}

/// Runs a command on the session's ledger. Where it recorded something, the data are read anew, so
/// that the session knows of it.
pub(in crate::cli) fn run(
    words: &[String],
    data: &DataArgs,
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
    let entered = match LedgerCommandLine::try_parse_from(words) {
        Ok(entered) => entered,
        Err(usage) if !usage.use_stderr() => {
            terminal::print_usage(&usage)?;
            return Ok(None);
        }
        Err(usage) => {
            let text = usage.to_string();
            let message = text.trim_start_matches("error: ").trim_end().to_owned();
            return Err(Error::Usage { message, help: None });
        }
    };
    match entered.command {
        LedgerCommand::Done(done) => {
            done.run(workspace)?;
            if data.reads_stdin(workspace) {
                terminal::eprint_line("recorded; this session's data cannot be read a second time");
                return Ok(None);
            }
            let bar = ProgressIndicator::new();
            Ok(Some(Arc::new(data.open(&bar, workspace)?)))
        }
        LedgerCommand::Due(due) => due.run(workspace).map(|_| None),
        LedgerCommand::History(history) => history.run(workspace).map(|_| None),
    }
}
