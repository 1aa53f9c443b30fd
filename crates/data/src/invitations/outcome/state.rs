//! What has become of each invitation, and how that is known.
//!
//! The authorities, the first that has something to say deciding:
//! 1. a later invitation to the same person: this one is not pending any more; what a sheet says of
//!    the earlier one is heard, and nothing that it says of the later one;
//! 2. a connection, found by slug or member: `accepted`, `matched`;
//! 3. what a sheet or a tool's status says: `accepted`, `declined`, `withdrawn` or `expired`,
//!    `recorded`;
//! 4. a list of the Sent page: `pending`, `listed`, whatever the age, but that a connection found
//!    by an unambiguous name is newer;
//! 5. a connection, found by an unambiguous name, not before the day sent: `accepted`, `matched`;
//! 6. a list that does not have it, taken after it was sent: `withdrawn` or `expired`, `presumed`;
//! 7. its age alone: `expired` or `pending`, `presumed` (`pending`, `recorded` where only a sheet
//!    says that it was sent).
//!
//! Rows of files in the frame's columns have a state already (`scanned/canonical.rs`). Of both,
//! what other sources tell of the same invitation decides after this: `merge/merge_sources.rs` and
//! `merge/merged_rows.rs`, and what a ledger knows to be over (`recalled/ended_invitations.rs`).

use super::known_state::{KNOWN_STATE, KnownState};
use crate::import::dates::age;
use crate::invitations::columns::{AGE_SPAN, typed_null};
use crate::invitations::settings::DerivationSettings;
use chrono::{DateTime, Utc};
use polars::prelude::{
    DataType, Expr, LazyFrame, LiteralValue, Scalar, TimeUnit, TimeZone, coalesce, col, lit, when,
};

const DAY_US: i64 = 86_400_000_000;

/// An instant as a constant of a query.
pub(in crate::invitations) fn instant_literal(at: DateTime<Utc>) -> Expr {
    let utc = Some(TimeZone::UTC);
    let value = Scalar::new_datetime(at.timestamp_micros(), TimeUnit::Microseconds, utc);
    Expr::Literal(LiteralValue::Scalar(value))
}

/// Whole days from `sent_at` to `as_of`, else the least that a relative age allows.
pub(in crate::invitations) fn age_days(as_of: DateTime<Utc>, least: Expr) -> Expr {
    let since = (instant_literal(as_of) - col("sent_at")).dt().total_days(false);
    coalesce(&[since, least])
}

/// The first UTC day on which it may have been sent: that of `sent_at`, else what `age_days`
/// allows, less a day, for what is rounded.
pub(in crate::invitations) fn earliest_sent_on(as_of: DateTime<Utc>) -> Expr {
    earliest_sent_on_by(as_of, "age_days")
}

/// The same, of rows whose age is in this column.
pub(in crate::invitations) fn earliest_sent_on_by(as_of: DateTime<Utc>, age_days: &str) -> Expr {
    sent_on_or_by_age(as_of, greatest_age(col(age_days)) + lit(1))
}

fn sent_on_or_by_age(as_of: DateTime<Utc>, age_days: Expr) -> Expr {
    let age = (age_days * lit(DAY_US)).cast(DataType::Duration(TimeUnit::Microseconds));
    let by_age = (instant_literal(as_of) - age).cast(DataType::Date);
    coalesce(&[col("sent_at").cast(DataType::Date), by_age])
}

/// The greatest that an age may be: by how it was written, where that is known.
fn greatest_age(least: Expr) -> Expr {
    least.clone() + coalesce(&[col(AGE_SPAN), age_span(least)])
}

/// [`age::span_days`] of a column.
pub(in crate::invitations) fn age_span(least: Expr) -> Expr {
    let spans = age::SPANS.iter().rev();
    let span = spans.fold(lit(age::SPAN_MAX_DAYS), |greater, (below, span)| {
        when(least.clone().lt(lit(*below))).then(lit(*span)).otherwise(greater)
    });
    when(least.is_not_null())
        .then(span)
        .otherwise(typed_null(DataType::Int64))
        .cast(DataType::Int64)
}

/// The state that its age alone decides.
pub(in crate::invitations) fn by_age(age_days: Expr, expiry_days: i64) -> Expr {
    when(is_older(age_days, expiry_days)).then(lit("expired")).otherwise(lit("pending"))
}

fn is_older(age_days: Expr, expiry_days: i64) -> Expr {
    age_days.gt(lit(expiry_days)).fill_null(lit(false))
}

/// The state of a row that has one: what is only presumed to be pending expires with time.
pub(in crate::invitations) fn expire_presumed(expiry_days: i64) -> Expr {
    let presumed = col("state").eq(lit("pending")).and(col("known_by").eq(lit("presumed")));
    when(presumed.and(is_older(col("age_days"), expiry_days)))
        .then(lit("expired"))
        .otherwise(col("state"))
}

/// Days from the UTC day of sending to the connection.
fn days_to(connected_on: &str) -> Expr {
    (col(connected_on) - col("sent_at").cast(DataType::Date)).dt().total_days(false)
}

/// Days from sending to the connection; a day less than none is the zones' doing, and what is
/// less than that is unknown.
pub(in crate::invitations) fn days_to_accept() -> Expr {
    let days = days_to("connected_on");
    when(days.clone().eq(lit(-1)))
        .then(lit(0))
        .when(days.clone().gt_eq(lit(0)))
        .then(days)
        .otherwise(typed_null(DataType::Int64))
        .cast(DataType::Int64)
}

