//! Logs of what happened: a row that tells of an outcome, after another one of the person that
//! tells of the sending, is what became of that invitation, on that day, and no further invitation.
//!
//! Invariant: nobody stays pending of whom a log says that it ended. A day that is called one of
//! sending is one, unless most outcomes follow a sending of the same name.

use crate::finding::{Finding, FindingCode, Level};
use crate::import::sources::is_any_day;
use crate::import::sources::outcome_fields::is_outcome_day;
use crate::import::table::Table;
use crate::import::words::status::Status;
use crate::invitations::columns;
use crate::invitations::columns::typed_null;
use crate::invitations::remarks::Remarks;
use crate::query::Query;
use polars::prelude::{
    DataFrame, DataType, Expr, IntoColumn, IntoLazy, PolarsResult, coalesce, col, lit, when,
};

/// What a table is that has one day in a row.
struct LogEvidence {
    /// Whether its days may be those of anything.
    is_any_day: bool,
    /// Whether most outcomes follow a sending of the same person.
    is_sure: bool,
}

/// Sets `logged_on` (date?), the day of the outcome that a row tells of; such a row has no
/// `sent_at`. `outcome_day` (date?) is that day, too, or one that may be it. Who
/// is known by a name alone is one person a name, where that is a log's, and that is
/// said. Needs `stated` (str?), `sent_at`, `accepted_on`, `withdrawn_on` and the keys.
pub(in crate::invitations) fn mark_logged_outcomes(
    rows: DataFrame,
    table: &Table,
    remarks: &mut Remarks,
) -> PolarsResult<DataFrame> {
    let (rows, log) = one_person_a_name(rows, table, remarks)?;
    let tells_only_outcomes = say_only_outcomes(&rows, table, remarks)?;
    let rows = if log.is_sure { only_sendings(rows)? } else { rows };
    let may_tell = lit(log.is_any_day).or(col("by_name"));
    let rows = rows.lazy();
    let sent_at =
        when(is_over()).then(typed_null(columns::instant_type())).otherwise(col("sent_at"));
    let first = sent_at.min().over([col("who")])?;
    let is_outcome = is_over().and(may_tell).and(col("sent_at").gt_eq(first)).fill_null(lit(false));
    let on = when(is_outcome).then(col("sent_at").cast(DataType::Date));
    let on = on.otherwise(typed_null(DataType::Date)).alias("logged_on");
    let may_be_of_outcome = when(lit(tells_only_outcomes).and(is_over()));
    let outcome_on = may_be_of_outcome.then(col("sent_at").cast(DataType::Date));
    let outcome_on = outcome_on.otherwise(col("logged_on")).alias("outcome_day");
    let rows = rows.with_column(on).with_column(outcome_on);
    let day = |name: &str, status: Status| {
        let logged = when(col("stated").eq(lit(status.name()))).then(col("logged_on"));
        coalesce(&[col(name), logged.otherwise(typed_null(DataType::Date))]).alias(name)
    };
    rows.with_columns([
        day("accepted_on", Status::Accepted),
        day("withdrawn_on", Status::Withdrawn),
    ])
    .with_columns(clear_sending_where(&col("logged_on").is_not_null()))
    .rows()
}

/// Whether a row tells that an invitation is pending no more.
fn is_over() -> Expr {
    col("stated").neq(lit(Status::Pending.name())).fill_null(lit(false))
}

/// The day and the age of rows, without those of some.
fn clear_sending_where(is: &Expr) -> [Expr; 2] {
    [("sent_at", columns::instant_type()), ("least_age_days", DataType::Int64)].map(
        |(name, dtype)| when(is.clone()).then(typed_null(dtype)).otherwise(col(name)).alias(name),
    )
}

