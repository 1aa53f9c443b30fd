//! From raw tables to the frame: sources are gathered, matched, given a state, and completed.

use super::columns::unknown;
use super::error::InvitationsError;
use super::settings::Settings;
use super::{archive, columns, connections, derived, matching, state};
use crate::finding::{Finding, Level};
use crate::import::table::{Kind, Rows};
use crate::import::{BadRow, ImportError, Tables};
use polars::prelude::{
    DataFrame, DataType, Expr, IntoLazy, JoinType, LazyFrame, PolarsResult, SortMultipleOptions,
    col, lit,
};
use std::collections::BTreeMap;

/// The typed frame and what there is to say of it.
pub struct Invitations {
    /// Every column of [`super::schema::COLUMNS`], in order, then the sheets' further columns.
    pub frame: LazyFrame,
    /// `account`, `person`, `name`, `profile_url`, `company`, `position` (str), `connected_on`
    /// (date), `email` (str), by account and day.
    pub connections: LazyFrame,
    /// The accounts, by name.
    pub accounts: Vec<String>,
    /// What there is to say of the data.
    pub findings: Vec<Finding>,
    /// Rows that were left out, by file and row.
    pub skipped: Vec<BadRow>,
}

/// The tables of each kind, typed.
#[derive(Default)]
struct Gathered {
    archives: Vec<DataFrame>,
    connections: Vec<DataFrame>,
    hidden: BTreeMap<String, usize>,
    skipped: Vec<BadRow>,
    findings: Vec<Finding>,
}

/// Makes the frame. Errors: no usable row; a column of a wrong type.
pub fn derive(tables: Tables, settings: &Settings) -> Result<Invitations, InvitationsError> {
    let mut gathered =
        Gathered { skipped: tables.bad, findings: tables.findings, ..Gathered::default() };
    for (file, table) in tables.tables.iter().enumerate() {
        let file = i64::try_from(file).unwrap_or(i64::MAX);
        let Rows::Text(frame) = &table.rows else { continue };
        let bad = &mut gathered.skipped;
        match table.kind {
            Kind::Invitations => {
                let sent = archive::sent(table, frame, file, settings, bad)?;
                let has = |name: &str| sent.column(name).is_ok();
                let columns = columns::sent_columns(has);
                gathered.archives.push(sent.clone().lazy().select(columns).collect()?);
            }
            Kind::Connections => {
                let (rows, hidden) = connections::connections(table, frame, file, settings, bad)?;
                gathered.connections.push(rows);
                *gathered.hidden.entry(table.account.clone().unwrap_or_default()).or_default() +=
                    hidden;
            }
            _ => {}
        }
    }
    gathered.skipped.sort();
    if gathered.archives.iter().all(|rows| rows.height() == 0) {
        return Err(no_rows(&gathered.skipped).into());
    }
    let sent = archive::once(std::mem::take(&mut gathered.archives))?;
    let connections = connections::once(std::mem::take(&mut gathered.connections))?;
    let sent = with_superseded(sent)?;
    let sent = with_connections(sent, &connections, &mut gathered)?;
    let rows = sent.lazy().with_columns([
        unknown(columns::instant_type()).alias("list_taken_at"),
        unknown(DataType::Boolean).alias("withdrawn"),
        unknown(DataType::Date).alias("withdrawn_on"),
        unknown(DataType::Date).alias("reconnect_on"),
        unknown(DataType::String).alias("campaign"),
        unknown(DataType::String).alias("follow_up"),
        lit("").str().split(lit(",")).list().head(lit(0)).alias("tags"),
        lit(0_i64).alias("messages"),
        unknown(columns::instant_type()).alias("last_message_at"),
    ]);
    let rows = state::derive(rows, settings)?;
    let rows = complete(rows, settings)?.collect()?;
    let accounts = accounts(&rows)?;
    say_hidden(&mut gathered);
    Ok(Invitations {
        frame: derived::with_ranks(rows.lazy())?.select(derived::in_order(&[])),
        connections: connections::shown(connections),
        accounts,
        findings: gathered.findings,
        skipped: gathered.skipped,
    })
}

fn no_rows(skipped: &[BadRow]) -> ImportError {
    ImportError::NoUsableRow {
        first: skipped.first().cloned().map(Box::new),
        help: "expected invitations: LinkedIn's Invitations.csv, another tool's list of sent \
               requests, or a sheet with dates sent"
            .into(),
    }
}

