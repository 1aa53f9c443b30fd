//! What an account and a person went through before: `attempts` and `last_withdrawn_on`.
//!
//! An attempt is an invitation to connect: InMail is none.
//!
//! Invariant: no invitation counts twice, be it known from data, ledger or both, and two people who
//! share a name are not one: where a person known by name alone is on several rows of an account,
//! each row speaks for itself.

use super::keys::name_key;
use super::past::{Attempted, Past};
use chrono::{DateTime, NaiveDate};
use polars::prelude::{
    Column, DataType, Field, Int64Chunked, IntoColumn, IntoSeries, LazyFrame, NamedFrom,
    NewChunkedArray, PolarsResult, Schema, Series, StructChunked, apply_multiple, by_name, col,
};
use rescind_ledger::{Person, identities};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The columns that look at every invitation to the person, and at the ledger.
pub const ATTEMPTS: [&str; 2] = ["attempts", "last_withdrawn_on"];

/// What they are made from, beside what a file says in them itself.
const LOOKED_AT: [&str; 6] = ["account", "person", "name", "kind", "sent_at", "withdrawn_on"];

/// Both columns as one, for a while.
const BOTH: &str = "[attempts and last withdrawal]";

/// Completes [`ATTEMPTS`]: what a file itself says there counts where it is more. They are lazy:
/// where nobody asks, nothing is counted and no ledger is read.
pub(super) fn with_attempts(rows: LazyFrame, past: &Past) -> LazyFrame {
    let columns: Vec<_> = LOOKED_AT.iter().chain(&ATTEMPTS).map(|name| col(*name)).collect();
    let past = past.clone();
    let both = move |columns: &mut [Column]| -> PolarsResult<Column> {
        let rows = rows_of(columns)?;
        let people = People::among(&rows, &past)?;
        let counts = rows.iter().map(|row| Some(people.attempts(row)));
        let counts = Int64Chunked::from_iter_options(ATTEMPTS[0].into(), counts).into_series();
        let days = rows.iter().map(|row| people.last_withdrawn_on(row));
        let days: Vec<Option<i32>> = days.map(|day| day.map(|day| day.to_epoch_days())).collect();
        let days = Series::new(ATTEMPTS[1].into(), days).cast(&DataType::Date)?;
        let both = StructChunked::from_series(BOTH.into(), rows.len(), [counts, days].iter())?;
        Ok(both.into_column())
    };
    let field = |_: &Schema, _: &[Field]| {
        let fields = ATTEMPTS.into_iter().zip([DataType::Int64, DataType::Date]);
        let fields = fields.map(|(name, dtype)| Field::new(name.into(), dtype));
        Ok(Field::new(BOTH.into(), DataType::Struct(fields.collect())))
    };
    // Over all rows at once: an earlier invitation may stand anywhere.
    rows.with_column(apply_multiple(both, &columns, field, false).alias(BOTH))
        .with_columns(ATTEMPTS.map(|name| col(BOTH).struct_().field_by_name(name)))
        .drop(by_name([BOTH], true, false))
}

/// An invitation.
struct Row<'a> {
    account: &'a str,
    person: &'a str,
    name: Option<&'a str>,
    /// Whether it is one to connect.
    connects: bool,
    sent_on: Option<NaiveDate>,
    withdrawn_on: Option<NaiveDate>,
    /// What a file says itself.
    stated_attempts: Option<i64>,
    stated_withdrawal: Option<NaiveDate>,
}

/// The rows of the columns [`LOOKED_AT`] and [`ATTEMPTS`].
fn rows_of(columns: &[Column]) -> PolarsResult<Vec<Row<'_>>> {
    let [accounts, people, names, kinds, sent, withdrawn, attempts, last_withdrawn] = columns
    else {
        return Ok(vec![]);
    };
    let (accounts, people) = (accounts.str()?, people.str()?);
    let (names, kinds) = (names.str()?, kinds.str()?);
    let (sent, withdrawn) = (sent.datetime()?, withdrawn.date()?);
    let (attempts, last_withdrawn) = (attempts.i64()?, last_withdrawn.date()?);
    let who = accounts.iter().zip(people.iter()).zip(names.iter());
    let dated = sent.physical().iter().zip(withdrawn.physical().iter());
    let stated = attempts.iter().zip(last_withdrawn.physical().iter());
    let day = |day: Option<i32>| day.and_then(NaiveDate::from_epoch_days);
    let rows =
        who.zip(kinds.iter()).zip(dated).zip(stated).map(|(row, (attempts, last_withdrawn))| {
            let ((((account, person), name), kind), (sent, withdrawn)) = row;
            Row {
                account: account.unwrap_or_default(),
                person: person.unwrap_or_default(),
                name,
                connects: kind != Some("inmail"),
                sent_on: sent.and_then(DateTime::from_timestamp_micros).map(|at| at.date_naive()),
                withdrawn_on: day(withdrawn),
                stated_attempts: attempts,
                stated_withdrawal: day(last_withdrawn),
            }
        });
    Ok(rows.collect())
}

