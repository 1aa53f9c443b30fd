//! `rescind history`: everything that ever happened, proof, backup, export and import.

use crate::account::{find_or_suggest, find_same};
use crate::cli::options::{LedgerOptions, OutputTarget, formats, parse_day, untimed_bounds};
use crate::cli::process::terminal;
use crate::cli::single_section_report::single_section_report;
use crate::cli::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::invitations::PersonReference;
use crate::ledger;
use crate::output::{self, Format, NamedFormat, OutputError, ReportFormat};
use crate::plural::pluralize;
use crate::save;
use chrono::{NaiveDate, NaiveTime, Utc};
use clap::Args;
use rescind_ledger::{Event, EventFilter, Ledger, LedgerError, detail, prove_lines};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// Show what the ledger has: of everybody, or of one person
#[derive(Debug, Args)]
pub(in crate::cli) struct HistoryCommand {
    /// Only of this person: a name, an address or a key
    #[arg(value_name = "PERSON")]
    person: Option<String>,

    /// Only of this account
    #[arg(long, value_name = "NAME")]
    account: Option<String>,

    /// Only what was recorded on this day or later
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    since: Option<NaiveDate>,

    /// How it is written [default: table, or as the file's ending says]
    #[arg(long, value_parser = formats::<Format>())]
    format: Option<Format>,

    #[command(flatten)]
    to: OutputTarget,

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

impl HistoryCommand {
    pub(in crate::cli) fn run(mut self, workspace: &Workspace) -> Result<Exit, Error> {
        if let Some(path) = &self.import {
            return self.import_events(path, workspace);
        }
        let mut ledger = self.ledger.open_existing(workspace)?;
        if self.verify {
            let head = ledger.verify()?;
            let count = pluralize(usize::try_from(head.number).unwrap_or(usize::MAX), "event");
            let text = format!("{count}, as they were recorded; {}\n", head.hash);
            terminal::print_text(&text)?;
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
            save::result(path, |out| {
                ledger
                    .write_lines(out)
                    .map_err(|error| OutputError::Io(std::io::Error::other(error)))
            })?;
            return Ok(Exit::Done);
        }
        self.show(&mut ledger)?;
        Ok(Exit::Done)
    }

    /// Takes the events of a file; none, and no ledger is made, where it is not whole.
    fn import_events(&self, path: &Path, workspace: &Workspace) -> Result<Exit, Error> {
        let shown = path.display().to_string();
        let open = || {
            let help = "expected what `rescind history --export` writes";
            let opened = File::open(path).map(BufReader::new);
            opened.map_err(|error| Error::of_file(path, &error, Some(help)))
        };
        // What is no file, such as a pipe, can be read once.
        if path.is_file() {
            prove_lines(&shown, open()?)?;
        }
        let mut ledger = self.ledger.open(workspace)?;
        let count = ledger.read_lines(&shown, open()?)?;
        let count = pluralize(usize::try_from(count).unwrap_or(usize::MAX), "event");
        terminal::print_text(&format!("{count} taken\n"))?;
        Ok(Exit::Done)
    }

    /// Shows the events; in a table on a screen the last ones, after how many there were before.
    fn show(&mut self, ledger: &mut Ledger) -> Result<(), Error> {
        let format = self.to.resolve_format(self.format, Format::Table)?;
        let style = self.to.style();
        let most = (format == Format::Table && !style.is_untruncated).then_some(style.rows);
        let last = self.events(ledger, most.unwrap_or(usize::MAX))?;
        let mut frame = ledger::history_frame(&last.events)?;
        if format.is_for_people() {
            frame = ledger::history_for_people(&frame)?;
        }
        // The same ledger gives the same bytes.
        let as_of = last.events.last().map_or_else(Utc::now, |event| event.recorded_at);
        let page =
            format.has_parts().then(|| single_section_report("History", as_of, frame.clone()));
        self.to.write(&untimed_bounds(), format.audience(), |out| {
            if let Some(page) = &page {
                return output::write_report(page, ReportFormat::As(format), &style, out);
            }
            if last.earlier > 0 {
                let earlier = pluralize(last.earlier, "earlier event");
                writeln!(out, "… {earlier} not shown: --since DATE, or --format csv")?;
            }
            output::write_frame(&frame, format, &style, out)
        })?;
        if last.events.is_empty() {
            terminal::eprint_line(&self.nothing(ledger)?);
        }
        Ok(())
    }

