//! Which rows of a saved plan are meant: by rank, by person, by day.

use crate::error::Error;
use crate::invitations::PersonReference;
use crate::ledger::{SavedPlan, SavedRow};
use chrono::NaiveDate;
use rescind_ledger::{Action, Detail, KeyChanges, RowSelector, detail, select_ranks};
use std::collections::BTreeSet;

/// Fails where something is to have become of an invitation before it was sent; zones may make a
/// day's difference.
pub(in crate::cli) fn demand_later_than_sent(
    rows: &[(&SavedRow, Action)],
    on: NaiveDate,
) -> Result<(), Error> {
    let too_early = rows.iter().find_map(|(row, _)| {
        let sent_on: NaiveDate = text_detail(row, detail::SENT_ON)?.parse().ok()?;
        (on < sent_on.pred_opt()?).then_some((row, sent_on))
    });
    let Some((row, sent_on)) = too_early else { return Ok(()) };
    let message =
        format!("`--on {on}`: {} {} was invited later, on {sent_on}", row.rank, row_label(row));
    let help = "`--on` is the day on which it was done, such as `--on 2026-11-23`; without it, \
                that is today";
    Err(Error::misused(message, help))
}

/// The rows that a selection names, by their places.
pub(in crate::cli) fn pick_rows(
    rows: &[&SavedRow],
    wanted: &[RowSelector],
    addresses: &KeyChanges,
) -> Result<BTreeSet<usize>, Error> {
    let ranks: BTreeSet<u32> = rows.iter().map(|row| row.rank).collect();
    let (ranks_chosen, _) = select_ranks(wanted, &ranks);
    let last = ranks.last().copied().unwrap_or(0);
    let beyond = wanted.iter().find_map(|one| match one {
        RowSelector::Ranks(_, to) if *to > last => Some(*to),
        _ => None,
    });
    if let Some(rank) = beyond {
        return Err(Error::misused(
            format!("the plan has no rank {rank}"),
            format!("its ranks run from 1 to {last}"),
        ));
    }
    let mut picked: BTreeSet<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| ranks_chosen.contains(&row.rank))
        .map(|(at, _)| at)
        .collect();
    for one in wanted {
        let RowSelector::Person(text) = one else { continue };
        let mut named = PersonReference::parse(text)
            .map_err(|nobody| Error::Usage { message: nobody.to_string(), help: None })?;
        named.add_other_addresses(addresses);
        let matching: Vec<usize> = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| is_meant(row, &named))
            .map(|(at, _)| at)
            .collect();
        match matching.as_slice() {
            [] => {
                let message = format!("the plan has nobody called `{text}`");
                let help = "a name, address or key of the plan's rows, or a rank";
                return Err(Error::misused(message, help));
            }
            [at] => drop(picked.insert(*at)),
            several => {
                let message = format!("`{text}` may be any of {} rows", several.len());
                let candidates = several.iter().filter_map(|at| rows.get(*at));
                let candidates: Vec<String> =
                    candidates.map(|row| format!("{} {}", row.rank, row_label(row))).collect();
                let help =
                    format!("name it by rank, or say `--account`: {}", candidates.join(", "));
                return Err(Error::misused(message, help));
            }
        }
    }
    Ok(picked)
}

fn is_meant(row: &SavedRow, named: &PersonReference) -> bool {
    named.means(&row.person, text_detail(row, detail::NAME), text_detail(row, detail::PROFILE_URL))
}

/// The rows of the n-th day on which the plan withdraws, by their places.
pub(in crate::cli) fn pick_day(
    plan: &SavedPlan,
    rows: &[&SavedRow],
    nth: usize,
) -> Result<Vec<usize>, Error> {
    let days: BTreeSet<NaiveDate> = plan.rows.iter().map(|row| row.date).collect();
    let refused =
        |message: String| Error::misused(message, format!("its days are 1 to {}", days.len()));
    let Some(day) = nth.checked_sub(1).and_then(|at| days.iter().nth(at)) else {
        return Err(refused(format!("the plan has no day {nth}")));
    };
    let of_day: Vec<usize> =
        rows.iter().enumerate().filter(|(_, row)| row.date == *day).map(|(at, _)| at).collect();
    if of_day.is_empty() {
        return Err(refused(format!("the plan withdraws nothing for this account on day {nth}")));
    }
    Ok(of_day)
}

/// What a row is called.
pub(in crate::cli) fn row_label(row: &SavedRow) -> String {
    format!("{} ({})", text_detail(row, detail::NAME).unwrap_or(&row.person), row.account)
}

fn text_detail<'a>(row: &'a SavedRow, name: &str) -> Option<&'a str> {
    match row.details.get(name) {
        Some(Detail::Text(text)) => Some(text),
        _ => None,
    }
}
