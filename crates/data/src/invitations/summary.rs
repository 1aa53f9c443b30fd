//! Every account in one row: what is pending, what became of the rest.

use chrono::{DateTime, Utc};
use polars::prelude::{DataType, Expr, LazyFrame, NULL, SortMultipleOptions, col, len, lit, when};

/// `account` (str); `invitations`, `pending`, `accepted`, `declined`, `withdrawn`, `expired` (int):
/// how many it has, and in each state; `sent_last_7_days` (int?): those to connect, unknown where
/// no date sent is; `cooling_off` (int): people who may not be invited again yet. By account.
pub fn summarise_accounts(invitations: LazyFrame, as_of: DateTime<Utc>) -> LazyFrame {
    let today = as_of.date_naive();
    let state = |name: &str| count(col("state").eq(lit(name))).alias(name);
    // InMail is paid for otherwise.
    let connects = col("kind").neq_missing(lit("inmail"));
    // A list of the Sent page shows the least age there can be: what may have been sent in that
    // time counts.
    let recent = col("age_days").lt(lit(7)).and(connects);
    let known = col("sent_at").is_not_null().any(true);
    invitations
        .group_by([col("account")])
        .agg([
            len().cast(DataType::Int64).alias("invitations"),
            state("pending"),
            state("accepted"),
            state("declined"),
            state("withdrawn"),
            state("expired"),
            when(known).then(count(recent)).otherwise(lit(NULL)).alias("sent_last_7_days"),
            count(col("reconnect_on").gt(lit(today).cast(DataType::Date))).alias("cooling_off"),
        ])
        .sort(["account"], SortMultipleOptions::default())
}

fn count(condition: Expr) -> Expr {
    condition.sum().cast(DataType::Int64)
}
