//! What a table itself says of its invitations: their kind, and what became of them.
//!
//! Invariant: a word that nobody explained decides nothing; it is counted and said.

use super::keys;
use super::remarks::{Reading, Word};
use super::sift::Sift;
use crate::finding::{Finding, Level};
use crate::import::status::{InvitationType, Status};
use polars::prelude::{BooleanChunked, IntoColumn, NewChunkedArray, PolarsResult, StringChunked};
use std::collections::BTreeMap;

/// How many words a finding shows.
const WORDS_SHOWN: usize = 8;

/// Sets `kind` (`connection` or `inmail`; none where nothing is said), and takes the rows out that
/// are about events, pages and the like.
pub(super) fn kinds(sift: &mut Sift) -> PolarsResult<()> {
    let texts = keys::text(&sift.frame, "kind");
    if texts.null_count() == texts.len() {
        return Ok(());
    }
    let types: Vec<Option<InvitationType>> =
        texts.iter().map(|text| text.and_then(InvitationType::of)).collect();
    say_words(sift, "kind", &texts, |text| {
        Some(match InvitationType::of(text)? {
            InvitationType::Connection => "connection",
            InvitationType::InMail => "inmail",
            InvitationType::Other => "no invitation to connect",
        })
    });
    let others: BooleanChunked =
        types.iter().map(|of| Some(*of == Some(InvitationType::Other))).collect();
    let kinds = types.iter().map(|of| match of {
        Some(InvitationType::InMail) => Some("inmail"),
        Some(InvitationType::Connection) => Some("connection"),
        _ => None,
    });
    let kinds = StringChunked::from_iter_options("kind".into(), kinds);
    sift.frame.with_column(kinds.into_column())?;
    let count = others.sum().unwrap_or_default();
    if count > 0 {
        sift.frame = sift.frame.filter(&!&others)?;
        sift.remarks.leave_out("invitations to events, pages and the like", count as usize);
        let message = format!(
            "{}: {count} row(s) are invitations to events, pages and the like, not to connect: \
             left out",
            sift.table.file
        );
        sift.remarks.findings.push(Finding::new("no-connection", Level::Note, message));
    }
    Ok(())
}

/// Adds `stated` (str?), the state that the table's column of statuses gives, and `unsent` (bool).
pub(super) fn states(sift: &mut Sift) -> PolarsResult<()> {
    let texts = keys::text(&sift.frame, "status");
    let own = &sift.table.statuses;
    let statuses: Vec<Option<Status>> =
        texts.iter().map(|text| text.and_then(|text| Status::of(text, own))).collect();
    let stated = statuses
        .iter()
        .map(|status| status.filter(|status| *status != Status::Unsent).map(Status::name));
    let stated = StringChunked::from_iter_options("stated".into(), stated);
    let unsent: BooleanChunked =
        statuses.iter().map(|status| Some(*status == Some(Status::Unsent))).collect();
    let own = own.clone();
    say_words(sift, "status", &texts, |text| Status::of(text, &own).map(Status::name));
    sift.frame.with_column(stated.into_column())?;
    sift.frame.with_column(unsent.with_name("unsent".into()).into_column())?;
    Ok(())
}

/// Notes what each word of a column becomes, and says of those that nobody explained how often each
/// occurs.
fn say_words(
    sift: &mut Sift,
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
    let mut words: Vec<Word> = counts
        .into_iter()
        .map(|(text, count)| {
            let word = super::sift::shortened(text);
            Word { word, count, becomes: meaning(text) }
        })
        .collect();
    words.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.word.cmp(&b.word)));
    let unknown: Vec<&Word> = words.iter().filter(|word| word.becomes.is_none()).collect();
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
        let finding = Finding::new("unknown-words", Level::Warn, message);
        let is_status = column == "status";
        sift.remarks.findings.push(if is_status { finding.help(help) } else { finding });
    }
    sift.remarks.readings.push(Reading {
        file: sift.table.file.clone(),
        column: spelled,
        form: "words".into(),
        understood: values - lost,
        values,
        example: None,
        words,
    });
}
