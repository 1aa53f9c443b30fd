//! Addresses that became others: whoever has two of them in data, or one in data and another in a
//! ledger, is one person.
//!
//! Invariant: who is whom is the ledger's rule (`rescind_ledger::identities`) and no other. Beside
//! it two archives of an account tell it, where one has the former address and the other the new
//! one, of one name, one instant of sending and one note, and neither has both.

use super::addresses_between_archives::between_archives;
use crate::import::people_keys::person;
use crate::invitations::ledger_access::LedgerRecords;
use crate::invitations::people::keys;
use crate::invitations::people::person_rows::{PersonRow, PersonRows};
use crate::invitations::typed::sheet::Sheet;
use crate::invitations::typed_tables::TypedTables;
use crate::invitations::{account_findings, columns};
use chrono::{DateTime, Utc};
use polars::prelude::{
    DataFrame, IntoColumn, NamedFrom, NewChunkedArray, PolarsResult, Series, StringChunked,
};
use rescind_ledger::{
    KeyChanges, KnownPeople, KnownPerson, Person, is_address, may_be_of_one, resolve_identities,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// By account and former address, the one of now.
pub(in crate::invitations) type AddressMoves = BTreeMap<(String, String), String>;

/// Tells data and what a ledger recorded the one address of each person. Whom files that are read
/// as they are have, beside these, is not asked: a name is told apart where the data are whole.
pub(in crate::invitations) fn unify_addresses(
    gathered: &mut TypedTables,
    sheets: &mut [Sheet],
    is_whole: bool,
    recorded: &mut LedgerRecords,
    as_of: DateTime<Utc>,
) -> PolarsResult<()> {
    if gathered.members.add_known(&recorded.addresses) {
        gathered.fill_slugs(sheets)?;
    }
    let mut moved = between_archives(&gathered.archives)?;
    for rows in gathered.archives.iter().chain(&gathered.lists) {
        add_moves_of_ledger(rows, &recorded.addresses, &mut moved)?;
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
        let by_slug: HashMap<&str, &str> =
            moved.iter().map(|((_, former), now)| (former.as_str(), now.as_str())).collect();
        gathered.members.rename(|slug| {
            let now = by_slug.get(slug).copied().or_else(|| recorded.addresses.successor_of(slug));
            now.map(String::from)
        });
        for ((account, former), now) in &moved {
            if former == now {
                // Somebody else has it by now.
                recorded.forget(account, former);
            } else {
                recorded.rename(account, former, now);
            }
        }
    }
    recorded.rename_ids(|id| gathered.members.slug(id));
    if is_whole && !recorded.people.is_empty() {
        match_ledger_people_by_name(gathered, recorded, as_of)?;
    }
    Ok(())
}

/// Adds the former addresses of rows that a ledger knows, but for those that somebody else has
/// taken over: data have both then, of two names or of two invitations.
fn add_moves_of_ledger(
    rows: &DataFrame,
    known: &KeyChanges,
    moved: &mut AddressMoves,
) -> PolarsResult<()> {
    if known.is_empty() {
        return Ok(());
    }
    let rows = PersonRows::of_frame(rows)?;
    let in_data: HashMap<(&str, &str), PersonRow> =
        rows.iter().filter_map(|row| Some(((row.account, row.slug?), row))).collect();
    for row in rows.iter() {
        let Some((former, now)) = row.slug.and_then(|slug| Some((slug, known.successor_of(slug)?)))
        else {
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
fn rewrite(rows: &mut DataFrame, moved: &AddressMoves, known: &KeyChanges) -> PolarsResult<()> {
    let slugs = columns::text_column(rows, "slug");
    let accounts = columns::text_column(rows, "account");
    let now = |account: Option<&str>, slug: &str| {
        let of_account = account.and_then(|account| {
            moved.get(&(account.to_owned(), slug.to_owned())).map(String::as_str)
        });
        let now = of_account.or_else(|| known.successor_of(slug))?;
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
        let texts = columns::text_column(rows, name);
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
fn match_ledger_people_by_name(
    gathered: &mut TypedTables,
    recorded: &mut LedgerRecords,
    as_of: DateTime<Utc>,
) -> PolarsResult<()> {
    let frames = gathered.archives.iter().chain(&gathered.lists);
    let frames: Vec<PersonRows> = frames.map(PersonRows::of_frame).collect::<PolarsResult<_>>()?;
    let names = names_of_lacking(&frames, recorded);
    if names.is_empty() {
        return Ok(());
    }
    let mut bearers: BTreeMap<(&str, &str), Vec<PersonRow>> = BTreeMap::new();
    for row in frames.iter().flat_map(PersonRows::iter) {
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
        let one = Person { key: &key, name: row.name, sighting, ..Person::default() };
        let asked = KnownPeople { people: vec![known.person()], now: &|_| None };
        let is_it = resolve_identities(&asked, &[one], &keys::name_key)
            .known_as
            .contains(&Some(&known.key));
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
    account_findings::report_ambiguous_names(
        &told,
        "people of the ledger",
        &mut gathered.remarks.findings,
    )?;
    for (account, key, _) in &others {
        recorded.forget_name(account, key);
    }
    Ok(())
}

/// Account and name of those of whom the ledger tells and whose key the data do not have.
fn names_of_lacking(frames: &[PersonRows], recorded: &LedgerRecords) -> HashSet<(String, String)> {
    let mut lacking: HashMap<&str, HashMap<&str, &KnownPerson>> = HashMap::new();
    for one in &recorded.people {
        lacking.entry(&one.account).or_default().insert(&one.key, one);
    }
    for row in frames.iter().flat_map(PersonRows::iter) {
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
fn only<'a>(rows: &[PersonRow<'a>]) -> Option<PersonRow<'a>> {
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
