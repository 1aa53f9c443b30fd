//! The connections of all tables, each person once, attached to invitations.

use super::people_tally;
use super::scanned_people::{MatchedSource, ScannedPeople};
use crate::finding::{Finding, FindingCode, Level};
use crate::import::table::ROW;
use crate::invitations::account_findings;
use crate::invitations::columns::typed_null;
use crate::invitations::people::account_codes::names_of_accounts;
use crate::invitations::people::matching::{LEFT, RIGHT};
use crate::invitations::remarks::Remarks;
use crate::invitations::schema::CONNECTIONS;
use crate::invitations::typed::connections::connection_columns;
use crate::query::{Query, ordered_join};
use polars::prelude::{
    DataFrame, DataType, IntoLazy, JoinType, LazyFrame, PolarsResult, SortMultipleOptions,
    UnionArgs, UniqueKeepStrategy, col, concat, lit,
};
use std::collections::BTreeSet;

/// The connections of all tables, each person once: by slug, and where a file has none, by name
/// and day, unless another file has the same with a slug.
pub(in crate::invitations) fn deduplicate(tables: Vec<DataFrame>) -> PolarsResult<DataFrame> {
    if tables.is_empty() {
        return crate::invitations::columns::empty_frame(connection_columns(|_| false));
    }
    let tables: Vec<_> = tables.into_iter().map(IntoLazy::lazy).collect();
    let same = ["account", "name_key", "connected_on", "file"].map(col);
    let rows = concat(tables, UnionArgs::default())?
        .sort(["file", ROW], SortMultipleOptions::default())
        .with_column(col("who").cum_count(false).over(same)?.alias("nth"))
        .rows()?;
    let by_name = ["account", "name_key", "connected_on", "nth"].map(col).to_vec();
    let keyed = rows.clone().lazy().filter(col("slug").is_not_null());
    let by_slug = Some(vec![col("account"), col("slug")]);
    let keyed = keyed.unique_stable_generic(by_slug, UniqueKeepStrategy::Last).rows()?;
    let named = rows.lazy().filter(col("slug").is_null());
    let named =
        named.unique_stable_generic(Some(by_name.clone()), UniqueKeepStrategy::First).rows()?;
    let named = super::archives::drop_rows_of_other_files(named, &keyed, &by_name)?;
    concat([keyed.lazy(), named.lazy()], UnionArgs::default())?
        .sort(["account", "connected_on", "file", ROW], SortMultipleOptions::default())
        .rows()
}

/// What is told of an invitation by the connection that it led to.
const DETAILS: [(&str, DataType); 3] = [
    ("connected_on", DataType::Date),
    ("company", DataType::String),
    ("position", DataType::String),
];

/// Attaches the connections to the invitations: `slug_…` where slug or member found them, `name_…`
/// where only the name did; each `matched` (bool?), `connected_on`, `company`, `position`. Gives
/// those among the scanned people as well: `account`, `person` (str), `connected_on` (date).
pub(in crate::invitations) fn attach(
    sent: DataFrame,
    connections: &DataFrame,
    scanned: &ScannedPeople,
    remarks: &mut Remarks,
) -> PolarsResult<(DataFrame, DataFrame)> {
    if connections.height() == 0 {
        return unattached(sent);
    }
    let MatchedSource { matches, scanned } = scanned.match_people(&sent, connections)?;
    if let Some(fates) = &mut remarks.fates {
        people_tally::tally_people(fates, connections, &matches)?;
    }
    account_findings::report_ambiguous_names(
        &matches.ambiguous,
        "connections",
        &mut remarks.findings,
    )?;
    let theirs = connections.clone().lazy().with_row_index(RIGHT, None);
    let days = theirs.clone().select([col(RIGHT), col("connected_on")]);
    let on = [col(RIGHT)];
    let connected = scanned.lazy().join(days, on.clone(), on, ordered_join(JoinType::Inner));
    let connected = connected.select(["account", "person", "connected_on"].map(col)).rows()?;
    let joined_by = |by_name: bool, prefix: &str| {
        let pairs = matches.pairs.clone().lazy().filter(col("by_name").eq(lit(by_name)));
        let joined =
            pairs.join(theirs.clone(), [col(RIGHT)], [col(RIGHT)], ordered_join(JoinType::Inner));
        let name = |detail: &str| format!("{prefix}_{detail}");
        let matched = [col(LEFT), lit(true).alias(name("matched"))];
        let details = DETAILS.map(|(detail, _)| col(detail).alias(name(detail)));
        joined.select(matched.into_iter().chain(details).collect::<Vec<_>>())
    };
    let sent = sent
        .lazy()
        .with_row_index(LEFT, None)
        .join(joined_by(false, "slug"), [col(LEFT)], [col(LEFT)], ordered_join(JoinType::Left))
        .join(joined_by(true, "name"), [col(LEFT)], [col(LEFT)], ordered_join(JoinType::Left))
        .drop(polars::prelude::by_name([LEFT], true, false))
        .rows()?;
    Ok((sent, connected))
}

/// What [`attach`] adds where there is nobody to attach.
fn unattached(sent: DataFrame) -> PolarsResult<(DataFrame, DataFrame)> {
    let columns = ["slug", "name"].into_iter().flat_map(|prefix| {
        let details = [("matched", DataType::Boolean)].into_iter().chain(DETAILS);
        details.map(move |(name, dtype)| typed_null(dtype).alias(format!("{prefix}_{name}")))
    });
    let sent = sent.lazy().with_columns(columns.collect::<Vec<_>>()).rows()?;
    let connected = [
        ("account", DataType::String),
        ("person", DataType::String),
        ("connected_on", DataType::Date),
    ];
    let connected = connected.map(|(name, dtype)| typed_null(dtype).alias(name));
    Ok((sent, crate::invitations::columns::empty_frame(connected.to_vec())?))
}

/// As scripts see them.
pub(in crate::invitations) fn connections_frame(connections: DataFrame) -> LazyFrame {
    let person = crate::invitations::people::keys::person_key_of_row();
    let columns: Vec<_> = CONNECTIONS.iter().map(|(name, _)| col(*name)).collect();
    connections.lazy().with_column(person.alias("person")).select(columns)
}

/// That an account has connections and no invitation: then nobody is matched with them. An owner
/// who changed the name is two accounts.
pub(in crate::invitations) fn accounts_without_invitations(
    connections: &DataFrame,
    with_invitations: &BTreeSet<String>,
) -> PolarsResult<Vec<Finding>> {
    let alone = names_of_accounts(connections)?.into_iter();
    let alone = alone.filter(|account| !with_invitations.contains(account));
    let finding = |account: String| {
        let message = "it has connections and no invitation: nobody is matched with them";
        Finding::new(FindingCode::ConnectionsAlone, Level::Warn, message).of_account(&account).help(
            "if it is another account by another name, give both to one with `--account NAME=PATH`",
        )
    };
    Ok(alone.map(finding).collect())
}
