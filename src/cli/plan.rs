//! `rescind plan`: decide, check, schedule.

use super::data::{Data, day};
use super::progress::Bar;
use super::save;
use super::script::{Scripted, formats};
use super::terminal;
use crate::error::{Error, Exit};
use crate::output::{self, Day, Format, Style, View};
use crate::plan::{self, Verdict};
use chrono::NaiveDate;
use clap::Args;
use std::io::stdout;
use std::path::PathBuf;

/// Decide with a strategy which invitations to withdraw, check it against the limits, spread it
/// over days
#[derive(Debug, Args)]
pub(super) struct Plan {
    #[command(flatten)]
    scripted: Scripted,

    #[command(flatten)]
    data: Data,

    /// The first day on which something may be withdrawn [default: the day of --as-of]
    #[arg(long, value_name = "DATE", value_parser = day)]
    start: Option<NaiveDate>,

    /// Plan nothing for Saturdays and Sundays
    #[arg(long)]
    skip_weekends: bool,

    /// Only the plan's N-th day, as a work list
    #[arg(long, value_name = "N", conflicts_with = "today")]
    day: Option<usize>,

    /// Only the day of --as-of, as a work list
    #[arg(long)]
    today: bool,

    /// How the plan is written
    #[arg(long, default_value = "table", value_parser = formats())]
    format: Format,

    /// Saves the plan as JSON too, whole and only if no limit refuses it
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
}

impl Plan {
    pub(super) fn run(self) -> Result<Exit, Error> {
        self.data.demand("there is nothing to plan")?;
        let view = View { account: self.data.only_account()?, day: None };
        let style = terminal::style();
        let script = self.scripted.file()?;
        let bar = Bar::new();
        let session = self.data.open(&bar)?;
        let as_of = session.settings.as_of;
        let settings = plan::Settings {
            as_of,
            start: self.start.unwrap_or(as_of.date_naive()),
            skip_weekends: self.skip_weekends,
        };
        let running = self.scripted.running(&style);
        let made = bar.during("planning", || session.plan(&script, &running, &settings))?;
        drop(bar);
        let today = self.today.then_some(Day::On(as_of.date_naive()));
        let view = View { day: self.day.map(Day::Nth).or(today), ..view };
        let refused = made.verdict == Verdict::Refused;
        if let Some(path) = self.save.as_deref().filter(|_| !refused) {
            save::atomically(path, |file| {
                let (all, plain) = (View::default(), Style::default());
                output::plan(&made, Format::Json, &plain, &all, file)
            })?;
        }
        output::plan(&made, self.format, &style, &view, &mut stdout().lock())?;
        if refused {
            let unsaved = self.save.is_some();
            eprintln!("refused by a limit{}", if unsaved { "; nothing was saved" } else { "" });
            return Ok(Exit::Refused);
        }
        Ok(Exit::Done)
    }
}
