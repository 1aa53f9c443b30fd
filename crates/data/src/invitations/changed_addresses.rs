//! Addresses that became others: whoever has two of them in data, or one in data and another in a
//! ledger, is one person.
//!
//! Invariant: who is whom is the ledger's rule (`rescind_ledger::identities`) and no other. Beside
//! it two archives of an account tell it, where one has the former address and the other the new
//! one, of one name, one instant of sending and one note, and neither has both.

use super::account_findings;
use super::gather::Gathered;
use super::keys;
use super::ledger_question::names_of_accounts;
use super::memory::Recorded;
use super::sheet::Sheet;
use crate::import::person;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use polars::prelude::{
    DataFrame, DataType, IntoColumn, NamedFrom, NewChunkedArray, PolarsResult, Series,
    StringChunked,
};
use rescind_ledger::{
    Addresses, Known, KnownPerson, Person, Seen, Sighting, identities, is_address, may_be_of_one,
};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// By account and former address, the one of now.
type Moved = BTreeMap<(String, String), String>;

/// Account, name, instant of sending and note of an invitation.
type SentInvitation = (String, String, i64, String);

/// The files that have an invitation, by the address that they have.
type Addressed = BTreeMap<String, BTreeSet<i64>>;

/// Tells data and what a ledger recorded the one address of each person. Whom files that are read
/// as they are have, beside these, is not asked: a name is told apart where the data are whole.
pub(super) fn tell(
    gathered: &mut Gathered,
    sheets: &mut [Sheet],
    is_whole: bool,
    recorded: &mut Recorded,
    as_of: DateTime<Utc>,
) -> PolarsResult<()> {
    let mut moved = between_archives(&gathered.archives)?;
    for rows in gathered.archives.iter().chain(&gathered.lists) {
        known_by_ledger(rows, &recorded.addresses, &mut moved)?;
    }
    if !moved.is_empty() || !recorded.addresses.is_empty() {
        let archives = gathered.archives.iter_mut().chain(&mut gathered.lists);
        for rows in archives.chain(&mut gathered.connections) {
            rewrite(rows, &moved, &recorded.addresses)?;
        }
        for rows in &mut gathered.messages.0 {
            rewrite(rows, &moved, &recorded.addresses)?;
        }
        for sheet in sheets {
            rewrite(&mut sheet.rows, &moved, &recorded.addresses)?;
        }
        for ((account, former), now) in &moved {
            if former == now {
                // Somebody else has it by now.
                recorded.forget(account, former);
            } else {
                recorded.rename(account, former, now);
            }
        }
    }
    if is_whole && !recorded.people.is_empty() {
        meet(gathered, recorded, as_of)?;
    }
    Ok(())
}

/// Those of whom one archive has the former address and another the new one, as archives tell that
/// an account's ledger, if there is one, does not know yet.
fn between_archives(archives: &[DataFrame]) -> PolarsResult<Moved> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for rows in archives {
        for account in names_of_accounts(rows)? {
            *counts.entry(account).or_default() += 1;
        }
    }
    if counts.values().all(|count| *count < 2) {
        return Ok(Moved::new());
    }
    let mut last: HashMap<(String, i64), i64> = HashMap::new();
    let mut has: HashSet<(String, i64, String)> = HashSet::new();
    let mut bearers: BTreeMap<SentInvitation, Addressed> = BTreeMap::new();
    for rows in archives {
        let rows = Rows::of_frame(rows)?;
        for row in rows.iter() {
            let (Some(slug), Some(name), Some(sent_at)) = (row.slug, row.name_key, row.sent_at)
            else {
                continue;
            };
            let reach = last.entry((row.account.to_owned(), row.file)).or_insert(sent_at);
            *reach = sent_at.max(*reach);
            has.insert((row.account.to_owned(), row.file, slug.to_owned()));
            let note = row.note.unwrap_or_default().to_owned();
            let invitation = (row.account.to_owned(), name.to_owned(), sent_at, note);
            let of_it = bearers.entry(invitation).or_default();
            of_it.entry(slug.to_owned()).or_default().insert(row.file);
        }
    }
    let mut moved = Moved::new();
    for ((account, ..), slugs) in bearers {
        let slugs: Vec<_> = slugs.into_iter().collect();
        let [(one, of_one), (other, of_other)] = slugs.as_slice() else { continue };
        let in_both = |slug: &String, files: &BTreeSet<i64>| {
            files.iter().any(|file| has.contains(&(account.clone(), *file, slug.clone())))
        };
        if in_both(one, of_other) || in_both(other, of_one) {
            continue;
        }
        let reach = |files: &BTreeSet<i64>| {
            files.iter().filter_map(|file| last.get(&(account.clone(), *file)).copied()).max()
        };
        // Of two that reach as far, the one that comes later is the newer.
        let is_older = (reach(of_one), of_one.last()) < (reach(of_other), of_other.last());
        let (former, now) = if is_older { (one, other) } else { (other, one) };
        moved.insert((account, former.clone()), now.clone());
    }
    Ok(moved)
}