    /// That there is nothing to show, and why that may be.
    fn nothing(&self, ledger: &mut Ledger) -> Result<String, Error> {
        let Some(wanted) = &self.account else {
            return Ok("nothing of that kind was recorded".into());
        };
        let accounts = ledger.accounts()?;
        let accounts = accounts.iter().map(String::as_str);
        Ok(match find_or_suggest(wanted, accounts) {
            Ok(_) => "nothing of that kind was recorded".into(),
            Err(near) => format!("the ledger has nothing of an account `{wanted}`; {near}"),
        })
    }

    /// The account that is asked for as the ledger spells it, else as it is written.
    fn account_as_spelled(&self, ledger: &mut Ledger) -> Result<Option<String>, Error> {
        let Some(wanted) = &self.account else { return Ok(None) };
        let accounts = ledger.accounts()?;
        let spelled = find_same(wanted, accounts.iter().map(String::as_str));
        Ok(Some(spelled.unwrap_or(wanted).to_owned()))
    }

    /// The last events of whom and what is asked for, so many at most.
    fn events(&self, ledger: &mut Ledger, most: usize) -> Result<LastEvents, Error> {
        let since = self.since.map(|day| day.and_time(NaiveTime::MIN).and_utc());
        let account = self.account_as_spelled(ledger)?;
        let selection = EventFilter { account, since, ..EventFilter::default() };
        let Some(wanted) = &self.person else {
            return Ok(LastEvents::read(ledger, &selection, most)?);
        };
        let named = PersonReference::parse(wanted).map_err(|nobody| {
            Error::misused(
                nobody.to_string(),
                "name a person: an address, a slug, a member id or a whole name",
            )
        })?;
        let mut people: BTreeSet<String> = BTreeSet::new();
        for key in named.keys() {
            let person = Some(key.to_owned());
            let events = ledger.events(&EventFilter { person, ..selection.clone() })?;
            if !events.is_empty() || !ledger.keys_of(key)?.is_empty() {
                people.insert(key.to_owned());
            }
        }
        if named.profile().is_none() {
            people.extend(ledger.people_named(wanted)?);
        }
        if people.is_empty() {
            // Names and addresses stand in the details alone.
            ledger.read(&selection, |event| {
                let (name, url) = (event.detail(detail::NAME), event.detail(detail::PROFILE_URL));
                if named.means(&event.person, name, url) {
                    people.insert(event.person);
                }
                Ok(())
            })?;
        }
        let mut keys: BTreeSet<(Option<String>, String)> = BTreeSet::new();
        for person in people {
            let known_keys = ledger.keys_of(&person)?.into_iter();
            keys.extend(known_keys.map(|(account, key)| (Some(account), key)));
            keys.insert((selection.account.clone(), person));
        }
        let is_of_account =
            |account: &Option<String>| selection.account.is_none() || *account == selection.account;
        let mut events = BTreeMap::new();
        for (account, person) in keys.into_iter().filter(|(account, _)| is_of_account(account)) {
            let selection = EventFilter { account, person: Some(person), ..selection.clone() };
            let person_events = ledger.events(&selection)?;
            events.extend(person_events.into_iter().map(|event| (event.number, event)));
        }
        let mut events: Vec<Event> = events.into_values().collect();
        let earlier = events.len().saturating_sub(most);
        Ok(LastEvents { events: events.split_off(earlier), earlier })
    }
}

/// The last of many events.
struct LastEvents {
    events: Vec<Event>,
    /// How many there were before.
    earlier: usize,
}

impl LastEvents {
    fn read(
        ledger: &mut Ledger,
        selection: &EventFilter,
        most: usize,
    ) -> Result<Self, LedgerError> {
        let (mut events, mut earlier) = (VecDeque::new(), 0);
        ledger.read(selection, |event| {
            if events.len() == most {
                events.pop_front();
                earlier += 1;
            }
            events.push_back(event);
            Ok(())
        })?;
        Ok(Self { events: events.into(), earlier })
    }
}
