//! What a table itself says of its invitations: their kind, and what became of them.
//!
//! Invariant: a word that nobody explained decides nothing; it is counted and said.

use super::keys;
use super::remarks::Reading;
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
    let (known, unknown): (Vec<_>, Vec<_>) =
        counts.into_iter().partition(|(text, _)| meaning(text).is_some());
    let understood = known.iter().map(|(_, count)| count).sum();
    let values = texts.len() - texts.null_count();
    let spelled = sift.table.spelling(column).to_owned();
    let became = known.iter().map(|(text, count)| {
        format!(
            "{} → {} ({count})",
            super::sift::shortened(text),
            meaning(text).unwrap_or_default()
        )
    });
    let mut form: Vec<String> = became.take(WORDS_SHOWN * 2).collect();
    let mut unknown: Vec<(&str, usize)> = unknown;
    unknown.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let mut listed: Vec<String> = unknown
        .iter()
        .take(WORDS_SHOWN)
        .map(|(text, count)| format!("{} ({count})", super::sift::shortened(text)))
        .collect();
    if unknown.len() > WORDS_SHOWN {
        listed.push(format!("and {} more", unknown.len() - WORDS_SHOWN));
    }
    if !unknown.is_empty() {
        let message = format!(
            "{}, column `{spelled}`: {} of {values} value(s) are words that nobody explained, and \
             decide nothing: {}",
            sift.table.file,
            values - understood,
            listed.join(", ")
        );
        sift.remarks.findings.push(Finding::new("unknown-words", Level::Warn, message));
        form.push(format!("not understood: {}", listed.join(", ")));
    }
    sift.remarks.readings.push(Reading {
        file: sift.table.file.clone(),
        column: spelled,
        form: form.join(", "),
        understood,
        values,
        example: None,
    });
}
