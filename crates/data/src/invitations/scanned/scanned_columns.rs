//! The values of a file's own columns: each of its column's type, and within what the table of
//! columns says of it.
//!
//! Invariant: no value that a column cannot have is passed on. What the file itself says of its
//! values settles whether they have to be looked at.

use crate::import::dates::date_text::YEARS;
use crate::import::raw_tables::column_statistics::ColumnStatistics;
use crate::invitations::columns::typed_null;
use crate::invitations::schema;
use crate::invitations::schema::ColumnType;
use chrono::{DateTime, NaiveDate, Utc};
use polars::prelude::{DataType, Expr, Schema, TimeUnit, col, lit, when};
use std::collections::{BTreeMap, BTreeSet};

const DAY_MS: i64 = 86_400_000;

/// The columns of what has happened: a date in one of them that lies ahead is not understood.
const PAST: [&str; 4] = ["sent_at", "connected_on", "withdrawn_on", "last_message_at"];

/// A file's columns: their types, and what it says of their values.
#[derive(Clone)]
pub(in crate::invitations) struct ScannedColumns {
    pub(in crate::invitations) schema: Schema,
    /// The instant after which nothing has happened yet.
    pub(in crate::invitations) as_of: DateTime<Utc>,
    pub(in crate::invitations) statistics: BTreeMap<String, ColumnStatistics>,
    /// The columns of words in which every row has one, just as the column writes it.
    pub(in crate::invitations) exact_word_columns: BTreeSet<&'static str>,
    /// Whether every row was seen to have a profile's address of the usual form.
    pub(in crate::invitations) have_slugs: bool,
}

impl ScannedColumns {
    pub(in crate::invitations) fn has(&self, name: &str) -> bool {
        self.schema.contains(name)
    }

    /// Whether there is that column, with a value in every row: then nothing reads it in vain.
    pub(in crate::invitations) fn is_full(&self, name: &str) -> bool {
        self.has(name) && self.statistics.get(name).is_some_and(|known| known.never_missing)
    }

    /// Whether a text column has a text in every row, none of them empty.
    pub(in crate::invitations) fn is_written(&self, name: &str) -> bool {
        let texts = self.statistics.get(name).and_then(|known| known.texts.as_ref());
        self.is_full(name) && texts.is_some_and(|(first, _)| !first.is_empty())
    }

    /// The only text of a column, where the file says that there is but one.
    pub(in crate::invitations) fn only_text(&self, name: &str) -> Option<&str> {
        let (first, last) = self.statistics.get(name)?.texts.as_ref()?;
        (first == last).then_some(first.as_str())
    }

    /// The column with its type: as it is, cast from a kindred type, or missing throughout; and
    /// missing where its value is none that it can have.
    pub(in crate::invitations) fn typed(&self, column: &schema::ColumnSpec) -> Expr {
        let dtype = column.column_type.dtype();
        let expr = match self.schema.get(column.name) {
            None => typed_null(dtype),
            Some(stored_type) if *stored_type == dtype => col(column.name),
            // A time without a zone is in UTC.
            Some(DataType::Datetime(_, None)) => {
                let naive = DataType::Datetime(TimeUnit::Microseconds, None);
                col(column.name).cast(naive).cast(dtype)
            }
            Some(_) => col(column.name).cast(dtype),
        };
        let unfit = [self.is_out_of_range(column), self.is_in_future(column)].into_iter().flatten();
        let expr = match unfit.reduce(Expr::or) {
            Some(unfit) => {
                when(unfit.not()).then(expr).otherwise(typed_null(column.column_type.dtype()))
            }
            None => expr,
        };
        expr.alias(column.name)
    }

    /// Whether a value is there that the column cannot have; none where the file has no such value.
    pub(in crate::invitations) fn is_out_of_range(
        &self,
        column: &schema::ColumnSpec,
    ) -> Option<Expr> {
        let stored_type = self.schema.get(column.name)?;
        let (least, most) = stored_range(column, stored_type)?;
        if self.is_within(column.name, stored_type, least, most) {
            return None;
        }
        let value = stored(column.name, stored_type);
        let within = value.clone().gt_eq(lit(least)).and(value.lt_eq(lit(most)));
        // What 64 bits do not hold is missing once it is cast.
        Some(col(column.name).is_not_null().and(within.fill_null(lit(false)).not()))
    }

