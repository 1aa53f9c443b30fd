//! LinkedIn's messages.csv → who is on which side of each message.
//!
//! Only personal conversations count: a message to several recipients is left out, and so is a
//! draft. The account's owner is on one side of every message and is never counted.

use super::table_cleaner::{TableAuthor, TableCleaner};
use crate::import::people_keys::person;
use crate::import::table::{ROW, Table};
use crate::invitations::columns;
use crate::invitations::people::keys;
use crate::invitations::remarks::Remarks;
use crate::invitations::settings::DerivationSettings;
use crate::query::Query;
use chrono_tz::Tz;
use polars::prelude::{
    BooleanChunked, ChunkFull, DataFrame, IntoColumn, IntoLazy, NewChunkedArray, PolarsResult,
    StringChunked, UnionArgs, col, concat,
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
        let texts = columns::text_column(&sift.frame, column);
        let yes = |text: &str| ["yes", "true", "1"].contains(&text.trim().to_lowercase().as_str());
        texts.iter().map(|text| Some(text.is_some_and(yes))).collect()
    };
    let recipients = columns::text_column(&sift.frame, "to_urls");
    let to_several: BooleanChunked =
        recipients.iter().map(|urls| Some(urls.is_some_and(|urls| urls.contains(',')))).collect();
    let left_out = is_draft("draft") | is_draft("conversation_draft") | to_several;
    let personal = sift.frame.filter(&!&left_out)?;
    let impersonal = sift.frame.height() - personal.height();
    sift.remarks.leave_out("drafts, and messages to several people", impersonal);
    let side = |url: &str, name: &str| -> PolarsResult<DataFrame> {
        let mut side = personal.clone();
        let urls = columns::text_column(&personal, url).with_name("profile_url".into());
        let names = columns::text_column(&personal, name).with_name("name".into());
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
    let sender = columns::text_column(&personal, "from").with_name("sender".into());
    let conversation = columns::text_column(&personal, "conversation");
    let mut both = Vec::new();
    for (url, name, own_direction) in
        [("from_url", "from", "OUTGOING"), ("to_urls", "to", "INCOMING")]
    {
        let mut side = side(url, name)?;
        side.with_column(sender.clone().into_column())?;
        side.with_column(conversation.clone().into_column())?;
        // Where the direction is given, it says on which side the owner is.
        let directions = columns::text_column(&personal, "direction");
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
    let directions = columns::text_column(frame, "direction");
    let outgoing: BooleanChunked = directions
        .iter()
        .map(|d| Some(d.is_some_and(|d| d.trim().eq_ignore_ascii_case("outgoing"))))
        .collect();
    let sent = frame.filter(&outgoing)?;
    let [urls, names] = ["inviter_url", "from"].map(|name| columns::text_column(&sent, name));
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
