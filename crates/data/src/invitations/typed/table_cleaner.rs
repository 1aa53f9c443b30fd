//! Says what is wrong with the rows and cells of a table. A row that names nobody is taken out; a
//! cell that cannot be read becomes unknown, and all else of its row stays.

use crate::deadline;
use crate::import::dates::date_text;
use crate::import::dates::form::DateFormat;
use crate::import::dates::order::open_order;
use crate::import::table::{ROW, Table, TableKind};
use crate::import::words::answers::answer;
use crate::import::{BadRow, Loss};
use crate::invitations::remarks::{ColumnReading, Remarks};
use crate::parallel_map::parallel_map;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use polars::prelude::{
    BooleanChunked, ChunkedArray, ChunkedBuilder, DataFrame, Int32Chunked, IntoColumn, IntoSeries,
    NewChunkedArray, PlSmallStr, PolarsNumericType, PolarsResult, PrimitiveChunkedBuilder,
    StringChunked, TimeUnit, TimeZone,
};
use polars_arrow::bitmap::BitmapBuilder;

/// Who wrote a table, and so how strictly its dates are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::invitations) enum TableAuthor {
    /// A program: what is no date is wrong.
    Program,
    /// A person, who has many ways to say that there is no date.
    Person,
}

impl TableAuthor {
    fn means_a_date(self, text: &str) -> bool {
        self == Self::Program || answer(text).is_none()
    }
}

/// The rows of one table that are still good, and what is to say of all tables.
pub(in crate::invitations) struct TableCleaner<'a> {
    pub(in crate::invitations) table: &'a Table,
    pub(in crate::invitations) frame: DataFrame,
    pub(in crate::invitations) writer: TableAuthor,
    pub(in crate::invitations) remarks: &'a mut Remarks,
}