/// Sets `by_name` (bool): rows without a key that are of one person with others of their name, and
/// have one `who` with them.
fn one_person_a_name(
    rows: DataFrame,
    table: &Table,
    remarks: &mut Remarks,
) -> PolarsResult<(DataFrame, LogEvidence)> {
    let is_any_day = is_any_day(table.spelling("sent"));
    let keeps_days = keeps_days_of_outcomes(table);
    let is_named = columns::has_key().not().and(col("name_key").is_not_null());
    let may_be = lit(is_any_day).or(is_named.clone()).and(col("name_key").is_not_null());
    let sent_on = || col("sent_at").cast(DataType::Date);
    let begun = when(is_over().not()).then(sent_on()).otherwise(typed_null(DataType::Date));
    let begun = begun.min().over([col("name_key")])?;
    // On one day, a table of days sent has a row twice.
    let is_after = if is_any_day { sent_on().gt_eq(begun) } else { sent_on().gt(begun) };
    let is_end = may_be.and(is_over()).and(sent_on().is_not_null());
    let follows = is_end.clone().and(is_after).fill_null(lit(false));
    let looked_at = rows.lazy().with_columns([is_end.alias("#end"), follows.alias("#follows")]);
    let looked_at = looked_at.rows()?;
    let count = |name: &str| -> PolarsResult<u32> {
        Ok(looked_at.column(name)?.bool()?.sum().unwrap_or_default())
    };
    let is_sure = !keeps_days && count("#follows")? * 2 > count("#end")?;
    let is_one = if is_sure { lit(true) } else { lit(is_any_day && !keeps_days) };
    let has_end = col("#follows").and(is_named.clone()).any(true).over([col("name_key")])?;
    let is_one = is_one.and(lit(is_sure).or(has_end));
    // A name that several profiles bear is nobody's.
    let profiles = || when(columns::has_key()).then(col("who"));
    let known = profiles().otherwise(typed_null(DataType::String));
    let bearers = known.clone().drop_nulls().n_unique().over([col("name_key")])?;
    let bearer = known.drop_nulls().first().over([col("name_key")])?;
    let by_name = is_named.and(is_one).and(bearers.lt_eq(lit(1))).fill_null(lit(false));
    let column = lit("#") + col("file").cast(DataType::String) + lit(":name:") + col("name_key");
    let who = when(col("by_name")).then(coalesce(&[bearer, column])).otherwise(col("who"));
    let rows = looked_at
        .lazy()
        .with_column(by_name.alias("by_name"))
        .with_column(who.alias("who"))
        .drop(polars::prelude::by_name(["#end", "#follows"], true, false))
        .rows()?;
    say(&rows, table, remarks)?;
    Ok((rows, LogEvidence { is_any_day, is_sure }))
}

/// How many rows are of one person with others for no other reason than their name.
fn say(rows: &DataFrame, table: &Table, remarks: &mut Remarks) -> PolarsResult<()> {
    let rows_of_name = col("who").count().over([col("who")])?.gt(lit(1));
    let shared = rows.clone().lazy().filter(col("by_name").and(rows_of_name));
    let shared = shared.select([col("who").count().alias("rows"), col("who").n_unique()]).rows()?;
    let count =
        |at: usize| shared.columns()[at].cast(&DataType::Int64)?.i64().map(|count| count.get(0));
    let (Some(rows), Some(names)) = (count(0)?, count(1)?) else { return Ok(()) };
    if rows > 0 {
        let message = format!(
            "{}: it is read as a log: {rows} row(s) without a profile are of {names} person(s), \
             one a name",
            table.file
        );
        let help = "two people may share a name: a column of profiles tells them apart";
        remarks
            .findings
            .push(Finding::new(FindingCode::LoggedByName, Level::Note, message).help(help));
    }
    Ok(())
}

/// Whether outcomes have days of their own: such a table keeps a row an invitation.
fn keeps_days_of_outcomes(table: &Table) -> bool {
    table.columns.iter().any(|(field, _)| is_outcome_day(field))
}

/// That all rows of what may be a log tell of outcomes and none of a sending: their days may be
/// those of either.
fn say_only_outcomes(rows: &DataFrame, table: &Table, remarks: &mut Remarks) -> PolarsResult<bool> {
    let day = table.spelling("sent");
    if !is_any_day(day) || keeps_days_of_outcomes(table) {
        return Ok(false);
    }
    let dated = rows.clone().lazy().filter(col("sent_at").is_not_null());
    let dated = dated.select([is_over().alias("over")]).rows()?;
    let over = dated.column("over")?.bool()?.sum().unwrap_or_default() as usize;
    let is_so = over > 0 && over == dated.height();
    if is_so {
        let message = format!(
            "{}: all of its {over} row(s) with a day tell of an outcome and none of a sending: \
             the day in `{day}` is taken for the day sent, and may be that of the outcome",
            table.file
        );
        let help = "call the column after what happened on it, such as `Accepted on`, if that is \
                    meant";
        remarks
            .findings
            .push(Finding::new(FindingCode::OnlyOutcomes, Level::Note, message).help(help));
    }
    Ok(is_so)
}

/// In a log, what nobody explained is something else than a sending.
fn only_sendings(mut rows: DataFrame) -> PolarsResult<DataFrame> {
    let texts = columns::text_column(&rows, "status").is_not_null();
    rows.with_column(texts.with_name("#told".into()).into_column())?;
    let is_else = col("#told").and(col("stated").is_null());
    let only = rows.lazy().with_columns(clear_sending_where(&is_else));
    only.drop(polars::prelude::by_name(["#told"], true, false)).rows()
}
