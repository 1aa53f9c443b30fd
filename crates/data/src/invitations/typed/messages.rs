//! LinkedIn's messages.csv → how many messages were exchanged with each person, and the last.
//!
//! Whoever wrote after the invitation to them may have accepted it, which is said.
//!
//! Only personal conversations count: a message to several recipients is left out, and so is a
//! draft. The account's owner is on one side of every message and is never counted.

use super::table_cleaner::{TableAuthor, TableCleaner};
use crate::finding::{Finding, FindingCode, Level};
use crate::import::people_keys::person;
use crate::import::table::{ROW, Table};
use crate::invitations::columns::typed_null;
use crate::invitations::people::keys;
use crate::invitations::people::matching::{self, LEFT, RIGHT};
use crate::invitations::remarks::Remarks;
use crate::invitations::settings::DerivationSettings;
use crate::invitations::{account_findings, columns, row_tally};
use crate::query::{Query, ordered_join};
use chrono_tz::Tz;
use polars::prelude::{
    BooleanChunked, ChunkFull, DataFrame, DataType, Expr, IntoColumn, IntoLazy, JoinType,
    NewChunkedArray, PolarsResult, StringChunked, UnionArgs, UniqueKeepStrategy, coalesce, col,
    concat, len, lit,
};
use std::collections::BTreeSet;

/// The two sides of every personal message of one table, with the keys of who is on it.
pub(in crate::invitations) fn type_messages(
    table: &Table,
    frame: &DataFrame,
    file: i64,
    settings: &DerivationSettings,
    remarks: &mut Remarks,
) -> PolarsResult<DataFrame> {
    let mut sift =
        TableCleaner { table, frame: frame.clone(), writer: TableAuthor::Program, remarks };
    let zone = table.zone.unwrap_or(Tz::UTC);
    sift.parse_instants(
        "at",
        "at",
        zone,
        settings.as_of,
        "a date such as `2025-06-01 14:03:22 UTC`",
    )?;
    let is_draft = |column: &str| -> BooleanChunked {
        let texts = keys::text_column(&sift.frame, column);
        let yes = |text: &str| ["yes", "true", "1"].contains(&text.trim().to_lowercase().as_str());
        texts.iter().map(|text| Some(text.is_some_and(yes))).collect()
    };
    let recipients = keys::text_column(&sift.frame, "to_urls");
    let to_several: BooleanChunked =
        recipients.iter().map(|urls| Some(urls.is_some_and(|urls| urls.contains(',')))).collect();
    let left_out = is_draft("draft") | is_draft("conversation_draft") | to_several;
    let personal = sift.frame.filter(&!&left_out)?;
    let impersonal = sift.frame.height() - personal.height();
    sift.remarks.leave_out("drafts, and messages to several people", impersonal);
    let side = |url: &str, name: &str| -> PolarsResult<DataFrame> {
        let mut side = personal.clone();
        let urls = keys::text_column(&personal, url).with_name("profile_url".into());
        let names = keys::text_column(&personal, name).with_name("name".into());
        side.with_column(urls.into_column())?;
        side.with_column(names.into_column())?;
        keys::add_key_columns(&side, table.account.as_deref(), file)
    };
    let columns = [
        "account",
        "slug",
        "urn",
        "member_id",
        "name",
        "name_key",
        "conversation",
        "at",
        "sender",
        "is_theirs",
        "file",
        ROW,
    ];
    let sender = keys::text_column(&personal, "from").with_name("sender".into());
    let conversation = keys::text_column(&personal, "conversation");
    let mut both = Vec::new();
    for (url, name, own_direction) in
        [("from_url", "from", "OUTGOING"), ("to_urls", "to", "INCOMING")]
    {
        let mut side = side(url, name)?;
        side.with_column(sender.clone().into_column())?;
        side.with_column(conversation.clone().into_column())?;
        // Where the direction is given, it says on which side the owner is.
        let directions = keys::text_column(&personal, "direction");
        let is_owners: BooleanChunked = directions
            .iter()
            .map(|d| Some(d.is_some_and(|d| d.trim().eq_ignore_ascii_case(own_direction))))
            .collect();
        let is_theirs = BooleanChunked::full("is_theirs".into(), name == "from", side.height());
        side.with_column(is_theirs.into_column())?;
        side = side.filter(&!&is_owners)?;
        both.push(side.lazy().select(columns.map(col)));
    }
    concat(both, UnionArgs::default())?.rows()
}

/// Who an account's owner is: `account`, `owner_slug`, `owner_name` of the outgoing rows.
pub(in crate::invitations) fn owner(table: &Table, frame: &DataFrame) -> PolarsResult<DataFrame> {
    let directions = keys::text_column(frame, "direction");
    let outgoing: BooleanChunked = directions
        .iter()
        .map(|d| Some(d.is_some_and(|d| d.trim().eq_ignore_ascii_case("outgoing"))))
        .collect();
    let sent = frame.filter(&outgoing)?;
    let [urls, names] = ["inviter_url", "from"].map(|name| keys::text_column(&sent, name));
    // Most tables have one, in every row.
    let written: BTreeSet<_> = urls.iter().zip(names.iter()).collect();
    let owners: BTreeSet<_> = written
        .into_iter()
        .map(|(url, name)| (url.and_then(person::slug), name.and_then(person::name_key)))
        .collect();
    let account = table.account.as_deref().unwrap_or_default();
    let accounts = StringChunked::full("account".into(), account, owners.len());
    let slugs = owners.iter().map(|(slug, _)| slug.as_deref());
    let slugs = StringChunked::from_iter_options("owner_slug".into(), slugs);
    let names = owners.iter().map(|(_, name)| name.as_deref());
    let names = StringChunked::from_iter_options("owner_name".into(), names);
    let columns = [accounts, slugs, names].map(IntoColumn::into_column);
    DataFrame::new(owners.len(), columns.into())
}

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
    let text = |column: &str| keys::text_column(&written, column);
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
        row_tally::tally_people(fates, &people, &matches)?;
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
