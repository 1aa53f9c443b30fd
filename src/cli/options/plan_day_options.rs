//! On which days a plan may withdraw.

use super::written_dates::parse_day;
use crate::error::Error;
use crate::plan;
use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;

/// On which days a plan may withdraw.
#[derive(Debug, Args)]
pub(in crate::cli) struct PlanDayOptions {
    /// The first day on which something may be withdrawn [default: the day of --as-of]
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    start: Option<NaiveDate>,

    /// Plan nothing for Saturdays and Sundays
    #[arg(long)]
    skip_weekends: bool,
}

impl PlanDayOptions {
    /// What a plan of this instant depends on. West of Greenwich it may still be the day before.
    pub(in crate::cli) fn settings(
        &self,
        as_of: DateTime<Utc>,
    ) -> Result<plan::PlanSettings, Error> {
        let today = as_of.date_naive();
        let start = self.start.unwrap_or(today);
        if start < today.pred_opt().unwrap_or(today) {
            return Err(Error::misused(
                format!("`--start {start}` lies before the day of --as-of, {today}"),
                "nothing can be withdrawn in the past; name a later day",
            ));
        }
        Ok(plan::PlanSettings { as_of, start, skip_weekends: self.skip_weekends })
    }
}
