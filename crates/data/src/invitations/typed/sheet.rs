//! One tracking sheet → typed rows, ready to be matched with invitations.

use super::date_orders::DateOrderEvidence;
use super::outcome_days::parse_outcome;
use super::sheet_days::{other_days_of_rows, parse_sent_days, with_likely_days};
use super::table_cleaner::{TableAuthor, TableCleaner};
use super::{
    ambiguous_days, outcome_days, outcome_logs, row_people, stated_outcome, stated_types,
    unread_outcomes,
};
use crate::account::fold_name;
use crate::import::sources::outcome_fields::{
    ACCEPTED, DECLINED, EXPIRED, OUTCOME_FIELDS, REPLIED, WITHDRAWN,
};
use crate::import::sources::snake_case;
use crate::import::table::{EXTRA, ROW, Table};
use crate::import::words::answers::{Answer, answer};
use crate::import::words::paired_marks::YesNoMarks;
use crate::import::words::status::Status;
use crate::invitations::columns::{AGE_SPAN, split_lists, typed_null};
use crate::invitations::remarks::Remarks;
use crate::invitations::row_tally::RowTallies;
use crate::invitations::settings::DerivationSettings;
use crate::invitations::{account_findings as remarked, columns, row_tally};
use crate::query::{Query, ordered_join};
use polars::prelude::{
    BooleanChunked, ChunkFull, Column, DataFrame, DataType, Expr, IntoColumn, IntoLazy, JoinType,
    NewChunkedArray, PolarsResult, StringChunked, coalesce, col, lit, when,
};
use std::collections::BTreeSet;

pub(in crate::invitations) struct Sheet {
    /// The file, for findings.
    pub(in crate::invitations) file: String,
    /// Its place among all tables.
    pub(in crate::invitations) table_index: i64,
    /// The account that its folder or its name tells, where rows name others.
    pub(in crate::invitations) account: Option<String>,
    /// Keys, `account` (str?), `file`, `#row`, `sent_at`, the columns of [`VALUES`], and the
    /// further columns as text under their raw names.
    pub(in crate::invitations) rows: DataFrame,
    /// The raw names of the further columns.
    pub(in crate::invitations) extras: Vec<String>,
}

/// What a sheet can say of an invitation, under the names that the frame has.
pub(in crate::invitations) const SHEET_VALUES: &[&str] = &[
    "company",
    "position",
    "campaign",
    "follow_up",
    "tags",
    "withdrawn",
    "withdrawn_on",
    "reconnect_on",
    "note",
    "has_note",
    "kind",
    "stated",
    "accepted_on",
    "stated_for",
    "ended_on",
];

/// What comes along as it is written, whatever it decides.
fn fields_as_written() -> impl Iterator<Item = &'static str> {
    let answers = OUTCOME_FIELDS.iter().filter_map(|field| field.answer);
    let before = ["status", "degree", REPLIED.day].into_iter();
    before.chain(answers).chain(["is_inmail", "event", "direction"])
}

impl Sheet {
    /// The accounts that rows name, or the sheet's own where none of them is another that
    /// `is_known`: a column called so may be of anything. Names are asked in lower case.
    pub(in crate::invitations) fn accounts_of_rows(
        &self,
        is_known: impl Fn(&str) -> bool,
    ) -> StringChunked {
        let named = columns::text_column(&self.rows, "account");
        let Some(account) = &self.account else { return named };
        let is_other = |name: &str| is_known(name) && name != fold_name(account);
        if named.iter().flatten().any(|name| is_other(&fold_name(name))) {
            return named;
        }
        StringChunked::full("account".into(), account, named.len())
    }

    /// Notes which rows tell of an invitation and which of nobody's; `told` has the `fate` of each
    /// person by `who`.
    pub(in crate::invitations) fn tally_rows(
        &self,
        fates: &mut RowTallies,
        told: DataFrame,
    ) -> PolarsResult<()> {
        let rows = self.rows.clone().lazy().select([col("file"), col("who")]);
        let who = [col("who")];
        let told = told.lazy().select([col("who"), col("fate")]);
        let rows = rows.join(told, who.clone(), who, ordered_join(JoinType::Left)).rows()?;
        let is_matched = col("fate").lt_eq(lit(1)).fill_null(lit(false));
        for (file, count) in row_tally::count_by_file(&rows, &is_matched)? {
            fates.entry(file).or_default().joined += count;
        }
        for (file, count) in row_tally::count_by_file(&rows, &is_matched.not())? {
            fates.entry(file).or_default().unmatched += count;
        }
        Ok(())
    }
}

