//! Invitations that are over as the ledger knows from data that were imported, told to data that
//! are older, or that go on to have what is over.
//!
//! Invariant: a later invitation to the same person stays as the data have it, and so does whatever
//! newer data than the ledger's show of their own accord.

use super::unknown_accounts::unknown_account_findings;
use crate::finding::{Finding, FindingCode, Level};
use crate::invitations::account_findings::first_few;
use crate::invitations::columns::AGE_SPAN;
use crate::invitations::data_reach::{
    DataReach, LatestActivity, SentListsByAccount, latest_activity_by_account,
};
use crate::invitations::ledger_access::{EndedInvitation, LedgerRecords};
use crate::invitations::outcome::state;
use crate::invitations::outcome::state::earliest_sent_on;
use crate::invitations::people::keys::name_key;
use crate::invitations::people::person_rows::sent_interval_of_age;
use crate::query::{Query, ordered_join};
use chrono::{DateTime, NaiveDate, Utc};
use polars::prelude::{
    Column, DataFrame, DataType, Expr, IntoColumn, IntoLazy, JoinType, LazyFrame, NamedFrom,
    NewChunkedArray, PolarsResult, Series, StringChunked, coalesce, col, lit, when,
};
use rescind_ledger::{ImportedRow, KnownPeople, Person, is_name, resolve_identities};
use std::collections::{BTreeMap, BTreeSet};

impl EndedInvitation {
    /// As people of data are compared with them.
    fn as_person(&self) -> Person<'_> {
        let seen = ImportedRow {
            person: &self.person,
            name: self.name.as_deref(),
            state: &self.state,
            known_by: "recorded",
            sent_from: self.sent_from,
            sent_until: self.sent_until,
            withdrawn_on: self.ended_on.filter(|_| self.state == "withdrawn"),
            note: self.note.as_deref(),
            ..ImportedRow::default()
        };
        Person::from_row(&seen, self.taken_on)
    }
}

/// The columns by which it passes through a join.
const STATE: &str = "#ended";
const ENDED_ON: &str = "#ended_on";
const SENT_BY: &str = "#sent_by";
const IS_NEWER: &str = "#is_newer";
const NUMBER: &str = "#event";
const PASSING: [&str; 5] = [STATE, ENDED_ON, SENT_BY, IS_NEWER, NUMBER];

/// What is told to rows.
#[derive(Clone)]
pub(in crate::invitations) struct EndedInvitations {
    ended: Vec<EndedInvitation>,
    reach: BTreeMap<String, DataReach>,
    as_of: DateTime<Utc>,
}

impl EndedInvitations {
    /// What a ledger knows; `rows` are all rows of the data, read where it knows of imports.
    pub(in crate::invitations) fn of_records(
        recorded: &LedgerRecords,
        lists_taken: &SentListsByAccount,
        rows: impl Iterator<Item = LazyFrame>,
        as_of: DateTime<Utc>,
    ) -> PolarsResult<Self> {
        let mut last: BTreeMap<String, LatestActivity> = BTreeMap::new();
        for rows in rows.filter(|_| !recorded.accounts.is_empty()) {
            for (account, last_of_account) in latest_activity_by_account(rows)? {
                let known = last.entry(account).or_insert(last_of_account);
                *known = last_of_account.max(*known);
            }
        }
        let accounts: BTreeSet<&String> = last.keys().chain(lists_taken.keys()).collect();
        let reach_of = |account: &String| {
            DataReach::of_data(lists_taken.get(account).copied(), last.get(account).copied(), as_of)
        };
        let reach =
            accounts.into_iter().map(|account| (account.clone(), reach_of(account))).collect();
        Ok(Self { ended: recorded.ended.clone(), reach, as_of })
    }

    /// That data reach less far than those that were imported last, account by account.
    pub(in crate::invitations) fn older(&self, recorded: &LedgerRecords) -> Vec<Finding> {
        let older = recorded.taken_on.iter().filter_map(|(account, imported)| {
            let until = self.reach.get(account)?.until;
            let message = format!(
                "these data reach until {until}, and data until {imported} were imported: what the \
                 ledger knows from those outranks these"
            );
            let finding = Finding::new(FindingCode::OlderThanLedger, Level::Warn, message);
            let finding = finding.of_account(account).help("plan by the newest data");
            (until < *imported).then_some(finding)
        });
        older.collect()
    }

    /// That the ledger has nothing of accounts of which a row was read, or a list.
    pub(in crate::invitations) fn strangers(
        &self,
        accounts: &BTreeSet<String>,
        owners: &BTreeMap<String, String>,
        recorded: &LedgerRecords,
    ) -> Vec<Finding> {
        let of_rows = accounts.iter().filter(|account| self.reach.contains_key(*account));
        unknown_account_findings(of_rows, owners, &recorded.accounts)
    }

