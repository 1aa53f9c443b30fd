//! What several pages have: days in words, findings, what is left of limits.

use crate::finding::Finding;
use crate::limits::{Headroom, LimitCode};
use crate::output::text::clean;
use chrono::NaiveDate;
use minijinja::{Value, context};

/// `Monday, 23 November 2026`.
pub(super) fn long_date(date: NaiveDate) -> String {
    date.format("%A, %-d %B %Y").to_string()
}

/// What checks say, the gravest first.
pub(super) fn findings<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<Value> {
    let mut findings: Vec<&Finding> = findings.collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    let shown = findings.into_iter().map(|finding| {
        context! {
            level => finding.level.to_string(),
            account => finding.account.as_deref().map(clean),
            message => clean(&finding.message),
            help => finding.help.as_deref().map(clean),
        }
    });
    shown.collect()
}

/// What is left of each limit, account by account.
pub(super) fn limits_left(rooms: &[Headroom]) -> Vec<Value> {
    let accounts = rooms.chunk_by(|one, next| one.account == next.account);
    let shown = accounts.map(|rooms| {
        let limits: Vec<Value> = rooms.iter().map(limit_left).collect();
        let name = rooms.first().map(|room| clean(&room.account));
        context! { name, limits }
    });
    shown.collect()
}

fn limit_left(room: &Headroom) -> Value {
    let limit = LimitCode::from_name(&room.limit).map(LimitCode::limit);
    let title = limit.map_or(room.limit.as_str(), |limit| limit.title);
    context! {
        title,
        unit => limit.map(|limit| limit.unit),
        used => room.used,
        figure => room.figure,
        left => room.left,
        is_over => room.left < 0,
    }
}
