//! Events as a frame: the one that `rescind history` shows and scripts ask.

use crate::invitations::HISTORY_COLUMNS;
use polars::prelude::{
    Column, DataFrame, DataType, IntoColumn, IntoSeries, NamedFrom, PolarsResult, Series,
    StringChunkedBuilder, TimeUnit, TimeZone,
};
use rescind_ledger::{Event, detail};
use std::collections::HashMap;

/// Events, with the columns of [`HISTORY_COLUMNS`]; `corrected_by` as far as these events tell.
pub fn history_frame(events: &[Event]) -> PolarsResult<DataFrame> {
    let mut rows = HistoryBuilder::new();
    for event in events {
        rows.push(event, &event.account);
    }
    rows.frame()
}

type TextOf = fn(&Event) -> Option<&str>;
const TEXTS: [(&str, TextOf); 8] = [
    ("actor", |event| Some(&event.actor)),
    ("person", |event| Some(event.person.as_str()).filter(|person| !person.is_empty())),
    ("name", |event| event.detail(detail::NAME)),
    ("action", |event| Some(event.action.name())),
    ("reason", |event| event.detail(detail::REASON)),
    ("plan", |event| event.detail(detail::PLAN)),
    ("change", |event| event.detail(detail::CHANGE)),
    ("remark", |event| event.detail(detail::REMARK)),
];

/// Events that come one after the other, of which no more is kept than a frame has: there may be
/// millions.
pub(super) struct HistoryBuilder {
    numbers: Vec<u64>,
    times: Vec<i64>,
    accounts: StringChunkedBuilder,
    texts: Vec<StringChunkedBuilder>,
    days: Vec<Option<i32>>,
    corrects: Vec<Option<u64>>,
}

impl HistoryBuilder {
    pub(super) fn new() -> Self {
        let texts = |name: &str| StringChunkedBuilder::new(name.into(), 0);
        Self {
            numbers: vec![],
            times: vec![],
            accounts: texts("account"),
            texts: TEXTS.iter().map(|(name, _)| texts(name)).collect(),
            days: vec![],
            corrects: vec![],
        }
    }

    /// The next event, of an account that is called so.
    pub(super) fn push(&mut self, event: &Event, account: &str) {
        self.numbers.push(event.number);
        self.times.push(event.recorded_at.timestamp_micros());
        self.accounts.append_value(account);
        for (texts, (_, text_of)) in self.texts.iter_mut().zip(TEXTS) {
            texts.append_option(text_of(event));
        }
        self.days.push(event.day.map(|day| day.to_epoch_days()));
        self.corrects.push(event.corrects);
    }

    pub(super) fn frame(self) -> PolarsResult<DataFrame> {
        let height = self.numbers.len();
        let corrections = self.numbers.iter().zip(&self.corrects);
        let corrections: HashMap<u64, u64> =
            corrections.filter_map(|(number, corrects)| Some(((*corrects)?, *number))).collect();
        let corrected_by = self.numbers.iter().map(|number| corrections.get(number).copied());
        let utc = DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC));
        let mut columns: Vec<Column> = vec![
            Series::new("corrected_by".into(), corrected_by.map(signed).collect::<Vec<_>>()).into(),
            Series::new(
                "number".into(),
                self.numbers.iter().map(|number| signed(Some(*number))).collect::<Vec<_>>(),
            )
            .into(),
            Series::new(
                "corrects".into(),
                self.corrects.into_iter().map(signed).collect::<Vec<_>>(),
            )
            .into(),
            Series::new("recorded_at".into(), self.times).cast(&utc)?.into(),
            Series::new("day".into(), self.days).cast(&DataType::Date)?.into(),
            self.accounts.finish().into_series().into_column(),
        ];
        columns.extend(self.texts.into_iter().map(|texts| texts.finish().into_series().into()));
        DataFrame::new(height, columns)?.select(HISTORY_COLUMNS.iter().map(|column| column.name))
    }
}

/// A number as frames have it.
fn signed(number: Option<u64>) -> Option<i64> {
    number.map(|number| i64::try_from(number).unwrap_or(i64::MAX))
}
