//! One look at every row of a scanned file for all that a plan adds up: the summary of the
//! accounts, how often each rule decides, and who may go. Only what these name is read, and nothing
//! of a row that cannot go is kept.
//!
//! Invariant: what is added up here is what [`crate::invitations::by_account`] and
//! [`super::counts`] say in one query each; `tests/plan/late.rs` compares the two.

use super::candidate_columns::{ACCOUNT, DECIDED, INMAIL, PENDING, PRIORITY};
use super::candidates::filter_accounts;
use super::plan_error::{PlanError, query_result};
use super::plan_input::AccountFilter;
use super::rule_columns::{
    is_decided_to_withdraw, is_withdraw_rule, priority_expr, with_columns, with_deciding_rule,
    with_score_or_age,
};
use super::rule_counts::{Sums, sum_decided_rows};
use crate::invitations::{AccountInterner, Invitations, POSITION};
use crate::query;
use crate::query::Accumulators;
use crate::script::operand::Operand;
use crate::strategy::Strategy;
use chrono::{DateTime, Utc};
use polars::prelude::{
    BooleanChunked, Column, DataFrame, DataType, Expr, IntoColumn, LazyFrame, NewChunkedArray,
    OptFlags, PolarsResult, Schema, SchemaRef, UInt32Chunked, UInt64Chunked, col, lit,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What is told of every row beside its account and state.
const CONNECTS_LATELY: &str = "#lately";
const COOLS_OFF: &str = "#cooling off";

/// What a candidate carries at first.
const CARRIED: [&str; 8] =
    [POSITION, ACCOUNT, PRIORITY, "sent_at", "age_days", DECIDED, INMAIL, PENDING];

/// All that is added up.
pub(super) struct SinglePassResults {
    /// As [`crate::invitations::by_account`] makes it.
    pub(super) summary: DataFrame,
    /// One row: the sums of every rule.
    pub(super) counts: DataFrame,
    /// What may go: the columns [`CARRIED`].
    pub(super) candidates: DataFrame,
    /// InMail that a rule would withdraw, by account.
    pub(super) inmail: DataFrame,
}

/// What one worker adds up.
#[derive(Default)]
struct PartialAggregate {
    accounts: AccountInterner,
    /// By number of the account.
    usage: Vec<AccountTotals>,
    sums: Sums,
    /// InMail that a rule would withdraw, by number of part and account.
    inmail: BTreeMap<u64, i64>,
}

/// What an account's rows come to.
#[derive(Clone, Copy, Default)]
struct AccountTotals {
    invitations: i64,
    /// By state, in the order of [`STATES`].
    states: [i64; 5],
    sent_lately: i64,
    is_sent_known: bool,
    cooling_off: i64,
}

const STATES: [&str; 5] = ["pending", "accepted", "declined", "withdrawn", "expired"];

/// Whether the formulas of a strategy can be added up so: nobody notes the frames that they meet.
pub(super) fn is_single_pass_possible(strategy: &Strategy) -> bool {
    strategy.operands().all(|operand| match operand {
        Operand::Formula(formula) => formula.probed.is_none(),
        Operand::Expression(..) => true,
    })
}

/// Adds all up for a strategy.
pub(super) fn run_single_pass(
    strategy: &Strategy,
    invitations: &Invitations,
    accounts: &AccountFilter,
    as_of: DateTime<Utc>,
) -> Result<SinglePassResults, PlanError> {
    let rows = filter_accounts(invitations.uncounted.clone(), accounts);
    let schema = query_result(query::columns(rows.clone()))?;
    let named: BTreeSet<String> = strategy.operands().flat_map(Operand::columns).collect();
    let of_strategy: Vec<String> =
        named.into_iter().filter(|name| schema.contains(name.as_str())).collect();
    let rows = rows.select(columns_read(&of_strategy, invitations, as_of));
    let kept: Arc<[String]> = columns_after_summary(&of_strategy).into();
    let plan = Arc::new(strategy.clone());
    let query = move |parts: &Arc<Accumulators<PartialAggregate>>| {
        single_pass_query(&rows, &kept, &plan, parts)
    };
    rescind_memory::set_activity("the strategy's query");
    let (candidates, parts) = query_result(query::collect_with_accumulators(query))?;
    Ok(merge_partial_aggregates(candidates, &parts)?)
}

/// What is read of every row: what the summary asks, and the columns that the strategy names.
fn columns_read(
    of_strategy: &[String],
    invitations: &Invitations,
    as_of: DateTime<Utc>,
) -> Vec<Expr> {
    let is_inmail =
        if invitations.lacks("kind") { lit(false) } else { col("kind").eq(lit("inmail")) };
    let cools_off = if ["withdrawn_on", "reconnect_on"].iter().all(|name| invitations.lacks(name)) {
        lit(false)
    } else {
        col("reconnect_on").gt(lit(as_of.date_naive()).cast(DataType::Date))
    };
    let lately = col("age_days").lt(lit(7)).and(is_inmail.clone().not());
    let always = [POSITION, "account", "state", "sent_at", "age_days"];
    let further = of_strategy.iter().filter(|name| !always.contains(&name.as_str()));
    let columns = always.into_iter().map(col).chain(further.map(|name| col(name.as_str())));
    let told = [is_inmail.alias(INMAIL), lately.alias(CONNECTS_LATELY), cools_off.alias(COOLS_OFF)];
    columns.chain(told).collect()
}

/// The columns that are still needed once the summary has seen a row.
fn columns_after_summary(of_strategy: &[String]) -> Vec<String> {
    let always = [POSITION, "sent_at", "age_days", INMAIL];
    let further = of_strategy.iter().filter(|name| !always.contains(&name.as_str()));
    always.iter().map(|name| (*name).to_owned()).chain(further.cloned()).collect()
}

/// The pass over all rows, adding up in these parts.
fn single_pass_query(
    rows: &LazyFrame,
    kept: &Arc<[String]>,
    strategy: &Arc<Strategy>,
    parts: &Arc<Accumulators<PartialAggregate>>,
) -> LazyFrame {
    let schema = {
        let kept = kept.clone();
        move |rows: &Schema| schema_of_kept(rows, &kept)
    };
    let summarise = {
        let (parts, kept) = (parts.clone(), kept.clone());
        move |frame: DataFrame| parts.add(|number, part| part.summarise(&frame, &kept, number))
    };
    let count = {
        let (parts, strategy) = (parts.clone(), strategy.clone());
        move |frame: DataFrame| {
            parts.add(|_, part| part.count(&frame, &strategy))?;
            Ok(frame)
        }
    };
    let streamed = OptFlags::STREAMING;
    let pending = rows
        .clone()
        .map(summarise, streamed, Some(Arc::new(schema)), Some("summary"))
        .filter(col(PENDING));
    let decided = with_deciding_rule(strategy, with_columns(strategy, pending));
    let decided = decided.map(count, streamed, None, Some("counts"));
    with_score_or_age(
        strategy,
        decided.filter(is_decided_to_withdraw(strategy).and(col(INMAIL).not())),
    )
    .with_column(priority_expr(strategy).alias(PRIORITY))
    .select(CARRIED.map(col))
}

fn schema_of_kept(rows: &Schema, kept: &[String]) -> PolarsResult<SchemaRef> {
    let mut schema = Schema::with_capacity(kept.len() + 2);
    for name in kept {
        schema.insert(name.as_str().into(), rows.try_get(name)?.clone());
    }
    schema.insert(ACCOUNT.into(), DataType::UInt64);
    schema.insert(PENDING.into(), DataType::Boolean);
    Ok(Arc::new(schema))
}

impl PartialAggregate {
    /// Adds some rows to the summary of their accounts; what is left of them are the columns that
    /// are kept, with the numbers of part and account in one, and whether each is pending.
    fn summarise(
        &mut self,
        frame: &DataFrame,
        kept: &[String],
        number: u32,
    ) -> PolarsResult<DataFrame> {
        let text = |name: &str| frame.column(name).and_then(|column| column.str().cloned());
        let is = |name: &str| frame.column(name).and_then(|column| column.bool().cloned());
        let (accounts, states) = (text("account")?, text("state")?);
        let sent = frame.column("sent_at")?.datetime()?.physical();
        let (lately, cools_off) = (is(CONNECTS_LATELY)?, is(COOLS_OFF)?);
        let account_codes = self.accounts.intern_all(&accounts);
        self.usage.resize(self.accounts.names().len(), AccountTotals::default());
        let words = account_codes.iter().copied().zip(states.iter());
        let told = lately.iter().zip(cools_off.iter()).zip(sent.iter());
        let mut codes = Vec::with_capacity(frame.height());
        let mut pending = Vec::with_capacity(frame.height());
        let part_bits = u64::from(number) << u32::BITS;
        for ((code, state), ((lately, cools_off), sent)) in words.zip(told) {
            let Some(usage) = self.usage.get_mut(index(code)) else { continue };
            usage.invitations += 1;
            let state = state.and_then(|state| STATES.iter().position(|known| *known == state));
            if let Some(state) = state {
                usage.states[state] += 1;
            }
            usage.sent_lately += i64::from(lately == Some(true));
            usage.is_sent_known |= sent.is_some();
            usage.cooling_off += i64::from(cools_off == Some(true));
            codes.push(part_bits | u64::from(code));
            pending.push(state == Some(0));
        }
        let columns = kept.iter().map(|name| frame.column(name).cloned());
        let mut columns = columns.collect::<PolarsResult<Vec<Column>>>()?;
        columns.push(UInt64Chunked::from_vec(ACCOUNT.into(), codes).into_column());
        columns.push(BooleanChunked::from_slice(PENDING.into(), &pending).into_column());
        DataFrame::new(frame.height(), columns)
    }

    /// Adds pending rows of which it is decided, of accounts of whichever part.
    fn count(&mut self, frame: &DataFrame, strategy: &Strategy) -> PolarsResult<()> {
        for (name, sum) in sum_decided_rows(strategy, frame)? {
            *self.sums.entry(name).or_default() += sum;
        }
        let inmail = frame.column(INMAIL)?.bool()?;
        if !inmail.any() {
            return Ok(());
        }
        let decided = frame.column(DECIDED)?.u32()?.iter();
        let codes = frame.column(ACCOUNT)?.u64()?.iter();
        for ((decided, code), inmail) in decided.zip(codes).zip(inmail.iter()) {
            let is_withdrawn = decided.is_some_and(|number| is_withdraw_rule(strategy, number));
            if let Some(code) = code.filter(|_| is_withdrawn && inmail == Some(true)) {
                *self.inmail.entry(code).or_default() += 1;
            }
        }
        Ok(())
    }
}

impl AccountTotals {
    fn add(&mut self, further: &Self) {
        self.invitations += further.invitations;
        for (sum, further) in self.states.iter_mut().zip(further.states) {
            *sum += further;
        }
        self.sent_lately += further.sent_lately;
        self.is_sent_known |= further.is_sent_known;
        self.cooling_off += further.cooling_off;
    }
}

/// All parts together, accounts by name.
fn merge_partial_aggregates(
    mut candidates: DataFrame,
    parts: &[PartialAggregate],
) -> PolarsResult<SinglePassResults> {
    let mut accounts: BTreeMap<&str, AccountTotals> = BTreeMap::new();
    for part in parts {
        for (name, usage) in part.accounts.names().iter().zip(&part.usage) {
            accounts.entry(name).or_default().add(usage);
        }
    }
    let account_places: HashMap<&str, u32> = accounts.keys().copied().zip(0..).collect();
    let of_part = |part: &PartialAggregate| {
        let names = part.accounts.names().iter();
        names.map(|name| account_places.get(name.as_str()).copied().unwrap_or_default()).collect()
    };
    let of_parts: Vec<Vec<u32>> = parts.iter().map(of_part).collect();
    let account_place = |code: u64| {
        let (part, code) = (code >> u32::BITS, code & u64::from(u32::MAX));
        let part = of_parts.get(usize::try_from(part).ok()?)?;
        part.get(usize::try_from(code).ok()?).copied()
    };
    let mut inmail: BTreeMap<u32, i64> = BTreeMap::new();
    let mut sums = Sums::new();
    for part in parts {
        for (code, rows) in &part.inmail {
            *inmail.entry(account_place(*code).unwrap_or_default()).or_default() += rows;
        }
        for (name, sum) in &part.sums {
            *sums.entry(name.clone()).or_default() += sum;
        }
    }
    let names: Vec<&str> = accounts.keys().copied().collect();
    let of_inmail =
        inmail.keys().filter_map(|account_place| names.get(index(*account_place)).copied());
    let inmail = DataFrame::new(
        inmail.len(),
        vec![
            Column::new("account".into(), of_inmail.collect::<Vec<&str>>()),
            Column::new("rows".into(), inmail.values().copied().collect::<Vec<i64>>()),
        ],
    )?;
    let codes = candidates.column(ACCOUNT)?.u64()?.iter().map(|code| code.and_then(account_place));
    let codes = UInt32Chunked::from_iter_options(ACCOUNT.into(), codes).into_column();
    candidates.with_column(codes)?;
    let counts = sums.into_iter().map(|(name, sum)| Column::new(name.into(), vec![sum]));
    let counts = DataFrame::new(1, counts.collect())?;
    Ok(SinglePassResults { summary: summary(&accounts)?, counts, candidates, inmail })
}

fn summary(accounts: &BTreeMap<&str, AccountTotals>) -> PolarsResult<DataFrame> {
    let names: Vec<&str> = accounts.keys().copied().collect();
    let figures = |name: &str, figure: &dyn Fn(&AccountTotals) -> i64| {
        Column::new(name.into(), accounts.values().map(figure).collect::<Vec<i64>>())
    };
    let lately = accounts.values().map(|usage| usage.is_sent_known.then_some(usage.sent_lately));
    let mut columns = vec![Column::new("account".into(), names)];
    columns.push(figures("invitations", &|usage| usage.invitations));
    for (at, state) in STATES.iter().enumerate() {
        columns.push(figures(state, &|usage| usage.states[at]));
    }
    columns.push(Column::new("sent_last_7_days".into(), lately.collect::<Vec<Option<i64>>>()));
    columns.push(figures("cooling_off", &|usage| usage.cooling_off));
    DataFrame::new(accounts.len(), columns)
}

fn index(code: u32) -> usize {
    usize::try_from(code).unwrap_or(usize::MAX)
}