    pub(in crate::invitations) fn is_empty(&self) -> bool {
        self.ended.is_empty()
    }

    /// The people of rows as these know them: whom the one side has by an address and the other by
    /// a name that nobody else bears is one.
    pub(in crate::invitations) fn with_people_of(mut self, rows: &DataFrame) -> PolarsResult<Self> {
        if self.is_empty() {
            return Ok(self);
        }
        let text = |name: &str| rows.column(name).and_then(|column| column.str().cloned());
        let [accounts, people, names] = [text("account")?, text("person")?, text("name")?];
        let [states, known_by, notes] = [text("state")?, text("known_by")?, text("note")?];
        let sent = rows.column("sent_at")?.datetime()?.physical().clone();
        let (ages, spans) = (rows.column("age_days")?.i64()?, rows.column(AGE_SPAN)?.i64()?);
        let mut seen: BTreeMap<&str, BTreeMap<&str, Person>> = BTreeMap::new();
        for row in 0..rows.height() {
            let sent_on = sent.get(row).and_then(DateTime::from_timestamp_micros);
            let sent_on = sent_on.map(|at| at.date_naive());
            let age = ages.get(row).filter(|_| sent_on.is_none());
            let [sent_from, sent_until] = age
                .map_or([None, None], |age| sent_interval_of_age(age, spans.get(row), self.as_of));
            let one = ImportedRow {
                person: people.get(row).unwrap_or_default(),
                name: names.get(row),
                state: states.get(row).unwrap_or_default(),
                known_by: known_by.get(row).unwrap_or_default(),
                note: notes.get(row),
                sent_on,
                sent_from,
                sent_until,
                ..ImportedRow::default()
            };
            let of_account = seen.entry(accounts.get(row).unwrap_or_default()).or_default();
            let again =
                of_account.insert(one.person, Person::from_row(&one, self.as_of.date_naive()));
            if let (Some(_), true) = (again, is_name(one.person))
                && let Some(person) = of_account.get_mut(one.person)
            {
                person.is_several = true;
            }
        }
        let mut by_account: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, one) in self.ended.iter().enumerate() {
            by_account.entry(one.account.clone()).or_default().push(at);
        }
        let mut keys: Vec<(usize, String)> = vec![];
        for (account, places) in by_account {
            let Some(seen) = seen.get(account.as_str()) else { continue };
            let seen: Vec<Person> = seen.values().copied().collect();
            let known = places.iter().filter_map(|at| self.ended.get(*at));
            let known: Vec<Person> = known.map(EndedInvitation::as_person).collect();
            let asked = KnownPeople { people: known.clone(), now: &|_| None };
            let known_keys = resolve_identities(&asked, &seen, &name_key).known_as;
            let known_keys =
                seen.iter().zip(known_keys).filter_map(|(one, key)| Some((key?, one.key)));
            let known_keys: BTreeMap<&str, &str> = known_keys.collect();
            let renamed = places.iter().zip(&known);
            keys.extend(
                renamed.filter_map(|(at, one)| Some((*at, (*known_keys.get(one.key)?).to_owned()))),
            );
        }
        for (at, key) in keys {
            if let Some(one) = self.ended.get_mut(at) {
                one.person = key;
            }
        }
        Ok(self)
    }

    /// Rows in which what is over is not pending.
    pub(in crate::invitations) fn apply_to(&self, rows: LazyFrame) -> PolarsResult<LazyFrame> {
        if self.is_empty() {
            return Ok(rows);
        }
        let is_over = self.is_over();
        let accepted = col(STATE).eq(lit("accepted"));
        let connected_on = coalesce(&[col("connected_on"), col(ENDED_ON)]);
        let set = |name: &str, condition: Expr, to: Expr| {
            when(condition).then(to).otherwise(col(name)).alias(name)
        };
        let over = || is_over.clone();
        Ok(self
            .join_to(rows)?
            .with_columns([
                set("state", over(), col(STATE)),
                set("known_by", over(), lit("recorded")),
                set("connected_on", over().and(accepted.clone()), connected_on),
                over().and(accepted).alias(IS_ACCEPTED),
            ])
            .with_column(set("days_to_accept", col(IS_ACCEPTED), state::days_to_accept()))
            .drop(polars::prelude::by_name(PASSING.into_iter().chain([IS_ACCEPTED]), true, false)))
    }

    /// How many rows that is so of, by account, with the first names.
    pub(in crate::invitations) fn report_applied(
        &self,
        rows: LazyFrame,
        findings: &mut Vec<Finding>,
    ) -> PolarsResult<()> {
        if self.is_empty() {
            return Ok(());
        }
        let rows = self.join_to(rows)?.filter(self.is_over());
        let rows = rows.select(["account", "name", STATE, NUMBER].map(col)).streamed()?;
        let mut by_account: BTreeMap<&str, Vec<(String, &str)>> = BTreeMap::new();
        let names = rows.column("name")?.str()?.iter().zip(rows.column(NUMBER)?.u64()?.iter());
        let people = names.zip(rows.column(STATE)?.str()?.iter());
        for (account, ((name, number), state)) in rows.column("account")?.str()?.iter().zip(people)
        {
            let told = by_account.entry(account.unwrap_or_default()).or_default();
            let who =
                format!("{} (event {})", name.unwrap_or_default(), number.unwrap_or_default());
            told.push((who, state.unwrap_or_default()));
        }
        for (account, told) in by_account {
            let states: BTreeSet<&str> = told.iter().map(|(_, state)| *state).collect();
            let counts = states.into_iter().map(|state| {
                let count = told.iter().filter(|(_, other_state)| *other_state == state).count();
                format!("{count} {state}")
            });
            let message = format!(
                "{} invitation(s) that these data have as pending are over by the ledger ({}): {}",
                told.len(),
                counts.collect::<Vec<_>>().join(", "),
                first_few(told.iter().map(|(who, _)| who.clone()).collect())
            );
            let finding = Finding::new(FindingCode::KnownToBeOver, Level::Note, message);
            findings.push(finding.of_account(account).help(
                "`rescind history PERSON` has what was imported; where that is wrong, `rescind \
                 correct NUMBER` takes the event back, and a newer list of the Sent page decides",
            ));
        }
        Ok(())
    }

    /// Whether a row is pending of which the ledger knows more.
    fn is_over(&self) -> Expr {
        // Days are of zones, and ages of another clock.
        let days_later = (earliest_sent_on(self.as_of) - col(SENT_BY)).dt().total_days(false);
        let is_later = days_later.gt(lit(1)).fill_null(lit(false));
        let is_presumed = col("known_by").eq(lit("presumed")).fill_null(lit(false));
        let is_pending = col("state").eq(lit("pending")).and(col("kind").neq(lit("inmail")));
        let outranks = is_presumed.or(col(IS_NEWER));
        is_pending.and(col(STATE).is_not_null()).and(is_later.not()).and(outranks)
    }

    fn join_to(&self, rows: LazyFrame) -> PolarsResult<LazyFrame> {
        let keys = ["account", "person"].map(col);
        let how = ordered_join(JoinType::Left);
        Ok(rows.join(self.frame()?.lazy(), keys.clone(), keys, how))
    }

    /// A row a person.
    fn frame(&self) -> PolarsResult<DataFrame> {
        let mut once: BTreeMap<(&str, &str), &EndedInvitation> = BTreeMap::new();
        for one in &self.ended {
            once.insert((&one.account, &one.person), one);
        }
        let ended: Vec<&EndedInvitation> = once.into_values().collect();
        let text = |name: &str, value_of: &dyn Fn(&EndedInvitation) -> String| -> Column {
            let texts = ended.iter().map(|one| Some(value_of(one)));
            StringChunked::from_iter_options(name.into(), texts).into_column()
        };
        let days = |name: &str,
                    value_of: &dyn Fn(&EndedInvitation) -> Option<NaiveDate>|
         -> PolarsResult<Column> {
            let days: Vec<_> =
                ended.iter().map(|one| value_of(one).map(|day| day.to_epoch_days())).collect();
            Ok(Series::new(name.into(), days).cast(&DataType::Date)?.into_column())
        };
        let is_newer: Vec<bool> = ended.iter().map(|one| self.is_newer(one)).collect();
        let numbers: Vec<u64> = ended.iter().map(|one| one.number).collect();
        let columns = vec![
            text("account", &|one| one.account.clone()),
            text("person", &|one| one.person.clone()),
            text(STATE, &|one| one.state.clone()),
            days(ENDED_ON, &|one| one.ended_on)?,
            days(SENT_BY, &|one| Some(one.sent_until.or(one.ended_on).unwrap_or(one.taken_on)))?,
            Series::new(IS_NEWER.into(), is_newer).into_column(),
            Series::new(NUMBER.into(), numbers).into_column(),
        ];
        DataFrame::new(ended.len(), columns)
    }

    /// Whether the ledger's data outrank these, whatever they say of their own accord.
    fn is_newer(&self, one: &EndedInvitation) -> bool {
        let Some(reach) = self.reach.get(&one.account) else { return true };
        // A list of whatever day may be older than an answer.
        let is_answered = ["accepted", "declined"].contains(&one.state.as_str());
        let is_earlier = match (reach.at, one.taken_at) {
            (Some(at), Some(taken_at)) if reach.until == one.taken_on => at < taken_at,
            _ => reach.until < one.taken_on,
        };
        is_earlier || is_answered && reach.is_of_undated_list
    }
}

const IS_ACCEPTED: &str = "#is_accepted";
