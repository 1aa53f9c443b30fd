//! Whether the day or the month comes first in a table whose columns do not all tell by themselves.
//!
//! Asked in this order: another column of the table, another file with the same columns, the days
//! that other files know of the same people and the other days of each row, and whether a day of
//! another column would lie in the future; at last, whether words of the table are of a language
//! whose countries write the day first. Where none of them tells, the documented default holds.

use super::table_cleaner::is_linkedins;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::dates::date_text::parse_date;
use crate::import::dates::form::{DateFormat, DateOrder, OrderEvidence};
use crate::import::dates::order;
use crate::import::sources::description::DescriptionOrigin;
use crate::import::table::{ROW, Table, TableKind, TableRows};
use crate::import::words::day_first_words;
use crate::invitations::columns;
use crate::invitations::people::keys;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use polars::prelude::{DataFrame, DataType, Int32Chunked, PolarsResult, StringChunked};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// How many values are tried before a column is taken for one without dates.
const FIRST_TRIED: usize = 50;
/// Columns with the day sent, with a day on which an invitation ended, and with one after that.
const SENT: [&str; 2] = ["sent", "sent_at"];
const ENDED: [&str; 4] = ["withdrawn", "withdrawn_on", "accepted_on", "connected_on"];
const AFTERWARDS: [&str; 1] = ["reconnect_on"];
/// Days that zones may make between two files.
const ZONES_DAYS: i64 = 1;

/// What the tables of a run show of the order of their dates.
#[derive(Default)]
pub(in crate::invitations) struct DateOrderEvidence {
    /// The tables that are held as texts, with what makes two of them alike.
    tables: Vec<(Vec<String>, DataFrame)>,
    /// Rows with `sent_at` and the keys of people, whose days are certain.
    sent: Vec<DataFrame>,
    invited: OnceCell<BTreeMap<String, BTreeSet<NaiveDate>>>,
    /// Whether there are invitations whose days nobody knows before they are scanned.
    pub(in crate::invitations) has_rows: bool,
}

/// A column with numeric dates.
struct DateColumn {
    name: String,
    texts: StringChunked,
    form: DateFormat,
}

impl DateOrderEvidence {
    pub(in crate::invitations) fn of_tables(tables: &[Table]) -> Self {
        let texts = tables.iter().filter_map(|table| match &table.rows {
            TableRows::Text(frame) => Some((spellings(table), frame.clone())),
            TableRows::Scan(_) => None,
        });
        let has_rows = tables.iter().any(|table| table.kind == TableKind::Canonical);
        Self { tables: texts.collect(), has_rows, ..Self::default() }
    }

    /// Takes note of rows that say when people were invited.
    pub(in crate::invitations) fn add_certain_days(
        &mut self,
        table: &Table,
        raw: &DataFrame,
        sent: &DataFrame,
    ) {
        let texts = columns::text_column(raw, "sent");
        let is_certain = table.date_order.is_some()
            || table.order_shown.is_some()
            || is_linkedins(table, &texts)
            || DateFormat::of_values(texts.iter().flatten(), None).is_certain();
        if is_certain {
            self.sent.push(sent.clone());
        }
    }

    /// The order that something beside its columns shows, for those that do not tell.
    pub(in crate::invitations) fn infer_order(
        &self,
        table: &Table,
        frame: &DataFrame,
        as_of: DateTime<Utc>,
    ) -> PolarsResult<Option<(DateOrder, OrderEvidence)>> {
        // Most tables leave nothing open: theirs are not read once more.
        let Some(mut columns) = unsettled(table, frame, as_of) else { return Ok(None) };
        columns.retain(DateColumn::is_of_dates);
        if !columns.iter().any(|column| column.is_open(table)) {
            return Ok(None);
        }
        if let Some(order) = one_order(&columns, OrderEvidence::Proven) {
            return Ok(Some((order, OrderEvidence::OtherColumn)));
        }
        let own_spellings = spellings(table);
        let alike = self.tables.iter().filter(|(spelled, _)| *spelled == own_spellings);
        let alike: Vec<DateColumn> =
            alike.flat_map(|(_, frame)| date_columns(frame, as_of)).collect();
        let alike = alike.into_iter().filter(|column| !is_linkedins(table, &column.texts));
        if let Some(order) = one_order(&alike.collect::<Vec<_>>(), OrderEvidence::Proven) {
            return Ok(Some((order, OrderEvidence::SimilarFile)));
        }
        if let Some(order) = self.consistent(frame, &columns)? {
            return Ok(Some((order, OrderEvidence::Consistent)));
        }
        let future =
            one_order(&columns, OrderEvidence::Future).map(|order| (order, OrderEvidence::Future));
        Ok(future.or_else(|| {
            day_first_because(table, frame).map(|_| (DateOrder::DayFirst, OrderEvidence::Language))
        }))
    }

