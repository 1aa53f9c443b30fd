//! Of several lists of the Sent page the newest, and what is gone since the older ones.

use super::{comparable_lists, people_tally, undated_lists};
use crate::finding::{Finding, FindingCode, Level};
use crate::import::table::ROW;
use crate::invitations::columns::{AGE_SPAN, sent_columns, typed_null};
use crate::invitations::people::matching;
use crate::invitations::people::matching::{LEFT, Matches, RIGHT};
use crate::invitations::remarks::Remarks;
use crate::invitations::typed::sent_lists::OBSERVED_FROM;
use crate::invitations::{account_findings, columns, row_tally};
use crate::query::{Query, ordered_join};
use chrono::{DateTime, Utc};
use polars::prelude::{
    BooleanChunked, DataFrame, IntoColumn, IntoLazy, JoinType, LazyFrame, PolarsResult,
    SortMultipleOptions, UnionArgs, UniqueKeepStrategy, coalesce, col, concat, lit, when,
};

/// The newest list of each account, each person once. A list that was taken a day or more before
/// the account's newest says nothing any more, be it in a file of its own or above the newest.
pub(in crate::invitations) fn keep_newest_lists(
    lists: Vec<DataFrame>,
    as_of: DateTime<Utc>,
    remarks: &mut Remarks,
) -> PolarsResult<Option<DataFrame>> {
    if lists.is_empty() {
        return Ok(None);
    }
    let are_several = lists.len() > 1;
    let lists: Vec<_> = lists.into_iter().map(IntoLazy::lazy).collect();
    let day = lit(24_i64);
    let lists_together = concat(lists, UnionArgs::default())?
        .with_column(col("observed_at").max().over([col("account"), col("file")])?.alias("file_at"))
        .with_column(col("file_at").max().over([col("account")])?.alias("list_taken_at"));
    // A tool that appends to one file leaves the lists of many days in it.
    let row_at = coalesce(&[col("observed_at"), col("file_at")]);
    let behind = (col("list_taken_at") - row_at).dt().total_hours(false);
    let lists_together = lists_together
        .with_column(behind.gt_eq(day).fill_null(lit(false)).alias("outdated"))
        .rows()?;
    if are_several {
        undated_lists::report_undated_lists(&lists_together, as_of, &mut remarks.findings)?;
    }
    for (account, count) in account_findings::count_by_account(&lists_together, &col("outdated"))? {
        let message = format!("{count} row(s) of older lists were left out: a newer list decides");
        let finding =
            Finding::new(FindingCode::OlderList, Level::Note, message).of_account(&account);
        remarks.findings.push(finding);
    }
    if let Some(fates) = &mut remarks.fates {
        for (file, count) in row_tally::count_by_file(&lists_together, &col("outdated"))? {
            fates.entry(file).or_default().leave_out("of an older list", count);
        }
    }
    let same_name = ["account", "file", "name_key"].map(col);
    let rows = lists_together
        .lazy()
        .filter(col("outdated").not())
        .sort(["file", ROW], SortMultipleOptions::default())
        .with_column(col("who").cum_count(false).over(same_name)?.alias("nth"))
        .rows()?;
    let keyed = columns::has_key();
    let by_who = Some(vec![col("account"), col("who")]);
    let by_name = Some(["account", "name_key", "nth"].map(col).to_vec());
    let last = UniqueKeepStrategy::Last;
    let once = [
        rows.clone().lazy().filter(keyed.clone()).unique_stable_generic(by_who, last),
        rows.lazy().filter(keyed.not()).unique_stable_generic(by_name, last),
    ];
    let gone = polars::prelude::by_name(["nth", "outdated", "file_at"], true, false);
    concat(once, UnionArgs::default())?.drop(gone).rows().map(Some)
}

