//! What a table itself says of its invitations: their kind, and what became of them.
//!
//! Invariant: a word that nobody explained decides nothing; it is counted and said.

use super::stated_types::{EventMeaning, map_distinct};
use super::table_cleaner::TableCleaner;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::words::degree::Degree;
use crate::import::words::paired_marks::YesNoMarks;
use crate::import::words::status::Status;
use crate::invitations::columns;
use crate::invitations::remarks::{ColumnReading, WordMeaning};
use polars::prelude::{BooleanChunked, IntoColumn, NewChunkedArray, PolarsResult, StringChunked};
use std::collections::BTreeMap;

/// How many words a finding shows.
const WORDS_SHOWN: usize = 8;

/// Takes rows out, and says how many of which words.
pub(in crate::invitations) fn drop_rows<'a>(
    sift: &mut TableCleaner,
    rows: &BooleanChunked,
    what: &str,
    words: impl Iterator<Item = &'a str>,
) -> PolarsResult<()> {
    let count = rows.sum().unwrap_or_default();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for word in words {
        *counts.entry(super::table_cleaner::shortened(word.trim())).or_default() += 1;
    }
    let mut listed: Vec<(String, usize)> = counts.into_iter().collect();
    listed.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let more = listed.len().saturating_sub(WORDS_SHOWN);
    let shown = listed.iter().take(WORDS_SHOWN).map(|(word, count)| format!("{word} ({count})"));
    let more = (more > 0).then(|| format!("and {more} more"));
    let listed: Vec<String> = shown.chain(more).collect();
    sift.frame = sift.frame.filter(&!rows)?;
    sift.remarks.leave_out(what, count as usize);
    let message = format!(
        "{}: {count} row(s) are {what}, and are left out: {}",
        sift.table.file,
        listed.join(", ")
    );
    sift.remarks.findings.push(Finding::new(FindingCode::NoConnection, Level::Note, message));
    Ok(())
}

/// Adds `stated` (str?), the state that the table's column of statuses gives, or that of degrees
/// where that one knows of no outcome, and `unsent` (bool).
pub(in crate::invitations) fn parse_states(sift: &mut TableCleaner) -> PolarsResult<()> {
    let texts = columns::text_column(&sift.frame, "status");
    let others = columns::text_column(&sift.frame, "other_status");
    let explained = &sift.table.statuses;
    let sent = columns::text_column(&sift.frame, "is_sent");
    let says_sent = sent.null_count() < sent.len();
    let marks = YesNoMarks::of_values(sent.iter().flatten());
    let is_sent =
        |text: Option<&str>| text.and_then(|text| marks.yes_or_no(text)).unwrap_or_default();
    let degrees = columns::text_column(&sift.frame, "degree");
    let status = |text: &str| Status::from_text(text, explained);
    let by_status = map_distinct(&texts, status).into_iter().zip(map_distinct(&others, status));
    let by_event =
        map_distinct(&columns::text_column(&sift.frame, "event"), EventMeaning::from_text);
    let by_event = by_event.into_iter().map(|event| event.and_then(EventMeaning::status));
    let statuses: Vec<Option<Status>> = by_status
        .zip(by_event)
        .zip(map_distinct(&degrees, Degree::from_text))
        .map(|(((status, other), event), degree)| {
            let status = status.or(other).or(event);
            let is_open = status.is_none_or(|status| status == Status::Pending);
            let is_connection = degree == Some(Degree::First);
            if is_connection && is_open { Some(Status::Accepted) } else { status }
        })
        .collect();
    let stated = statuses
        .iter()
        .map(|status| status.filter(|status| *status != Status::Unsent).map(Status::name));
    let stated = StringChunked::from_iter_options("stated".into(), stated);
    // Where boxes are ticked, an empty one is no; what became of it tells that it was sent.
    let unsent: BooleanChunked = statuses
        .iter()
        .zip(sent.iter())
        .map(|(status, sent)| match status {
            Some(Status::Unsent) => Some(true),
            Some(status) if status.is_over() => Some(false),
            _ => Some(says_sent && !is_sent(sent)),
        })
        .collect();
    let explained = explained.clone();
    record_words(sift, "status", &texts, |text| {
        Status::from_text(text, &explained).map(Status::name)
    });
    let explained = explained.clone();
    record_words(sift, "other_status", &others, |text| {
        Status::from_text(text, &explained).map(Status::name)
    });
    record_words(sift, "degree", &degrees, |text| {
        Degree::from_text(text).map(|degree| match degree {
            Degree::First => Status::Accepted.name(),
            Degree::Further => "no outcome",
        })
    });
    sift.frame.with_column(stated.into_column())?;
    sift.frame.with_column(unsent.with_name("unsent".into()).into_column())?;
    Ok(())
}

/// Notes what each word of a column becomes, and says of those that nobody explained how often each
/// occurs.
pub(in crate::invitations) fn record_words(
    sift: &mut TableCleaner,
    column: &str,
    texts: &StringChunked,
    meaning: impl Fn(&str) -> Option<&'static str>,
) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts.iter().flatten() {
        *counts.entry(text.trim()).or_default() += 1;
    }
    if counts.is_empty() {
        return;
    }
    let mut words: Vec<WordMeaning> = counts
        .into_iter()
        .map(|(text, count)| {
            let word = super::table_cleaner::shortened(text);
            WordMeaning { word, count, becomes: meaning(text) }
        })
        .collect();
    words.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.word.cmp(&b.word)));
    let unknown: Vec<&WordMeaning> = words.iter().filter(|word| word.becomes.is_none()).collect();
    let values = texts.len() - texts.null_count();
    let lost: usize = unknown.iter().map(|word| word.count).sum();
    let spelled = sift.table.spelling(column).to_owned();
    if !unknown.is_empty() {
        let shown = unknown.iter().take(WORDS_SHOWN);
        let mut listed: Vec<String> =
            shown.map(|word| format!("{} ({})", word.word, word.count)).collect();
        if unknown.len() > WORDS_SHOWN {
            listed.push(format!("and {} more", unknown.len() - WORDS_SHOWN));
        }
        let message = format!(
            "{}, column `{spelled}`: {lost} of {values} value(s) are words that nobody explained, \
             and decide nothing: {}",
            sift.table.file,
            listed.join(", ")
        );
        let help = "`statuses` of a table in `[sources]` explains them; `rescind inspect` ends \
                    with one to paste";
        let finding = Finding::new(FindingCode::UnknownWords, Level::Warn, message);
        let is_status = column == "status";
        sift.remarks.findings.push(if is_status { finding.help(help) } else { finding });
    }
    sift.remarks.readings.push(ColumnReading {
        file: sift.table.file.clone(),
        column: spelled,
        form: "words".into(),
        understood: values - lost,
        values,
        example: None,
        words,
    });
}