    /// The day on which each row's person was invited last, as other files know.
    pub(in crate::invitations) fn invited_on(
        &self,
        frame: &DataFrame,
    ) -> PolarsResult<Int32Chunked> {
        let invited = self.invited(frame)?.into_iter();
        Ok(invited.map(|days| days?.last().map(NaiveDate::to_epoch_days)).collect())
    }

    /// The days on which each row's person was invited.
    fn invited(&self, frame: &DataFrame) -> PolarsResult<Vec<Option<&BTreeSet<NaiveDate>>>> {
        if self.sent.is_empty() {
            return Ok(vec![None; frame.height()]);
        }
        let days = self.invited.get_or_init(|| days_by_key(&self.sent));
        let keyed = keys::add_key_columns(frame, None, 0)?;
        let keys: Vec<StringChunked> =
            KEYS.iter().map(|key| columns::text_column(&keyed, key)).collect();
        let row = |at: usize| {
            let mut keys_of_row = KEYS.iter().zip(&keys);
            keys_of_row.find_map(|(key, values)| days.get(&marked(key, values.get(at)?)))
        };
        Ok((0..frame.height()).map(row).collect())
    }

    /// The order that contradicts fewer of the other days that are known.
    fn consistent(
        &self,
        frame: &DataFrame,
        columns: &[DateColumn],
    ) -> PolarsResult<Option<DateOrder>> {
        let invited = self.invited(frame)?;
        let contradictions = |order: DateOrder| {
            let rows = invited.iter().enumerate();
            let each = rows.map(|(at, invited)| contradictions(columns, at, *invited, order));
            each.fold((0, 0), |total, one| (total.0 + one.0, total.1 + one.1))
        };
        let (month, day) =
            (contradictions(DateOrder::MonthFirst), contradictions(DateOrder::DayFirst));
        Ok(match month.cmp(&day) {
            std::cmp::Ordering::Less => Some(DateOrder::MonthFirst),
            std::cmp::Ordering::Greater => Some(DateOrder::DayFirst),
            std::cmp::Ordering::Equal => None,
        })
    }
}

/// Whether the dates of a table show by themselves how they are meant, or somebody said it.
pub(in crate::invitations) fn are_settled(
    table: &Table,
    frame: &DataFrame,
    as_of: DateTime<Utc>,
) -> bool {
    unsettled(table, frame, as_of).is_none()
}

/// The columns with dates of a table where those of some do not show how they are meant, and nobody
/// said it.
fn unsettled(table: &Table, frame: &DataFrame, as_of: DateTime<Utc>) -> Option<Vec<DateColumn>> {
    if table.date_order.is_some() {
        return None;
    }
    let columns = columns_with_dates(frame, as_of);
    columns.iter().any(|column| column.is_open(table)).then_some(columns)
}

/// What shows that a table is from where the day comes first, in words.
fn day_first_because(table: &Table, frame: &DataFrame) -> Option<String> {
    if table.provenance.origin == DescriptionOrigin::BuiltIn
        && !matches!(table.kind, TableKind::Sheet { .. })
    {
        return None;
    }
    let statuses = columns::text_column(frame, "status");
    let headings = table.columns.iter().map(|(_, spelled)| spelled.as_str());
    let word = day_first_words::day_first_word(headings, statuses.iter().flatten());
    let word = word.map(|word| format!("`{word}` is a word of a language"));
    word.or_else(|| {
        let is_semicolon = table.provenance.delimiter == Some(';');
        is_semicolon.then(|| "its cells are separated by `;`, as".into())
    })
}

/// That words of a table or its separators decided what comes first in its dates.
pub(in crate::invitations) fn by_language(table: &Table, frame: &DataFrame) -> Option<Finding> {
    let is_by_language = table.order_shown == Some((DateOrder::DayFirst, OrderEvidence::Language));
    let why = day_first_because(table, frame).filter(|_| is_by_language)?;
    let message = format!(
        "{}: the day is taken to come before the month in its dates (3/4/2026 is the third of \
         April): no value shows it, but {why} where it does",
        table.file
    );
    let help = "write the dates as 2026-04-03, or say `date_order = \"month\"` in its table in \
                `[sources]` of rescind.toml, if that is not meant";
    Some(Finding::new(FindingCode::GuessedDateOrder, Level::Note, message).help(help))
}

/// The keys of people, the best first.
const KEYS: [&str; 4] = ["slug", "urn", "member_id", "name_key"];