/// Adds the former addresses of rows that a ledger knows, but for those that somebody else has
/// taken over: data have both then, of two names or of two invitations.
fn known_by_ledger(rows: &DataFrame, known: &Addresses, moved: &mut Moved) -> PolarsResult<()> {
    if known.is_empty() {
        return Ok(());
    }
    let rows = Rows::of_frame(rows)?;
    let in_data: HashMap<(&str, &str), Row> =
        rows.iter().filter_map(|row| Some(((row.account, row.slug?), row))).collect();
    for row in rows.iter() {
        let Some((former, now)) = row.slug.and_then(|slug| Some((slug, known.now(slug)?))) else {
            continue;
        };
        let is_another = in_data
            .get(&(row.account, now))
            .is_some_and(|other| other.name_key != row.name_key || other.sent_at != row.sent_at);
        let whose = (row.account.to_owned(), former.to_owned());
        if is_another {
            // What is written beside it is not rewritten either.
            moved.insert(whose, former.to_owned());
        } else {
            moved.entry(whose).or_insert(now.to_owned());
        }
    }
    Ok(())
}

/// Puts the address of now in the place of a former one.
fn rewrite(rows: &mut DataFrame, moved: &Moved, known: &Addresses) -> PolarsResult<()> {
    let slugs = keys::text(rows, "slug");
    let accounts = keys::text(rows, "account");
    let now = |account: Option<&str>, slug: &str| {
        let of_account = account.and_then(|account| {
            moved.get(&(account.to_owned(), slug.to_owned())).map(String::as_str)
        });
        let now = of_account.or_else(|| known.now(slug))?;
        (now != slug).then(|| now.to_owned())
    };
    let former: HashSet<&str> = moved
        .keys()
        .map(|(_, former)| former.as_str())
        .chain(known.iter().map(|(former, _)| former))
        .collect();
    let changed: Vec<Option<String>> = slugs
        .iter()
        .zip(accounts.iter())
        .map(|(slug, account)| {
            slug.filter(|slug| former.contains(slug)).and_then(|slug| now(account, slug))
        })
        .collect();
    if changed.iter().all(Option::is_none) {
        return Ok(());
    }
    let mut put = |name: &str, of: &dyn Fn(&str) -> Option<String>| -> PolarsResult<()> {
        if rows.column(name).is_err() {
            return Ok(());
        }
        let texts = keys::text(rows, name);
        let texts = texts.iter().zip(&changed).map(|(text, changed)| match changed {
            Some(now) => of(now),
            None => text.map(String::from),
        });
        let texts: Vec<Option<String>> = texts.collect();
        let column = StringChunked::from_iter_options(name.into(), texts.into_iter());
        rows.with_column(column.into_column())?;
        Ok(())
    };
    put("slug", &|now| Some(now.to_owned()))?;
    put("who", &|now| Some(now.to_owned()))?;
    put("profile_url", &person::profile_url)
}

