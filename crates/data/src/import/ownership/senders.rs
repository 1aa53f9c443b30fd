//! LinkedIn's Invitations.csv with what several people sent, as where somebody put files together →
//! a table for each of them.
//!
//! Invariant: every row is in one of the tables, and a table holds what one person sent.

use super::owners::{is_outgoing, text};
use crate::import::people_keys::person;
use crate::import::table::{Table, TableKind, TableRows};
use polars::prelude::{BooleanChunked, DataFrame, PolarsResult};
use std::collections::{BTreeMap, BTreeSet};

/// A table for each sender; the table itself where there is but one.
pub(in crate::import) fn split_by_sender(table: Table) -> PolarsResult<Vec<Table>> {
    let TableRows::Text(frame) = &table.rows else { return Ok(vec![table]) };
    if table.kind != TableKind::Invitations {
        return Ok(vec![table]);
    }
    let senders = senders(frame);
    let distinct_senders: BTreeSet<&String> = senders.iter().flatten().collect();
    let Some(first) = distinct_senders.first().filter(|_| distinct_senders.len() > 1).copied()
    else {
        return Ok(vec![table]);
    };
    let of_sender = |sender: &&String| {
        let rows: BooleanChunked = senders
            .iter()
            .map(|sender_of_row| Some(sender_of_row.as_ref().unwrap_or(first) == *sender))
            .collect();
        Ok(Table { rows: TableRows::Text(frame.filter(&rows)?), ..table.clone() })
    };
    distinct_senders.iter().map(of_sender).collect()
}

/// Who sent each row, by the slug; none where nobody tells, or where all are one name's: a profile
/// may have got another address.
fn senders(frame: &DataFrame) -> Vec<Option<String>> {
    let unknown = || vec![None; frame.height()];
    let columns = ["direction", "from", "inviter_url"].map(|name| text(frame, name));
    let [Some(directions), Some(names), Some(urls)] = columns else { return unknown() };
    let slugs: Vec<Option<String>> = directions
        .iter()
        .zip(urls.iter())
        .map(|(direction, url)| {
            direction.filter(|text| is_outgoing(text)).and(url).and_then(person::slug)
        })
        .collect();
    let mut slug_of: BTreeMap<String, String> = BTreeMap::new();
    for (slug, name) in slugs.iter().zip(names.iter()) {
        if let (Some(slug), Some(name)) = (slug, name.and_then(person::name_key)) {
            slug_of.entry(name).or_insert_with(|| slug.clone());
        }
    }
    if slug_of.len() < 2 {
        return unknown();
    }
    let by_name = |name: Option<&str>| slug_of.get(&person::name_key(name?)?).cloned();
    slugs.into_iter().zip(names.iter()).map(|(slug, name)| by_name(name).or(slug)).collect()
}