fn marked(key: &str, value: &str) -> String {
    format!("{key}:{value}")
}

fn days_by_key(sent: &[DataFrame]) -> BTreeMap<String, BTreeSet<NaiveDate>> {
    let mut days: BTreeMap<String, BTreeSet<NaiveDate>> = BTreeMap::new();
    for frame in sent {
        let Ok(dates) = frame.column("sent_at").and_then(|sent| sent.cast(&DataType::Date)) else {
            continue;
        };
        let Ok(dates) = dates.date().cloned() else { continue };
        for key in KEYS {
            let values = columns::text_column(frame, key);
            for (value, day) in values.iter().zip(dates.physical().iter()) {
                let day = day.and_then(NaiveDate::from_epoch_days);
                if let (Some(value), Some(day)) = (value, day) {
                    days.entry(marked(key, value)).or_default().insert(day);
                }
            }
        }
    }
    days
}

/// What makes two tables those of one tool: what is read of them, under which spellings.
fn spellings(table: &Table) -> Vec<String> {
    let mut spelled: Vec<String> =
        table.columns.iter().map(|(_, spelling)| spelling.clone()).collect();
    spelled.sort();
    spelled
}

/// The one order that columns show with this evidence.
fn one_order(columns: &[DateColumn], by: OrderEvidence) -> Option<DateOrder> {
    order::shared_order(columns.iter().map(|column| &column.form), by)
}

/// The columns of a table in which most values are dates.
fn date_columns(frame: &DataFrame, as_of: DateTime<Utc>) -> Vec<DateColumn> {
    let mut columns = columns_with_dates(frame, as_of);
    columns.retain(DateColumn::is_of_dates);
    columns
}

impl DateColumn {
    /// Whether its values do not show how they are meant.
    fn is_open(&self, table: &Table) -> bool {
        self.form.is_unproven() && !is_linkedins(table, &self.texts)
    }

    fn is_of_dates(&self) -> bool {
        let texts = self.texts.iter().flatten();
        let understood = texts.filter(|text| self.form.day(text).is_some()).count();
        let filled = self.texts.len() - self.texts.null_count();
        understood * 2 > filled || self.form.is_contradictory()
    }
}

/// The columns of a table with a date among their first values, be the others dates or not.
fn columns_with_dates(frame: &DataFrame, as_of: DateTime<Utc>) -> Vec<DateColumn> {
    // Somewhere it is a day later already.
    let latest = (as_of + Duration::days(1)).date_naive();
    let mut columns = Vec::new();
    for column in frame.columns().iter().filter(|column| column.name() != ROW) {
        let Ok(texts) = column.str() else { continue };
        let mut first = texts.iter().flatten().take(FIRST_TRIED);
        if !first.any(|text| parse_date(text).is_some()) {
            continue;
        }
        let name = column.name().to_string();
        let has_passed = SENT.contains(&name.as_str())
            || ENDED.contains(&name.as_str())
            || ["observed_at", "at", "last_message_at"].contains(&name.as_str());
        let form = DateFormat::of_column(texts, has_passed.then_some(latest), |_| true);
        columns.push(DateColumn { name, texts: texts.clone(), form });
    }
    columns
}

/// How many days of a row contradict each other in this order, and how many miss the days that
/// other files know.
fn contradictions(
    columns: &[DateColumn],
    row: usize,
    invited: Option<&BTreeSet<NaiveDate>>,
    order: DateOrder,
) -> (usize, usize) {
    let days = |names: &[&str]| -> Vec<NaiveDate> {
        let named = columns.iter().filter(|column| names.contains(&column.name.as_str()));
        let days = named.filter_map(|column| {
            column.form.with_order(order, OrderEvidence::Consistent).day(column.texts.get(row)?)
        });
        days.collect()
    };
    let (sent, ended, afterwards) = (days(&SENT), days(&ENDED), days(&AFTERWARDS));
    let zones = Duration::days(ZONES_DAYS);
    let is_before = |day: &NaiveDate, other: &NaiveDate| *day < *other - zones;
    let first = invited.and_then(BTreeSet::first);
    let begins: Vec<NaiveDate> = sent.iter().chain(first).copied().collect();
    let early = ended.iter().filter(|day| begins.iter().any(|begin| is_before(day, begin)));
    let earlier: Vec<NaiveDate> = begins.iter().chain(&ended).copied().collect();
    let early = early.count()
        + afterwards.iter().filter(|day| earlier.iter().any(|begin| is_before(day, begin))).count();
    let misses = sent.iter().filter(|day| {
        invited.is_some_and(|known| known.iter().all(|known| (**day - *known).abs() > zones))
    });
    (early, misses.count())
}