/// `superseded_at`: when the same person was invited again, by slug or member.
fn with_superseded(sent: DataFrame) -> PolarsResult<DataFrame> {
    let keyed = col("slug").is_not_null().or(col("urn").is_not_null());
    let last = col("sent_at").max().over(["account", "slug", "urn"].map(col))?;
    let again = keyed.and(last.clone().gt(col("sent_at"))).fill_null(lit(false));
    let at = polars::prelude::when(again).then(last).otherwise(unknown(columns::instant_type()));
    sent.lazy().with_column(at.alias("superseded_at")).collect()
}

/// Attaches the connections: by slug or member in `slug_…`, by name in `name_…`.
fn with_connections(
    sent: DataFrame,
    connections: &DataFrame,
    gathered: &mut Gathered,
) -> PolarsResult<DataFrame> {
    let found = matching::match_people(&sent, connections)?;
    say_ambiguous(&found.ambiguous, "connections", &mut gathered.findings)?;
    let details = connections
        .clone()
        .lazy()
        .select([
            col("connected_on"),
            col("company").alias("their_company"),
            col("position").alias("their_position"),
        ])
        .with_row_index(matching::RIGHT, None);
    let of = |by_name: bool, prefix: &str| {
        let name = |column: &str| format!("{prefix}_{column}");
        found
            .pairs
            .clone()
            .lazy()
            .filter(col("by_name").eq(lit(by_name)))
            .join(
                details.clone(),
                [col(matching::RIGHT)],
                [col(matching::RIGHT)],
                matching::keeping_order(JoinType::Inner),
            )
            .select([
                col(matching::LEFT),
                lit(true).alias(name("matched")),
                col("connected_on").alias(name("connected_on")),
                col("their_company").alias(name("company")),
                col("their_position").alias(name("position")),
            ])
    };
    let left = [col(matching::LEFT)];
    let how = || matching::keeping_order(JoinType::Left);
    let joined = sent
        .lazy()
        .with_row_index(matching::LEFT, None)
        .join(of(false, "slug"), left.clone(), left.clone(), how())
        .join(of(true, "name"), left.clone(), left, how());
    joined.collect()
}

/// One finding an account with the first few names that several people bear.
fn say_ambiguous(names: &DataFrame, what: &str, findings: &mut Vec<Finding>) -> PolarsResult<()> {
    let mut by_account: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let pairs = names.column("account")?.str()?.iter().zip(names.column("name")?.str()?.iter());
    for (account, name) in pairs {
        let names = by_account.entry(account.unwrap_or_default().into()).or_default();
        names.push(name.unwrap_or_default().into());
    }
    for (account, mut names) in by_account {
        names.sort();
        names.dedup();
        let count = names.len();
        names.truncate(5);
        let more = if count > 5 { format!(" and {} more", count - 5) } else { String::new() };
        let message = format!(
            "{count} name(s) that several people bear were not matched with {what}: {}{more}",
            names.join(", ")
        );
        findings.push(
            Finding::new("ambiguous-name", Level::Warn, message)
                .of_account(&account)
                .help("a newer archive has profile URLs, which tell them apart"),
        );
    }
    Ok(())
}

fn say_hidden(gathered: &mut Gathered) {
    for (account, &hidden) in gathered.hidden.iter().filter(|(_, hidden)| **hidden > 0) {
        let message = format!("{hidden} connection(s) of members who hid themselves: not matched");
        gathered
            .findings
            .push(Finding::new("hidden-connections", Level::Note, message).of_account(account));
    }
}

/// Adds what follows from other columns, except the account's counts and ranks.
fn complete(rows: LazyFrame, settings: &Settings) -> PolarsResult<LazyFrame> {
    let accepted = |column: &str| -> Expr {
        polars::prelude::when(col("outcome").eq(lit("accepted slug")))
            .then(col(format!("slug_{column}").as_str()))
            .when(col("outcome").eq(lit("accepted name")))
            .then(col(format!("name_{column}").as_str()))
            .otherwise(unknown(DataType::String))
    };
    let order = ["account", "sent_at", "person", "file", crate::import::table::ROW];
    Ok(rows
        .with_column(derived::person().alias("person"))
        .with_columns([
            derived::name().alias("name"),
            polars::prelude::coalesce(&[col("company"), accepted("company")]).alias("company"),
            polars::prelude::coalesce(&[col("position"), accepted("position")]).alias("position"),
            derived::reconnect_on(settings).alias("reconnect_on"),
            col("note").str().len_chars().cast(DataType::Int64).alias("note_length"),
        ])
        .sort(order, SortMultipleOptions::default().with_nulls_last(true))
        .with_column(derived::id()?.alias("id")))
}

fn accounts(rows: &DataFrame) -> PolarsResult<Vec<String>> {
    let names = rows.column("account")?.unique()?;
    let mut names: Vec<String> = names.str()?.iter().flatten().map(String::from).collect();
    names.sort();
    Ok(names)
}