/// The name of a sheet's value while it stands beside the invitation's own.
pub(in crate::invitations) fn sheet_column(name: &str) -> String {
    format!("sheet:{name}")
}

/// Reads one sheet, taking out rows with impossible dates, or dates in the future.
pub(in crate::invitations) fn type_sheet(
    table: &Table,
    frame: &DataFrame,
    file: i64,
    settings: &DerivationSettings,
    orders: &DateOrderEvidence,
    remarks: &mut Remarks,
) -> PolarsResult<Sheet> {
    let mut sift =
        TableCleaner { table, frame: frame.clone(), writer: TableAuthor::Person, remarks };
    stated_types::parse_kinds(&mut sift)?;
    stated_outcome::parse_states(&mut sift)?;
    parse_sent_days(&mut sift, settings)?;
    let is_withdrawn = parse_outcome(&mut sift, &WITHDRAWN, settings)?;
    other_days_of_rows(&mut sift, settings)?;
    let accepted = parse_outcome(&mut sift, &ACCEPTED, settings)?;
    let declined = parse_outcome(&mut sift, &DECLINED, settings)?;
    let expired = parse_outcome(&mut sift, &EXPIRED, settings)?;
    let answered = parse_outcome(&mut sift, &REPLIED, settings)?;
    unread_outcomes::report_unread_columns(&mut sift);
    row_people::add_keys_and_drop_nameless(&mut sift, None, file, "profile_url")?;
    remarked::first_names(&sift.frame, table, &mut sift.remarks.findings);
    let mut rows = with_likely_days(sift.frame.clone(), orders, table, remarks)?;
    for column in tags_and_notes(&rows) {
        rows.with_column(column)?;
    }
    if let Some(account) = &table.account {
        rows.with_column(with_account(&columns::text_column(&rows, "account"), account))?;
    }
    for field in fields_as_written() {
        let further = format!("{EXTRA}{}", snake_case(table.spelling(field)));
        if rows.column(field).is_ok() && rows.column(&further).is_err() {
            rows.with_column(
                columns::text_column(&rows, field).with_name(further.into()).into_column(),
            )?;
        }
    }
    let extras = names_of_extras(&rows);
    // Who answers a message is a connection, but not who answers InMail.
    let is_inmail = col("kind").eq(lit("inmail")).fill_null(lit(false));
    let is_open = col("stated").eq(lit(Status::Pending.name())).fill_null(lit(true));
    // One of the two days was misread, or miswritten: that it was withdrawn is clear all the same.
    let stated = when(accepted)
        .then(lit(Status::Accepted.name()))
        .when(declined)
        .then(lit(Status::Declined.name()))
        .when(expired.and(is_open.clone()))
        .then(lit(Status::Expired.name()))
        .when(answered.and(is_open).and(is_inmail.not()))
        .then(lit(Status::Accepted.name()))
        .otherwise(col("stated"));
    let rows = rows.lazy().with_column(stated.alias("stated")).rows()?;
    let rows =
        outcome_days::of_statuses(outcome_logs::mark_logged_outcomes(rows, table, remarks)?)?;
    let before = col("withdrawn_on").lt(col("sent_at").cast(DataType::Date)).fill_null(lit(false));
    let withdrawn =
        when(is_withdrawn.clone()).then(lit(true)).otherwise(typed_null(DataType::Boolean));
    let withdrawn_on = when(before).then(typed_null(DataType::Date)).otherwise(col("withdrawn_on"));
    let stated_for = when(col("stated").is_not_null().or(is_withdrawn))
        .then(coalesce(&[col("logged_on"), ambiguous_days::latest(&rows, "sent_at")]))
        .otherwise(typed_null(DataType::Date));
    let rows = rows
        .lazy()
        .with_columns([
            withdrawn.alias("withdrawn"),
            withdrawn_on.alias("withdrawn_on"),
            stated_for.alias("stated_for"),
        ])
        .with_column(ended_on().alias("ended_on"))
        .rows()?;
    let columns = sheet_columns(&rows, &extras);
    Ok(Sheet {
        file: table.file.clone(),
        table_index: file,
        account: table.account.clone(),
        rows: rows.lazy().select(columns).rows()?,
        extras,
    })
}