/// Finds those whom the ledger knows by another address than the data; what the ledger recorded of
/// somebody whose name the data have of another invitation is not told to that one.
fn meet(
    gathered: &mut Gathered,
    recorded: &mut Recorded,
    as_of: DateTime<Utc>,
) -> PolarsResult<()> {
    let frames = gathered.archives.iter().chain(&gathered.lists);
    let frames: Vec<Rows> = frames.map(Rows::of_frame).collect::<PolarsResult<_>>()?;
    let names = names_of_lacking(&frames, recorded);
    if names.is_empty() {
        return Ok(());
    }
    let mut bearers: BTreeMap<(&str, &str), Vec<Row>> = BTreeMap::new();
    for row in frames.iter().flat_map(Rows::iter) {
        let Some(name) = row.name_key else { continue };
        if names.contains(&(row.account.to_owned(), name.to_owned())) {
            bearers.entry((row.account, name)).or_default().push(row);
        }
    }
    let mut known: BTreeMap<(&str, String), Vec<&KnownPerson>> = BTreeMap::new();
    for one in &recorded.people {
        if let Some(name) = one.name().and_then(keys::name_key) {
            known.entry((one.account.as_str(), name)).or_default().push(one);
        }
    }
    let (mut renamed, mut others) = (vec![], vec![]);
    for ((account, name), rows) in bearers {
        let of_name = known.get(&(account, name.to_owned()));
        let (Some([known]), Some(row)) = (of_name.map(Vec::as_slice), only(&rows)) else {
            continue;
        };
        let key = row.key().unwrap_or_default();
        if known.key == key {
            continue;
        }
        let sighting = row.sighting(as_of);
        let one = Person { key: &key, name: row.name, sighting, is_several: false };
        let asked = Known { people: vec![known.person()], now: &|_| None };
        let is_it =
            identities(&asked, &[one], &keys::name_key).known_as.contains(&Some(&known.key));
        if is_it && is_address(&known.key) && is_address(&key) {
            renamed.push((account.to_owned(), known.key.clone(), key.into_owned()));
        } else if !is_it && !may_be_of_one(&known.person().sighting, &sighting) {
            let name = row.name.unwrap_or(name).to_owned();
            others.push((account.to_owned(), known.key.clone(), name));
        }
    }
    for (account, former, now) in renamed {
        recorded.rename(&account, &former, &now);
    }
    let text = |name: &str, values: Vec<&str>| Series::new(name.into(), values).into_column();
    let accounts = text("account", others.iter().map(|(account, ..)| account.as_str()).collect());
    let names = text("name", others.iter().map(|(.., name)| name.as_str()).collect());
    let told = DataFrame::new(others.len(), vec![accounts, names])?;
    account_findings::ambiguous(&told, "people of the ledger", &mut gathered.remarks.findings)?;
    for (account, key, _) in &others {
        recorded.forget_name(account, key);
    }
    Ok(())
}

/// Account and name of those of whom the ledger tells and whose key the data do not have.
fn names_of_lacking(frames: &[Rows], recorded: &Recorded) -> HashSet<(String, String)> {
    let mut lacking: HashMap<&str, HashMap<&str, &KnownPerson>> = HashMap::new();
    for one in &recorded.people {
        lacking.entry(&one.account).or_default().insert(&one.key, one);
    }
    for row in frames.iter().flat_map(Rows::iter) {
        if let (Some(key), Some(of_account)) = (row.key(), lacking.get_mut(row.account)) {
            of_account.remove::<str>(&key);
        }
    }
    let names = lacking
        .into_values()
        .flat_map(HashMap::into_values)
        .filter_map(|one| Some((one.account.clone(), keys::name_key(one.name()?)?)));
    names.collect()
}

/// The one whom all rows of a name are about, if it is one: of the row that tells most of them.
fn only<'a>(rows: &[Row<'a>]) -> Option<Row<'a>> {
    let slugs: BTreeSet<&str> = rows.iter().filter_map(|row| row.slug).collect();
    let ids: BTreeSet<&str> = rows.iter().filter_map(|row| row.id).collect();
    let mut nameless: BTreeMap<i64, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.slug.or(row.id).is_none()) {
        *nameless.entry(row.file).or_default() += 1;
    }
    let is_one = slugs.len() <= 1 && ids.len() <= 1 && nameless.values().all(|count| *count <= 1);
    let best = rows.iter().max_by_key(|row| (row.slug.is_some(), row.id.is_some(), row.sent_at));
    best.filter(|_| is_one).copied()
}

