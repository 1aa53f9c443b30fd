//! `rescind history`: everything that ever happened, proof, backup, export and import.

use super::data::day;
use super::ledger::LedgerOptions;
use super::place::Place;
use super::script::formats;
use super::terminal;
use super::to::To;
use crate::error::{Error, Exit};
use crate::import::person;
use crate::ledger;
use crate::output::{self, Format, OutputError};
use crate::save;
use crate::screen;
use chrono::{NaiveDate, NaiveTime};
use clap::Args;
use rescind_ledger::{Event, Ledger, LedgerError, Selection};
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

/// Show what the ledger has: of everybody, or of one person
#[derive(Debug, Args)]
pub(super) struct History {
    /// Only of this person: a name, an address or a key
    #[arg(value_name = "PERSON")]
    person: Option<String>,

    /// Only of this account
    #[arg(long, value_name = "NAME")]
    account: Option<String>,

    /// Only what was recorded on this day or later
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<NaiveDate>,

    /// How it is written [default: table, or as the file's ending says]
    #[arg(long, value_parser = formats())]
    format: Option<Format>,

    #[command(flatten)]
    to: To,

    /// Prove that nothing of it was changed
    #[arg(long, group = "whole")]
    verify: bool,

    /// Derive anew what follows from the events: where `--verify` says that it does not
    #[arg(long, group = "whole")]
    derive: bool,

    /// Copy the ledger to a new file, as it is at one moment
    #[arg(long, value_name = "FILE", group = "whole")]
    backup: Option<PathBuf>,

    /// Write every event and saved plan as lines of JSON, from which another ledger can be made
    #[arg(long, value_name = "FILE", group = "whole")]
    export: Option<PathBuf>,

    /// Take what another ledger exported: the same events, with the same hashes
    #[arg(long, value_name = "FILE", group = "whole")]
    import: Option<PathBuf>,

    #[command(flatten)]
    ledger: LedgerOptions,
}

impl History {
    pub(super) fn run(self, place: &Place) -> Result<Exit, Error> {
        let mut ledger = self.ledger.open(place)?;
        if self.verify {
            let head = ledger.verify()?;
            let text = format!("{} event(s), as they were recorded; {}\n", head.number, head.hash);
            screen::say(&text).map_err(OutputError::from)?;
            return Ok(Exit::Done);
        }
        if self.derive {
            ledger.derive_anew()?;
            return Ok(Exit::Done);
        }
        if let Some(path) = &self.backup {
            ledger.back_up(path)?;
            return Ok(Exit::Done);
        }
        if let Some(path) = &self.export {
            save::atomically(path, |out| {
                ledger
                    .write_lines(out)
                    .map_err(|error| OutputError::Io(std::io::Error::other(error)))
            })?;
            return Ok(Exit::Done);
        }
        if let Some(path) = &self.import {
            let shown = path.display().to_string();
            let file = File::open(path).map_err(|error| Error::File {
                path: shown.clone(),
                problem: error.to_string(),
                help: Some("expected what `rescind history --export` writes".into()),
            })?;
            let count = ledger.read_lines(&shown, BufReader::new(file))?;
            screen::say(&format!("{count} event(s) taken\n")).map_err(OutputError::from)?;
            return Ok(Exit::Done);
        }
        let events = self.events(&mut ledger)?;
        let format = self.to.format(self.format, Format::Table)?;
        let frame = ledger::history(&events)?;
        let style = self.to.style();
        self.to.write(format.audience(), |out| output::frame(&frame, format, &style, out))?;
        if events.is_empty() {
            terminal::complain("nothing of that kind was recorded");
        }
        Ok(Exit::Done)
    }

    fn events(&self, ledger: &mut Ledger) -> Result<Vec<Event>, LedgerError> {
        let since = self.since.map(|day| day.and_time(NaiveTime::MIN).and_utc());
        let selection = Selection { account: self.account.clone(), since, ..Selection::default() };
        let Some(wanted) = &self.person else { return ledger.events(&selection) };
        let key = person::slug(wanted).or_else(|| person::member_id(wanted));
        for key in [Some(wanted.clone()), key, Some(format!("in/{}", wanted.to_lowercase()))] {
            let Some(person) = key else { continue };
            let events = ledger.events(&Selection { person: Some(person), ..selection.clone() })?;
            if !events.is_empty() {
                return Ok(events);
            }
        }
        let mut events = vec![];
        for person in ledger.people_named(wanted)? {
            events.extend(ledger.events(&Selection { person: Some(person), ..selection.clone() })?);
        }
        events.sort_by_key(|event| event.number);
        Ok(events)
    }
}