/// An account and a person.
#[derive(Default)]
struct Contact {
    rows: usize,
    /// Invitations to connect of the data, and those among them of which the day is unknown.
    invitations: usize,
    undated: usize,
    last_withdrawn_on: Option<NaiveDate>,
    /// The days of invitations that only the ledger knows.
    elsewhere: BTreeSet<NaiveDate>,
    last_recorded_on: Option<NaiveDate>,
}

/// Everybody, by account and person.
struct People<'a>(HashMap<(&'a str, &'a str), Contact>);

impl<'a> People<'a> {
    fn among(rows: &[Row<'a>], past: &Past) -> PolarsResult<Self> {
        let mut people = HashMap::<_, Contact>::new();
        for row in rows {
            let contact = people.entry((row.account, row.person)).or_default();
            contact.rows += 1;
            contact.invitations += usize::from(row.connects);
            contact.undated += usize::from(row.connects && row.sent_on.is_none());
            contact.last_withdrawn_on = contact.last_withdrawn_on.max(row.withdrawn_on);
        }
        let accounts = people.keys().map(|(account, _)| (*account).to_owned()).collect();
        let attempted = past.attempted(&accounts)?;
        for (known, person) in attempted.iter().zip(meant(&attempted, rows)) {
            if let Some(contact) = person.and_then(|person| people.get_mut(&person)) {
                contact.remember(known);
            }
        }
        for row in rows {
            if let (Some(sent_on), Some(contact)) =
                (row.sent_on, people.get_mut(&(row.account, row.person)))
            {
                contact.has_sent(sent_on);
            }
        }
        Ok(Self(people))
    }

    fn contact(&self, row: &Row<'a>) -> Option<&Contact> {
        let contact = self.0.get(&(row.account, row.person))?;
        let is_ambiguous = contact.rows > 1 && row.person.starts_with("name:");
        (!is_ambiguous).then_some(contact)
    }

    /// How often the account invited the person, this invitation included.
    fn attempts(&self, row: &Row<'a>) -> i64 {
        let known = self.contact(row).map_or(1, Contact::attempts);
        let known = i64::try_from(known).unwrap_or(i64::MAX).max(1);
        row.stated_attempts.map_or(known, |stated| stated.max(known))
    }

    /// The last day on which the account withdrew an invitation to the person.
    fn last_withdrawn_on(&self, row: &Row<'a>) -> Option<NaiveDate> {
        let contact = self.contact(row);
        let known = contact.and_then(|known| known.last_withdrawn_on.max(known.last_recorded_on));
        known.max(row.withdrawn_on).max(row.stated_withdrawal)
    }
}

/// Which account and person of the rows each is whom a ledger knows: by the key, else by a name
/// that nobody else bears.
fn meant<'a>(attempted: &[Attempted], rows: &[Row<'a>]) -> Vec<Option<(&'a str, &'a str)>> {
    let mut known: BTreeMap<&str, Vec<(usize, Person)>> = BTreeMap::new();
    for (at, one) in attempted.iter().enumerate() {
        let person = Person { key: &one.person, name: one.name.as_deref() };
        known.entry(&one.account).or_default().push((at, person));
    }
    let mut seen: BTreeMap<&str, Vec<Person<'a>>> = BTreeMap::new();
    let mut met = HashSet::new();
    for row in rows {
        if !known.contains_key(row.account) {
            continue;
        }
        // Of those known by name alone, several are several.
        if met.insert((row.account, row.person)) || row.person.starts_with("name:") {
            let person = Person { key: row.person, name: row.name };
            seen.entry(row.account).or_default().push(person);
        }
    }
    let mut meant = vec![None; attempted.len()];
    for (account, seen) in seen {
        let known = known.get(account).map(Vec::as_slice).unwrap_or_default();
        let places: HashMap<&str, usize> = known.iter().map(|(at, one)| (one.key, *at)).collect();
        let known: Vec<Person> = known.iter().map(|(_, one)| *one).collect();
        for (one, known_as) in seen.iter().zip(identities(&known, &seen, &name_key).known_as) {
            if let Some(at) = known_as.and_then(|key| places.get(key)) {
                meant[*at] = Some((account, one.key));
            }
        }
    }
    meant
}

impl Contact {
    fn remember(&mut self, known: &Attempted) {
        self.elsewhere.extend(&known.invited_on);
        self.last_recorded_on = self.last_recorded_on.max(known.last_withdrawn_on);
    }

    /// The data know of that day; zones may make a day's difference.
    fn has_sent(&mut self, day: NaiveDate) {
        if !self.elsewhere.is_empty() {
            self.elsewhere.retain(|other| (*other - day).num_days().abs() > 1);
        }
    }

    /// An invitation of an unknown day may be any that the ledger has; two days in a row of the
    /// ledger are one invitation, told in two zones.
    fn attempts(&self) -> usize {
        let follows = |day: &&NaiveDate| {
            day.pred_opt().is_some_and(|before| self.elsewhere.contains(&before))
        };
        let elsewhere = self.elsewhere.iter().filter(|day| !follows(day)).count();
        self.invitations + elsewhere.saturating_sub(self.undated)
    }
}
