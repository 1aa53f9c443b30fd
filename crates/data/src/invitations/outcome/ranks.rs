//! The counts and ranks of an account: `account_pending`, `oldest_rank`, `newest_rank`.
//!
//! Invariant: a rank depends on the rows alone, not on how those of several accounts lie among
//! each other. Ranked are the pending invitations whose age is known: by age, then by `id`, then by
//! where they stand.

use polars::prelude::{
    BooleanChunked, Column, DataType, Expr, Field, Int64Chunked, IntoColumn, LazyFrame,
    NewChunkedArray, PolarsResult, Schema, StringChunked, apply_multiple, col, lit,
};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A pending invitation whose age is known.
struct Ranked<'a> {
    /// The account, by a number.
    account: usize,
    age_days: i64,
    id: Option<&'a str>,
    row: usize,
}

/// The counts and ranks of an account, which are added to the other columns.
pub const RANK_COLUMNS: [&str; 3] = ["account_pending", "oldest_rank", "newest_rank"];

/// Adds [`COUNTS`] from `state`, `account`, `age_days` and `id`. All are lazy: what
/// nobody asks for costs nothing.
pub(in crate::invitations) fn with_ranks(rows: LazyFrame) -> PolarsResult<LazyFrame> {
    let is_pending = col("state").eq(lit("pending"));
    let pending = is_pending.clone().sum().over([col("account")])?.cast(DataType::Int64);
    Ok(rows.with_columns([
        pending.alias("account_pending"),
        rank(&is_pending, |one, other| other.cmp(&one)).alias("oldest_rank"),
        rank(&is_pending, |one, other| one.cmp(&other)).alias("newest_rank"),
    ]))
}

/// The rank of each row that is pending, its ages in this order.
fn rank(is_pending: &Expr, ages: fn(i64, i64) -> Ordering) -> Expr {
    let run = move |columns: &mut [Column]| -> PolarsResult<Column> {
        let [is_pending, accounts, age_days, ids] = columns else { return Ok(Column::default()) };
        let (accounts, ids) = (accounts.str()?, ids.str()?);
        Ok(ranks(is_pending.bool()?, accounts, age_days.i64()?, ids, ages).into_column())
    };
    let columns = [is_pending.clone(), col("account"), col("age_days"), col("id")];
    let rank = |_: &Schema, _: &[Field]| Ok(Field::new("rank".into(), DataType::Int64));
    // Over all rows at once: as Polars' own window, an order within groups goes wrong where the
    // groups' rows lie among each other.
    apply_multiple(run, columns, rank, false)
}

fn ranks(
    is_pending: &BooleanChunked,
    accounts: &StringChunked,
    age_days: &Int64Chunked,
    ids: &StringChunked,
    ages: fn(i64, i64) -> Ordering,
) -> Int64Chunked {
    let mut numbers = Numbers::default();
    let rows = is_pending.iter().zip(accounts.iter()).zip(age_days.iter()).zip(ids.iter());
    let mut ranked: Vec<Ranked> = rows
        .enumerate()
        .filter_map(|(row, (((is_pending, account), age_days), id))| {
            let age_days = age_days.filter(|_| is_pending == Some(true))?;
            Some(Ranked { account: numbers.number(account), age_days, id, row })
        })
        .collect();
    // Stable: where even the ids are equal, the first row comes first.
    ranked.sort_by(|one, other| {
        let by_account = one.account.cmp(&other.account);
        let by_age = by_account.then_with(|| ages(one.age_days, other.age_days));
        by_age.then_with(|| one.id.cmp(&other.id))
    });
    let mut ranks = vec![None; is_pending.len()];
    let (mut account, mut rank) = (usize::MAX, 0);
    for one in &ranked {
        rank = if one.account == account { rank + 1 } else { 1 };
        account = one.account;
        if let Some(rank_of_row) = ranks.get_mut(one.row) {
            *rank_of_row = Some(rank);
        }
    }
    Int64Chunked::from_iter_options("rank".into(), ranks.into_iter())
}

/// A number for each account.
#[derive(Default)]
struct Numbers<'a> {
    known: BTreeMap<Option<&'a str>, usize>,
    last: Option<(Option<&'a str>, usize)>,
}

impl<'a> Numbers<'a> {
    fn number(&mut self, account: Option<&'a str>) -> usize {
        match self.last {
            // Rows of one account often stand together.
            Some((name, number)) if name == account => number,
            _ => {
                let next = self.known.len();
                let number = *self.known.entry(account).or_insert(next);
                self.last = Some((account, number));
                number
            }
        }
    }
}