/// Whether a sheet speaks of the earlier of two invitations: of its day, or of one before the later
/// one. Zones may make a day's difference.
fn is_stated_for_earlier() -> Expr {
    let days_after = |sent_at: &str| {
        (col("stated_for") - col(sent_at).cast(DataType::Date)).dt().total_days(false)
    };
    let is_of_its_day = days_after("sent_at").lt_eq(lit(1));
    is_of_its_day.or(days_after("superseded_at").lt(lit(-1))).fill_null(lit(false))
}

fn stated(state: &str) -> Expr {
    col("stated").eq(lit(state)).fill_null(lit(false))
}

/// The outcome of the earlier of two invitations; nothing of others.
fn outcome_of_earlier(withdrawn: Expr, expiry_days: i64) -> Expr {
    let is_superseded = || col("superseded_at").is_not_null();
    let is_its = is_superseded().and(is_stated_for_earlier());
    let of_no_day = is_superseded().and(col("stated_for").is_null());
    let until_next = (col("superseded_at") - col("sent_at")).dt().total_days(false);
    when(is_its.clone().and(stated("accepted")))
        .then(KnownState::AcceptedRecorded.as_literal())
        .when(is_its.clone().and(stated("declined")))
        .then(KnownState::DeclinedRecorded.as_literal())
        .when(is_its.clone().and(stated("expired")))
        .then(KnownState::ExpiredRecorded.as_literal())
        .when(is_its.or(of_no_day).and(withdrawn))
        .then(KnownState::WithdrawnRecorded.as_literal())
        .when(is_superseded().and(until_next.gt(lit(expiry_days))))
        .then(KnownState::ExpiredPresumed.as_literal())
        .when(is_superseded())
        .then(KnownState::WithdrawnPresumed.as_literal())
        .otherwise(typed_null(DataType::Int32))
}

/// Adds `age_days`, `state`, `known_by`, `connected_on`, `days_to_accept` and the final
/// `withdrawn_on`. Needs, beside the columns of an invitation: `slug_connected_on`,
/// `name_connected_on`, `accepted_on` (date?), `slug_matched`, `name_matched`,
/// `withdrawn` (bool?), `stated` (str?), `withdrawn_on`, `stated_for` (date?), `list_taken_at`,
/// `list_begun_at`, `superseded_at` (datetime?).
pub(in crate::invitations) fn with_state(
    rows: LazyFrame,
    settings: &DerivationSettings,
) -> LazyFrame {
    let expired = |age: Expr| age.gt(lit(settings.expiry_days));
    let sent_on = col("sent_at").cast(DataType::Date);
    let sent_again = sent_on.gt(col("withdrawn_on")).fill_null(lit(false));
    let withdrawn = col("withdrawn").fill_null(lit(false));
    let withdrawn = withdrawn.or(stated("withdrawn")).and(sent_again.not());
    let in_time = days_to("name_connected_on").gt_eq(lit(-1)).fill_null(lit(true));
    let by_name = col("name_matched").fill_null(lit(false)).and(in_time);
    let by_slug = col("slug_matched").fill_null(lit(false));
    let list_day = col("list_taken_at").cast(DataType::Date);
    let since_list = col("name_connected_on").gt(list_day).fill_null(lit(false));
    // What was sent nobody knows when may have been sent after the list was taken.
    let after_list = col("sent_at").gt(col("list_begun_at")).fill_null(lit(true));
    let off_list = col("list_taken_at").is_not_null().and(after_list.not());
    let off_list_too = off_list.clone().and(col("superseded_at").is_null());
    let outcome = when(by_slug.clone())
        .then(KnownState::AcceptedBySlug.as_literal())
        .when(stated("accepted"))
        .then(KnownState::AcceptedRecorded.as_literal())
        .when(stated("declined"))
        .then(KnownState::DeclinedRecorded.as_literal())
        .when(withdrawn.clone())
        .then(KnownState::WithdrawnRecorded.as_literal())
        .when(stated("expired"))
        .then(KnownState::ExpiredRecorded.as_literal())
        .when(col("listed").and(by_name.clone().and(since_list).not()))
        .then(KnownState::PendingListed.as_literal())
        .when(by_name)
        .then(KnownState::AcceptedByName.as_literal())
        .when(off_list.clone().and(expired(col("age_days"))))
        .then(KnownState::ExpiredPresumed.as_literal())
        .when(off_list)
        .then(KnownState::WithdrawnPresumed.as_literal())
        .when(expired(col("age_days")))
        .then(KnownState::ExpiredPresumed.as_literal())
        .when(col("recorded").or(stated("pending")))
        .then(KnownState::PendingRecorded.as_literal())
        .otherwise(KnownState::PendingPresumed.as_literal());
    let of_earlier = outcome_of_earlier(withdrawn, settings.expiry_days);
    let outcome = coalesce(&[of_earlier, outcome]).alias(KNOWN_STATE);
    let connected_on = when(KnownState::AcceptedBySlug.is_in_row())
        .then(col("slug_connected_on"))
        .when(KnownState::AcceptedByName.is_in_row())
        .then(col("name_connected_on"))
        .when(KnownState::AcceptedRecorded.is_in_row())
        .then(col("accepted_on"))
        .otherwise(typed_null(DataType::Date));
    let withdrawn_on = when(KnownState::WithdrawnRecorded.is_in_row())
        .then(col("withdrawn_on"))
        .otherwise(typed_null(DataType::Date));
    rows.with_column(age_days(settings.as_of, col("least_age_days")).alias("age_days"))
        .with_columns([outcome, off_list_too.alias("off_list")])
        .with_columns([
            KnownState::words(KnownState::state).alias("state"),
            KnownState::words(KnownState::known_by).alias("known_by"),
            connected_on.alias("connected_on"),
            withdrawn_on.alias("withdrawn_on"),
        ])
        .with_column(days_to_accept().alias("days_to_accept"))
}
