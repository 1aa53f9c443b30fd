//! What there is to say of invitations of which several sources tell.

use super::merged_rows::{AUTHORITY, INVITATION};
use super::repeated_rows;
use super::same_invitation::MergedInvitation;
use super::scanned_people::SOURCE;
use crate::finding::{Finding, FindingCode, Level};
use crate::invitations::account_findings;
use crate::invitations::columns::instant_type;
use crate::invitations::data_reach::SentListsByAccount;
use crate::invitations::scanned::positions::RowSet;
use crate::invitations::scanned::scanned_file::ScannedFile;
use crate::query::Query;
use polars::prelude::{DataFrame, IntoLazy, PolarsResult, SortMultipleOptions, col, lit};
use std::collections::BTreeMap;

/// Which file a source is; none where it is one of the others.
fn named<'a>(files: &[&'a str], source: u32) -> Option<&'a str> {
    files.get(usize::try_from(source).ok()?.checked_sub(1)?).copied()
}

/// How many rows of each source are of connections of their account.
pub(in crate::invitations) fn connected(
    counts: BTreeMap<u32, usize>,
    files: &[&str],
) -> Vec<Finding> {
    let told = counts.into_iter().filter_map(|(source, count)| {
        let message = format!(
            "{}: {count} pending row(s) are of connections of the account: accepted",
            named(files, source)?
        );
        Some(Finding::new(FindingCode::RowsConnected, Level::Note, message))
    });
    told.collect()
}

/// How many rows of each file tell again of an invitation, and how many were sent again since.
pub(in crate::invitations) fn repetitions(
    invitations: &[MergedInvitation],
    files: &[&str],
) -> Vec<Finding> {
    let (mut again, mut over): (BTreeMap<usize, usize>, BTreeMap<usize, usize>) =
        Default::default();
    for one in invitations {
        for row in one.rows.iter().skip(1) {
            *again.entry(row.source).or_default() += 1;
        }
        if let Some(row) = one.rows.first().filter(|_| one.days_until_next.is_some()) {
            *over.entry(row.source).or_default() += 1;
        }
    }
    let file = |source: usize| named(files, u32::try_from(source).ok()?);
    let again = again
        .into_iter()
        .filter_map(|(source, count)| Some(repeated_rows::finding(file(source)?, count)));
    let over = over.into_iter().filter_map(|(source, count)| {
        let message = format!(
            "{}: {count} pending row(s) are of people whom another source knows to have been \
             invited again later: taken to be withdrawn or expired",
            file(source)?
        );
        Some(Finding::new(FindingCode::RowsSuperseded, Level::Warn, message))
    });
    again.chain(over).collect()
}

/// The states in which an invitation ended, the first of which counts, and the files that say so.
struct StatedEnds<'a> {
    who: String,
    outcomes: Vec<(&'a str, &'a str)>,
}

/// That rows of one invitation say that it ended in several ways.
pub(in crate::invitations) fn contradictions(
    rows: &DataFrame,
    files: &[&str],
) -> PolarsResult<Option<Finding>> {
    let is_ended = col("known_by").neq(lit("presumed")).and(col("state").neq(lit("pending")));
    let ended = rows.clone().lazy().filter(is_ended).select([
        col(INVITATION),
        col("account"),
        col("person"),
        col("state"),
        col(SOURCE),
        col(AUTHORITY),
    ]);
    let ended =
        ended.sort([INVITATION, AUTHORITY, SOURCE], SortMultipleOptions::default()).rows()?;
    let text = |name: &str| ended.column(name).and_then(|column| column.str());
    let [accounts, people, states] = [text("account")?, text("person")?, text("state")?];
    let (numbers, sources) = (ended.column(INVITATION)?.u32()?, ended.column(SOURCE)?.u32()?);
    let mut ends: BTreeMap<u32, StatedEnds> = BTreeMap::new();
    for row in 0..ended.height() {
        let (Some(number), Some(state)) = (numbers.get(row), states.get(row)) else { continue };
        let who = || {
            let [account, person] =
                [accounts, people].map(|column| column.get(row).unwrap_or_default());
            format!("{account}/{person}")
        };
        let end = ends.entry(number).or_insert_with(|| StatedEnds { who: who(), outcomes: vec![] });
        if !end.outcomes.iter().any(|(other, _)| *other == state) {
            let source = sources.get(row).unwrap_or_default();
            end.outcomes.push((state, named(files, source).unwrap_or("other sources")));
        }
    }
    let told = ends.into_values().filter(|end| end.outcomes.len() > 1).map(|end| {
        let outcomes = end.outcomes.iter().map(|(state, file)| format!("{state} ({file})"));
        format!("{}: {}", end.who, outcomes.collect::<Vec<_>>().join(", "))
    });
    let told: Vec<String> = told.collect();
    Ok((!told.is_empty()).then(|| {
        let message = format!(
            "{} invitation(s) ended in several ways, of which the first counts: {}",
            told.len(),
            account_findings::first_few(told)
        );
        let help = "what ended otherwise is wrong in one of the files: correct it there";
        Finding::new(FindingCode::RowsContradict, Level::Warn, message).help(help)
    }))
}

/// How many pending rows of each file no list of their account has that was taken since: nothing in
/// the file says on which day its rows were true, so they stay pending.
pub(in crate::invitations) fn off_list(
    scans: &[ScannedFile],
    told_again: &[RowSet],
    lists: &SentListsByAccount,
) -> PolarsResult<Vec<Finding>> {
    let mut findings = vec![];
    if lists.is_empty() {
        return Ok(findings);
    }
    let before_list = lists.iter().fold(lit(false), |any, (account, list)| {
        let is_before = col("sent_at").lt(lit(list.at.naive_utc()).cast(instant_type()));
        any.or(col("account").eq(lit(account.as_str())).and(is_before))
    });
    let is_off_list = col("state").eq(lit("pending")).and(before_list);
    for (scan, told_again) in scans.iter().zip(told_again) {
        let rows = scan.rows.clone().filter(told_again.has_row().not());
        let rows = rows.filter(is_off_list.clone()).select([col("account"), col("state")]);
        for (account, count) in account_findings::count_by_account(&rows.streamed()?, &lit(true))? {
            let message = format!(
                "{}: {count} pending row(s) are not on the list of the Sent page: they stay \
                 pending, as nothing says when these rows were true",
                scan.as_it_is.file
            );
            let finding =
                Finding::new(FindingCode::RowsOffList, Level::Warn, message).of_account(&account);
            let help = "if the list is complete, and newer, plan by the list alone";
            findings.push(finding.help(help));
        }
    }
    Ok(findings)
}
