//! What an account and a person went through before: `attempts` and `last_withdrawn_on`.
//!
//! An attempt is an invitation to connect: InMail is none.
//!
//! Invariant: no invitation counts twice, be it known from data, ledger or both, and two people who
//! share a name are not one: where a person known by name alone is on several rows of an account,
//! each row speaks for itself.

use super::keys::name_key;
use super::ledger_past::{Attempted, Past};
use super::person_rows::days_of_age;
use chrono::{DateTime, NaiveDate, Utc};
use polars::prelude::{
    Column, DataType, Field, Int64Chunked, IntoColumn, IntoSeries, LazyFrame, NamedFrom,
    NewChunkedArray, PolarsResult, Schema, Series, StructChunked, apply_multiple, by_name, col,
};
use rescind_ledger::{KnownPeople, Person, SAME_WITHIN_DAYS, Seen, Standing, identities, is_name};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The columns that look at every invitation to the person, and at the ledger.
pub const ATTEMPTS: [&str; 2] = ["attempts", "last_withdrawn_on"];

/// What they are made from, beside what a file says in them itself.
const LOOKED_AT: [&str; 10] = [
    "account",
    "person",
    "name",
    "kind",
    "sent_at",
    "withdrawn_on",
    "age_days",
    "state",
    "known_by",
    "note",
];

/// Both columns as one, for a while.
const BOTH: &str = "[attempts and last withdrawal]";

/// Completes [`ATTEMPTS`]: what a file itself says there counts where it is more. They are lazy:
/// where nobody asks, nothing is counted and no ledger is read.
pub(super) fn with_attempts(rows: LazyFrame, past: &Past) -> LazyFrame {
    let columns: Vec<_> = LOOKED_AT.iter().chain(&ATTEMPTS).map(|name| col(*name)).collect();
    let past = past.clone();
    let both = move |columns: &mut [Column]| -> PolarsResult<Column> {
        let rows = rows_of(columns)?;
        let people = ContactHistories::among(&rows, &past)?;
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
struct InvitationRow<'a> {
    account: &'a str,
    person: &'a str,
    name: Option<&'a str>,
    /// Whether it is one to connect.
    connects: bool,
    sent_on: Option<NaiveDate>,
    withdrawn_on: Option<NaiveDate>,
    age_days: Option<i64>,
    state: &'a str,
    known_by: &'a str,
    note: Option<&'a str>,
    /// What a file says itself.
    stated_attempts: Option<i64>,
    stated_withdrawal: Option<NaiveDate>,
}

/// The rows of the columns [`LOOKED_AT`] and [`ATTEMPTS`].
fn rows_of(columns: &[Column]) -> PolarsResult<Vec<InvitationRow<'_>>> {
    let [
        accounts,
        people,
        names,
        kinds,
        sent,
        withdrawn,
        ages,
        outcomes,
        known_by,
        notes,
        attempts,
        last_withdrawn,
    ] = columns
    else {
        return Ok(vec![]);
    };
    let (accounts, people) = (accounts.str()?, people.str()?);
    let (names, kinds) = (names.str()?, kinds.str()?);
    let (sent, withdrawn) = (sent.datetime()?, withdrawn.date()?);
    let (attempts, last_withdrawn) = (attempts.i64()?, last_withdrawn.date()?);
    let who = accounts.iter().zip(people.iter()).zip(names.iter());
    let (ages, notes) = (ages.i64()?, notes.str()?);
    let (outcomes, known_by) = (outcomes.str()?, known_by.str()?);
    let dated = sent.physical().iter().zip(withdrawn.physical().iter());
    let stated = attempts.iter().zip(last_withdrawn.physical().iter());
    let day = |day: Option<i32>| day.and_then(NaiveDate::from_epoch_days);
    let rows = who.zip(kinds.iter()).zip(dated).zip(stated).enumerate().map(|(at, row)| {
        let ((who, (sent, withdrawn)), (attempts, last_withdrawn)) = row;
        let (((account, person), name), invitation_kind) = who;
        InvitationRow {
            account: account.unwrap_or_default(),
            person: person.unwrap_or_default(),
            name,
            connects: invitation_kind != Some("inmail"),
            sent_on: sent.and_then(DateTime::from_timestamp_micros).map(|at| at.date_naive()),
            withdrawn_on: day(withdrawn),
            age_days: ages.get(at),
            state: outcomes.get(at).unwrap_or_default(),
            known_by: known_by.get(at).unwrap_or_default(),
            note: notes.get(at),
            stated_attempts: attempts,
            stated_withdrawal: day(last_withdrawn),
        }
    });
    Ok(rows.collect())
}