impl TableCleaner<'_> {
    /// Takes the rows out for which `is_bad` holds, with the value of `column` in the message.
    pub(in crate::invitations) fn drop_bad_rows(
        &mut self,
        is_bad: &BooleanChunked,
        column: &str,
        problem: &str,
        expected: &str,
    ) -> PolarsResult<()> {
        if is_bad.any() {
            self.say(is_bad, column, problem, expected, Loss::Row)?;
            self.frame = self.frame.filter(&!is_bad)?;
        }
        Ok(())
    }

    /// Says of the cells of `column` for which `is_bad` holds that they are taken as unknown.
    pub(in crate::invitations) fn report_bad_cells(
        &mut self,
        is_bad: &BooleanChunked,
        column: &str,
        problem: &str,
        expected: &str,
    ) -> PolarsResult<()> {
        if is_bad.any() {
            self.say(is_bad, column, problem, expected, Loss::Cell)?;
        }
        Ok(())
    }

    fn say(
        &mut self,
        is_bad: &BooleanChunked,
        column: &str,
        problem: &str,
        expected: &str,
        loss: Loss,
    ) -> PolarsResult<()> {
        let bad = self.frame.filter(is_bad)?;
        let values = crate::invitations::columns::text_column(&bad, column);
        let lines = bad.column(ROW)?.i64()?;
        for (value, line) in values.iter().zip(lines.iter()) {
            self.remarks.skipped.push(BadRow {
                file: self.table.file.clone(),
                row: line.and_then(|line| u64::try_from(line).ok()).unwrap_or_default(),
                column: Some(self.table.spelling(column).into()),
                problem: value.map_or_else(
                    || problem.to_owned(),
                    |value| format!("`{}` {problem}", shortened(value)),
                ),
                expected: expected.into(),
                loss,
            });
        }
        Ok(())
    }

    /// Replaces the texts of `from` by instants `to` (µs, UTC); what is impossible or after `as_of`
    /// becomes unknown.
    pub(in crate::invitations) fn parse_instants(
        &mut self,
        from: &str,
        to: &str,
        zone: Tz,
        as_of: DateTime<Utc>,
        expected: &str,
    ) -> PolarsResult<()> {
        let texts = crate::invitations::columns::text_column(&self.frame, from);
        let form = self.form(&texts, Some(as_of));
        let latest = as_of.timestamp_micros();
        let read = |text: &str| form.instant(text, zone).map(|at| at.timestamp_micros());
        let read = self.read(&texts, read, |at| at > latest)?;
        self.say_read(from, &texts, &form, &read, expected, Some(as_of))?;
        let column = read.values.with_name(to.into());
        let column = column.into_datetime(TimeUnit::Microseconds, Some(TimeZone::UTC));
        self.frame.with_column(column.into_series().into_column())?;
        self.add_alternative_days(to, &texts, &form, Some(as_of))
    }

    /// Replaces the texts of `from` by days `to`; what is impossible or, where `as_of` is given,
    /// after it becomes unknown.
    pub(in crate::invitations) fn parse_dates(
        &mut self,
        from: &str,
        to: &str,
        as_of: Option<DateTime<Utc>>,
        expected: &str,
    ) -> PolarsResult<()> {
        let texts = crate::invitations::columns::text_column(&self.frame, from);
        let form = self.form(&texts, as_of);
        let latest = as_of.map(|as_of| days(as_of.date_naive()));
        let is_late = |day: i32| latest.is_some_and(|latest| day > latest);
        let read = self.read(&texts, |text| form.day(text).map(days), is_late)?;
        self.say_read(from, &texts, &form, &read, expected, as_of)?;
        let column = read.values.with_name(to.into());
        self.frame.with_column(column.into_date().into_series().into_column())?;
        self.add_alternative_days(to, &texts, &form, as_of)
    }

    /// Adds the days that the texts would name in the other order, where only the default decides.
    fn add_alternative_days(
        &mut self,
        to: &str,
        texts: &StringChunked,
        form: &DateFormat,
        as_of: Option<DateTime<Utc>>,
    ) -> PolarsResult<()> {
        if form.order_by_default().is_none() {
            return Ok(());
        }
        let latest = as_of.map(|as_of| as_of.date_naive());
        let other = |text: &str| {
            let day = form.other_day(text)?;
            latest.is_none_or(|latest| day <= latest).then(|| days(day))
        };
        let values = texts.iter().map(|text| text.and_then(other));
        let column = Int32Chunked::from_iter_options(alternative_column(to).into(), values);
        self.frame.with_column(column.into_date().into_series().into_column())?;
        Ok(())
    }

    fn form(&self, texts: &StringChunked, as_of: Option<DateTime<Utc>>) -> DateFormat {
        // Somewhere it is a day later already.
        let latest = as_of.map(|as_of| (as_of + Duration::days(1)).date_naive());
        let form = DateFormat::of_column(texts, latest, |text| self.writer.means_a_date(text));
        match (self.table.date_order, self.table.order_shown) {
            (Some(order), _) => form.with_declared_order(order),
            (None, Some((order, evidence))) => form.with_order(order, evidence),
            (None, None) => form,
        }
    }

    /// Reads the texts, the parts of the column at once.
    fn read<T: PolarsNumericType>(
        &self,
        texts: &StringChunked,
        read: impl Fn(&str) -> Option<T::Native> + Sync,
        is_late: impl Fn(T::Native) -> bool + Sync,
    ) -> PolarsResult<ParsedColumn<T>> {
        let parts: Vec<_> = texts.downcast_iter().collect();
        let parts = parallel_map(&parts, |part| -> PolarsResult<ParsedColumn<T>> {
            let mut values = PrimitiveChunkedBuilder::<T>::new(PlSmallStr::EMPTY, part.len());
            let (mut wrong, mut late) = (BitmapBuilder::new(), BitmapBuilder::new());
            for (row, text) in part.iter().enumerate() {
                deadline::check_interrupted_at_step(row)?;
                let text = text.filter(|text| self.writer.means_a_date(text));
                let value = text.and_then(&read);
                let comes_late = value.is_some_and(&is_late);
                wrong.push(text.is_some() && value.is_none());
                late.push(comes_late);
                values.append_option(value.filter(|_| !comes_late));
            }
            let [wrong, late] = [wrong, late]
                .map(|cells| BooleanChunked::from_bitmap(PlSmallStr::EMPTY, cells.freeze()));
            Ok(ParsedColumn { values: values.finish(), wrong, late })
        });
        let mut whole = ParsedColumn::none();
        for part in parts {
            whole.append(part?)?;
        }
        Ok(whole)
    }

    fn say_read<T: PolarsNumericType>(
        &mut self,
        from: &str,
        texts: &StringChunked,
        form: &DateFormat,
        read: &ParsedColumn<T>,
        expected: &str,
        as_of: Option<DateTime<Utc>>,
    ) -> PolarsResult<()> {
        let problem = if form.is_contradictory() {
            "is not a date, or can be read as two: other values of the column have the day first \
             as well as the month first"
        } else {
            "is not a date"
        };
        self.report_bad_cells(&read.wrong, from, problem, expected)?;
        if let Some(as_of) = as_of {
            let until = format!("a date up to {}", as_of.format("%Y-%m-%d %H:%M UTC"));
            self.report_bad_cells(&read.late, from, "is in the future", &until)?;
        }
        let column = self.table.spelling(from).to_owned();
        if !is_linkedins(self.table, texts) {
            self.remarks.findings.extend(open_order(form, &self.table.file, &column));
        }
        let mut understood = texts.iter().zip(read.values.iter());
        let first = understood.find_map(|(text, value)| value.and(text));
        if texts.null_count() < texts.len() {
            self.remarks.readings.push(ColumnReading {
                file: self.table.file.clone(),
                column,
                form: form.describe(),
                understood: read.values.len() - read.values.null_count(),
                values: texts.len() - texts.null_count(),
                example: first.or_else(|| texts.iter().flatten().next()).map(shortened),
                words: Vec::new(),
            });
        }
        Ok(())
    }
}

/// Whether LinkedIn wrote these dates.
pub(in crate::invitations) fn is_linkedins(table: &Table, texts: &StringChunked) -> bool {
    matches!(table.kind, TableKind::Invitations | TableKind::Connections)
        && texts.iter().flatten().all(date_text::is_linkedin_date)
}

/// The column with the days that those of another would be in the other order.
pub(in crate::invitations) fn alternative_column(column: &str) -> String {
    format!("#other:{column}")
}

/// The values of a column, and which of its texts gave none.
struct ParsedColumn<T: PolarsNumericType> {
    values: ChunkedArray<T>,
    wrong: BooleanChunked,
    late: BooleanChunked,
}

impl<T: PolarsNumericType> ParsedColumn<T> {
    /// Those of no rows.
    fn none() -> Self {
        Self {
            values: ChunkedArray::default(),
            wrong: BooleanChunked::default(),
            late: BooleanChunked::default(),
        }
    }

    /// Takes in what the rows came to that follow.
    fn append(&mut self, further: Self) -> PolarsResult<()> {
        self.values.append_owned(further.values)?;
        self.wrong.append_owned(further.wrong)?;
        self.late.append_owned(further.late)
    }
}

/// Days since 1970-01-01.
fn days(day: NaiveDate) -> i32 {
    i32::try_from(day.signed_duration_since(NaiveDate::default()).num_days()).unwrap_or(0)
}

pub(in crate::invitations) fn shortened(value: &str) -> String {
    let start: String = value.chars().take(60).collect();
    if start.len() < value.len() { format!("{start}…") } else { start }
}
