//! Takes bad rows out of a table and says what is wrong with each.

use super::moments::{SlashOrder, date, instant};
use crate::import::BadRow;
use crate::import::table::{ROW, Table};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use polars::prelude::{
    BooleanChunked, ChunkFilter, Column, DataFrame, Int32Chunked, Int64Chunked, IntoColumn,
    IntoSeries, NewChunkedArray, PolarsResult, StringChunked, TimeUnit, TimeZone,
};

/// What people write where they have no date.
const NO_DATE: &[&str] = &[
    "-", "–", "—", "n/a", "na", "none", "null", "?", "tbd", "unknown", "no", "n", "false", "yes",
    "y", "true", "x", "✓", "✔",
];

/// Who wrote a table, and so how strictly its dates are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writer {
    /// A program: the month comes first, and what is no date is wrong.
    Program,
    /// A person: a column shows whether the day comes first, and there are many ways to say that
    /// there is no date.
    Person,
}

impl Writer {
    fn order(self, texts: &StringChunked) -> SlashOrder {
        match self {
            Self::Program => SlashOrder::MonthFirst,
            Self::Person => SlashOrder::of(texts.iter().flatten()),
        }
    }

    fn means_a_date(self, text: &str) -> bool {
        self == Self::Program || !NO_DATE.contains(&text.trim().to_lowercase().as_str())
    }
}

/// The rows of one table that are still good, and the bad ones of all tables.
pub(super) struct Sift<'a> {
    pub(super) table: &'a Table,
    pub(super) frame: DataFrame,
    pub(super) writer: Writer,
    pub(super) bad: &'a mut Vec<BadRow>,
}

impl Sift<'_> {
    /// Takes the rows out for which `is_bad` holds, with the value of `column` in the message.
    pub(super) fn take_out(
        &mut self,
        is_bad: &BooleanChunked,
        column: &str,
        problem: &str,
        expected: &str,
    ) -> PolarsResult<()> {
        if !is_bad.any() {
            return Ok(());
        }
        let bad = self.frame.filter(is_bad)?;
        let values = super::keys::text(&bad, column);
        let lines = bad.column(ROW)?.i64()?;
        for (value, line) in values.iter().zip(lines.iter()) {
            self.bad.push(BadRow {
                file: self.table.file.clone(),
                row: line.and_then(|line| u64::try_from(line).ok()).unwrap_or_default(),
                column: Some(self.table.spelling(column).into()),
                problem: value.map_or_else(
                    || problem.to_owned(),
                    |value| format!("`{}` {problem}", shortened(value)),
                ),
                expected: expected.into(),
            });
        }
        self.frame = self.frame.filter(&!is_bad)?;
        Ok(())
    }

    /// Replaces the texts of `from` by instants `to` (µs, UTC), taking out rows whose instant is
    /// impossible or after `as_of`.
    pub(super) fn instants(
        &mut self,
        from: &str,
        to: &str,
        zone: Tz,
        as_of: DateTime<Utc>,
        expected: &str,
    ) -> PolarsResult<()> {
        let texts = super::keys::text(&self.frame, from);
        let order = self.writer.order(&texts);
        let parse = |text: &str| Some(instant(text, zone, order)?.timestamp_micros());
        let parsed: Vec<Option<i64>> = texts
            .iter()
            .map(|text| text.filter(|t| self.writer.means_a_date(t)).and_then(parse))
            .collect();
        let latest = as_of.timestamp_micros();
        let late: BooleanChunked =
            parsed.iter().map(|at| Some(at.is_some_and(|at| at > latest))).collect();
        let wrong = self.unread(&texts, parsed.iter().map(Option::is_some));
        let column = Int64Chunked::from_iter_options(to.into(), parsed.into_iter());
        let column = column.into_datetime(TimeUnit::Microseconds, Some(TimeZone::UTC));
        self.place(from, &column.into_series().into_column(), &wrong, &late, expected, as_of)
    }

    /// Replaces the texts of `from` by days `to`, taking out rows whose day is impossible or, where
    /// `as_of` is given, after it.
    pub(super) fn dates(
        &mut self,
        from: &str,
        to: &str,
        as_of: Option<DateTime<Utc>>,
        expected: &str,
    ) -> PolarsResult<()> {
        let texts = super::keys::text(&self.frame, from);
        let order = self.writer.order(&texts);
        let parse = |text: &str| Some(days(date(text, order)?));
        let parsed: Vec<Option<i32>> = texts
            .iter()
            .map(|text| text.filter(|t| self.writer.means_a_date(t)).and_then(parse))
            .collect();
        let latest = as_of.map(|as_of| days(as_of.date_naive()));
        let late: BooleanChunked = parsed
            .iter()
            .map(|at| Some(at.zip(latest).is_some_and(|(at, latest)| at > latest)))
            .collect();
        let wrong = self.unread(&texts, parsed.iter().map(Option::is_some));
        let column = Int32Chunked::from_iter_options(to.into(), parsed.into_iter()).into_date();
        let as_of = as_of.unwrap_or_default();
        self.place(from, &column.into_series().into_column(), &wrong, &late, expected, as_of)
    }

    fn unread(&self, texts: &StringChunked, read: impl Iterator<Item = bool>) -> BooleanChunked {
        let means_a_date = |text| self.writer.means_a_date(text);
        let pairs = texts.iter().zip(read);
        pairs.map(|(text, read)| Some(text.is_some_and(means_a_date) && !read)).collect()
    }

    fn place(
        &mut self,
        from: &str,
        column: &Column,
        wrong: &BooleanChunked,
        late: &BooleanChunked,
        expected: &str,
        as_of: DateTime<Utc>,
    ) -> PolarsResult<()> {
        let good = !(wrong | late);
        let column = column.filter(&good)?;
        let late = late.filter(&!wrong)?;
        self.take_out(wrong, from, "is not a date", expected)?;
        let until = format!("a date up to {}", as_of.format("%Y-%m-%d %H:%M UTC"));
        self.take_out(&late, from, "is in the future", &until)?;
        self.frame.with_column(column)?;
        Ok(())
    }
}

/// Days since 1970-01-01.
fn days(day: chrono::NaiveDate) -> i32 {
    i32::try_from(day.signed_duration_since(chrono::NaiveDate::default()).num_days()).unwrap_or(0)
}

fn shortened(value: &str) -> String {
    let start: String = value.chars().take(60).collect();
    if start.len() < value.len() { format!("{start}…") } else { start }
}