/// The first and the last day on which an invitation may have been sent.
#[derive(Clone, Copy, PartialEq, Eq)]
struct DaysSent {
    from: NaiveDate,
    until: NaiveDate,
}

impl DaysSent {
    /// Whether it may be that day; zones may make a day's difference.
    fn allow(self, day: NaiveDate) -> bool {
        self.meet(Self { from: day, until: day })
    }

    /// Whether both may be one invitation.
    fn meet(self, other: Self) -> bool {
        (self.from - other.until).num_days() <= 1 && (other.from - self.until).num_days() <= 1
    }
}

/// When invitations may have been sent of which a ledger knows no day: those that data show by
/// their age, and those that were withdrawn, each after the withdrawal before it.
fn undated_invitations(standing: &Standing) -> Vec<DaysSent> {
    let shown = [&standing.ended, &standing.observed].into_iter().flatten();
    let shown = shown.filter(|shown| !shown.is_inmail && shown.sent_on.is_none());
    let by_age = shown
        .filter_map(|shown| Some(DaysSent { from: shown.sent_from?, until: shown.sent_until? }));
    let by_age: Vec<DaysSent> = by_age.collect();
    let mut withdrawn: Vec<NaiveDate> = standing.withdrawals.iter().map(|one| one.on).collect();
    withdrawn.sort_unstable();
    withdrawn.dedup_by(|later, before| (*later - *before).num_days() <= SAME_WITHIN_DAYS);
    let mut from = NaiveDate::MIN;
    let mut undated = by_age.clone();
    for until in withdrawn {
        let days = DaysSent { from, until };
        undated.extend((!by_age.iter().any(|other| other.meet(days))).then_some(days));
        from = until.succ_opt().unwrap_or(until);
    }
    undated
}

/// An account and a person.
#[derive(Default)]
struct Contact {
    rows: usize,
    /// Invitations to connect of the data, and when those among them may have been sent of which
    /// the day is unknown.
    invitations: usize,
    undated: Vec<DaysSent>,
    last_withdrawn_on: Option<NaiveDate>,
    /// The days of invitations that only the ledger knows.
    elsewhere: BTreeSet<NaiveDate>,
    /// When further ones may have been sent that it knows without a day.
    elsewhere_undated: Vec<DaysSent>,
    last_recorded_on: Option<NaiveDate>,
}

/// Everybody, by account and person.
struct ContactHistories<'a>(HashMap<(&'a str, &'a str), Contact>);

