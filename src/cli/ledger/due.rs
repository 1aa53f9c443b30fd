//! `rescind due`: who may be invited again, and what to do meanwhile.

use crate::account::find_or_suggest;
use crate::cli::argument_error::ArgumentError;
use crate::cli::options::{
    LedgerOptions, OutputTarget, formats, limits_in_force, parse_day, untimed_bounds,
};
use crate::cli::process::terminal;
use crate::cli::single_section_report::single_section_report;
use crate::cli::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::invitations::DoNotContact;
use crate::ledger::{self, DueList, WaitingPeople, due_list};
use crate::output::{self, CalendarEvent, Format, NamedFormat, ReportFormat};
use chrono::{Days, NaiveDate, NaiveTime, Utc};
use clap::Args;
use polars::prelude::DataFrame;
use rescind_ledger::Ledger;
use std::io::Write;
use std::path::PathBuf;

/// Show who may be invited again, spread so that no week has more invitations than its quota
#[derive(Debug, Args)]
pub(in crate::cli) struct DueCommand {
    /// Only who may be invited within so many days or weeks, such as `14d` or `2w`
    #[arg(long, value_name = "TIME", value_parser = span_days)]
    within: Option<u64>,

    /// The day from which it is seen [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    as_of: Option<NaiveDate>,

    /// Only this account
    #[arg(long, value_name = "NAME")]
    account: Option<String>,

    /// A file of limits that differ from the built-in ones
    #[arg(long, value_name = "FILE")]
    limits: Option<PathBuf>,

    /// How it is written; `ics` is a calendar with one event a person [default: table, or as the
    /// file's ending says]
    #[arg(long, value_parser = formats::<ReportFormat>())]
    format: Option<ReportFormat>,

    #[command(flatten)]
    to: OutputTarget,

    #[command(flatten)]
    ledger: LedgerOptions,
}

impl DueCommand {
    pub(in crate::cli) fn run(mut self, workspace: &Workspace) -> Result<Exit, Error> {
        let format = self.to.resolve_format(self.format, ReportFormat::As(Format::Table))?;
        let limits = limits_in_force(self.limits.as_deref(), workspace)?;
        let list = match workspace.project() {
            Some(project) => project.read_do_not_contact()?,
            None => DoNotContact::default(),
        };
        terminal::eprint_findings(&list.findings);
        let mut opened = self.ledger.open_existing(workspace)?;
        let today = self.as_of.unwrap_or_else(|| Utc::now().date_naive());
        let waiting = WaitingPeople::read(&mut opened, &list, today)?;
        let until = self.within.and_then(|days| today.checked_add_days(Days::new(days)));
        let until = until.unwrap_or(NaiveDate::MAX);
        let mut list_of_due = due_list(&waiting, &limits, today, until);
        if let Some(account) = self.known_account(&mut opened)? {
            list_of_due.keep_account(&account);
        }
        let details = list_of_due.read_standings(&mut opened)?;
        list_of_due.fill_standings(&details);
        self.write(&list_of_due, format, today)?;
        for line in left_out(&list_of_due, &list) {
            terminal::eprint_line(&line);
        }
        if list_of_due.due.is_empty() {
            terminal::eprint_line("nobody waits to be invited again");
        }
        Ok(Exit::Done)
    }

    /// The account that is asked for, as the ledger spells it.
    fn known_account(&self, opened: &mut Ledger) -> Result<Option<String>, Error> {
        let Some(wanted) = &self.account else { return Ok(None) };
        let known = opened.accounts()?;
        let known = known.iter().map(String::as_str);
        let account = find_or_suggest(wanted, known).map_err(|help| {
            Error::misused(format!("`--account {wanted}`: the ledger has no such account"), help)
        })?;
        Ok(Some(account.to_owned()))
    }

    fn write(
        &self,
        due_list: &DueList,
        format: ReportFormat,
        today: NaiveDate,
    ) -> Result<(), Error> {
        let style = self.to.style();
        let audience = format.audience();
        let format = match format {
            ReportFormat::As(format) => format,
            ReportFormat::Ics => {
                let events = reminders(due_list);
                let write = |out: &mut dyn Write| output::write_event_calendar(&events, today, out);
                return self.to.write(&untimed_bounds(), audience, write);
            }
        };
        let mut frame = ledger::due_frame(&due_list.due, today)?;
        if format.is_for_people() {
            frame = for_people(&frame)?;
        }
        if format.has_parts() {
            let as_of = today.and_time(NaiveTime::MIN).and_utc();
            let page = single_section_report("Who may be invited again", as_of, frame);
            let write = |out: &mut dyn Write| {
                output::write_report(&page, ReportFormat::As(format), &style, out)
            };
            return self.to.write(&untimed_bounds(), audience, write);
        }
        let write = |out: &mut dyn Write| output::write_frame(&frame, format, &style, out);
        self.to.write(&untimed_bounds(), audience, write)
    }
}

/// Without the key by which the program knows a person.
fn for_people(frame: &DataFrame) -> Result<DataFrame, Error> {
    Ok(frame.drop("person")?)
}

/// An event for everybody who has a day.
fn reminders(due_list: &DueList) -> Vec<CalendarEvent> {
    let dated =
        due_list.due.iter().enumerate().filter_map(|(at, one)| Some((at, one, one.invite_on?)));
    let reminders = dated.map(|(at, one, day)| {
        let name = one.standing.name.as_deref().unwrap_or(one.person);
        let lines = [
            ("company", one.standing.company.as_deref()),
            ("follow-up", one.standing.follow_up.as_deref()),
            ("meanwhile", Some(ledger::meanwhile(at))),
            ("note that was used", one.standing.note.as_deref()),
        ];
        let lines = lines.into_iter().filter_map(|(what, text)| Some(format!("{what}: {}", text?)));
        CalendarEvent {
            identity: format!("{}/{}", one.account, one.person),
            day,
            summary: format!("Invite {name} again ({})", one.account),
            description: lines.collect::<Vec<_>>().join("\n"),
            url: ledger::profile_url(one),
        }
    });
    reminders.collect()
}

/// How many are not there, and why.
fn left_out(due_list: &DueList, list: &DoNotContact) -> Vec<String> {
    let undated = due_list.due.iter().filter(|one| one.invite_on.is_none()).count();
    let reasons = [
        (due_list.barred.len(), format!("left out: on {}", list.list)),
        (due_list.invited.len(), "left out: another account has invited them meanwhile".into()),
        (
            undated,
            "without a day: another account is to invite them, or the week's quota is 0".into(),
        ),
    ];
    let told = reasons.into_iter().filter(|(count, _)| *count > 0);
    let people =
        |count: usize| if count == 1 { "1 person".into() } else { format!("{count} people") };
    told.map(|(count, why)| format!("{} {why}", people(count))).collect()
}

fn span_days(text: &str) -> Result<u64, ArgumentError> {
    let text = text.trim().to_lowercase();
    let (number, days) = match text.strip_suffix('w') {
        Some(weeks) => (weeks, 7),
        None => (text.strip_suffix('d').unwrap_or(&text), 1),
    };
    let expected = ArgumentError::Expected("days or weeks, such as 14d, 2w");
    let number: u64 = number.trim().parse().map_err(|_| expected)?;
    Ok(number.saturating_mul(days).min(36_500))
}