/// Marks the invitations that are on a list, and adds those that only a list has. Every account
/// with a list gets `list_taken_at`.
pub(in crate::invitations) fn merge(
    sent: DataFrame,
    list: Option<DataFrame>,
    as_of: DateTime<Utc>,
    remarks: &mut Remarks,
) -> PolarsResult<DataFrame> {
    let Some(list) = list else {
        let never = |name: &str| typed_null(columns::instant_type()).alias(name);
        return sent.lazy().with_columns(["list_taken_at", "list_begun_at"].map(never)).rows();
    };
    let superseded = sent.column("superseded_at")?.is_not_null();
    let (current, past) = (sent.filter(&!&superseded)?, sent.filter(&superseded)?);
    let matches = matching::match_people(&current, &list)?;
    let matches = without_others_of_the_name(matches, &current, &list, as_of)?;
    if let Some(fates) = &mut remarks.fates {
        people_tally::tally_people(fates, &list, &matches)?;
    }
    let findings = &mut remarks.findings;
    account_findings::report_ambiguous_names(
        &matches.ambiguous,
        "the list of the Sent page",
        findings,
    )?;
    let pairs = matches
        .pairs
        .clone()
        .lazy()
        .unique_stable_generic(Some(vec![col(LEFT)]), UniqueKeepStrategy::First);
    let right = pairs.join(
        listed_columns(&list),
        [col(RIGHT)],
        [col(RIGHT)],
        ordered_join(JoinType::Inner),
    );
    let right = right.rows()?.lazy();
    let marked = marked(current, right);
    let only_listed = list.clone().lazy().with_row_index(RIGHT, None).join(
        matches.pairs.lazy(),
        [col(RIGHT)],
        [col(RIGHT)],
        ordered_join(JoinType::Anti),
    );
    let only_listed = only_listed.rows()?;
    let unread = list.clone().lazy().filter(col("has_unread")).rows()?;
    let unread = unread.column("account")?.str()?.iter().flatten().map(String::from).collect();
    let columns = sent_columns(|_| true);
    let superseded_at = col("superseded_at");
    let with = |extra| -> Vec<_> { columns.iter().cloned().chain([extra]).collect() };
    let never = typed_null(columns::instant_type()).alias("superseded_at");
    let joined = concat(
        [
            marked.select(with(superseded_at.clone())),
            past.lazy().select(with(superseded_at)),
            only_listed.clone().lazy().select(with(never)),
        ],
        UnionArgs::default(),
    )?
    .rows()?;
    let taken = when_taken(list).rows()?.lazy();
    let account = [col("account")];
    let joined =
        joined.lazy().join(taken, account.clone(), account, ordered_join(JoinType::Left)).rows()?;
    let hidden =
        comparable_lists::may_be_listed(&joined, &only_listed, &unread, &matches.ambiguous)?;
    without_hidden(joined, hidden, findings)
}

/// The invitations, with what a list says of those that are on it.
fn marked(current: DataFrame, listed: LazyFrame) -> LazyFrame {
    let fill =
        |name: &str| coalesce(&[col(name), col(format!("listed_{name}").as_str())]).alias(name);
    current
        .lazy()
        .with_row_index(LEFT, None)
        .join(listed, [col(LEFT)], [col(LEFT)], ordered_join(JoinType::Left))
        .with_columns([
            col("is_listed").fill_null(lit(false)).alias("listed"),
            coalesce(&[col("least_age_days"), col("listed_age_days")]).alias("least_age_days"),
            when(col("least_age_days").is_not_null())
                .then(col(AGE_SPAN))
                .otherwise(col("listed_age_span"))
                .alias(AGE_SPAN),
            fill("sent_at"),
            fill("position"),
            fill("company"),
            fill("profile_url"),
            fill("note"),
            fill("has_note"),
            fill("stated"),
        ])
}

/// When the list of each account was taken, and since when it may have been.
fn when_taken(list: DataFrame) -> LazyFrame {
    let begun_at = col(OBSERVED_FROM).max().alias("list_begun_at");
    list.lazy().group_by_stable([col("account")]).agg([col("list_taken_at").max(), begun_at])
}