/// The day on which it came to an end: that of a withdrawal before all others.
fn ended_on() -> Expr {
    let days = [WITHDRAWN, ACCEPTED, DECLINED, EXPIRED].map(|field| col(field.read_day));
    coalesce(&[&days[..], &[col("outcome_day")]].concat())
}

/// The accounts of rows that are one's by their folder or by its name, unless they name others.
fn with_account(accounts: &StringChunked, account: &str) -> Column {
    let is_named = tells_accounts(accounts, account);
    let accounts = accounts.iter().map(|named| {
        Some(named.filter(|name| is_named && !name.trim().is_empty()).unwrap_or(account))
    });
    StringChunked::from_iter_options("account".into(), accounts).into_column()
}

/// Whether a column names accounts, where the sheet is one's by its folder or by its name: a few,
/// again and again, among which that one need not be.
fn tells_accounts(accounts: &StringChunked, account: &str) -> bool {
    let named = || accounts.iter().flatten().map(fold_name).filter(|name| !name.is_empty());
    let distinct = named().collect::<BTreeSet<_>>();
    let has_others = distinct.iter().any(|name| *name != fold_name(account));
    distinct.len() > 1 && distinct.len() * 2 <= named().count() && has_others
}

fn names_of_extras(rows: &DataFrame) -> Vec<String> {
    let names = rows.get_column_names().into_iter().filter(|name| name.starts_with(EXTRA));
    let filled = names.filter(|name| rows.column(name).is_ok_and(|c| c.null_count() < c.len()));
    filled.map(ToString::to_string).collect()
}

fn sheet_columns(rows: &DataFrame, extras: &[String]) -> Vec<Expr> {
    let text = |name: &str| {
        let known = rows.column(name).is_ok();
        if known { col(name) } else { typed_null(DataType::String).alias(name) }
    };
    let columns =
        ["account", "slug", "urn", "member_id", "name", "name_key", "who", "profile_url"].map(text);
    let sent = ["file", ROW, "sent_at", "least_age_days", AGE_SPAN, "day_unread"];
    let columns = columns.into_iter().chain(sent.map(col));
    let values = SHEET_VALUES.iter().map(|name| text(name).alias(sheet_column(name)));
    columns.chain(values).chain(extras.iter().map(|name| col(name.as_str()))).collect()
}

fn tags_and_notes(rows: &DataFrame) -> impl Iterator<Item = Column> + use<> {
    [split_lists(&columns::text_column(rows, "tags"))].into_iter().chain(notes(rows))
}

/// `note` and `has_note`. A note may be written out, or only said to be there: `yes`, `no`.
fn notes(rows: &DataFrame) -> [Column; 2] {
    let (texts, used) =
        (columns::text_column(rows, "note"), columns::text_column(rows, "has_note"));
    let no_note = |text: &str| {
        let text = text.trim().to_lowercase();
        answer(&text) == Some(Answer::Nothing)
            || ["no note", "generic", "without", "without note"].contains(&text.as_str())
    };
    let marks = [&texts, &used].map(|texts| YesNoMarks::of_values(texts.iter().flatten()));
    let [written, asked] = marks.map(|marks| {
        move |text: &str| marks.yes_or_no(text).or_else(|| no_note(text).then_some(false))
    });
    let note = columns::map_to_column(&texts, "note", |text| {
        written(text).is_none().then(|| text.to_owned())
    });
    let has = texts.iter().zip(used.iter()).map(|(note, used)| {
        let by_use = used.map(|used| asked(used).unwrap_or(true));
        by_use.or_else(|| note.map(|note| written(note).unwrap_or(true)))
    });
    let has = BooleanChunked::from_iter_options("has_note".into(), has);
    [note, has.into_column()]
}
