//! How many invitations an account sends: `weekly_sends(account)`.

use super::{account_limits, all_invitations, demand_columns, is_invitation};
use crate::codes;
use crate::limits::LimitCode;
use crate::nearest::did_you_mean;
use crate::script::error::{ScriptResult, script_error};
use crate::script::frame::Frame;
use crate::script::function::{Function, Receiver, function};
use crate::script::host::Host;
use chrono::{Datelike, NaiveDate};
use polars::prelude::{
    Column, DataFrame, DataType, Expr, Field, Int32Chunked, IntoSeries, NewChunkedArray, OptFlags,
    PolarsResult, Schema, SchemaRef, SortMultipleOptions, col, len, lit,
};
use rhai::{ImmutableString, NativeCallContext};
use std::collections::BTreeMap;
use std::sync::Arc;

const WEEK_DAYS: i32 = 7;

pub(super) const FUNCTIONS: &[Function] = &[
    function(
        "weekly_sends",
        &["[account]"],
        "how many invitations each account, or this one, sent in each week (from Monday, in UTC) \
         from its first on, beside its quota; the last week may not be over; those of unknown date \
         have no week",
        "weekly_sends().columns() == [\"account\", \"week\", \"sent\", \"quota\"]",
        |to| {
            to.add(|at: NativeCallContext| weekly_sends(&at, &all_invitations(&at)));
            to.add(|at: NativeCallContext, account: ImmutableString| {
                let invitations = all_invitations(&at);
                demand_account(&at, &invitations, &account)?;
                let of_account =
                    invitations.lazy().filter(col("account").eq(lit(account.as_str())));
                weekly_sends(&at, &invitations.derive(&at, of_account))
            });
        },
    ),
    Receiver::Frame.nullary(
        "weekly_sends",
        "the same, of the invitations in this frame",
        "invitations.filter(|i| i.has_note).weekly_sends().columns().contains(\"week\")",
        |to| to.add(|at: NativeCallContext, frame: &mut Frame| weekly_sends(&at, frame)),
    ),
];

/// Fails where there are accounts, but none of that name.
fn demand_account(
    context: &NativeCallContext,
    invitations: &Frame,
    account: &str,
) -> ScriptResult<()> {
    let at = context.call_position();
    let names = invitations.lazy().group_by([col("account")]).agg([] as [Expr; 0]);
    let names = names.sort(["account"], SortMultipleOptions::default());
    let names = invitations.derive(context, names).collect(at)?;
    let known = names.columns().first().and_then(|column| column.str().ok());
    let known: Vec<&str> = known.into_iter().flat_map(|names| names.iter().flatten()).collect();
    if known.is_empty() || known.contains(&account) {
        return Ok(());
    }
    let help = did_you_mean(account, known.into_iter(), "an account");
    Err(script_error(codes::ARGUMENTS, at, format!("no account `{account}`"), Some(help)))
}

fn weekly_sends(context: &NativeCallContext, frame: &Frame) -> ScriptResult<Frame> {
    demand_columns(context, frame, &["account", "kind", "sent_at"])?;
    let week = col("sent_at").dt().truncate(lit("1w")).cast(DataType::Date).alias("week");
    let now = monday(Host::of_call(context).as_of.date_naive());
    let keys = [col("account"), col("week")];
    let counted = frame
        .lazy()
        .filter(is_invitation())
        .select([col("account"), week])
        .group_by_stable(keys.clone())
        .agg([len().cast(DataType::Int64).alias("sent")])
        .map(
            move |counted| filled(&counted, now),
            OptFlags::empty(),
            Some(Arc::new(|_: &Schema| Ok(schema()))),
            Some("weeks without invitations"),
        )
        .with_column(
            account_limits::figure(context, LimitCode::InvitationsPerWeek.limit()).alias("quota"),
        );
    frame.derive(context, counted).check_columns()
}

/// The Monday of that day's week, in days since 1970.
fn monday(day: NaiveDate) -> i32 {
    day.to_epoch_days() - i32::try_from(day.weekday().num_days_from_monday()).unwrap_or(0)
}

fn schema() -> SchemaRef {
    let fields = [
        Field::new("account".into(), DataType::String),
        Field::new("week".into(), DataType::Date),
        Field::new("sent".into(), DataType::Int64),
    ];
    Arc::new(fields.into_iter().collect())
}

/// By account and week: every week from the account's first to this one, and last, if there are
/// any, those of unknown date.
fn filled(counted: &DataFrame, now: i32) -> PolarsResult<DataFrame> {
    let mut accounts: BTreeMap<&str, BTreeMap<Option<i32>, i64>> = BTreeMap::new();
    let (names, sent) = (counted.column("account")?.str()?, counted.column("sent")?.i64()?);
    let weeks = counted.column("week")?.date()?.physical();
    for row in 0..counted.height() {
        let sent_by_week = accounts.entry(names.get(row).unwrap_or_default()).or_default();
        sent_by_week.insert(weeks.get(row), sent.get(row).unwrap_or(0));
    }
    let (mut names, mut weeks, mut sent) = (vec![], vec![], vec![]);
    for (account, sent_by_week) in accounts {
        let known = || sent_by_week.keys().flatten().copied();
        let last = known().max().map(|last| last.max(now));
        let every = known().min().zip(last).map(|(first, last)| first..=last);
        let every = every.into_iter().flatten().step_by(WEEK_DAYS.unsigned_abs() as usize);
        let undated = sent_by_week.get(&None).map(|_| None);
        for week in every.map(Some).chain(undated) {
            names.push(account);
            weeks.push(week);
            sent.push(sent_by_week.get(&week).copied().unwrap_or(0));
        }
    }
    let days = Int32Chunked::from_iter_options("week".into(), weeks.into_iter()).into_date();
    let columns = vec![
        Column::new("account".into(), names),
        days.into_series().into(),
        Column::new("sent".into(), sent.clone()),
    ];
    DataFrame::new(sent.len(), columns)
}