/// Rows of an archive or a list.
struct Rows {
    texts: [StringChunked; 7],
    sent_at: Vec<Option<i64>>,
    age_days: Vec<Option<i64>>,
    span_days: Vec<Option<i64>>,
    files: Vec<Option<i64>>,
    is_listed: Vec<Option<bool>>,
}

const TEXTS: [&str; 7] = ["account", "slug", "urn", "member_id", "name", "name_key", "note"];

#[derive(Clone, Copy)]
struct Row<'a> {
    account: &'a str,
    slug: Option<&'a str>,
    id: Option<&'a str>,
    name: Option<&'a str>,
    name_key: Option<&'a str>,
    note: Option<&'a str>,
    sent_at: Option<i64>,
    age_days: Option<i64>,
    span_days: Option<i64>,
    file: i64,
    is_listed: bool,
}

impl Rows {
    fn of_frame(rows: &DataFrame) -> PolarsResult<Self> {
        let number = |name: &str| -> PolarsResult<Vec<Option<i64>>> {
            match rows.column(name) {
                Ok(column) => {
                    let column = column.cast(&DataType::Int64)?;
                    Ok(column.i64()?.iter().collect())
                }
                Err(_) => Ok(vec![None; rows.height()]),
            }
        };
        let is_listed = match rows.column("listed") {
            Ok(column) => column.bool()?.iter().collect(),
            Err(_) => vec![None; rows.height()],
        };
        Ok(Self {
            texts: TEXTS.map(|name| keys::text(rows, name)),
            sent_at: number("sent_at")?,
            age_days: number("least_age_days")?,
            span_days: number(super::columns::AGE_SPAN)?,
            files: number("file")?,
            is_listed,
        })
    }

    fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.sent_at.len()).map(|row| {
            let [account, slug, urn, member_id, name, name_key, note] =
                self.texts.each_ref().map(|column| column.get(row));
            let number = |values: &[Option<i64>]| values.get(row).copied().flatten();
            Row {
                account: account.unwrap_or_default(),
                slug,
                id: urn.or(member_id),
                name,
                name_key,
                note,
                sent_at: number(&self.sent_at),
                age_days: number(&self.age_days),
                span_days: number(&self.span_days),
                file: number(&self.files).unwrap_or_default(),
                is_listed: self.is_listed.get(row).copied().flatten().unwrap_or_default(),
            }
        })
    }
}

impl<'a> Row<'a> {
    fn key(&self) -> Option<Cow<'a, str>> {
        let key = self.slug.or(self.id).map(Cow::Borrowed);
        key.or_else(|| Some(Cow::Owned(format!("name:{}", self.name_key?))))
    }

    fn sighting(&self, as_of: DateTime<Utc>) -> Sighting<'a> {
        let seen = Seen {
            state: "pending",
            known_by: if self.is_listed { "listed" } else { "presumed" },
            sent_on: self
                .sent_at
                .and_then(DateTime::from_timestamp_micros)
                .map(|at| at.date_naive()),
            note: self.note,
            ..Seen::default()
        };
        let seen = match (seen.sent_on, self.age_days) {
            (None, Some(age)) => {
                let [sent_from, sent_until] = days_of_age(age, self.span_days, as_of);
                Seen { sent_from, sent_until, ..seen }
            }
            _ => seen,
        };
        Sighting::of_seen(&seen, as_of.date_naive())
    }
}

/// The first and the last day on which an invitation of that age may have been sent.
pub(super) fn days_of_age(
    age_days: i64,
    span_days: Option<i64>,
    as_of: DateTime<Utc>,
) -> [Option<NaiveDate>; 2] {
    let ago =
        |days: i64| as_of.checked_sub_signed(TimeDelta::try_days(days)?).map(|at| at.date_naive());
    let span = span_days.unwrap_or_else(|| crate::import::dates::age::span_days(age_days));
    // Ages are rounded down, and a day's difference is of zones.
    let greatest = age_days.checked_add(span).and_then(|days| days.checked_add(1));
    [greatest.and_then(ago), ago(age_days)]
}