    /// Whether a day or an instant on which something happened lies ahead; none where the file has
    /// no such value.
    pub(in crate::invitations) fn is_in_future(&self, column: &schema::ColumnSpec) -> Option<Expr> {
        let name = column.name;
        let (stored_type, as_of) =
            (self.schema.get(name).filter(|_| PAST.contains(&name))?, self.as_of);
        let latest = match stored_type {
            DataType::Date => i64::from(as_of.date_naive().to_epoch_days()),
            DataType::Datetime(unit, _) => match unit {
                TimeUnit::Milliseconds => as_of.timestamp_millis(),
                TimeUnit::Microseconds => as_of.timestamp_micros(),
                TimeUnit::Nanoseconds => as_of.timestamp_nanos_opt().unwrap_or(i64::MAX),
            },
            _ => return None,
        };
        if self.is_within(name, stored_type, i64::MIN, latest) {
            return None;
        }
        Some(stored(name, stored_type).gt(lit(latest)).fill_null(lit(false)))
    }

    /// Whether the file says that all values of a column lie within a range, as they are stored.
    fn is_within(&self, name: &str, stored_type: &DataType, least: i64, most: i64) -> bool {
        // Of unsigned numbers a file counts in an order of its own.
        let is_comparable = stored_type.is_signed_integer() || stored_type.is_temporal();
        let ints = self.statistics.get(name).and_then(|known| known.ints).filter(|_| is_comparable);
        ints.is_some_and(|(first, last)| least <= first && last <= most)
    }
}

/// A column's values as they are stored.
fn stored(name: &str, stored_type: &DataType) -> Expr {
    match stored_type {
        DataType::Date | DataType::Datetime(..) => col(name).to_physical().cast(DataType::Int64),
        _ => col(name).cast(DataType::Int64),
    }
}

/// The range of a column's values as they are stored in a column of this type.
fn stored_range(column: &schema::ColumnSpec, stored_type: &DataType) -> Option<(i64, i64)> {
    let day =
        |year: i32| NaiveDate::from_ymd_opt(year, 1, 1).map(|day| i64::from(day.to_epoch_days()));
    let (first, end) = (day(*YEARS.start())?, day(*YEARS.end() + 1)?);
    match (column.column_type, stored_type) {
        (ColumnType::Int, _) if stored_type.is_integer() => column.range,
        (ColumnType::Date, DataType::Date) => Some((first, end - 1)),
        (ColumnType::Datetime, DataType::Datetime(unit, _)) => {
            let per_day = match unit {
                TimeUnit::Milliseconds => DAY_MS,
                TimeUnit::Microseconds => DAY_MS * 1_000,
                TimeUnit::Nanoseconds => DAY_MS * 1_000_000,
            };
            Some((first * per_day, end * per_day - 1))
        }
        _ => None,
    }
}

/// How a value that is stored as this number is shown, if it is one of the calendar.
pub(in crate::invitations) fn shown(stored: i64, stored_type: &DataType) -> String {
    let day = || NaiveDate::from_epoch_days(i32::try_from(stored).ok()?).map(|day| day.to_string());
    let at = |micros: Option<i64>| {
        let at = DateTime::from_timestamp_micros(micros?)?;
        Some(at.format("%Y-%m-%d %H:%M").to_string())
    };
    let written = match stored_type {
        DataType::Date => day(),
        DataType::Datetime(TimeUnit::Milliseconds, _) => at(stored.checked_mul(1_000)),
        DataType::Datetime(TimeUnit::Microseconds, _) => at(Some(stored)),
        DataType::Datetime(TimeUnit::Nanoseconds, _) => at(Some(stored / 1_000)),
        _ => None,
    };
    written.unwrap_or_else(|| stored.to_string())
}
