//! `rescind due`: who may be invited again, and what to do meanwhile.

use super::data::day;
use super::ledger::LedgerOptions;
use super::place::Place;
use super::script::formats;
use super::terminal;
use super::to::To;
use crate::error::{Error, Exit};
use crate::ledger::{self, invitations_sent};
use crate::limits::{Code, Limits};
use crate::output::{self, Format};
use chrono::{Days, NaiveDate, Utc};
use clap::Args;
use rescind_ledger::{Standings, Terms, due};

/// Show who may be invited again, spread so that no week has more invitations than its quota
#[derive(Debug, Args)]
pub(super) struct Due {
    /// Only who may be invited within so many days or weeks, such as `14d` or `2w`
    #[arg(long, value_name = "TIME", value_parser = span_days)]
    within: Option<u64>,

    /// The day from which it is seen [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<NaiveDate>,

    /// Only this account
    #[arg(long, value_name = "NAME")]
    account: Option<String>,

    /// How it is written [default: table, or as the file's ending says]
    #[arg(long, value_parser = formats())]
    format: Option<Format>,

    #[command(flatten)]
    to: To,

    #[command(flatten)]
    ledger: LedgerOptions,
}

impl Due {
    pub(super) fn run(self, place: &Place) -> Result<Exit, Error> {
        let format = self.to.format(self.format, Format::Table)?;
        let mut ledger = self.ledger.open(place)?;
        let today = self.as_of.unwrap_or_else(|| Utc::now().date_naive());
        let limits = Limits::built_in();
        let standings = Standings::waiting(&mut ledger)?;
        let sent = invitations_sent(&mut ledger, today)?;
        let terms = Terms {
            today,
            cooling_off_days: &|account| {
                u64::try_from(limits.figure(Code::CoolingOff, account)).unwrap_or(0)
            },
            per_week: &|account| {
                usize::try_from(limits.figure(Code::InvitationsPerWeek, account)).unwrap_or(0)
            },
            sent: &sent,
            is_barred: &|_, _| false,
        };
        let until = self.within.and_then(|days| today.checked_add_days(Days::new(days)));
        let mut due = due(&standings, &terms, until.unwrap_or(NaiveDate::MAX));
        due.retain(|one| self.account.as_deref().is_none_or(|account| account == one.account));
        let people: Vec<(&str, &str)> = due.iter().map(|one| (one.account, one.person)).collect();
        let known = Standings::of_people(&mut ledger, &people)?;
        for one in &mut due {
            one.standing = known.of(one.account, one.person).unwrap_or(one.standing);
        }
        let frame = ledger::due(&due, today)?;
        let style = self.to.style();
        self.to.write(format.audience(), |out| output::frame(&frame, format, &style, out))?;
        if due.is_empty() {
            terminal::complain("nobody waits to be invited again");
        }
        Ok(Exit::Done)
    }
}

fn span_days(text: &str) -> Result<u64, String> {
    let text = text.trim().to_lowercase();
    let (number, days) = match text.strip_suffix('w') {
        Some(weeks) => (weeks, 7),
        None => (text.strip_suffix('d').unwrap_or(&text), 1),
    };
    let number: u64 =
        number.trim().parse().map_err(|_| "expected days or weeks, such as 14d, 2w")?;
    Ok(number.saturating_mul(days).min(36_500))
}
