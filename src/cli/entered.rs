//! Commands of the ledger that are entered in a session: the command line's own, with its words.

use super::data::Data;
use super::done::Done;
use super::due::Due;
use super::history::History;
use super::place::Place;
use super::progress::Bar;
use super::terminal;
use crate::error::Error;
use crate::session::Session;
use clap::{Parser, Subcommand};
use std::sync::Arc;

#[derive(Debug, Parser)]
#[command(multicall = true, infer_long_args = true)]
struct Entered {
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
    place: &Place,
) -> Result<Option<Arc<Session>>, Error> {
    let Some(options) = data.ledger_options() else {
        return Err(Error::Usage {
            message: "this session leaves the ledger out".into(),
            help: Some("begin it without `--no-ledger`".into()),
        });
    };
    let names_one = words.iter().any(|word| word.starts_with("--ledger"));
    let (command, further) = words.split_at(1.min(words.len()));
    let options = if names_one { vec![] } else { options };
    let words = command.iter().cloned().chain(options).chain(further.iter().cloned());
    let entered = match Entered::try_parse_from(words) {
        Ok(entered) => entered,
        Err(said) if !said.use_stderr() => {
            terminal::answer(&said)?;
            return Ok(None);
        }
        Err(said) => {
            let text = said.to_string();
            let message = text.trim_start_matches("error: ").trim_end().to_owned();
            return Err(Error::Usage { message, help: None });
        }
    };
    match entered.command {
        OfLedger::Done(done) => {
            done.run(place)?;
            if data.reads_stdin(place) {
                terminal::complain("recorded; this session's data cannot be read a second time");
                return Ok(None);
            }
            let bar = Bar::new();
            Ok(Some(Arc::new(data.open(&bar, place)?)))
        }
        OfLedger::Due(due) => due.run(place).map(|_| None),
        OfLedger::History(history) => history.run(place).map(|_| None),
    }
}
