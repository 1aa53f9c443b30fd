//! The messages of all tables, counted for each person and attached to invitations.
//!
//! Whoever wrote after the invitation to them may have accepted it, which is said.

use super::people_tally;
use crate::finding::{Finding, FindingCode, Level};
use crate::invitations::columns::typed_null;
use crate::invitations::people::matching;
use crate::invitations::people::matching::{LEFT, RIGHT};
use crate::invitations::remarks::Remarks;
use crate::invitations::{account_findings, columns};
use crate::query::{Query, ordered_join};
use polars::prelude::{
    DataFrame, DataType, Expr, IntoLazy, JoinType, PolarsResult, UnionArgs, UniqueKeepStrategy,
    coalesce, col, concat, len, lit,
};

/// Each person's `messages` (int) and `last_message_at`, once a message, the owner left out.
fn count_messages(sides: Vec<DataFrame>, owners: Vec<DataFrame>) -> PolarsResult<DataFrame> {
    let lazy =
        |frames: Vec<DataFrame>| -> Vec<_> { frames.into_iter().map(IntoLazy::lazy).collect() };
    let messages = concat(lazy(sides), UnionArgs::default())?;
    let who = coalesce(&[col("slug"), col("member_id"), col("name_key")]).alias("who");
    let message = ["account", "conversation", "sender", "at", "who"];
    let in_file: Vec<Expr> = message.iter().chain(&["file"]).map(|name| col(*name)).collect();
    let once: Vec<Expr> = message.iter().chain(&["nth"]).map(|name| col(*name)).collect();
    let mut messages = messages
        .with_column(who)
        .filter(col("who").is_not_null())
        .with_column(col("who").cum_count(false).over(in_file)?.alias("nth"))
        .unique_stable_generic(Some(once), UniqueKeepStrategy::First);
    if !owners.is_empty() {
        let owners = concat(lazy(owners), UnionArgs::default())?;
        let owners_with = |theirs: &str| owners.clone().filter(col(theirs).is_not_null());
        let on = |name: &str| [col("account"), col(name)];
        let anti = JoinType::Anti;
        messages = messages.join(
            owners_with("owner_slug"),
            on("slug"),
            on("owner_slug"),
            ordered_join(anti.clone()),
        );
        // A name is the owner's only where no slug says otherwise.
        let named = messages.clone().filter(col("slug").is_null());
        let named = named.join(
            owners_with("owner_name"),
            on("name_key"),
            on("owner_name"),
            ordered_join(anti),
        );
        messages =
            concat([messages.filter(col("slug").is_not_null()), named], UnionArgs::default())?;
    }
    messages
        .group_by_stable([col("account"), col("who")])
        .agg([
            col("file").first(),
            col("slug").first(),
            col("urn").first(),
            col("member_id").first(),
            col("name").first(),
            col("name_key").first(),
            len().cast(DataType::Int64).alias("messages"),
            col("at").max().alias("last_message_at"),
            col("at").filter(col("is_theirs")).max().alias(WRITTEN_AT),
        ])
        .rows()
}

/// When a person wrote last.
const WRITTEN_AT: &str = "written_at";

/// Says who wrote after they were invited and is pending all the same: LinkedIn lets nobody but
/// connections write, unless they answer InMail or the invitation's note.
pub(in crate::invitations) fn say_written_since(
    rows: &DataFrame,
    findings: &mut Vec<Finding>,
) -> PolarsResult<()> {
    let is_pending = col("state").eq(lit("pending")).and(col("kind").eq(lit("connection")));
    let is_since = col(WRITTEN_AT).gt(col("sent_at")).fill_null(lit(false));
    let written = rows.clone().lazy().filter(is_pending.and(is_since));
    let day = col(WRITTEN_AT).cast(DataType::Date).cast(DataType::String).alias("day");
    let written = written.select([col("account"), col("name"), day]).rows()?;
    let text = |column: &str| columns::text_column(&written, column);
    let (accounts, names, days) = (text("account"), text("name"), text("day"));
    let people = names.iter().zip(days.iter()).map(|(name, day)| {
        format!("{} (on {})", name.unwrap_or_default(), day.unwrap_or_default())
    });
    for (account, people) in account_findings::group_by_account(&accounts, people) {
        let message = format!(
            "{} person(s) have a pending invitation and wrote after it was sent, which LinkedIn \
             lets only connections do, but for answers to InMail or to a note: {}",
            people.len(),
            account_findings::first_few(people)
        );
        let finding = Finding::new(FindingCode::WrittenSince, Level::Warn, message);
        let help = "a newer Connections.csv or a sheet with `Accepted on` says who accepted";
        findings.push(finding.of_account(account).help(help));
    }
    Ok(())
}

/// Adds `messages` and `last_message_at` to the invitations.
pub(in crate::invitations) fn attach(
    sent: DataFrame,
    sides: Vec<DataFrame>,
    owners: Vec<DataFrame>,
    remarks: &mut Remarks,
) -> PolarsResult<DataFrame> {
    if sides.is_empty() {
        let none = [
            lit(0).cast(DataType::Int64).alias("messages"),
            typed_null(columns::instant_type()).alias("last_message_at"),
            typed_null(columns::instant_type()).alias(WRITTEN_AT),
        ];
        return sent.lazy().with_columns(none).rows();
    }
    let people = count_messages(sides, owners)?;
    let matches = matching::match_people(&sent, &people)?;
    if let Some(fates) = &mut remarks.fates {
        people_tally::tally_people(fates, &people, &matches)?;
    }
    let counts = people.lazy().with_row_index(RIGHT, None).select([
        col(RIGHT),
        col("messages"),
        col("last_message_at"),
        col(WRITTEN_AT),
    ]);
    let matches = matches
        .pairs
        .lazy()
        .join(counts, [col(RIGHT)], [col(RIGHT)], ordered_join(JoinType::Inner))
        .group_by_stable([col(LEFT)])
        .agg([col("messages").sum(), col("last_message_at").max(), col(WRITTEN_AT).max()]);
    sent.lazy()
        .with_row_index(LEFT, None)
        .join(matches, [col(LEFT)], [col(LEFT)], ordered_join(JoinType::Left))
        .with_column(col("messages").fill_null(lit(0_i64)))
        .drop(polars::prelude::by_name([LEFT], true, false))
        .rows()
}