impl<'a> ContactHistories<'a> {
    fn among(rows: &[InvitationRow<'a>], past: &Past) -> PolarsResult<Self> {
        let mut people = HashMap::<_, Contact>::new();
        for row in rows {
            let contact = people.entry((row.account, row.person)).or_default();
            contact.rows += 1;
            contact.invitations += usize::from(row.connects);
            if row.connects && row.sent_on.is_none() {
                contact.undated.push(row.may_be_sent(past.as_of()));
            }
            contact.last_withdrawn_on = contact.last_withdrawn_on.max(row.withdrawn_on);
        }
        let accounts = people.keys().map(|(account, _)| (*account).to_owned()).collect();
        let attempted = past.attempted(&accounts)?;
        for (known, person) in attempted.iter().zip(meant(&attempted, rows, past.as_of())) {
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

    fn contact(&self, row: &InvitationRow<'a>) -> Option<&Contact> {
        let contact = self.0.get(&(row.account, row.person))?;
        let is_ambiguous = contact.rows > 1 && row.person.starts_with("name:");
        (!is_ambiguous).then_some(contact)
    }

    /// How often the account invited the person, this invitation included.
    fn attempts(&self, row: &InvitationRow<'a>) -> i64 {
        let known = self.contact(row).map_or(1, Contact::attempts);
        let known = i64::try_from(known).unwrap_or(i64::MAX).max(1);
        row.stated_attempts.map_or(known, |stated| stated.max(known))
    }

    /// The last day on which the account withdrew an invitation to the person.
    fn last_withdrawn_on(&self, row: &InvitationRow<'a>) -> Option<NaiveDate> {
        let contact = self.contact(row);
        let known = contact.and_then(|known| known.last_withdrawn_on.max(known.last_recorded_on));
        known.max(row.withdrawn_on).max(row.stated_withdrawal)
    }
}

/// Which account and person of the rows each is whom a ledger knows: by the key, else by a name
/// that nobody else bears.
fn meant<'a>(
    attempted: &[Attempted],
    rows: &[InvitationRow<'a>],
    as_of: DateTime<Utc>,
) -> Vec<Option<(&'a str, &'a str)>> {
    let mut known: BTreeMap<&str, Vec<(usize, Person)>> = BTreeMap::new();
    for (at, one) in attempted.iter().enumerate() {
        known.entry(&one.account).or_default().push((at, one.known.person()));
    }
    let mut seen: BTreeMap<&str, Vec<Person<'a>>> = BTreeMap::new();
    let mut met = HashMap::new();
    for row in rows {
        if !known.contains_key(row.account) {
            continue;
        }
        let of_account = seen.entry(row.account).or_default();
        let at = *met.entry((row.account, row.person)).or_insert(of_account.len());
        match of_account.get_mut(at) {
            // Of those known by name alone, several are several; of others the last row counts.
            Some(one) => {
                let is_several = is_name(row.person);
                *one = Person { is_several, ..row.as_person(as_of) };
            }
            None => of_account.push(row.as_person(as_of)),
        }
    }
    let mut meant = vec![None; attempted.len()];
    for (account, seen) in seen {
        let known = known.get(account).map(Vec::as_slice).unwrap_or_default();
        let places: HashMap<&str, usize> = known.iter().map(|(at, one)| (one.key, *at)).collect();
        let people = known.iter().map(|(_, one)| *one).collect();
        let asked = KnownPeople { people, now: &|_| None };
        for (one, known_as) in seen.iter().zip(identities(&asked, &seen, &name_key).known_as) {
            if let Some(at) = known_as.and_then(|key| places.get(key)) {
                meant[*at] = Some((account, one.key));
            }
        }
    }
    meant
}

impl<'a> InvitationRow<'a> {
    /// The days on which it may have been sent.
    fn may_be_sent(&self, as_of: DateTime<Utc>) -> DaysSent {
        let [from, until] = self.age_days.map_or([None, None], |age| days_of_age(age, None, as_of));
        let until = until.or(self.withdrawn_on).unwrap_or(NaiveDate::MAX);
        DaysSent { from: from.unwrap_or(NaiveDate::MIN), until }
    }

    fn as_person(&self, as_of: DateTime<Utc>) -> Person<'a> {
        let days = self.age_days.filter(|_| self.sent_on.is_none());
        let [sent_from, sent_until] =
            days.map_or([None, None], |age| days_of_age(age, None, as_of));
        let seen = Seen {
            person: self.person,
            name: self.name,
            is_inmail: !self.connects,
            state: self.state,
            known_by: self.known_by,
            sent_on: self.sent_on,
            sent_from,
            sent_until,
            withdrawn_on: self.withdrawn_on,
            note: self.note,
            ..Seen::default()
        };
        Person::seen(&seen, as_of.date_naive())
    }
}

impl Contact {
    fn remember(&mut self, known: &Attempted) {
        let standing = &known.known.standing;
        self.elsewhere.extend(&standing.invited_on);
        let undated = undated_invitations(standing);
        let is_known = |days: &DaysSent| standing.invited_on.iter().any(|day| days.allow(*day));
        self.elsewhere_undated.extend(undated.into_iter().filter(|days| !is_known(days)));
        let withdrawn_on = standing.last_withdrawal().map(|last| last.on);
        self.last_recorded_on = self.last_recorded_on.max(withdrawn_on);
    }

    /// The data know of that day; zones may make a day's difference.
    fn has_sent(&mut self, day: NaiveDate) {
        if !self.elsewhere.is_empty() {
            self.elsewhere.retain(|other| (*other - day).num_days().abs() > 1);
        }
        if let Some(at) = self.elsewhere_undated.iter().rposition(|days| days.allow(day)) {
            self.elsewhere_undated.remove(at);
        }
    }

    /// An invitation of an unknown day may be any that the ledger has; two days in a row of the
    /// ledger are one invitation, told in two zones.
    fn attempts(&self) -> usize {
        let follows = |day: &&NaiveDate| {
            day.pred_opt().is_some_and(|before| self.elsewhere.contains(&before))
        };
        let dated = self.elsewhere.iter().filter(|day| !follows(day));
        let dated = dated.map(|day| DaysSent { from: *day, until: *day });
        let mut elsewhere: Vec<DaysSent> =
            self.elsewhere_undated.iter().copied().chain(dated).collect();
        // Whichever leaves least open is told first.
        elsewhere.sort_unstable_by_key(|days| (days.until, days.from));
        let mut undated = self.undated.clone();
        undated.sort_unstable_by_key(|days| days.until - days.from);
        for days in undated {
            if let Some(at) = elsewhere.iter().rposition(|other| days.meet(*other)) {
                elsewhere.remove(at);
            }
        }
        self.invitations + elsewhere.len()
    }
}