/// The matches without those by name alone of whom the list says that they were invited long
/// before: two people bear that name.
fn without_others_of_the_name(
    matches: Matches,
    sent: &DataFrame,
    list: &DataFrame,
    as_of: DateTime<Utc>,
) -> PolarsResult<Matches> {
    let sent = sent.clone().lazy().with_row_index(LEFT, None);
    let sent = sent.select([col(LEFT), col("sent_at")]);
    let ages = ["account", "name", "least_age_days"].map(col);
    let listed_at = col("sent_at").alias("listed_sent_at");
    let list = list.clone().lazy().with_row_index(RIGHT, None);
    let list = list.select(ages.into_iter().chain([col(RIGHT), listed_at]).collect::<Vec<_>>());
    let inner = || ordered_join(JoinType::Inner);
    let age_days = (lit(as_of.naive_utc()).cast(columns::instant_type()) - col("sent_at"))
        .dt()
        .total_days(false);
    let before = (col("sent_at") - col("listed_sent_at")).dt().total_days(false).gt(lit(1));
    // Zones may make a day's difference.
    let is_older = col("least_age_days").gt(age_days + lit(1)).fill_null(lit(false));
    let is_another = col("by_name").and(is_older.or(before.fill_null(lit(false))));
    let pairs = matches.pairs.lazy().join(sent, [col(LEFT)], [col(LEFT)], inner());
    let pairs = pairs.join(list, [col(RIGHT)], [col(RIGHT)], inner());
    let pairs = pairs.with_column(is_another.alias("is_another")).rows()?.lazy();
    let others = pairs.clone().filter(col("is_another")).select([col("account"), col("name")]);
    let ambiguous = concat([matches.ambiguous.lazy(), others], UnionArgs::default())?.rows()?;
    let same = pairs.filter(col("is_another").not());
    let pairs = same.select([LEFT, RIGHT, "by_name"].map(col)).rows()?;
    Ok(Matches { pairs, ambiguous })
}

/// What a list says, under the names by which it stands beside an invitation.
fn listed_columns(list: &DataFrame) -> LazyFrame {
    list.clone().lazy().with_row_index(RIGHT, None).select([
        col(RIGHT),
        col("listed").alias("is_listed"),
        col("stated").alias("listed_stated"),
        col("note").alias("listed_note"),
        col("has_note").alias("listed_has_note"),
        col("least_age_days").alias("listed_age_days"),
        col(AGE_SPAN).alias("listed_age_span"),
        col("sent_at").alias("listed_sent_at"),
        col("position").alias("listed_position"),
        col("company").alias("listed_company"),
        col("profile_url").alias("listed_profile_url"),
    ])
}

/// Where the list cannot tell whether it has an invitation, it is as if there were none; that is
/// said.
fn without_hidden(
    mut rows: DataFrame,
    hidden: BooleanChunked,
    findings: &mut Vec<Finding>,
) -> PolarsResult<DataFrame> {
    rows.with_column(hidden.with_name("hidden".into()).into_column())?;
    let unsure = col("hidden").and(col("listed").not()).and(col("list_taken_at").is_not_null());
    for (account, count) in account_findings::count_by_account(&rows, &unsure)? {
        let message = format!(
            "{count} invitation(s) may be on the list of the Sent page, whose rows do not all say \
             whom they are about: none of them is taken to be gone"
        );
        let finding =
            Finding::new(FindingCode::ListUnclear, Level::Warn, message).of_account(&account);
        findings.push(finding.help("a list with names and addresses of profiles is clear"));
    }
    let taken_at =
        when(unsure).then(typed_null(columns::instant_type())).otherwise(col("list_taken_at"));
    let gone = polars::prelude::by_name(["hidden"], true, false);
    rows.lazy().with_column(taken_at.alias("list_taken_at")).drop(gone).rows()
}

/// How many invitations are taken to be gone because a list does not have them, by account.
pub(in crate::invitations) fn say_off_list(
    rows: &DataFrame,
    findings: &mut Vec<Finding>,
) -> PolarsResult<()> {
    let off_list = col("off_list").and(col("known_by").eq(lit("presumed")));
    for (account, count) in account_findings::count_by_account(rows, &off_list)? {
        let message = format!(
            "{count} invitation(s) are not on the list of the Sent page any more: \
             taken to be withdrawn or expired"
        );
        findings
            .push(Finding::new(FindingCode::OffList, Level::Note, message).of_account(&account));
    }
    Ok(())
}
